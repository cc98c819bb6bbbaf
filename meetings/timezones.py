"""VTIMEZONE as one yearly rule each way, which is the form that every calendar reads (RFC 5545, 3.6.5).

The rule is the last line of the zone's TZif file, a POSIX TZ string such as `GMT0BST,M3.5.0/1,M10.5.0` (RFC 9636, 3.3).
icalendar's own VTIMEZONE lists single dates instead: Outlook ignores those, and other readers take only the first.
"""

import re
import zoneinfo
from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

_NAME = r"(?:<([^>]+)>|([A-Za-z]{3,}))"
_TIME = r"([+-]?\d+(?::\d\d){0,2})"
_RULE = rf",M(\d+)\.(\d)\.(\d)(?:/{_TIME})?"
FOOTER = re.compile(rf"{_NAME}{_TIME}(?:{_NAME}{_TIME}?{_RULE}{_RULE})?")
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
BEGAN = 1970  # the year that our rules count from
AHEAD = 10  # years for which a rule has to agree with the zone's own data
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


class Onset(NamedTuple):
    """Every year on the `week`th `weekday` of `month` (0 is Sunday, 5 the last one), at `at` on the clock of before."""

    name: str
    before: timedelta
    after: timedelta
    month: int
    week: int
    weekday: int
    at: timedelta

    def wall(self, year: int) -> datetime:
        first = date(year, self.month, 1)
        day = first + timedelta(days=(self.weekday - first.isoweekday()) % 7 + 7 * (self.week - 1))
        if day.month != self.month:
            day -= WEEK
        return datetime.combine(day, time()) + self.at

    def moment(self, year: int) -> datetime:
        return (self.wall(year) - self.before).replace(tzinfo=UTC)

    def lines(self) -> list[str]:
        week = -1 if self.week == 5 else self.week
        rule = f"RRULE:FREQ=YEARLY;BYMONTH={self.month};BYDAY={week}{WEEKDAYS[self.weekday]}"
        return _observance(self.name, self.before, self.after, self.wall(BEGAN), rule)


@cache
def vtimezone(zone: str, year: int) -> str | None:
    """The component for `zone`, every line with its end; it holds from the year before `year` on.

    None where no yearly rule tells the zone, as in Cairo (the hour after Thursday ends) or Casablanca (Ramadan): such
    a meeting is written in UTC.
    """
    footer = FOOTER.fullmatch(_footer(zone))
    if footer is None:
        return None
    name, offset = footer[1] or footer[2], -_duration(footer[3])
    onsets = _onsets(name, offset, footer.groups()[3:])
    if any(not timedelta() <= onset.at < DAY for onset in onsets) or not _agrees(zone, offset, onsets, year):
        return None
    lines = [line for onset in onsets for line in onset.lines()]
    lines = lines or _observance(name, offset, offset, datetime(BEGAN, 1, 1))  # noqa: DTZ001  wall time
    return "".join(f"{line}\r\n" for line in ["BEGIN:VTIMEZONE", f"TZID:{zone}", *lines, "END:VTIMEZONE"])


def _onsets(name: str, offset: timedelta, summer: tuple) -> list[Onset]:
    """The change to summer time and the change back; none where the clocks never change."""
    if not (summer_name := summer[0] or summer[1]):
        return []
    summer_offset = -_duration(summer[2]) if summer[2] else offset + HOUR
    numbers = [[int(n) for n in summer[i : i + 3]] + [_duration(summer[i + 3] or "2")] for i in (3, 7)]
    return [
        Onset(summer_name, offset, summer_offset, *numbers[0]),
        Onset(name, summer_offset, offset, *numbers[1]),
    ]


def _footer(zone: str) -> str:
    """The last line of the zone's file, from where `zoneinfo` reads it; empty for a file without one."""
    for folder in zoneinfo.TZPATH:
        if (path := Path(folder) / zone).is_file():
            data = path.read_bytes()
            break
    else:
        data = resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    return data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace") if data[4:5] >= b"2" else ""


def _agrees(zone: str, offset: timedelta, onsets: list[Onset], year: int) -> bool:
    """Whether the rule gives the offsets that `zoneinfo` has: at each change, and once a week between."""
    tz = zoneinfo.ZoneInfo(zone)
    changes = sorted((o.moment(y), o.after) for y in range(year - 2, year + AHEAD) for o in onsets)
    moments = [moment for moment, _after in changes]
    begin, end = datetime(year - 1, 1, 1, tzinfo=UTC), datetime(year + AHEAD - 1, 12, 1, tzinfo=UTC)
    instants = [
        moment + step for moment in moments if begin < moment < end for step in (-timedelta(seconds=1), timedelta())
    ]
    instants += [begin + WEEK * n for n in range((end - begin) // WEEK)]
    for instant in instants:
        at = bisect_right(moments, instant) - 1
        if instant.astimezone(tz).utcoffset() != (changes[at][1] if changes else offset):
            return False
    return True


def _observance(name: str, before: timedelta, after: timedelta, wall: datetime, *rule: str) -> list[str]:
    kind = "DAYLIGHT" if after > before else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{wall:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(before)}",
        f"TZOFFSETTO:{_offset(after)}",
        f"TZNAME:{name}",
        *rule,
        f"END:{kind}",
    ]


def _duration(text: str) -> timedelta:
    """`-3:30` as a duration. POSIX counts offsets westwards: whoever asks for one turns the sign."""
    hours, minutes, seconds = [*(int(n) for n in text.lstrip("+-").split(":")), 0, 0][:3]
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if text.startswith("-") else length


def _offset(offset: timedelta) -> str:
    """`+0530`; seconds only where there are some."""
    sign, seconds = ("-" if offset < timedelta() else "+"), abs(int(offset.total_seconds()))
    text = f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return f"{text}{seconds % 60:02}" if seconds % 60 else text
