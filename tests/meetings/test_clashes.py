"""Spans of time: in as few as can be, and which dates they meet."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.clashes import Span, clashing, merged, spans_of, within
from tests.thorough import as_often

START = datetime(2026, 3, 1, tzinfo=UTC)
often = settings(max_examples=as_often(60, 2000), deadline=None)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def spans(most: int = 12):
    """Short ones, so that many meet, touch or are empty."""
    minutes = st.integers(0, 60)
    one = st.tuples(minutes, st.integers(-2, 15)).map(lambda said: Span(at(said[0]), at(said[0] + said[1])))
    return st.lists(one, max_size=most)


def minutes_in(found) -> set[int]:
    return {n for n in range(-5, 90) if any(span.starts_at <= at(n) < span.ends_at for span in found)}


@given(spans())
@often
def test_merged_they_are_the_same_time_in_order_and_apart(some):
    found = merged(some)
    assert minutes_in(found) == minutes_in(some)
    assert all(span.starts_at < span.ends_at for span in found)
    assert all(one.ends_at < other.starts_at for one, other in pairwise(found))
    assert merged(found) == found
    assert merged(reversed(some)) == found


@given(spans(), st.integers(0, 40), st.integers(0, 40))
@often
def test_within_a_time_there_is_what_lies_in_it(some, first, length):
    found = within(some, at(first), at(first + length))
    assert minutes_in(found) == minutes_in(some) & set(range(first, first + length))


@given(spans(), spans())
@often
def test_what_shares_a_minute_clashes_and_nothing_else(some, busy):
    dates = [span for span in some if span.starts_at < span.ends_at]
    assert clashing(dates, busy) == [on for on in dates if minutes_in([on]) & minutes_in(busy)]


HOURS = st.one_of(st.none(), st.times().map(lambda said: said.replace(second=0, microsecond=0)))


@given(
    st.sampled_from(["Europe/London", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "America/Sao_Paulo"]),
    st.sets(st.sampled_from("0123456"), min_size=1), HOURS, HOURS, st.integers(0, 300),
)  # fmt: skip
@often
def test_a_weekly_one_says_no_by_the_clock_on_the_wall(zone, weekdays, from_time, until_time, days):
    """Looked at each quarter of an hour. Near a change of the clocks it may say no for an hour more, never for less."""
    rule = SimpleNamespace(
        weekdays="".join(sorted(weekdays)), from_time=from_time, until_time=until_time, starts=None, ends=None
    )
    first = START + timedelta(days=days)
    found = merged(spans_of(rule, zone, first, first + timedelta(days=9)))
    for n in range(9 * 24 * 4):
        now = first + timedelta(minutes=15 * n)
        wall = now.astimezone(ZoneInfo(zone))
        says_no = any(span.starts_at <= now < span.ends_at for span in found)
        if says_no_on_the_wall(rule, wall):
            assert says_no
        elif not clocks_change(wall):
            assert not says_no


def says_no_on_the_wall(rule, wall: datetime) -> bool:
    begins, ends = rule.from_time or time(), rule.until_time
    today, yesterday = str(wall.weekday()) in rule.weekdays, str((wall.weekday() - 1) % 7) in rule.weekdays
    now = wall.time().replace(second=0)
    if ends is None:
        return today and now >= begins
    if begins < ends:
        return today and begins <= now < ends
    return (today and now >= begins) or (yesterday and now < ends)


def clocks_change(wall: datetime) -> bool:
    around = {(wall + timedelta(hours=hours)).replace(tzinfo=wall.tzinfo).utcoffset() for hours in (-3, 0, 3)}
    return len(around) > 1


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_away_is_as_long_as_the_day(day, hours):
    rule = SimpleNamespace(weekdays="", from_time=None, until_time=None, starts=day, ends=day)
    (found,) = spans_of(rule, "Europe/London", START, START + timedelta(days=400))
    assert found.ends_at - found.starts_at == timedelta(hours=hours)


def test_it_holds_from_its_first_day_to_its_last():
    rule = SimpleNamespace(
        weekdays="0123456", from_time=time(22), until_time=time(6), starts=date(2026, 3, 3), ends=date(2026, 3, 4)
    )
    found = list(spans_of(rule, "Etc/UTC", START, START + timedelta(days=30)))
    night = Span(datetime(2026, 3, 3, 22, tzinfo=UTC), datetime(2026, 3, 4, 6, tzinfo=UTC))
    assert found == [night, Span(*(moment + timedelta(days=1) for moment in night))]
