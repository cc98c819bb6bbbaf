"""Three rhythms to begin from, for a group that hasn't planned anything yet."""

from datetime import date, time
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from meetings.pattern import Pattern
from meetings.rhythm_said import said

TUESDAY, FRIDAY, SATURDAY = 1, 4, 5
EVENING = {"kind": Meeting.Kind.ONLINE, "start_time": time(19), "end_time": time(21)}
DAY = {"kind": Meeting.Kind.FACE, "start_time": time(10, 30), "end_time": time(16)}
RETREAT = {"kind": Meeting.Kind.RETREAT, "start_time": None, "end_time": None, "days": 3}
BUT_APRIL_AND_OCTOBER = [1, 2, 3, 5, 6, 7, 8, 9, 11, 12]


class Ready(NamedTuple):
    """One rhythm or two side by side, as `Rhythm.begin` takes them."""

    name: str
    title: str
    rhythms: tuple[dict, ...]

    @property
    def sentences(self) -> list[str]:
        return [said(today=date(2000, 1, 1), **what) for what in self.rhythms]


READY = (
    Ready(
        "monthly-evenings",
        _("Monthly evenings"),
        ({"pattern": Pattern.of(weekday=TUESDAY, places=[1]), **EVENING},),
    ),
    Ready(
        "evenings-and-two-days",
        _("Evenings and two days"),
        (
            {"pattern": Pattern.of(weekday=TUESDAY, places=[1], months=BUT_APRIL_AND_OCTOBER), **EVENING},
            {"pattern": Pattern.of(weekday=SATURDAY, places=[2], months=[4, 10]), **DAY},
        ),
    ),
    Ready(
        "six-weeks-and-a-retreat",
        _("Every six weeks, and a retreat"),
        (
            {"pattern": Pattern.of(weekday=TUESDAY, interval=6), **EVENING},
            {"pattern": Pattern.of(weekday=FRIDAY, places=[3], months=[6]), **RETREAT},
        ),
    ),
)
