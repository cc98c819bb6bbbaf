from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.words import day_near, number_word
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
            (key, _t("%(name)s, %(day)s") % {"name": who.name, "day": day_near(m.starts_on, turns.today)})
            for key, (m, who) in self.by_key.items()
        ]

    def clean_turn(self) -> tuple:
        return self.by_key[self.cleaned_data["turn"]]


class GiftForm(forms.Form):
    """To whom would I give my turn?"""

    to = OneOfUs(label=_("To whom?"))

    def __init__(self, *args, turns, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        people = [who for who in turns.people.values() if turns.could(meeting, who)]
        self.fields["to"].offer(people, nobody=_("Whoever takes it"))


class WayForm(forms.Form):
    """How turns are taken at one kind of meeting."""

    together = forms.TypedChoiceField(label=_("Who facilitates?"), choices=RotaOrder.Together.choices, coerce=int)
    term = forms.TypedChoiceField(label=_("How many meetings in a row?"), coerce=int)

    def __init__(self, *args, sort, **kwargs):
        super().__init__(*args, **kwargs)
        self.sort, self.name = sort, RotaOrder.Sort(sort).label
        self.fields["term"].choices = [(n, number_word(n)) for n in range(1, LONGEST_TERM + 1)]

    def way(self) -> Way:
        return Way(**self.cleaned_data)


class WaysForm:
    """A form for each kind of meeting, as one."""

    def __init__(self, data, ways: dict[str, Way]):
        self.parts = [WayForm(data, sort=sort, prefix=sort, initial=way._asdict()) for sort, way in ways.items()]
        self.is_bound = data is not None

    def is_valid(self) -> bool:
        return not any(part.errors for part in self.parts)

    def ways(self) -> dict[str, Way]:
        return {part.sort: part.way() for part in self.parts}
