"""What a sheet says of what the programme has already, and of the nights when the clocks go forward."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from copse.clocks import When
from meetings.pattern import Pattern
from tests.factories import make_group, make_meeting, make_membership
from tests.meetings.test_laying_out import AUTUMN, days, made, rhythm, sheet_of

pytestmark = pytest.mark.django_db

MARCH = {"places": [-1], "months": [3]}
RETREAT = {"kind": "retreat", "start_time": None, "end_time": None, "days": 3}


@pytest.fixture
def nia():
    return make_membership(make_group(country="GB"), name="Nia")


def test_a_small_meeting_on_its_first_day_takes_no_place_of_a_retreat(nia):
    rhythm(nia, Pattern.of(weekday=4, places=[2], months=[6]), **RETREAT)
    make_meeting(nia, day=date(2031, 6, 13), start_time=time(12), end_time=time(13), title="Quick lunch call")
    sheet = sheet_of(nia)
    assert (days(sheet), sheet.in_programme) == ([date(2031, 6, 13)], 0)
    assert sheet.new[0].notes == ["“Quick lunch call” is in the programme then."]
    assert not sheet.new[0].keep


@pytest.mark.parametrize(
    ("what", "is_planned"),
    [
        ({"start_time": time(19, 30), "end_time": time(21, 30)}, True),
        ({"start_time": time(18), "end_time": time(20)}, True),
        ({"start_time": time(20, 30), "end_time": time(22)}, False),
        ({"start_time": time(9), "end_time": time(22)}, False),
        ({"kind": "face"}, False),
    ],
)
def test_planned_by_hand_is_what_is_of_that_kind_and_for_half_of_these_hours(nia, what, is_planned):
    rhythm(nia, Pattern.of(weekday=1, places=[1], months=[3]))
    make_meeting(nia, day=date(2031, 3, 4), **what)
    sheet = sheet_of(nia)
    assert (sheet.in_programme, len(sheet.new)) == ((1, 0) if is_planned else (0, 1))


def test_a_date_that_was_let_go_is_said_and_left_out_until_somebody_ticks_it(nia):
    rhythm(nia, Pattern.of(weekday=1, places=[1], months=[3, 4]))
    for on, title in (date(2031, 3, 4), "Salt"), (date(2031, 4, 1), ""):
        make_meeting(nia, day=on, title=title).let_go(by=nia)
    sheet = sheet_of(nia)
    assert [proposal.keep for proposal in sheet.new] == [False, False]
    assert [p.notes for p in sheet.new] == [["“Salt” was let go then."], ["A meeting was let go then: online."]]


def test_what_came_of_the_sheet_and_was_let_go_is_named_and_not_counted_in_the_programme(nia):
    rhythm(nia, Pattern.of(weekday=1, places=[1], months=[3, 4]))
    made(nia).made[0].let_go(by=nia, at=AUTUMN)
    sheet = sheet_of(nia)
    assert (sheet.proposals, sheet.in_programme, sheet.let_go_days) == ([], 1, "Tuesday 4 March")
    make_meeting(nia, day=date(2031, 3, 4))
    assert (sheet_of(nia).in_programme, sheet_of(nia).let_go_days) == (2, "")


def test_what_a_rhythm_left_out_before_it_was_changed_is_said_and_not_ticked_again(nia):
    evenings = rhythm(nia, Pattern.of(weekday=1, places=[1], months=[2, 3]))
    meeting = made(nia, drop=[date(2031, 2, 4)]).made[0]
    meeting.poll.offer(by=nia, at=AUTUMN, starts_on=date(2032, 2, 29), start_time=time(19), ends_on=date(2032, 2, 29),
                       end_time=time(21), zone="Europe/London", kind="online")  # fmt: skip
    meeting.poll.options.get(starts_on=date(2031, 3, 4)).take_back(by=nia, at=AUTUMN)
    evenings.change(by=nia, pattern=Pattern.of(weekday=2, places=[1], months=[2, 3]), starts_on=date(2031, 1, 1))
    february, march = sheet_of(nia).new
    assert (february.keep, march.keep) == (False, False)
    assert february.notes == ["Before it was changed, this rhythm’s Tuesday 4 February was left out."]
    words = "From before it was changed, this rhythm has Sunday 29 February 2032 in the programme."
    assert words in march.notes


# -- the clocks go forward


def put(by, zone: str, weekday: int, start: time, end: time) -> str:
    """What the sheet puts for the last of these weekdays in March 2031, "ISO day, times"."""
    rhythm(by, Pattern.of(weekday=weekday, **MARCH), zone=zone, start_time=start, end_time=end)
    proposal = sheet_of(by).new[0]
    assert (proposal.errors, proposal.keep) == ({}, True)
    meeting = made(by).made[0]
    assert meeting.starts_at == proposal.meeting.starts_at
    return f"{meeting.starts_on} {meeting.start_time:%H:%M} to {meeting.ends_on} {meeting.end_time:%H:%M}"


def test_an_hour_that_is_left_out_before_midnight_is_put_on_the_next_day_and_keeps_its_length(nia):
    said = put(nia, "America/Nuuk", 5, time(23, 15), time())
    assert said == "2031-03-30 00:15 to 2031-03-30 01:00"


def test_where_midnight_is_left_out_an_evening_still_ends_with_its_day(nia):
    assert put(nia, "Asia/Beirut", 5, time(21), time()) == "2031-03-29 21:00 to 2031-03-30 00:00"
    meeting = nia.group.meetings.get()
    assert (meeting.minutes, When(meeting, meeting.tzinfo).times) == (180, "9 pm to midnight")
    assert not When(meeting, meeting.tzinfo).is_another_day


def test_what_would_begin_in_the_hour_that_is_left_out_ends_later_too(nia):
    said = put(nia, "Europe/London", 6, time(1, 30), time(2, 30))
    assert said == "2031-03-30 02:30 to 2031-03-30 03:30"


def test_what_would_end_in_it_ends_an_hour_later_by_the_clock(nia):
    assert put(nia, "Europe/London", 6, time(0, 30), time(1, 30)) == "2031-03-30 00:30 to 2031-03-30 02:30"


def test_the_day_is_said_where_the_next_time_that_exists_is_on_another(nia):
    with pytest.raises(ValidationError, match=r"Choose Sunday 30 March, 12\.15 am or later"):
        make_meeting(nia, day=date(2031, 3, 29), zone="America/Nuuk", start_time=time(23, 15), end_time=time(23, 45))
