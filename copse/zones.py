"""What is agreed for later is a wall time and an IANA zone; this module turns the pair into an instant."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

NOWHERE = "Etc/UTC"  # for those who meet in no place
ALIKE = 0.75  # from which on one word may have been meant by another
MOST_LEFT_OUT = 2  # hours that the clocks leave out at once, at most


@cache
def zone_names() -> frozenset[str]:
    """IANA names that say a place: `Europe/London`, not `GMT+1`. And NOWHERE."""
    named = (n for n in available_timezones() if "/" in n and not n.startswith(("Etc/", "posix", "right")))
    return frozenset([*named, NOWHERE])


def validate_zone(name: str) -> None:
    """Raises ValidationError, with the nearest name, where `name` is no IANA zone."""
    if name in zone_names():
        return
    known = {word.casefold(): zone for zone in sorted(zone_names()) for word in (zone, zone.rpartition("/")[2])}
    near = get_close_matches(name.strip().replace(" ", "_").casefold(), known, n=1, cutoff=ALIKE)
    if near:
        raise ValidationError(_("We don’t know that time zone. Did you mean %(zone)s?") % {"zone": known[near[0]]})
    raise ValidationError(_("Write the time zone as a part of the world and a city, like Europe/London."))


def find_zone(said: str) -> str:
    """The zone that somebody means by its name or by its city alone: `new york` is America/New_York.

    Raises ValidationError, with the nearest name, where there is none or more than one.
    """
    plain = said.strip().replace(" ", "_").casefold()
    found = [name for name in zone_names() if plain in (name.casefold(), name.rpartition("/")[2].casefold())]
    if len(found) == 1:
        return found[0]
    validate_zone(said)
    return said


def exists(day: date, at: time, zone: str) -> bool:
    """False in the hour that a change to summer time leaves out."""
    wall = datetime.combine(day, at, ZoneInfo(zone))
    return wall.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall.replace(tzinfo=None)


def shown(wall: datetime, zone: str) -> datetime:
    """A wall time as the clocks of `zone` show it: itself, or where they leave it out, what they show instead."""
    return instant(wall.date(), wall.time(), zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def wall_of_end(at: datetime, tz: tzinfo) -> datetime:
    """What the clocks of `tz` show when something ends: midnight, too, where they leave midnight out."""
    wall = at.astimezone(tz)
    if wall.hour > MOST_LEFT_OUT or wall.time() == time():
        return wall
    midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return midnight if midnight.astimezone(UTC) == at else wall


def comes_twice(day: date, at: time | None, zone: str) -> bool:
    """Whether it is in the hour that the clocks go back over, so that two moments of that day have this time."""
    if at is None:
        return False
    wall = datetime.combine(day, at, ZoneInfo(zone))
    return wall.replace(fold=0).utcoffset() > wall.replace(fold=1).utcoffset()


def instant(day: date, at: time | None, zone: str, *, end: bool = False, second: bool = False) -> datetime:
    """The UTC instant of a wall time. Where a time comes twice, the first (RFC 5545, 3.3.5), or the `second` if asked.

    Without a time: the start of the day, or with `end` the end of it.
    """
    if at is None:
        day, at, second = day + timedelta(days=1 if end else 0), time(), False
    second = second and comes_twice(day, at, zone)
    return datetime.combine(day, at, ZoneInfo(zone)).replace(fold=int(second)).astimezone(UTC)


def last_day(ends_on: date, at: time | None) -> date:
    """The last day of what ends then: the one before, where it ends as the day begins."""
    return ends_on - timedelta(days=1) if at == time() else ends_on


def city_elsewhere(zone: str) -> str:
    """The city of a zone that has other hours than whoever reads; "" where it has theirs."""
    here = timezone.get_current_timezone_name()
    return "" if zone == here or _have_same_hours(zone, here, timezone.now().year) else city(zone)


@cache
def _have_same_hours(one: str, other: str, year: int) -> bool:
    """Whether two zones go by the same clock all through a year, such as London and Jersey."""
    firsts = [datetime(year, month, 1, tzinfo=UTC) for month in range(1, 13)]
    return all(at.astimezone(ZoneInfo(one)).utcoffset() == at.astimezone(ZoneInfo(other)).utcoffset() for at in firsts)


def city(zone: str) -> str:
    """What people call a zone by: "New York" for `America/New_York`."""
    return zone.rpartition("/")[2].replace("_", " ")
