"""Numbers, dates and times in members' words."""

from datetime import date, time, timedelta

import pytest
from django.utils import translation

from copse import words

TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("n", "word"), [(0, "none"), (1, "one"), (12, "twelve"), (20, "twenty"), (21, "21"), (5000, "5,000"), (-1, "-1")]
)
def test_numbers_are_words_up_to_twenty(n, word):
    assert words.number_word(n) == word


@pytest.mark.parametrize(
    ("n", "word"),
    [
        (1, "first"),
        (7, "seventh"),
        (20, "twentieth"),
        (21, "21st"),
        (22, "22nd"),
        (33, "33rd"),
        (44, "44th"),
        (111, "111th"),
        (112, "112th"),
    ],
)
def test_ordinals_are_words_up_to_the_twentieth(n, word):
    assert words.ordinal_word(n) == word


def test_a_sentence_begins_with_a_capital_and_keeps_the_rest():
    assert words.sentence("all four of us, with Bea") == "All four of us, with Bea"
    assert words.sentence("") == ""


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        ([], ""),
        (["Nia"], "Nia"),
        (["Nia", "Bea"], "Nia and Bea"),
        (["Nia", "Bea", "Ruth"], "Nia, Bea and Ruth"),
        (("100%", "%s", "50 %"), "100%, %s and 50 %"),
    ],
)
def test_names_are_joined_as_spoken(names, joined):
    assert words.join_names(names) == joined


def test_all_of_us_fits_the_size_of_the_group():
    said = [words.all_of_us(n) for n in (1, 2, 3, 4, 24)]
    assert said == ["the one of us", "both of us", "all three of us", "all four of us", "all 24 of us"]


def test_minutes_and_years_are_counted_in_words():
    assert [words.minutes(n) for n in (0, 1, 10, 25)] == [
        "no minutes",
        "one minute",
        "ten minutes",
        "25 minutes",
    ]
    assert [words.years(n) for n in (1, 7)] == ["one year", "seven years"]
    assert words.our_ring(7) == "our seventh ring"


def test_a_day_has_its_weekday_or_its_year_and_no_leading_nought():
    assert words.day(date(2026, 3, 12)) == "Thursday 12 March"
    assert words.day_year(date(2026, 3, 2)) == "2 March 2026"
    assert words.day_whole(date(2026, 3, 12)) == "Thursday 12 March 2026"
    assert words.month_year(date(2026, 3, 12)) == "March 2026"


def test_months_have_short_names_for_the_ring():
    assert words.short_months()[:5] == ("Jan", "Feb", "Mar", "Apr", "May")
    assert words.short_months()[8] == "Sep"
    assert words.month(8) == "August"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 4, 17), date(2026, 4, 17), "Friday 17 April"),
        (date(2026, 4, 17), date(2026, 4, 19), "Friday 17 to Sunday 19 April"),
        (date(2026, 5, 29), date(2026, 6, 1), "Friday 29 May to Monday 1 June"),
        (date(2026, 12, 30), date(2027, 1, 2), "Wednesday 30 December 2026 to Saturday 2 January 2027"),
        (date(2026, 4, 17), date(2027, 4, 19), "Friday 17 April 2026 to Monday 19 April 2027"),
    ],
)
def test_a_span_names_what_differs(first, last, said):
    assert words.span(first, last) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 4, 17), date(2026, 4, 17), "Friday 17 April 2026"),
        (date(2026, 4, 17), date(2026, 4, 19), "Friday 17 to Sunday 19 April 2026"),
        (date(2026, 5, 29), date(2026, 6, 1), "Friday 29 May to Monday 1 June 2026"),
    ],
)
def test_a_span_can_have_its_year(first, last, said):
    assert words.span(first, last, True) == said


def test_a_day_has_its_year_where_that_is_another_than_todays():
    assert words.day_near(date(2026, 4, 17), date(2026, 1, 1)) == "Friday 17 April"
    assert words.day_near(date(2027, 1, 5), date(2026, 12, 31)) == "Tuesday 5 January 2027"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(19), "7 pm"),
        (time(10, 30), "10.30 am"),
        (time(9, 5), "9.05 am"),
        (time(12), "noon"),
        (time(0), "midnight"),
        (time(12, 15), "12.15 pm"),
        (time(0, 15), "12.15 am"),
    ],
)
def test_a_time_is_said_with_its_half_of_the_day(at, said):
    assert words.clock(at) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (time(19), time(21), "7 to 9 pm"),
        (time(19, 30), time(21, 15), "7.30 to 9.15 pm"),
        (time(10, 30), time(16), "10.30 am to 4 pm"),
        (time(11), time(12), "11 am to noon"),
        (time(12), time(14), "noon to 2 pm"),
        (time(12, 30), time(14), "12.30 to 2 pm"),
        (time(21), time(0), "9 pm to midnight"),
        (time(16), time(14), "4 pm to 2 pm"),  # on another day
    ],
)
def test_times_name_a_shared_half_of_the_day_once(start, end, said):
    assert words.times(start, end) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (2, "in two days"),
        (9, "in nine days"),
        (13, "in thirteen days"),
        (14, "in two weeks"),
        (20, "in three weeks"),
        (52, "in seven weeks"),
        (53, "in April"),
        (304, "in January 2027"),
        (-9, "nine days ago"),
        (-21, "three weeks ago"),
        (-60, "in January"),
        (-70, "in December 2025"),
    ],
)
def test_how_far_a_day_is(days, said):
    assert words.in_days(TODAY + timedelta(days), TODAY) == said


def test_each_language_keeps_its_own_words():
    assert words.day(date(2026, 3, 12)) == "Thursday 12 March"
    with translation.override("de"):
        assert words.day(date(2026, 3, 12)) == "Donnerstag 12 März"
    assert words.day(date(2026, 3, 12)) == "Thursday 12 March"


def test_more_than_six_of_us_are_counted():
    names = ["Nia", "Bea", "Ruth", "Tamsin", "Ravi", "Mei"]
    assert words.some_of_us(names) == "Nia, Bea, Ruth, Tamsin, Ravi and Mei"
    assert words.some_of_us([*names, "Ann"]) == "seven of us"
