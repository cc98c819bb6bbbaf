from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.clocks import When
from copse.fields import Seen
from copse.words import number_word
from groups.fields import OneOfUs
from meetings.models import RotaOrder
from meetings.models.rota_order import LONGEST_TERM
from meetings.rota import Way


class SwapForm(forms.Form):
    """For which turn would I swap mine? Of the others' turns ahead, each a (meeting, membership)."""

    turn = forms.ChoiceField(
        label=_("For which turn?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of these turns.")),
    )

    def __init__(self, *args, turns, meeting, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_key = {f"{m.key}-{who.key}": (m, who) for m, who in turns.others(meeting, by)}
        self.fields["turn"].choices = [
            (key, _t("%(name)s, %(day)s") % {"name": who.name, "day": When(m).near(turns.today)})
            for key, (m, who) in self.by_key.items()
        ]

    def clean_turn(self) -> tuple:
        return self.by_key[self.cleaned_data["turn"]]


class GiftForm(forms.Form):
    """To whom would I give my turn?"""

    to = OneOfUs(label=_("To whom?"), help_text=_("It is yours until somebody takes it."))

    def __init__(self, *args, turns, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        people = [who for who in turns.people.values() if turns.could(meeting, who)]
        self.fields["to"].offer(people, nobody=_("Whoever takes it"))


class LayForm(forms.Form):
    """Which of the turns that the order finds shall be laid?"""

    meeting = forms.MultipleChoiceField(label=_("Which of them?"), required=False)
    seen = Seen()

    def __init__(self, *args, laying, **kwargs):
        super().__init__(*args, **kwargs)
        keys = [told.go.meeting.key for told in laying.proposed]
        self.fields["meeting"].choices = [(key, key) for key in keys]
        self.initial |= {"meeting": keys, "seen": laying.stamp}


class WaysForm(forms.Form):
    """How turns are taken at each kind of meeting: who goes together, and for how many in a row."""

    def __init__(self, *args, ways: dict[str, Way], **kwargs):
        super().__init__(*args, **kwargs)
        self.ways_before = ways
        for sort, way in ways.items():
            name = RotaOrder.Sort(sort).label
            self._ask(sort, "together", way, _t("%(kind)s: who facilitates?"), name, RotaOrder.Together.choices)
            terms = [(n, number_word(n)) for n in range(1, LONGEST_TERM + 1)]
            self._ask(sort, "term", way, _t("%(kind)s: how many meetings in a row?"), name, terms)

    def _ask(self, sort: str, what: str, way: Way, label: str, kind: str, choices: list) -> None:
        self.fields[f"{sort}-{what}"] = forms.TypedChoiceField(
            label=label % {"kind": kind}, choices=choices, coerce=int, initial=getattr(way, what)
        )

    @property
    def parts(self) -> list[tuple]:
        """(the kind of meeting, its two fields)."""
        return [
            (RotaOrder.Sort(sort).label, self[f"{sort}-together"], self[f"{sort}-term"]) for sort in self.ways_before
        ]

    def ways(self) -> dict[str, Way]:
        said = self.cleaned_data
        return {sort: Way(said[f"{sort}-together"], said[f"{sort}-term"]) for sort in self.ways_before}
