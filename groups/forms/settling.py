"""What somebody is asked who has just joined."""

from django import forms
from django.utils.translation import gettext_lazy as _

from copse.fields import WordsInput, ZoneInput
from groups import registry
from groups.locking import alone_in
from groups.models import Goal, Membership


class JoinedForm(forms.ModelForm):
    """Who I am among us: what somebody is asked who has just joined."""

    zone = ZoneInput(help_text=_("Where you live by the clock. Write a city near you."))

    class Meta:
        model = Membership
        fields = ["known_as", "pronouns", "about"]
        labels = {"known_as": _("Your name in this group")}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.initial["zone"] = instance.member.zone


class FirstThingsForm(forms.Form):
    """What somebody who has just joined may leave here, and need not: a goal of theirs, and what each app adds."""

    goal = WordsInput(
        label=_("What do you hope for from this group?"),
        help_text=_("Only you see it until you show it. You can leave this empty."),
        max_length=Goal._meta.get_field("text").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        for thing in registry.first_things:
            self.fields.update(thing.fields(membership.group))

    def keep(self, *, key: str) -> None:
        """Each thing that was written, by `key`: kept twice it is one."""
        with alone_in(self.membership.group_id):
            if self.cleaned_data["goal"]:
                Goal.write(by=self.membership, text=self.cleaned_data["goal"], key=key)
            for thing in registry.first_things:
                thing.keep(self.membership, self.cleaned_data, key=key)
