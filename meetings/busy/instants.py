"""The second stage: when the events that were kept are."""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, vPeriod
from recurring_ical_events import of

from meetings.busy.lines import Component
from meetings.busy.scan import MARGIN, Scan

# What the two libraries raise, each in its own way, for what no rule of RFC 5545 allows.
UNFIT = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)


class Instants:
    """When the events of a scan are, as pairs of UTC instants."""

    def __init__(self, scan: Scan, first: datetime, last: datetime, zone: ZoneInfo):
        self.scan, self.first, self.last, self.zone = scan, first, last, zone

    def all(self) -> list[tuple[datetime, datetime]]:
        for zone in self.scan.zones:
            with suppress(*UNFIT):
                _calendar(zone)  # icalendar knows it from here on
        found = []
        for series in self.scan.series.values():
            try:
                found += self._of(series)
            except UNFIT:
                self.scan.left_out += len(series)
        for period in self.scan.periods:
            try:
                found.append(self._period(period))
            except UNFIT:
                self.scan.left_out += 1
        clipped = ((max(starts, self.first), min(ends, self.last)) for starts, ends in found)
        return [(starts, ends) for starts, ends in clipped if starts < ends]

    def _of(self, series: list[Component]) -> list[tuple[datetime, datetime]]:
        between = of(_calendar(*series)).between(self.first - MARGIN, self.last + MARGIN)
        return [self._span(event["DTSTART"].dt, event["DTEND"].dt) for event in between if "X-FREE" not in event]

    def _span(self, said, until) -> tuple[datetime, datetime]:
        """What begins in an hour that doesn't come, when the clocks go forward, is as long as it says."""
        starts, ends = self._instant(said), self._instant(until)
        return (starts, ends) if ends > starts else (starts, starts + max(until - said, timedelta()))

    def _instant(self, said) -> datetime:
        """A day begins, and a time that names no zone is, where the member is."""
        if not isinstance(said, datetime):
            said = datetime.combine(said, time())
        return (said if said.tzinfo else said.replace(tzinfo=self.zone)).astimezone(UTC)

    def _period(self, said: str) -> tuple[datetime, datetime]:
        starts, ends = vPeriod.from_ical(said)
        return self._instant(starts), self._instant(starts + ends if isinstance(ends, timedelta) else ends)


def _calendar(*found: Component):
    lines = [line for one in found for line in one.written()]
    return Calendar.from_ical("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]))
