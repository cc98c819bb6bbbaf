"""Quiet hours: from one wall time until another, by the clocks where a member is, each day."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from copse.zones import instant


def end_of(starts: time, ends: time, zone: str, at: datetime) -> datetime | None:
    """When the quiet hours end that `at` falls into, in UTC; None outside them. They may go over midnight.

    Where the clocks go back over their end, they end when it comes the first time, and the part of them that comes
    again is quiet again.
    """
    here = at.astimezone(ZoneInfo(zone))
    now = here.time()
    over_midnight = ends <= starts
    if not (now >= starts or now < ends if over_midnight else starts <= now < ends):
        return None
    day = here.date() + timedelta(days=1) if over_midnight and now >= starts else here.date()
    first = instant(day, ends, zone)
    return first if first > at else instant(day, ends, zone, second=True)
