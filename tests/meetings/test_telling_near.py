"""Close to a meeting whatever calendars show of it is mailed too: they look in their own time, some once a day."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from groups.kinds import Kind, Rhythm
from groups.models import MailChoice, Outbox
from meetings.models import Attendance
from tests.factories import make_group, make_meeting, make_membership
from tests.meetings.mailed import by_mail
from tests.meetings.mailed import sent as letters_by_mail
from tests.meetings.test_telling import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """The three members of a group."""
    group = make_group("The Alders")
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin"))]


def test_close_to_a_meeting_another_room_is_told_by_mail_too_since_a_calendar_may_look_too_late(three):
    nia, bea, tamsin = three
    near, far = make_meeting(nia, days=1), make_meeting(nia, days=9)
    Attendance.say(near, "can", by=bea)
    Outbox.objects.all().delete()
    for meeting in (near, far):
        meeting.change(by=nia, join_url="https://room.example.org/b")
    (letter,) = sent(bea)
    assert letter.subject.endswith("we meet in another online room")
    assert (near.get_absolute_url() in letter.body, "room.example.org" in letter.body) == (True, False)
    assert (len(sent(nia)), len(sent(tamsin))) == (0, 1)
    near.change(by=nia, join_url="")
    assert sent(bea)[-1].subject.startswith("No online room on")


@pytest.mark.parametrize("first", ["https://room.example.org/a", ""])
def test_a_room_that_is_again_what_its_reader_knew_is_not_told(three, first):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia, days=1, join_url=first)
    Outbox.objects.all().delete()
    for room in ("https://wrong.example.org/b", first):
        meeting.change(by=nia, join_url=room)
    assert sent(bea) == []
    for room in ("https://wrong.example.org/b", "https://room.example.org/c"):
        meeting.change(by=nia, join_url=room)
    assert [letter.subject.endswith("in another online room") for letter in sent(bea)] == [True]


def test_whoever_answered_between_has_read_of_the_room_that_it_is_no_more(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia, days=1, join_url="https://room.example.org/a")
    Outbox.objects.all().delete()
    meeting.change(by=nia, join_url="https://wrong.example.org/b")
    Attendance.say(meeting, "can", by=bea)
    meeting.change(by=nia, join_url="https://room.example.org/a")
    assert (len(sent(bea)), len(sent(tamsin))) == (1, 0)


@pytest.mark.parametrize("said_so", [True, False])
def test_whoever_has_meetings_by_mail_reads_of_another_room_too(three, said_so):
    """A calendar takes the new link in silence."""
    nia, bea, _tamsin = three
    by_mail(bea)
    meeting = make_meeting(nia, days=1)
    if said_so:
        Attendance.say(meeting, "can", by=bea)
    letters_by_mail(bea)
    Outbox.objects.all().delete()
    before = len(letters_by_mail(bea))
    meeting.change(by=nia, join_url="https://room.example.org/b")
    letters = letters_by_mail(bea)[before:]
    assert len(letters) == 2
    assert len([letter for letter in letters if letter.subject.endswith("in another online room")]) == 1


def test_whoever_answers_a_change_before_the_room_becomes_another_hears_of_the_room(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia, days=1)
    Outbox.objects.all().delete()
    meeting.change(by=nia, start_time=time(18))
    Attendance.say(meeting, "can", by=bea)
    meeting.change(by=nia, join_url="https://room.example.org/b")
    assert [letter.subject.endswith("in another online room") for letter in sent(bea)] == [True]
    assert [letter.subject.endswith("has changed: can you come?") for letter in sent(tamsin)] == [True]


@pytest.mark.parametrize("what", ["room", "time", "let go"])
def test_what_changes_within_two_days_waits_for_no_friday_and_comes_to_nobody_who_wants_none(three, what):
    nia, bea, tamsin = three
    meeting = make_meeting(nia, days=1)
    Outbox.objects.all().delete()
    MailChoice.keep({Kind.MEETING: Rhythm.FRIDAY}, by=bea)
    MailChoice.keep({Kind.MEETING: Rhythm.NEVER}, by=tamsin)
    deeds = {
        "room": lambda: meeting.change(by=nia, join_url="https://room.example.org/b"),
        "time": lambda: meeting.change(by=nia, start_time=time(18)),
        "let go": lambda: meeting.let_go(by=nia),
    }
    deeds[what]()
    assert (len(sent(bea)), len(sent(tamsin))) == (1, 0)


def test_whoever_knew_another_day_is_told_though_it_has_begun(three):
    nia, bea, _tamsin = three
    meeting, now = make_meeting(nia), timezone.now()
    meeting.change(by=nia, starts_on=meeting.starts_on - timedelta(days=1), ends_on=meeting.ends_on - timedelta(days=1))
    meeting.itself().update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    assert [letter.subject[:10] for letter in sent(bea)] == ["We meet on"]
