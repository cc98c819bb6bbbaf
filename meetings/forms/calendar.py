from django import forms
from django.utils.translation import gettext_lazy as _

from copse.fields import LineInput
from copse.keys import key_in, short_key
from meetings.calendar import Detail


class SubscriptionForm(forms.Form):
    """A link to my meetings: where I use it, of which groups, showing how much."""

    label = LineInput(
        label=_("Where will you use it?"),
        help_text=_("In your own words, like “my phone”. It tells your links apart."),
        max_length=60,
    )
    group = forms.ChoiceField(label=_("Which meetings?"), required=False, widget=forms.RadioSelect)
    detail = forms.ChoiceField(
        label=_("What may it show?"),
        help_text=_("Google, Apple and Microsoft keep a copy of it on their own machines."),
        choices=Detail,
        initial=Detail.PLACE,
        widget=forms.RadioSelect,
    )
    tentative = forms.BooleanField(label=_("Also days that we hope for and have not settled"), required=False)
    cancelled = forms.BooleanField(
        label=_("Also meetings that we let go, as cancelled, until their day is over"), required=False, initial=True
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, initial=short_key)  # which the link will have

    def __init__(self, *args, member, **kwargs):
        """In a single group there is no choice to make."""
        super().__init__(*args, **kwargs)
        self.groups = {membership.group.slug: membership.group for membership in member.joined_groups()}
        if len(self.groups) < 2:
            del self.fields["group"]
        else:
            names = [(slug, group.name) for slug, group in self.groups.items()]
            self.fields["group"].choices = [("", _("Those of all my groups")), *names]

    def clean_key(self) -> str:
        return key_in(self.cleaned_data["key"])

    def what(self) -> dict:
        """What `Subscription.begin` asks for."""
        slug = self.cleaned_data.get("group", "")
        return {**self.cleaned_data, "group": self.groups.get(slug)}


class ChangeForm(SubscriptionForm):
    """The same of a link that is in use: all but of which groups it is, which is what others know it by."""

    def __init__(self, *args, subscription, **kwargs):
        now = {name: getattr(subscription, name) for name in self.base_fields if name != "group"}
        super().__init__(*args, member=subscription.member, initial=now, **kwargs)
        self.fields.pop("group", None)
        del self.fields["key"]
