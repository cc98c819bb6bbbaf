"""When the rules of a zone change: what is ahead keeps its wall time, and the instants follow."""

from datetime import date, time, timedelta
from threading import Event

import pytest
from django.db.models import F
from django.utils import timezone

from groups import registry
from groups.models import Outbox
from meetings import zone_rules
from meetings.models import Attendance, Meeting, Option
from tests.factories import make_meeting, make_membership, make_smaller_meeting
from tests.meetings.test_feed import bytes_of, events_of, make_feed

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def as_by_old_rules(*rows) -> None:
    """An hour later than the rules of today have it, as though clocks had gone by others when these were planned."""
    for row in rows:
        moved = type(row)._base_manager.filter(pk=row.pk)
        moved.update(starts_at=F("starts_at") + HOUR, ends_at=F("ends_at") + HOUR)


def test_what_is_ahead_keeps_its_wall_time_and_its_instants_follow(nia):
    last = timezone.localdate() + timedelta(days=12)
    weekend = {"kind": "retreat", "start_time": None, "end_time": None, "ends_on": last}
    rows = [
        make_meeting(nia),
        make_meeting(nia, **weekend),
        make_meeting(nia, day=date(timezone.localdate().year + 2, 7, 5), zone="America/New_York"),
        make_smaller_meeting(nia, make_membership(nia.group)),
    ]
    rows.append(make_meeting(nia, settled=False, days=20).poll.options.get())
    before = [(row.starts_at, row.ends_at) for row in rows]
    as_by_old_rules(*rows)
    assert zone_rules.follow(timezone.now()) == 5
    for row in rows:
        row.refresh_from_db()
    assert [(row.starts_at, row.ends_at) for row in rows] == before
    assert zone_rules.follow(timezone.now()) == 0


def test_only_what_differs_is_touched_and_nothing_that_has_been(nia):
    right, over = make_meeting(nia), make_meeting(nia, days=-10)
    taken_back = make_meeting(nia, settled=False).poll.options.get()
    Option.objects.filter(pk=taken_back.pk).update(taken_back_at=timezone.now())
    as_by_old_rules(over, taken_back)
    before = list(Meeting.objects.order_by("pk").values()), list(Option.objects.values())
    nia.group.refresh_from_db()
    version = nia.group.version
    assert zone_rules.follow(timezone.now()) == 0
    assert (list(Meeting.objects.order_by("pk").values()), list(Option.objects.values())) == before
    nia.group.refresh_from_db()
    assert (right.sequence, nia.group.version) == (0, version)


def test_pages_and_feeds_are_told_and_nobody_is_asked_again(nia):
    meeting, feed = make_meeting(nia), make_feed(nia)
    Attendance.say(meeting, "can", by=nia)
    as_by_old_rules(meeting)
    nia.group.changed("programme")
    was = events_of(bytes_of(feed))[str(meeting.uid)]
    nia.group.refresh_from_db()
    version, mails = nia.group.programme_version, Outbox.objects.count()
    zone_rules.follow(timezone.now())
    now = events_of(bytes_of(feed))[str(meeting.uid)]
    assert int(now["SEQUENCE"]) == int(was["SEQUENCE"]) + 1
    nia.group.refresh_from_db()
    meeting.refresh_from_db()
    assert nia.group.programme_version == version + 1
    assert meeting.answers.standing().get().answer == "can"
    assert (meeting.asks_since, Outbox.objects.count()) == (0, mails)


def test_a_time_that_the_clocks_leave_out_now_is_reckoned_as_before_they_go_forward(nia):
    night = date(2031, 3, 30)
    meeting = make_meeting(nia, day=night, start_time=time(3), end_time=time(4))
    Meeting.objects.update(start_time=time(1, 30))
    zone_rules.follow(timezone.now())
    meeting.refresh_from_db()
    assert (meeting.starts_at.hour, meeting.starts_at.minute, meeting.ends_at.hour) == (1, 30, 3)


def test_what_the_clocks_leave_out_wholly_stays_as_it_stood(nia):
    meeting = make_meeting(nia, day=date(2031, 3, 30), start_time=time(3), end_time=time(4))
    Meeting.objects.update(start_time=time(1, 30), end_time=time(2, 15))
    assert zone_rules.follow(timezone.now()) == 0
    assert Meeting.objects.get() == meeting


def test_a_worker_looks_once_when_it_begins(nia, monkeypatch):
    monkeypatch.setattr(zone_rules, "_looked", Event())
    assert zone_rules.look_once in registry.ticks
    first, later = make_meeting(nia), make_meeting(nia, days=20)
    as_by_old_rules(first)
    zone_rules.look_once(timezone.now())
    as_by_old_rules(later)
    zone_rules.look_once(timezone.now())
    assert set(Meeting.objects.filter(sequence=1)) == {first}


def test_it_takes_as_many_queries_for_three_as_for_thirty(nia, django_assert_num_queries):
    for n in range(3):
        make_meeting(nia, days=n + 1)
    with django_assert_num_queries(4):
        zone_rules.follow(timezone.now())
    for n in range(27):
        make_meeting(nia, days=n + 4)
    with django_assert_num_queries(4):
        zone_rules.follow(timezone.now())
