"""Spans of time, and which dates they meet. Plain: what goes in and comes out are instants in UTC."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, Protocol, TypeVar
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Span(NamedTuple):
    """From one instant until another, which is no longer part of it."""

    starts_at: datetime
    ends_at: datetime


class Lasting(Protocol):
    """A meeting, an option of a poll, a span: what begins at one instant and ends at another."""

    starts_at: datetime
    ends_at: datetime


class Standing(Protocol):
    """What somebody said once for all dates, by their own clock (meetings.models.StandingAvailability)."""

    weekdays: str
    from_time: time | None
    until_time: time | None
    starts: date | None
    ends: date | None


D = TypeVar("D", bound=Lasting)


def merged(spans: Iterable[Lasting]) -> list[Span]:
    """The same time in as few spans as can be, in order: those that overlap or touch are one. Empty ones are none."""
    found: list[Span] = []
    for starts_at, ends_at in sorted((span.starts_at, span.ends_at) for span in spans):
        if ends_at <= starts_at:
            continue
        if found and starts_at <= found[-1].ends_at:
            found[-1] = Span(found[-1].starts_at, max(found[-1].ends_at, ends_at))
        else:
            found.append(Span(starts_at, ends_at))
    return found


def within(spans: Iterable[Lasting], first: datetime, last: datetime) -> list[Span]:
    """What of them lies between two instants, merged."""
    return merged(Span(max(span.starts_at, first), min(span.ends_at, last)) for span in spans)


def clashing(dates: Iterable[D], spans: Iterable[Lasting]) -> list[D]:
    """Those of the dates that share some time with a span. What begins as the other ends doesn't clash."""
    busy = merged(spans)
    starts = [span.starts_at for span in busy]
    return [on for on in dates if _meets(on, busy, starts)]


def _meets(on: Lasting, busy: Sequence[Span], starts: Sequence[datetime]) -> bool:
    """Of merged spans, whether the last that begins before it ends lasts until after it begins."""
    n = bisect_right(starts, on.ends_at)
    if n and busy[n - 1].starts_at == on.ends_at:
        n -= 1
    return bool(n) and busy[n - 1].ends_at > on.starts_at


def spans_of(rule: Standing, zone: str, first: datetime, last: datetime) -> Iterator[Span]:
    """When `rule` says no, between two instants, by the clocks of `zone`: a span for each day.

    Where the clocks change, an hour that comes twice belongs to it both times, and one that doesn't come leaves
    nothing open.
    """
    tz = ZoneInfo(zone)
    day = first.astimezone(tz).date() - DAY  # whose night may reach into the next
    end = last.astimezone(tz).date()
    day, end = max(day, rule.starts or day), min(end, rule.ends or end)
    while day <= end:
        if not rule.weekdays or str(day.weekday()) in rule.weekdays:
            found = Span(min(_both(day, rule.from_time or time(), tz)), max(_end(day, rule, tz)))
            if found.starts_at < last and found.ends_at > first:
                yield found
        day += DAY


def _end(day: date, rule: Standing, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """An end that isn't after its beginning is the next day's."""
    if rule.until_time is None:
        return _both(day + DAY, time(), tz)
    over_night = rule.until_time <= (rule.from_time or time())
    return _both(day + DAY if over_night else day, rule.until_time, tz)


def _both(day: date, at: time, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants of a wall time, which are two where the clocks change."""
    one, other = (datetime.combine(day, at.replace(fold=fold), tz).astimezone(UTC) for fold in (0, 1))
    return one, other
