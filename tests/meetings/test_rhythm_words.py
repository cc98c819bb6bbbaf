"""A rhythm in words: what is understood is said back, and what isn't is said plainly."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.models import Meeting
from meetings.pattern import Pattern
from meetings.rhythm_read import read, read_all
from meetings.rhythm_said import said
from tests.meetings.test_rhythm_days import patterns
from tests.thorough import as_often

TODAY = date(2026, 11, 26)
SCRAPS = [
    "first", "last", "every", "other", "six", "2", "weeks", "month", "Tuesday", "Tuesdays", "weekend", "Friday",
    "to", "Sunday", "-", "7", "9", "pm", "19:00", "noon", "from", "of", "but", "not", "in", "April", "August",
    "2027", "12", "online", "retreat", "for", "three", "days", "the", "31st", "evening", ";", ",", "moon",
    "or", "quarterly", "24:00",
]  # fmt: skip
EVENING = {"kind": "online", "start_time": time(19), "end_time": time(21)}


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("first Tuesday, 19:00 to 21:00, online", "The first Tuesday of each month, 7 to 9 pm, online."),
        ("first Tuesday, 9pm to midnight, online", "The first Tuesday of each month, 9 pm to midnight, online."),
        ("FIRST TUESDAYS 7pm–9pm in person", "The first Tuesday of each month, 7 to 9 pm, face to face."),
        ("every first Tuesday evening 7 to 9, online", "The first Tuesday of each month, 7 to 9 pm, online."),
        (
            "every six weeks on Tuesday from 12 January, 7.30 to 9 pm, online",
            "Every six weeks on Tuesday, 7.30 to 9 pm, online, from 12 January 2027.",
        ),
        (
            "every other Wed, 18:30-20:00 online",
            "Every two weeks on Wednesday, 6.30 to 8 pm, online, from 2 December 2026.",
        ),
        ("Mondays 10 am to noon, hybrid", "Every Monday, 10 am to noon, some in the room, some online."),
        (
            "last Saturday of April, 10.30 to 4 pm, face to face",
            "The last Saturday of April, 10.30 am to 4 pm, face to face.",
        ),
        (
            "second and fourth Thursday, but not in August and December, 19-21 online",
            "The second and fourth Thursday of each month but August and December, 7 to 9 pm, online.",
        ),
        ("third weekend of June", "The third Friday of June to the Sunday after, retreat."),
        ("2nd Saturday to Sunday in May, retreat", "The second Saturday of May to the Sunday after, retreat."),
        ("the 15th of each month, 19:00 to 20:00, online", "The fifteenth of each month, 7 to 8 pm, online."),
        ("29 February, 11 am to noon, online", "The 29th of February, 11 am to noon, online."),
        (
            "last day of every third month, 7 to 9 pm, online",
            "The last day of every third month, 7 to 9 pm, online, from 30 November 2026.",
        ),
        (
            "first Tuesday, 19:00 to 21:00, online, from 2027-02-01",
            "The first Tuesday of each month, 7 to 9 pm, online, from 2 February 2027.",
        ),
        ("first Tuesday, 7:00 to 9:00 pm, online", "The first Tuesday of each month, 7 to 9 pm, online."),
        ("first Tuesday evening, 7:30 to 9:30, online", "The first Tuesday of each month, 7.30 to 9.30 pm, online."),
        ("1ST TUESDAY, 7 PM to 9 PM, online", "The first Tuesday of each month, 7 to 9 pm, online."),
        (
            "first Tuesday, 7 to 9 pm, online, from April 12, 2027",
            "The first Tuesday of each month, 7 to 9 pm, online, from 4 May 2027.",
        ),
        (
            "from April 2027, first Tuesday, 7 to 9 pm, online",
            "The first Tuesday of each month, 7 to 9 pm, online, from 6 April 2027.",
        ),
        ("first Tuesday, 07:00 to 9 pm, online", "The first Tuesday of each month, 7 am to 9 pm, online."),
        ("first Tuesday, 10:00 to 4:00 pm, online", "The first Tuesday of each month, 10 am to 4 pm, online."),
        (
            "2nd Tues, noon to 2, online, but not in July or August",
            "The second Tuesday of each month but July and August, noon to 2 pm, online.",
        ),
        (
            "every second Thurs of the month, 21:00 to 24:00, online",
            "The second Thursday of each month, 9 pm to midnight, online.",
        ),
        (
            "first Weds, quarterly, 7 to 9 pm, in person, “The old library”",
            "The first Wednesday of every third month, 7 to 9 pm, face to face, The old library, from 2 December 2026.",
        ),
    ],
)
def test_a_sentence_is_understood_and_said_back(words, understood):
    reading = read(words, TODAY)
    assert reading.lacking == []
    assert reading.sentence == understood


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        ("first Tuesday of the full moon, 7 to 9 pm, online", "We don’t understand “full”, “moon”."),
        ("first Tuesday, 7 to 9 pm, online, €5", "We don’t understand “€”."),
        ("first Tuesday, 7 to 9 pm, online, 2027", "We don’t understand what “2027” means here."),
        ("first Tuesday, 7 to 9, online", "Is “7 to 9” in the morning or in the evening? Write am or pm, or 19:00."),
        ("first Tuesday at 7 pm, online", "Say until when, too, as in “19:00 to 21:00” or “7 to 9 pm”."),
        ("first Tuesday, online", "Say from when until when, as in “19:00 to 21:00” or “7 to 9 pm”."),
        ("first Tuesday, 7 to 9 pm", "Say how you meet: online, face to face, or in the room and online."),
        ("first Tuesday, 25:00 to 27:00, online", "“25:00 to 27:00” are no times of day."),
        ("first Tuesday, 13 pm to 14 pm, online", "“13 pm to 14 pm” are no times of day."),
        ("first Tuesday, 21:00 to 19:00, online", "The end comes before the start. Choose a later end."),
        (
            "Saturday in April, 7 to 9 pm, online",
            "Say which Saturday: the first of the month, the last, or every one.",
        ),
        ("first or second Tuesday, 7 to 9 pm, online", "We don’t understand what “first or” means here."),
        ("a weekend in June", "Say which weekend: the first of the month, the last, or every one."),
        ("every six weeks, 7 to 9 pm, online", "Say on which day of the week, as in “every six weeks on Tuesday”."),
        ("7 to 9 pm, online", "Say on which days, as in “first Tuesday” or “every six weeks on Tuesday”."),
        ("sixth Tuesday, 7 to 9 pm, online", "A month has five of a weekday at most. Say first to fifth, or last."),
        ("0th Tuesday, 7 to 9 pm, online", "A month has five of a weekday at most. Say first to fifth, or last."),
        ("third Friday of June, for ten days, retreat", "A retreat has a night in it, and here at most a week."),
        ("30 February, 7 to 9 pm, online", "There is no such day in any year. Choose another."),
        ("the 32nd, 7 to 9 pm, online", "A month has 31 days at most."),
        ("first Tuesday, 7 to 9 pm, online, from 31 February", "“31 February” is no day."),
        (
            "first Tuesday to Wednesday, online",
            "What goes over a night is a retreat here. Say “retreat”, or one day alone.",
        ),
        ("third Friday of June, retreat", "Say until which day the retreat goes, as in “Friday to Sunday”."),
        ("third weekend of June, 7 to 9 pm", "A retreat has dates only. Leave out the times."),
        (
            "Tuesdays and Thursdays, 7 to 9 pm, online",
            "Say one day of the week in each rhythm, with semicolons between several rhythms.",
        ),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said(words, lacking):
    reading = read(words, TODAY)
    assert reading.lacking == [lacking]


@pytest.mark.parametrize("weekday", ["Tuesday", "weekend"])
def test_every_second_of_a_weekday_is_asked_about_as_many_mean_a_fortnight_by_it(weekday):
    (asked,) = read(f"every second {weekday}, 7 to 9 pm, online", TODAY).lacking
    ways = f"every two weeks on {weekday}", f"second {weekday} of the month"
    assert asked == f"“every second {weekday}” can mean two things. Write “{ways[0]}” or “{ways[1]}”."
    for way, interval in zip(ways, (2, 1), strict=True):
        assert read(f"{way}, retreat, for three days", TODAY).what["pattern"].interval == interval


@settings(max_examples=as_often(80, 3000), deadline=None)
@given(
    patterns(),
    st.sampled_from(Meeting.Kind.values),
    st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=2, unique=True).map(sorted),
    st.integers(2, 7),
)
def test_whatever_is_said_is_understood_as_it_was_meant(pattern, kind, minutes, days):
    start, end = (time(*divmod(at, 60)) for at in minutes)
    if kind == "retreat":
        start, end = None, None
    else:
        days = 1
    what = {"pattern": pattern, "kind": kind, "start_time": start, "end_time": end, "days": days}
    sentence = said(**what, starts_on=date(2030, 2, 3), today=TODAY)
    reading = read(sentence, TODAY)
    assert reading.lacking == [], sentence
    assert reading.what == {**what, "starts_on": pattern.first_from(date(2030, 2, 3))}, sentence


@settings(max_examples=as_often(100, 5000), deadline=None)
@given(st.lists(st.sampled_from(SCRAPS), max_size=14))
def test_whatever_is_written_is_understood_or_told(words):
    for reading in read_all(" ".join(words), TODAY):
        assert reading.lacking or reading.sentence.endswith(".")


def test_several_rhythms_have_semicolons_between_them():
    words = "first Tuesday but not in April, 19:00 to 21:00, online; last Saturday of April, 10:00 to 16:00, in person;"
    assert [reading.sentence for reading in read_all(words, TODAY)] == [
        "The first Tuesday of each month but April, 7 to 9 pm, online.",
        "The last Saturday of April, 10 am to 4 pm, face to face.",
    ]


def test_from_when_it_counts_is_said_where_it_is_to_come_or_decides():
    tuesdays = Pattern.of(weekday=1, places=[1])
    assert said(tuesdays, **EVENING, starts_on=date(2026, 12, 1), today=TODAY).endswith("online.")
    assert said(tuesdays, **EVENING, starts_on=date(2026, 1, 6), today=TODAY).endswith("online.")
    assert said(tuesdays, **EVENING, starts_on=date(2027, 1, 5), today=TODAY).endswith("online, from 5 January 2027.")
    six_weeks = Pattern.of(weekday=1, interval=6)
    assert said(six_weeks, **EVENING, starts_on=date(2026, 1, 6), today=TODAY).endswith(", from 6 January 2026.")


def test_a_day_without_a_year_is_the_next_one():
    for words, counted_from in (("11 January", date(2027, 1, 11)), ("1 December", date(2026, 12, 7)),
                                ("29 February", date(2028, 3, 6))):  # fmt: skip
        assert read(f"Mondays, 7 to 9 pm, online, from {words}", TODAY).what["starts_on"] == counted_from
