"""What a feed says (calendar.md, 1a), read back by a linter of our own and by libraries."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from meetings.models import Option, Subscription
from tests.factories import days_from_now, first_of, make_group, make_meeting, make_membership, make_topic
from tests.meetings.icslint import lint

pytestmark = pytest.mark.django_db


def make_feed(membership, **options) -> Subscription:
    return Subscription.begin(member=membership.member, label="my phone", **options)[0]


def bytes_of(subscription, at=None) -> bytes:
    at = at or timezone.now()
    subscription.refresh_from_db()
    subscription.bring_up_to_date(at)
    return subscription.content(at)[1]


def events_of(data: bytes) -> dict:
    return {str(event["UID"]).partition("@")[0]: event for event in Calendar.from_ical(data).walk("VEVENT")}


@pytest.fixture
def nia():
    return make_membership(name="Nia")


@pytest.fixture
def year(nia):
    """Meetings on both sides of the clock changes, a retreat, awkward words, one let go, one only hoped for."""
    group, now = nia.group, timezone.now()
    for n in range(14):
        make_meeting(nia, days=14 * n + 3)
    spring = date(now.year + 1, 3, 28)
    make_meeting(nia, day=spring, start_time=time(3, 30), end_time=time(4))
    make_meeting(nia, days=50, ends_on=timezone.localdate() + timedelta(days=52), kind="retreat", start_time=None,
                 end_time=None, facilitator=None)  # fmt: skip
    words = "Ŵ, ; \\ \n 💧👩‍👩‍👧 漢字 " + "long " * 160
    make_meeting(nia, days=60, place=words[:200], kind="hybrid", title=words[:120], zone="America/New_York")
    make_meeting(nia, days=70, zone="Africa/Casablanca")
    make_meeting(nia, days=80).let_go(by=nia)
    make_meeting(nia, days=90, settled=False)
    return group


@pytest.mark.parametrize("detail", ["discreet", "title", "place", "full"])
def test_the_linter_finds_nothing(nia, year, detail):
    assert lint(bytes_of(make_feed(nia, detail=detail, tentative=True))) == []


def test_every_event_is_at_the_instant_that_its_row_says(nia, year):
    events = events_of(bytes_of(make_feed(nia, tentative=True)))
    meetings = {str(m.uid): m for m in [*year.meetings.settled(), *Option.objects.all()]}
    assert set(events) == set(meetings)
    for uid, meeting in meetings.items():
        start, end = events[uid].decoded("DTSTART"), events[uid].decoded("DTEND")
        if meeting.start_time is None:
            assert (start, end) == (meeting.starts_on, meeting.ends_on + timedelta(days=1))
        else:
            wall = datetime.combine(meeting.starts_on, meeting.start_time, ZoneInfo(meeting.zone))
            assert start.astimezone(UTC) == wall.astimezone(UTC)
            assert end - start == meeting.ends_at - meeting.starts_at


def test_a_group_that_meets_in_no_place_has_its_times_in_utc_without_a_zone(nia):
    meeting = make_meeting(nia, zone="Etc/UTC")
    data = bytes_of(make_feed(nia))
    assert f"\r\nDTSTART:{meeting.starts_at:%Y%m%dT%H%M%SZ}\r\n".encode() in data
    assert b"Etc/UTC" not in data
    assert lint(data) == []


def test_the_same_state_gives_the_same_bytes(nia, year):
    assert bytes_of(make_feed(nia)) == bytes_of(make_feed(nia))


def test_an_empty_feed_is_a_whole_calendar(nia):
    data = bytes_of(make_feed(nia))
    assert lint(data) == []
    assert events_of(data) == {}


def test_a_moved_meeting_keeps_its_uid_and_raises_its_sequence(nia):
    meeting, feed = make_meeting(nia), make_feed(nia)
    before = events_of(bytes_of(feed))[str(meeting.uid)]
    day = meeting.starts_on + timedelta(days=1)
    meeting.change(by=nia, starts_on=day, ends_on=day, at=days_from_now(0.01))
    after = events_of(bytes_of(feed))[str(meeting.uid)]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt


def test_a_meeting_let_go_says_so_until_its_end_and_then_leaves(nia):
    meeting, feed = make_meeting(nia, days=2), make_feed(nia)
    meeting.let_go(by=nia)
    event = events_of(bytes_of(feed))[str(meeting.uid)]
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert event["SUMMARY"].startswith("Cancelled: ")
    assert events_of(bytes_of(feed, days_from_now(4))) == {}
    assert events_of(bytes_of(make_feed(nia, cancelled=False))) == {}


def test_a_day_that_we_hope_for_is_shown_only_where_asked_for(nia):
    meeting = make_meeting(nia, settled=False)
    assert events_of(bytes_of(make_feed(nia))) == {}
    (event,) = events_of(bytes_of(make_feed(nia, tentative=True))).values()
    assert str(meeting.uid) not in event["UID"]
    assert event["STATUS"] == "TENTATIVE"
    assert event["SUMMARY"].startswith("? ")


def test_each_detail_shows_what_it_says_and_no_more(nia):
    nia.group.name = "The Alders"
    nia.group.save()
    topic = make_topic(nia, "Salt")
    link = "https://room.example.org/9"
    make_meeting(nia, topics=[topic], join_url=link, place="The ropewalk", kind="hybrid")
    words = ["The Alders", "ropewalk", link, "Salt", "Nia", "Slowly"]
    seen = {}
    for detail in ("discreet", "title", "place", "full"):
        data = bytes_of(make_feed(nia, detail=detail)).decode().replace("\r\n ", "")
        seen[detail] = [word in data for word in words]
    assert seen == {
        "discreet": [False] * 6,
        "title": [True, False, False, False, False, False],
        "place": [True, True, True, False, False, False],
        "full": [True, True, True, True, True, False],
    }


def test_a_feed_of_all_my_groups_has_all_of_them_and_nobody_elses(nia):
    mine, theirs = make_group(), make_membership()
    also = mine.welcome(nia.member)
    meetings = {str(make_meeting(nia).uid), str(make_meeting(also).uid)}
    make_meeting(theirs)
    assert set(events_of(bytes_of(make_feed(nia)))) == meetings
    assert set(events_of(bytes_of(make_feed(nia, group=mine)))) == {str(mine.meetings.get().uid)}


def pieces_of(data: bytes) -> set[bytes]:
    return set(re.findall(rb"BEGIN:VEVENT.*?\r\nEND:VEVENT\r\n", data, re.DOTALL))


def test_a_change_writes_one_event_anew_and_not_the_others(nia, year):
    feed = make_feed(nia)
    before = bytes_of(feed)
    year.meetings.ahead().settled().first().change(by=nia, place="Elsewhere")
    after = bytes_of(feed)
    assert len(pieces_of(after) - pieces_of(before)) == len(pieces_of(before) - pieces_of(after)) == 1


def test_a_file_of_one_meeting_has_the_event_of_the_feed(nia, signed_in):
    meeting = make_meeting(nia, join_url="https://room.example.org/9")
    event = re.search(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", bytes_of(make_feed(nia)), re.DOTALL)[0]
    url = f"/groups/{nia.group.slug}/meetings/{meeting.key}/meeting.ics"
    answer = signed_in(nia).get(url)
    assert event in answer.content
    assert lint(answer.content) == []
    assert answer["Content-Disposition"] == f'attachment; filename="copse-{meeting.starts_on}.ics"'


def test_first_of_a_group_has_the_same_feed_as_the_others(nia):
    make_meeting(nia)
    assert bytes_of(make_feed(first_of(nia.group))) == bytes_of(make_feed(nia))
