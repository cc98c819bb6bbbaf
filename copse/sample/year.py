"""When the sample group meets, and for what, as it follows from the day that it is made.

Pure: the same day gives the same meetings. Whatever the day, its calendar year has a retreat, an action-learning
evening and a day by the water whose date isn't settled.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_BACK, MONTHS_AHEAD = 48, 12
TUESDAY, FRIDAY, SATURDAY = 1, 4, 5


@dataclass(frozen=True)
class Planned:
    """One meeting: an `evening`, a `learning` evening, a `hybrid` one, a `day` or a `retreat`."""

    sort: str
    first: date
    last: date


def next_evening(today: date) -> date:
    """A Tuesday about a week ahead that is one of the first four of its month."""
    day = weekday_from(today + timedelta(days=5), TUESDAY)
    return day if day.day <= 28 else day + timedelta(days=7)


def programme(today: date) -> Iterator[Planned]:
    """A meeting for each month but August, in order; the next is an evening, whatever its month."""
    anchor = next_evening(today)
    week = (anchor.day - 1) // 7
    for k in range(-MONTHS_BACK, MONTHS_AHEAD + 1):
        year, month = month_at(anchor, k)
        if month == 8 and k:
            continue
        sort = sort_of(k, month, anchor)
        tuesday = weekday_from(date(year, month, 1 + 7 * week), TUESDAY)
        first = weekday_from(tuesday, {"day": SATURDAY, "retreat": FRIDAY}.get(sort, TUESDAY))
        yield Planned(sort, first, first + timedelta(days=2 if sort == "retreat" else 0))


def sort_of(k: int, month: int, anchor: date) -> str:
    """What the meeting is for that comes k months after the next."""
    if k == 0:
        return "evening"
    if month in (4, 10):
        return "day"
    if month == retreat_month(anchor):
        return "retreat"
    if k in (-3, -1, 1, 2):
        return "learning"
    return "hybrid" if month == 12 else "evening"


def retreat_month(anchor: date) -> int:
    """June; September where the next evening takes June's place."""
    return 9 if anchor.month == 6 else 6


def day_without_a_date(today: date) -> date:
    """A Saturday in two months; towards the end of a year the one before Christmas, and then its last day."""
    if (day := weekday_from(today + timedelta(days=68), SATURDAY)).year == today.year:
        return day
    before_christmas = weekday_from(date(today.year, 12, 14), SATURDAY)
    return before_christmas if before_christmas >= today + timedelta(days=21) else date(today.year, 12, 31)


def weekday_from(day: date, weekday: int) -> date:
    """The first such weekday from `day` on; Monday is 0."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def month_at(day: date, months: int) -> tuple[int, int]:
    """The year and the month so many months after that of `day`."""
    total = day.year * 12 + day.month - 1 + months
    return total // 12, total % 12 + 1
