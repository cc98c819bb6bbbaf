"""The first stage: what of a file touches the time asked about, and whether it is little enough to be worked out."""

from collections import defaultdict
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count

from meetings.busy import LeftOut, Refused
from meetings.busy.event import DAY, LONGEST, PERIODS, how_long, is_free, most_in_a_period, parts_of, stamp
from meetings.busy.lines import Component, Line

MOST_EVENTS, MOST_RECURRING, MOST_ZONES, MOST_DATES = 4000, 500, 100, 400
MOST_OCCURRENCES, MOST_STEPS = 20_000, 200_000  # of all events together, by estimate
YEARS = range(1970, 2200)
MARGIN = 2 * DAY  # a wall time is within a day of UTC, whatever its zone


class Scan:
    """What is kept of a file for the time between `first` and `last`."""

    def __init__(self, first: datetime, last: datetime, all_day: bool):
        self.all_day = all_day
        self.first, self.last = (at.replace(tzinfo=None) for at in (first - MARGIN, last + MARGIN))
        self.read = self.left_out = self.recurring = self.kept = self.occurrences = self.steps = 0
        self.zones: list[Component] = []
        self.series: dict[str, list[Component]] = defaultdict(list)
        self.periods: list[str] = []
        self._unnamed = count(1)

    def take(self, found: Component) -> None:
        """Raises Refused where there is too much of it all together."""
        try:
            {"VEVENT": self._event, "VFREEBUSY": self._free_busy, "VTIMEZONE": self._zone}[found.name](found)
        except LeftOut:
            self.left_out += 1
        if (
            self.kept > MOST_EVENTS
            or self.recurring > MOST_RECURRING
            or len(self.zones) > MOST_ZONES
            or self.occurrences > MOST_OCCURRENCES
            or self.steps > MOST_STEPS
        ):
            raise Refused("TooMuch")

    def _event(self, event: Component) -> None:
        self.read += 1
        starts, is_day = stamp(event.value("DTSTART"))
        moved = event.all("RECURRENCE-ID")
        free = is_free(event, is_day, self.all_day)
        if free and not moved:
            return
        lasts = how_long(event, starts, is_day)
        if moved:
            if not self._may_move(moved[0], starts, lasts):
                return
            event.lines = [line for line in event.lines if line.name not in ("RRULE", "RDATE", "EXDATE")]
        elif event.all("RRULE") or event.all("RDATE"):
            if starts > self.last or not self._comes_in_time(event, starts):
                return
            self.recurring += 1
        elif starts > self.last or starts + lasts < self.first:
            return
        if starts.year not in YEARS:
            raise LeftOut
        if free:  # it takes the place of one that isn’t
            event.lines.append(Line("X-FREE", "X-FREE:1"))
        self.kept += 1
        self.series[event.value("UID") or f"unnamed {next(self._unnamed)}"].append(event)

    def _may_move(self, moved: Line, starts: datetime, lasts: timedelta) -> bool:
        """Whether one of a series that was moved touches the time, now or before."""
        before = stamp(moved.value)[0]
        from_then_on = "THISANDFUTURE" in moved.parameters.upper()
        touched = any(at <= self.last and at + lasts >= self.first for at in (starts, before))
        return touched or (from_then_on and before <= self.last)

    def _comes_in_time(self, event: Component, starts: datetime) -> bool:
        """Whether it can come in the time at all; reckons what it costs to work out when."""
        rules, dates = event.all("RRULE"), [*event.all("RDATE"), *event.all("EXDATE")]
        if len(rules) > 1 or sum(len(line.value.split(",")) for line in dates) > MOST_DATES:
            raise LeftOut
        self.occurrences += sum(len(line.value.split(",")) for line in event.all("RDATE"))
        if not rules:
            return True
        parts = parts_of(rules[0].value.upper())
        ends = stamp(parts["UNTIL"])[0] if "UNTIL" in parts else self.last
        if ends < self.first - LONGEST and not event.all("RDATE"):
            return False
        if starts.year not in YEARS:
            raise LeftOut
        often, each = PERIODS[parts["FREQ"]] * int(parts.get("INTERVAL", 1)), most_in_a_period(parts)
        most = int(parts.get("COUNT", MOST_STEPS))
        self.steps += min(((self.last - starts).days // often + 1) * each, most)
        self.occurrences += min(((self.last - self.first + LONGEST).days // often + 1) * each, most)
        return True

    def _free_busy(self, found: Component) -> None:
        for line in found.all("FREEBUSY"):
            periods = line.value.upper().split(",")
            self.read += len(periods)
            if "FBTYPE=FREE" not in line.parameters.upper().split(";"):
                self.kept += len(periods)
                self.periods += periods

    def _zone(self, zone: Component) -> None:
        """A zone that changes otherwise than yearly is one that we don’t know; its name may still be."""
        dates = (line for part in zone.parts for line in part.all("RDATE"))
        with suppress(LeftOut):
            rules = [parts_of(line.value.upper()) for part in zone.parts for line in part.all("RRULE")]
            few = sum(len(line.value.split(",")) for line in dates) <= MOST_DATES
            if few and all(rule["FREQ"] == "YEARLY" for rule in rules):
                self.zones.append(zone)
