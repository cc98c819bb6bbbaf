"""What is to be read of the feed, from the rows and `zoneinfo` alone: nothing here asks the code that writes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.conformance.group import Shown
from tests.conformance.readers import Event


def events(shown: Shown, domain: str) -> set[Event]:
    rows = [(m, "CANCELLED" if m.let_go_at else "CONFIRMED") for m in shown.meetings]
    rows += [(offer, "TENTATIVE") for offer in shown.offers]
    return {Event(f"{row.uid}@{domain}", *times(row), status, *shown.words[str(row.uid)]) for row, status in rows}


def times(row) -> tuple[str, str]:
    """Its start and end: whole days, the second of which is the first that is free again, or instants in UTC."""
    if row.start_time is None:
        return row.starts_on.isoformat(), (row.ends_on + timedelta(days=1)).isoformat()
    return (
        instant(row.starts_on, row.start_time, row.zone, row.start_fold),
        instant(row.ends_on, row.end_time, row.zone, row.end_fold),
    )


def instant(day: date, at: time, zone: str, fold: bool) -> str:
    wall = datetime.combine(day, at, ZoneInfo(zone)).replace(fold=int(fold))
    return f"{wall.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
