from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from copse.fields import WordsInput
from groups.belonging import Fate, numbers
from groups.fields import OneOfUs
from groups.models import Duty
from groups.models.departure import in_order


class LeavingForm(forms.Form):
    """What becomes of what I have in a group: a choice for each kind of which the group sees something.

    `departure`: where I have left already, what leaves less than I chose then.
    """

    def __init__(self, *args, membership, departure=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        whose = [membership, departure.byline] if departure and departure.byline else [membership]
        kinds = [kind for kind in in_order() if len(kind.fates) > 1]
        found = [numbers(each, kinds) for each in whose]
        for kind in kinds:
            before = Fate(departure.chosen[kind.key]) if departure else kind.default
            offered = [fate for fate in kind.fates if not departure or fate in before.further]
            if len(offered) > 1 and any(each[kind.key] for each in found):
                self.fields[kind.key] = forms.ChoiceField(
                    label=kind.title, initial=before, widget=forms.RadioSelect,
                    choices=[(fate.value, fate.label) for fate in offered],
                )  # fmt: skip
        if departure is None and self._last_admin():
            self.fields["next_admin"] = OneOfUs(
                label=_("Who looks after invitations and settings from now on?"),
                help_text=_("Nobody else does yet. You can leave it open; then any of the others can offer to."),
            )
            others = [person for person in membership.group.people.values() if person != membership]
            self.fields["next_admin"].offer(others, nobody=_("Leave it open"))

    def _last_admin(self) -> bool:
        others = self.membership.group.members.exclude(pk=self.membership.pk)
        held = Duty.objects.held().filter(name=Duty.Name.ADMIN)
        return self.membership.is_admin and others.exists() and not others.filter(duties__in=held).exists()

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "next_admin"}


class RemovalForm(forms.Form):
    reason = WordsInput(
        label=_("Why?"),
        help_text=_("Only they read it, on a page of their own. The others are told that it happened, and not why."),
        max_length=2000,
    )


class DeletionForm(forms.Form):
    """Typed, so that it is never pressed by mistake."""

    email = forms.EmailField(label=_("Your e-mail address, to be sure"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email != self.member.email.lower():
            raise ValidationError(_("This is another address. Type the one that you come in with."))
        return email
