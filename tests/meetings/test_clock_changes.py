"""The nights when the clocks change: an hour that is left out is refused, one that comes twice is asked about."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from copse.clocks import When
from meetings import calendar
from meetings.bringing_in import PastMeetings
from meetings.models import Meeting
from meetings.timezones import vtimezone
from tests.factories import make_meeting, make_membership
from tests.meetings.test_planning import errors_of, plan_by_page

pytestmark = pytest.mark.django_db

BACK, FORWARD = date(2031, 10, 26), date(2031, 3, 30)  # in London and in Vienna
NIGHT = {"starts_on": BACK, "ends_on": BACK, "start_time": time(1, 30), "end_time": time(3)}


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def in_the_night(by, **what) -> Meeting:
    return make_meeting(by, **{**NIGHT, **what})


@pytest.mark.parametrize(
    ("zone", "at", "said"), [("Europe/London", "01:30", "2.30 am"), ("Europe/Vienna", "02:30", "3.30 am")]
)
def test_a_time_that_the_clocks_leave_out_is_refused_with_the_next_that_there_is(nia, signed_in, zone, at, said):
    answer = plan_by_page(signed_in, nia, starts_on=FORWARD, start_time=at, end_time="05:00", zone=zone)
    assert answer.status_code == 422
    assert f"this time doesn’t exist. Choose {said} or later." in errors_of(answer)["start_time"]


def test_of_a_time_that_comes_twice_the_page_asks_which_and_keeps_what_was_written(nia, signed_in):
    answer = plan_by_page(signed_in, nia, starts_on=BACK, start_time="01:30", end_time="03:00", title="Owls")
    assert answer.status_code == 422
    assert errors_of(answer) == {
        "start_fold": "The clocks go back that night, and 1.30 am comes twice. Choose which one you mean."
    }
    page = answer.content.decode()
    assert 'name="start_fold"' in page
    assert 'name="end_fold"' not in page
    assert 'value="Owls"' in page
    assert not nia.group.meetings.exists()


@pytest.mark.parametrize(("which", "starts_at"), [("first", 0), ("second", 1)])
def test_whichever_was_chosen_is_the_instant(nia, signed_in, which, starts_at):
    plan_by_page(signed_in, nia, starts_on=BACK, start_time="01:30", end_time="03:00", start_fold=which)
    assert nia.group.meetings.get().starts_at == datetime(2031, 10, 26, starts_at, 30, tzinfo=UTC)


def test_a_time_that_comes_once_is_asked_about_by_nobody(nia, signed_in):
    plan_by_page(signed_in, nia, starts_on=BACK, start_time="02:30", end_time="03:00", start_fold="second")
    meeting = nia.group.meetings.get()
    assert not meeting.start_fold
    assert meeting.starts_at == datetime(2031, 10, 26, 2, 30, tzinfo=UTC)


def test_a_meeting_can_begin_at_the_first_and_end_at_an_earlier_time_of_the_second(nia):
    meeting = in_the_night(nia, end_time=time(1, 15), end_fold=True)
    assert meeting.minutes == 45
    with pytest.raises(ValidationError, match="The end comes before the start"):
        in_the_night(nia, start_fold=True, end_time=time(1, 15))


def test_the_page_says_which_of_the_two(nia, signed_in):
    meeting = in_the_night(nia, start_fold=True)
    assert "the second 1.30 am to 3 am" in signed_in(nia).get(meeting.get_absolute_url()).content.decode()


def test_whoever_changes_the_plan_finds_what_was_chosen(nia, signed_in):
    meeting = in_the_night(nia, start_fold=True)
    form = signed_in(nia).get(reverse("meetings:edit", args=[nia.group.slug, meeting.key])).context["form"]
    assert [(field.name, field.value()) for field in form.asked_which] == [("start_fold", "second")]


def test_the_other_of_the_two_is_another_time_and_history_knows_which_it_was(nia):
    meeting = in_the_night(nia, start_fold=True)
    meeting.change(by=nia, start_fold=False)
    assert meeting.asks_since == 1
    assert meeting.earlier_dates.get().starts_at == datetime(2031, 10, 26, 1, 30, tzinfo=UTC)
    assert meeting.starts_at == datetime(2031, 10, 26, 0, 30, tzinfo=UTC)


def test_moved_to_another_night_it_is_the_second_of_nothing(nia):
    meeting = in_the_night(nia, start_fold=True)
    meeting.change(by=nia, starts_on=date(2031, 10, 27), ends_on=date(2031, 10, 27))
    assert not meeting.start_fold


def test_calendars_are_told_a_time_that_comes_twice_in_utc(nia):
    first, second = in_the_night(nia), in_the_night(nia, start_fold=True)
    events = [Calendar.from_ical(calendar.single(m, "en-gb", timezone.now())).events[0] for m in (first, second)]
    assert [event["DTSTART"].to_ical() for event in events] == [b"20311026T003000Z", b"20311026T013000Z"]
    assert [event["DTEND"].dt.astimezone(UTC).hour for event in events] == [3, 3]


@pytest.mark.parametrize(("said", "hour"), [("1:30 first", 0), ("01.30 second", 1)])
def test_a_list_of_past_meetings_says_which_of_the_two(nia, said, hour):
    found = PastMeetings(f"date,start,end\n2020-10-25,{said},3:00", by=nia)
    past = PastMeetings.bring_in(f"date,start,end\n2020-10-25,{said},3:00", by=nia, seen=found.stamp)
    assert not past.refused
    assert nia.group.meetings.get().starts_at == datetime(2020, 10, 25, hour, 30, tzinfo=UTC)


def test_a_list_that_does_not_say_which_is_asked(nia):
    found = PastMeetings("date,start,end\n2020-10-25,1:30,3:00\n2020-03-29,1:30,3:00", by=nia)
    assert [refusal.words for refusal in found.refused] == [
        "The clocks went back that night, and 1.30 am came twice. Write “1:30 first” or “1:30 second”.",
        "The clocks go forward that night, so this time doesn’t exist. Choose 2.30 am or later.",
    ]


@pytest.mark.parametrize("zone", ["America/Mexico_City", "America/Sao_Paulo", "Asia/Tehran", "Europe/Moscow"])
def test_where_summer_time_was_abolished_no_hour_is_left_out_and_none_comes_twice(nia, zone):
    offsets = set()
    for month in range(1, 13):
        day = date(2031, month, 1)
        meeting = make_meeting(nia, day=day, zone=zone, start_time=time(0, 30), end_time=time(2, 30))
        offsets.add(meeting.starts_at.astimezone(ZoneInfo(zone)).utcoffset())
        assert meeting.minutes == 120
    assert len(offsets) == 1
    assert "DAYLIGHT" not in vtimezone(zone, 2031)


def test_the_twenty_ninth_of_february_is_a_day_in_leap_years_alone(nia, signed_in):
    answer = plan_by_page(signed_in, nia, starts_on="2031-02-29")
    assert answer.status_code == 422
    assert errors_of(answer)["starts_on"] == "There is no such day."
    unread = plan_by_page(signed_in, nia, starts_on="soon")
    assert "Write the day as year, month and day" in errors_of(unread)["starts_on"]
    plan_by_page(signed_in, nia, starts_on="2032-02-29")
    page = signed_in(nia).get(reverse("meetings:year_of", args=[nia.group.slug, 2032])).content.decode()
    assert "Sunday 29 February" in page


def test_for_twos_and_threes_and_for_a_date_that_is_offered_the_form_asks_too(nia, signed_in):
    bea, client, night = make_membership(nia.group, "Bea"), signed_in(nia), {"starts_on": BACK, "zone": "Europe/London"}
    times = {"start_time": "01:30", "end_time": "03:00", "kind": "online"}
    hoped = make_meeting(nia, settled=False)
    for name, args, more in (
        ("meetings:arrange_smaller", [nia.group.slug], {"guests": [bea.key], "shown_to_all": "no"}),
        ("meetings:offer", [nia.group.slug, hoped.key], {}),
    ):
        url = reverse(name, args=args)
        assert set(errors_of(client.post(url, {**night, **times, **more}))) == {"start_fold"}
        assert client.post(url, {**night, **times, **more, "start_fold": "second"}).status_code == 302
        late = {"start_time": "21:00", "end_time": "00:00"}
        assert client.post(url, {**night, **times, **late, **more}).status_code == 302
    midnight = datetime(2031, 10, 27, tzinfo=UTC)
    assert Meeting.of_any_size.get(smaller=True, ends_at=midnight).last_day == BACK
    assert When(hoped.poll.options.get(ends_at=midnight)).whole == "Sunday 26 October 2031, 9 pm to midnight"
    begins = datetime(2031, 10, 26, 1, 30, tzinfo=UTC)
    assert Meeting.of_any_size.filter(starts_at=begins, start_fold=True).count() == 1
    assert hoped.poll.options.filter(starts_at=begins, start_fold=True).count() == 1
