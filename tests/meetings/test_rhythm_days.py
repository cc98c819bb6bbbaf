"""On which days a rhythm comes, beside dateutil and beside walking the calendar day by day."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from dateutil import rrule
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.pattern import PLACES, WEEKDAYS, Pattern
from tests.thorough import as_often

DAYS = st.dates(date(1990, 1, 1), date(2110, 12, 31))
MONTHS = st.sets(st.integers(1, 12), max_size=11)
WEEKDAY = st.integers(0, 6)


@st.composite
def patterns(draw) -> Pattern:
    """One of those that a group can say."""
    months = draw(MONTHS)
    every_months = 1 if months else draw(st.integers(1, 12))
    sort = draw(st.sampled_from(["places", "weeks", "monthday"]))
    if sort == "weeks":
        return Pattern.of(weekday=draw(WEEKDAY), interval=draw(st.integers(1, 52)), months=months)
    if sort == "places":
        places = draw(st.sets(st.sampled_from(PLACES), min_size=1))
        months = months if places != {5} else ()  # the fifth of some months comes too seldom for a year
        return Pattern.of(weekday=draw(WEEKDAY), places=places, interval=every_months, months=months)
    monthday = draw(st.sampled_from([-1, *range(1, 29)]))
    return Pattern.of(monthday=monthday, interval=every_months, months=months)


def walked(pattern: Pattern, starts_on: date, first: date, last: date) -> list[date]:
    """Every day looked at by itself: what each part of a rule means, without any recurrence."""
    found, day = [], max(first, starts_on)
    while day <= last:
        length = monthrange(day.year, day.month)[1]
        place, from_end = (day.day + 6) // 7, (length - day.day) // 7
        if pattern.monthday is not None:
            fits = day.day == (length if pattern.monthday == -1 else pattern.monthday)
        else:
            fits = day.weekday() == pattern.weekday
            if pattern.places:
                fits &= place in pattern.places or (from_end == 0 and -1 in pattern.places)
        if pattern.frequency == "WEEKLY":
            apart = (day - timedelta(days=day.weekday())) - (starts_on - timedelta(days=starts_on.weekday()))
            fits &= (apart.days // 7) % pattern.interval == 0
        else:
            fits &= ((day.year - starts_on.year) * 12 + day.month - starts_on.month) % pattern.interval == 0
        if fits and (not pattern.months or day.month in pattern.months):
            found.append(day)
        day += timedelta(days=1)
    return found


@settings(max_examples=as_often(60, 3000), deadline=None)
@given(patterns(), DAYS, st.integers(0, 800))
def test_a_rhythm_comes_on_the_days_that_its_rule_means(pattern, day, later):
    starts_on = pattern.first_from(day)
    first = day + timedelta(days=later)
    last = first + timedelta(days=366)
    assert pattern.days(starts_on, first, last) == walked(pattern, starts_on, first, last)


@settings(max_examples=as_often(60, 3000), deadline=None)
@given(patterns(), DAYS)
def test_dateutil_finds_the_same_days_from_the_parts_of_the_rule(pattern, day):
    starts_on = pattern.first_from(day)
    last = starts_on + timedelta(days=800)
    weekdays = [rrule.weekday(pattern.weekday)(n) for n in pattern.places] or [pattern.weekday]
    found = rrule.rrule(
        rrule.WEEKLY if pattern.frequency == "WEEKLY" else rrule.MONTHLY,
        dtstart=datetime.combine(starts_on, time()), until=datetime.combine(last, time()),
        interval=pattern.interval, bymonth=pattern.months or None, bymonthday=pattern.monthday,
        byweekday=None if pattern.weekday is None else weekdays,
    )  # fmt: skip
    assert pattern.days(starts_on, starts_on, last) == [moment.date() for moment in found]


@settings(max_examples=as_often(60, 3000), deadline=None)
@given(patterns(), DAYS)
def test_it_is_counted_from_the_first_of_its_days(pattern, day):
    """RFC 5545, 3.8.5.3: the start is one of the days of the rule."""
    starts_on = pattern.first_from(day)
    assert starts_on >= day
    assert pattern.days(starts_on, day, starts_on) == [starts_on]
    assert pattern.first_from(starts_on) == starts_on


@settings(max_examples=as_often(60, 3000), deadline=None)
@given(patterns())
def test_a_rule_is_read_as_it_was_written(pattern):
    assert Pattern.from_rule(pattern.rule) == pattern


def test_a_rule_is_written_as_rfc_5545_has_it():
    assert Pattern.of(weekday=1, places=[1]).rule == "FREQ=MONTHLY;BYDAY=1TU"
    assert Pattern.of(weekday=5, places=[-1], months=[4]).rule == "FREQ=MONTHLY;BYMONTH=4;BYDAY=-1SA"
    assert Pattern.of(weekday=1, interval=6).rule == "FREQ=WEEKLY;INTERVAL=6;BYDAY=TU"
    assert Pattern.of(monthday=29, months=[2]).rule == "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29"
    assert Pattern.of(weekday=1, places=[1], months=range(1, 13)) == Pattern.of(weekday=1, places=[1])


def test_six_weeks_are_counted_across_the_new_year():
    pattern = Pattern.of(weekday=1, interval=6)
    days = pattern.days(date(2026, 11, 24), date(2026, 12, 1), date(2027, 3, 1))
    assert days == [date(2027, 1, 5), date(2027, 2, 16)]
    whole = pattern.days(date(2026, 11, 24), date(2026, 11, 24), date(2040, 12, 31))
    assert {b - a for a, b in pairwise(whole)} == {timedelta(weeks=6)}


def test_the_29th_of_february_comes_in_leap_years_alone():
    pattern = Pattern.of(monthday=29, months=[2])
    starts_on = pattern.first_from(date(2027, 1, 1))
    assert starts_on == date(2028, 2, 29)
    assert pattern.days(starts_on, date(2029, 1, 1), date(2029, 12, 31)) == []
    assert pattern.next_after(starts_on, date(2029, 12, 31)) == date(2032, 2, 29)
    assert pattern.next_after(starts_on, date(2096, 12, 31)) == date(2104, 2, 29)


def test_the_fifth_friday_of_february_is_found_however_seldom_it_is():
    pattern = Pattern.of(weekday=4, places=[5], months=[2])
    assert pattern.first_from(date(2027, 1, 1)) == date(2036, 2, 29)
    assert pattern.next_after(date(2036, 2, 29), date(2092, 12, 31)) == date(2104, 2, 29)


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"weekday": 1, "monthday": 3},
        {"places": [1]},
        {"monthday": 30, "months": [2]},
        {"monthday": 31, "months": [4, 6, 9, 11]},
        {"weekday": 1, "interval": 53},
        {"weekday": 1, "interval": 0},
        {"weekday": 1, "places": [1], "interval": 13},
        {"weekday": 1, "places": [1], "interval": 2, "months": [4]},
    ],
)
def test_what_is_no_rhythm_or_never_comes_is_refused(what):
    with pytest.raises(ValidationError):
        Pattern.of(**what)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=SECONDLY",
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=2000000000",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=-1;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=TU,WE",
        "FREQ=MONTHLY;BYDAY=0TU",
        "FREQ=MONTHLY;BYDAY=6TU",
        "FREQ=MONTHLY;BYMONTH=13;BYDAY=1TU",
        "FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2",
        "FREQ=MONTHLY;BYDAY=1TU\nRRULE:FREQ=SECONDLY",
        "BYDAY=1TU;FREQ=MONTHLY",
        "FREQ=MONTHLY;INTERVAL=" + "9" * 5000 + ";BYDAY=1TU",
    ],
)
def test_a_rule_that_no_sentence_says_is_refused(rule):
    """A group from another site brings its rules along."""
    with pytest.raises(ValidationError):
        Pattern.from_rule(rule)


def test_no_day_is_asked_of_a_time_that_is_over():
    pattern = Pattern.of(weekday=1)
    assert pattern.days(date(2030, 1, 1), date(2027, 1, 1), date(2027, 12, 31)) == []
    assert WEEKDAYS[pattern.days(date(2030, 1, 1), date(2030, 1, 1), date(2030, 1, 1))[0].weekday()] == "TU"
