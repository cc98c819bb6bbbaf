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
    """`names` are all who are or were one of us, by their primary key; `me` is spoken to."""

    def __init__(self, turns: Turns, names: dict, me: int | None = None):
        self.turns, self.names, self.me = turns, names, me

    def of_turn(self, told: Told) -> str:
        """Why it is theirs: who was passed over, and what is said of each by name, where it isn't the same of all."""
        each = {pk: self._agreed(told, pk) or self.of_place(told, pk, first=True) for pk in told.who}
        said = list(dict.fromkeys(each.values()))
        if len(said) > 1:
            said = [_("%(name)s: %(why)s") % {"name": self.names[pk].name, "why": why} for pk, why in each.items()]
        return " ".join([*self._passed_over(told), *said])

    def _passed_over(self, told: Told) -> list[str]:
        """Who would have gone, and why they don't."""
        meeting = told.go.meeting
        nobody = not told.who and told.go.open > 0
        by_order = nobody or any(not self._agreed(told, pk) for pk in told.who)
        passed = dict(told.passed) if by_order else {}
        if meeting.focus_id in passed:
            passed[meeting.focus_id] = "focus"
        if by_order or any(self._was_laid(told, pk) for pk in told.who):  # named wherever they would have stood
            passed |= dict.fromkeys(self.turns.skippers(meeting), "cannot")
            passed |= {pk: "gave" for pk in self.turns.gave(meeting) if passed.get(pk) == "cannot"}
        passed |= self.turns.kept_from(meeting)
        kept: dict[str, list[str]] = {}
        for pk in sorted(passed, key=list(self.names).index):
            if pk not in told.who and pk != self.me:  # I know, and the page says so in other words
                kept.setdefault(passed[pk], []).append(self.names[pk].name)
        days = meeting.last_day > meeting.starts_on
        return [passed_over(why, names, days=days) for why, names in kept.items()]

    def _was_laid(self, told: Told, who: int) -> bool:
        fact = self.turns.fact(told.go.meeting, who)
        return fact is not None and fact.laid_at is not None

    def _agreed(self, told: Told, who: int) -> str:
        """How it came to be theirs, where it isn't by the order as it stands; else empty."""
        meeting = told.go.meeting
        changes = self.turns.changes if self.turns.has_said_yes(meeting.pk, who) else []
        for at, by, other, taken_by in reversed(changes):
            if (who == taken_by and at == meeting.pk) or (who == by and other == meeting.pk):
                words = _("Swapped with %(name)s.") if other else _("%(name)s gave it away.")
                if not other and self.turns.owner(meeting.pk, who) == who:
                    words = _("%(name)s gave it back.")
                return words % {"name": self.names[by if who == taken_by else taken_by].name}
        able = [pk for pk in told.line if pk in told.who or pk not in told.go.who]
        if who in able[: len(told.who)]:
            return ""
        return _("By the order when it was laid.") if self._was_laid(told, who) else _("Agreed on outside the order.")

    def of_place(self, told: Told, who: int, *, first: bool) -> str:
        """Why they stand where they do in the order."""
        turn, term = A_TURN[told.go.sort], self.turns.ways[told.go.sort].term
        if who in told.terms:
            words = _("Goes on: the %(ordinal)s of %(number)s in a row.")
            if who == self.me:
                words = _("You go on: it is the %(ordinal)s of %(number)s in a row.")
            return words % {"ordinal": ordinal_word(told.terms[who] + 1), "number": number_word(term)}
        if who not in told.lasts:
            words = _("Has not had %(turn)s yet; here since %(day)s.")
            if who == self.me:
                words = _("You have not had %(turn)s yet; you are here since %(day)s.")
            return words % {
                "turn": turn,
                "day": day_year(self.names[who].joined_at.astimezone(self.turns.group.tzinfo)),
            }
        day = day_near(told.lasts[who].day, self.turns.today)
        return (_("Longest since %(turn)s: last on %(day)s.") if first else _("Last on %(day)s.")) % {
            "turn": turn,
            "day": day,
        }


def passed_over(why: str, names: list[str], *, days: bool = False) -> str:
    """What keeps those who would have gone, in a sentence: `why` is as in meetings.rota.Told, or focus, gave or gone;
    `days` of a meeting of several.
    """
    number = len(names)
    words = {
        "rests": ngettext("%(names)s is on sabbatical then.", "%(names)s are on sabbatical then.", number),
        "cannot": _("%(names)s can’t those days.") if days else _("%(names)s can’t that day."),
        "gave": _("%(names)s gave it away."),
        "gone": ngettext("%(names)s is not among us any more.", "%(names)s are not among us any more.", number),
        "focus": _("%(names)s is in focus."),
        "new": ngettext("%(names)s is new here.", "%(names)s are new here.", number),
        "busy": ngettext("%(names)s has said yes to a turn soon.", "%(names)s have said yes to a turn soon.", number),
    }
    return words[why] % {"names": join_names(names)}
