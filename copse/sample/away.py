"""When the sample group's members can't, as they keep it for all dates, and when one of them was away for a season.
Invented for Copse.
"""

from datetime import date, datetime, time, timedelta

from copse.sample import words
from groups.models import Sabbatical
from meetings.models import StandingAvailability

# whose, on which days of the week, until when, and why, for themselves
EACH_WEEK = [
    (0, "2", None, "The hospice, until late."),
    (3, "01234", time(17, 30), "School."),
]
# whose, in how many days from now, how many, and why
AWAY = (0, 33, 13, "My sister’s, by the sea.")


def take_a_sabbatical(person, today: date, now: datetime) -> None:
    """It was two years ago."""
    starts, at = today - timedelta(days=2 * 365), now - timedelta(days=2 * 365 + 20)
    Sabbatical.take(by=person, starts=starts, ends=starts + timedelta(days=75), note=words.SABBATICAL, at=at)


def say_when_they_can_not(people: list, today: date, at: datetime) -> None:
    """Two have days of the week that don't do, and one will be away."""
    for n, weekdays, until, reason in EACH_WEEK:
        StandingAvailability.keep(by=people[n], weekdays=weekdays, until_time=until, reason=reason, at=at)
    n, days, long, reason = AWAY
    first = today + timedelta(days=days)
    last = first + timedelta(days=long - 1)
    StandingAvailability.keep(by=people[n], starts=first, ends=last, reason=reason, at=at)
