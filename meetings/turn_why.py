"""Why it is somebody's turn, in a sentence or two, and why somebody stands where they do in the order."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from copse.words import day_near, day_year, join_names, number_word, ordinal_word
from meetings.rota import Told
from meetings.turns import Turns

A_TURN = {
    "online": gettext_lazy("a turn online"),
    "face": gettext_lazy("a turn face to face"),
    "hybrid": gettext_lazy("a turn with some in the room"),
    "learning": gettext_lazy("a turn at action learning"),
    "retreat": gettext_lazy("a turn at a retreat"),
}


class Reasons:
    """`names` are all who are or were one of us, by their primary key."""

    def __init__(self, turns: Turns, names: dict):
        self.turns, self.names = turns, names

    def of_turn(self, told: Told) -> str:
        """Why it is theirs: who was passed over, and what is said of each by name, where it isn't the same of all."""
        each = {pk: self._agreed(told, pk) or self.of_place(told, pk, first=True) for pk in told.who}
        by_order = any(not self._agreed(told, pk) for pk in told.who) if told.who else told.go.open > 0
        said = list(dict.fromkeys(each.values()))
        if len(said) > 1:
            said = [_("%(name)s: %(why)s") % {"name": self.names[pk].name, "why": why} for pk, why in each.items()]
        return " ".join([*self._passed_over(told, by_order), *said])

    def _passed_over(self, told: Told, by_order: bool) -> list[str]:
        """Who would have gone, and why they don't."""
        meeting, passed = told.go.meeting, dict(told.passed) if by_order else {}
        kept: dict[str, list[str]] = {"rests": [who.name for who in self.turns.resting(meeting)]}
        if meeting.focus_id in passed:
            passed[meeting.focus_id] = "focus"
        if by_order:  # whoever passed it on is named wherever they would have stood
            passed |= dict.fromkeys(self.turns.skippers(meeting), "cannot")
        for pk, person in self.turns.people.items():
            why = passed.get(pk)
            if why and person.name not in kept.setdefault(why, []):
                kept[why].append(person.name)
        return [passed_over(why, names) for why, names in kept.items() if names]

    def _agreed(self, told: Told, who: int) -> str:
        """How it came to be theirs, where it isn't by the order as it stands; else empty."""
        meeting, fact = told.go.meeting, self.turns.fact(told.go.meeting, who)
        changes = self.turns.changes if self.turns.has_said_yes(meeting.pk, who) else []
        for at, by, other, taken_by in reversed(changes):
            if (who == taken_by and at == meeting.pk) or (who == by and other == meeting.pk):
                name = {"name": self.names[by if who == taken_by else taken_by].name}
                return (_("Swapped with %(name)s.") if other else _("%(name)s gave it away.")) % name
        able = [pk for pk in told.line if pk in told.who or pk not in told.go.who]
        if who in able[: len(told.who)]:
            return ""
        return _("By the order when it was laid.") if fact and fact.laid_at else _("Agreed on outside the order.")

    def of_place(self, told: Told, who: int, *, first: bool) -> str:
        """Why they stand where they do in the order."""
        turn, term = A_TURN[told.go.sort], self.turns.ways[told.go.sort].term
        if who in told.terms:
            words = _("Goes on: the %(ordinal)s of %(number)s in a row.")
            return words % {"ordinal": ordinal_word(told.terms[who] + 1), "number": number_word(term)}
        if who not in told.lasts:
            words = _("Has not had %(turn)s yet; here since %(day)s.")
            return words % {
                "turn": turn,
                "day": day_year(self.names[who].joined_at.astimezone(self.turns.group.tzinfo)),
            }
        day = day_near(told.lasts[who].day, self.turns.today)
        return (_("Longest since %(turn)s: last on %(day)s.") if first else _("Last on %(day)s.")) % {
            "turn": turn,
            "day": day,
        }


def passed_over(why: str, names: list[str]) -> str:
    """What keeps those who would have gone, in a sentence: `why` is as in meetings.rota.Told, or focus."""
    number = len(names)
    words = {
        "rests": ngettext("%(names)s is on sabbatical then.", "%(names)s are on sabbatical then.", number),
        "cannot": _("%(names)s can’t that day."),
        "focus": _("%(names)s is in focus."),
        "new": ngettext("%(names)s is new here.", "%(names)s are new here.", number),
        "busy": ngettext("%(names)s has said yes to a turn soon.", "%(names)s have said yes to a turn soon.", number),
    }
    return words[why] % {"names": join_names(names)}
