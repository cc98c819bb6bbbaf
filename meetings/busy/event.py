"""What one event says of when it is, and whether that can be reckoned with."""

import re
from datetime import datetime, timedelta
from math import prod

from meetings.busy import LeftOut
from meetings.busy.lines import Component

MOST_INTERVAL, MOST_COUNT, MOST_TIMES = 9999, 5000, 4
LONGEST = timedelta(days=62)
DAY = timedelta(days=1)
ENDS = ("DTSTART", "DTEND")
PERIODS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}  # days of the shortest
LONGEST_PERIODS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
BY = (*TIMES, "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS")
OF_A_RULE = {"FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", *BY}
STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
DURATION = re.compile(
    r"\+?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?", re.ASCII
)


def stamp(value: str) -> tuple[datetime, bool]:
    """The wall time or day that a DATE or DATE-TIME says, and whether it is a day. Raises LeftOut for anything else."""
    found = STAMP.fullmatch(value.strip().upper())
    if not found:
        raise LeftOut
    try:
        return datetime(*(int(part) for part in found.groups()[:6] if part)), not found[4]  # noqa: DTZ001  a wall time
    except ValueError:  # no such day, or a 60th second
        raise LeftOut from None


def how_long(event: Component, starts: datetime, is_day: bool) -> timedelta:
    """Raises LeftOut for what lasts more than 62 days, or ends before it starts."""
    if said := event.value("DTEND"):
        lasts = stamp(said)[0] - starts
    elif said := event.value("DURATION"):
        found = DURATION.fullmatch(said)
        if not found:
            raise LeftOut
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        lasts = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    else:
        lasts = DAY if is_day else timedelta()
    at_least = timedelta() if _is_by_one_clock(event) else -DAY  # two can put its end before its start on the wall
    if not at_least <= lasts <= LONGEST:
        raise LeftOut
    return lasts


def _is_by_one_clock(event: Component) -> bool:
    """Whether its start and its end are said in the same zone."""
    said = [(line.parameters.upper(), line.value[-1:] in "Zz") for name in ENDS for line in event.all(name)[:1]]
    return len(set(said)) == 1


def is_free(event: Component, is_day: bool, all_day: bool) -> bool:
    return (
        event.value("STATUS") == "CANCELLED"
        or event.value("TRANSP") == "TRANSPARENT"
        or event.value("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
        or (is_day and not all_day)
    )


def parts_of(rule: str) -> dict[str, str]:
    """Raises LeftOut for a rule that is written otherwise than RFC 5545 has it, or more often than daily."""
    pairs = [part.partition("=")[::2] for part in rule.strip(";").split(";")]
    parts = dict(pairs)
    numbers = {name: parts.get(name, "1") for name in ("INTERVAL", "COUNT")}
    if (
        len(parts) < len(pairs)
        or not parts.keys() <= OF_A_RULE
        or parts.get("FREQ") not in PERIODS
        or not all(said.isascii() and said.isdigit() and len(said) < 6 for said in numbers.values())
        or not 1 <= int(numbers["INTERVAL"]) <= MOST_INTERVAL
        or not 1 <= int(numbers["COUNT"]) <= MOST_COUNT
        or prod(len(parts.get(name, "").split(",")) for name in TIMES) > MOST_TIMES
    ):
        raise LeftOut
    return parts


def most_in_a_period(parts: dict[str, str]) -> int:
    """How often it comes in a day, week, month or year at most."""
    listed = {name: len(parts[name].split(",")) for name in BY if name in parts and name != "BYSETPOS"}
    each = 1  # how often a weekday without a number comes
    if any(said.isalpha() for said in parts.get("BYDAY", "").split(",")):
        each = {"MONTHLY": 5, "YEARLY": 53}.get(parts["FREQ"], 1)
    times = prod(listed.pop(name, 1) for name in TIMES)
    return min(LONGEST_PERIODS[parts["FREQ"]], each * prod(listed.values())) * times
