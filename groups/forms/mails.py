from datetime import time

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse import zones
from groups.kinds import Kind, Rhythm
from groups.models import MailChoice

HINTS = {
    Kind.DATE: _("Dates that wait for your answer, and a word when everyone has answered yours."),
    Kind.MEETING: _(
        "We meet; not then but then; we don’t meet. If you have meetings by mail in your calendar, those too: at once"
        " or never."
    ),
    Kind.TURN: _("You facilitate in two weeks or in one; somebody offers you their turn."),
    Kind.PROPOSAL: _("What we are deciding, where it stands, and what each of us is asked to write."),
    Kind.SHARED: _("Topics, activities, something to read, goals: put by or shown for all of us."),
    Kind.LETTER: _("What waits for you and what happened in the week, in one mail; only where there is something."),
}
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MailsForm(forms.Form):
    """For each group that `member` is in and each kind, one choice; and the quiet hours of all of them.

    The page says how it was drawn (`show_hidden_initial`), and only what differs from that is kept: a page that was
    left open doesn't undo what was stopped by a link in a mail meanwhile.
    """

    quiet_from = forms.TimeField(label=_("From"), widget=TIME, required=False, show_hidden_initial=True)
    quiet_until = forms.TimeField(label=_("Until"), widget=TIME, required=False, show_hidden_initial=True)

    def __init__(self, *args, member, **kwargs):
        quiet = {name: getattr(member, name) for name in ("quiet_from", "quiet_until")}
        super().__init__(*args, initial=quiet, **kwargs)
        self.member, self.memberships = member, list(member.joined_groups())
        self.chosen = MailChoice.of_each(self.memberships)
        for membership in self.memberships:
            for kind in Kind:
                self.fields[f"{membership.key}-{kind}"] = forms.ChoiceField(
                    label=kind.label, help_text=HINTS[kind], choices=kind.rhythms, widget=forms.RadioSelect,
                    required=not self.is_bound or f"{membership.key}-{kind}" in self.data,  # joined since it was drawn
                    initial=self.chosen[membership.pk][kind].value, show_hidden_initial=True,
                )  # fmt: skip

    @property
    def city(self) -> str:
        """By whose clocks the hours are quiet."""
        return zones.city(self.member.zone)

    @property
    def parts(self) -> list[tuple]:
        """(the membership with its group, its fields, whether something is put into a letter that never comes)."""
        return [(m, [self[f"{m.key}-{kind}"] for kind in Kind], self._is_lost(m)) for m in self.memberships]

    def _is_lost(self, membership) -> bool:
        chosen = self.chosen[membership.pk]
        others = [rhythm for kind, rhythm in chosen.items() if kind is not Kind.LETTER]
        return chosen[Kind.LETTER] == Rhythm.NEVER and Rhythm.FRIDAY in others

    @property
    def gets_none(self) -> bool:
        return all(rhythm == Rhythm.NEVER for chosen in self.chosen.values() for rhythm in chosen.values())

    def clean(self) -> dict:
        starts, ends = self._times()
        if {"quiet_from", "quiet_until"} & self.errors.keys():
            return self.cleaned_data
        if starts is None and ends is not None:
            self.add_error("quiet_from", _t("Say from when it is quiet, or leave both empty."))
        elif ends is None and starts is not None:
            self.add_error("quiet_until", _t("Say until when it is quiet, or leave both empty."))
        elif starts is not None and starts == ends:
            self.add_error("quiet_until", _t("They end as they begin. Choose another time, or leave both empty."))
        return self.cleaned_data

    def _times(self) -> tuple[time | None, time | None]:
        return self.cleaned_data.get("quiet_from"), self.cleaned_data.get("quiet_until")

    @transaction.atomic
    def keep(self) -> None:
        for membership in self.memberships:
            names = {kind: f"{membership.key}-{kind}" for kind in Kind}
            chosen = {kind: self.cleaned_data[name] for kind, name in names.items() if name in self.changed_data}
            MailChoice.keep({kind: rhythm for kind, rhythm in chosen.items() if rhythm}, by=membership)
        if {"quiet_from", "quiet_until"} & {*self.changed_data}:
            self.member.be_quiet(*self._times())
