"""Meetings by mail: who chose so gets each as an invitation, what changes of it, and that it isn't one any more."""

from datetime import time, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.models import Outbox, Sabbatical
from meetings.models import Attendance, CalendarChoice, DatePoll, MeetingInvitation, SmallerGuest, Subscription
from meetings.telling import QUIET
from tests.at_once import at_once
from tests.factories import make_group, make_meeting, make_membership, make_smaller_meeting, say, settle
from tests.mailbox import OURS
from tests.meetings.mailed import LATER, by_mail, calendar_in, findings, newest, organizer, parts_of, said, sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def mailbox(settings, tmp_path):
    """Somebody reads what is answered."""
    settings.INBOUND_URL, settings.INBOUND_ADDRESS = f"maildir://{tmp_path}", OURS


@pytest.fixture
def three():
    """The three members of a group; the second and the third have meetings by mail."""
    group = make_group("The Alders")
    people = [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin"))]
    by_mail(*people[1:])
    return people


# -- the invitation


def test_a_meeting_comes_as_an_invitation_to_each_with_their_own_address_alone(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia, place="The barn", kind="face")
    assert sent(nia) == []
    letter, calendar = newest(bea)
    assert [line for line in calendar.split("\r\n") if line.startswith("METHOD")] == ["METHOD:REQUEST"]
    attendee = said(calendar, "ATTENDEE")
    assert attendee.endswith(f":mailto:{bea.member.email}")
    assert {*attendee.partition(":")[0].strip(";").split(";")} == {
        "CN=Bea", "ROLE=REQ-PARTICIPANT", "PARTSTAT=NEEDS-ACTION", "RSVP=TRUE",
    }  # fmt: skip
    assert str(meeting.uid) in said(calendar, "UID")
    assert (said(calendar, "SEQUENCE"), said(calendar, "STATUS")) == (":0", ":CONFIRMED")
    assert [name for name in (nia.member.email, tamsin.member.email, "Tamsin") if name in calendar + letter.body] == []
    assert meeting.get_absolute_url() in letter.body
    assert "can you come" in letter.subject.lower()
    assert findings(calendar) == []


def test_its_parts_are_as_calendars_look_for_them(three):
    """RFC 6047, 2.4: text, and the calendar last of what can be shown; the same as a file."""
    make_meeting(three[0])
    (letter,) = sent(three[1])
    kinds = [part.get_content_type() for part in parts_of(letter)]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics",
    ]  # fmt: skip
    calendar, file = parts_of(letter)[-2:]
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("REQUEST", "utf-8")
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert (file.get_filename(), file.get_payload(decode=True)) == ("invite.ics", calendar.get_payload(decode=True))
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_answers_go_to_an_address_that_is_each_ones_own(three):
    make_meeting(three[0])
    (_letter, beas), (_other, tamsins) = newest(three[1]), newest(three[2])
    assert organizer(beas) != organizer(tamsins)
    assert organizer(beas).startswith("copse+r-")
    assert organizer(beas).endswith("@in.example.org")
    assert sent(three[1])[0].extra_headers["Reply-To"] == organizer(beas)
    assert "The Alders" in said(beas, "ORGANIZER")


def test_it_is_told_once_however_often_it_is_looked(three):
    make_meeting(three[0])
    assert [len(sent()) for _n in range(3)] == [2, 2, 2]


def test_to_look_costs_the_same_for_many_meetings_as_for_few(three, django_assert_num_queries):
    make_meeting(three[0])
    sent()
    at = timezone.now() + LATER
    with CaptureQueriesContext(connection) as few:
        MeetingInvitation.send_due(at)
    for days in range(11, 20):
        make_meeting(three[0], days=days)
    sent()
    with django_assert_num_queries(len(few)):
        MeetingInvitation.send_due(at)


def test_second_thoughts_are_over_before_it_goes_out(three):
    make_meeting(three[0])
    MeetingInvitation.send_due(timezone.now() + QUIET / 2)
    assert not MeetingInvitation.objects.exists()


def test_who_has_answered_is_not_asked_and_their_calendar_knows(three):
    meeting = make_meeting(three[0])
    Attendance.say(meeting, "stretch", by=three[1])
    letter, calendar = newest(three[1])
    assert "PARTSTAT=TENTATIVE" in said(calendar, "ATTENDEE")
    assert letter.subject.startswith("Our meeting on")


def test_nobody_is_asked_while_they_rest(three):
    meeting = make_meeting(three[0])
    Sabbatical.take(by=three[1], starts=meeting.starts_on - timedelta(days=3), ends=None)
    assert sent(three[1]) == []


# -- changes


def test_a_change_is_one_mail_and_its_sequence_rises(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia)
    newest(bea)
    meeting.change(by=nia, start_time=time(18), end_time=time(20))
    letter, calendar = newest(bea)
    assert (len(sent(bea)), said(calendar, "SEQUENCE")) == (2, ":1")
    assert "METHOD:REQUEST\r\n" in calendar
    assert ("7 to 9 pm" in letter.body, "6 to 8 pm" in letter.body) == (True, True)
    assert findings(calendar) == []


def test_a_new_link_reaches_the_calendar_and_asks_nobody_who_has_answered(three):
    meeting = make_meeting(three[0])
    Attendance.say(meeting, "can", by=three[1])
    newest(three[1])
    meeting.change(by=three[0], join_url="https://room.example.org/b")
    _letter, calendar = newest(three[1])
    assert said(calendar, "LOCATION") == ":https://room.example.org/b"
    assert "PARTSTAT=ACCEPTED" in said(calendar, "ATTENDEE")


def test_whoever_made_the_change_has_a_calendar_too(three):
    meeting = make_meeting(three[1])
    newest(three[1])
    meeting.change(by=three[1], start_time=time(18))
    assert said(newest(three[1])[1], "SEQUENCE") == ":1"


def test_a_meeting_let_go_leaves_the_calendar_and_comes_back_where_it_takes_place_after_all(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia)
    asked = newest(bea)[1]
    meeting.let_go(by=nia)
    letter, calendar = newest(bea)
    assert letter.subject.startswith("We don’t meet on")
    assert "METHOD:CANCEL\r\n" in calendar
    assert (said(calendar, "STATUS"), said(calendar, "SEQUENCE")) == (":CANCELLED", ":1")
    assert organizer(calendar) == organizer(asked)
    assert findings(calendar) == []
    meeting.revive(by=nia)
    letter, calendar = newest(bea)
    assert ("METHOD:REQUEST\r\n" in calendar, said(calendar, "SEQUENCE")) == (True, ":2")
    assert said(calendar, "UID") == said(asked, "UID")
    assert len(sent(bea)) == 3


def test_what_was_done_and_undone_before_it_was_told_is_told_as_it_is(three):
    meeting = make_meeting(three[0])
    meeting.let_go(by=three[0])
    assert [calendar_in(letter) for letter in sent(three[1])] == [""]
    meeting.revive(by=three[0])
    assert said(newest(three[1])[1], "SEQUENCE") == ":2"


def test_a_date_that_is_looked_for_again_leaves_the_calendar_until_it_is_found(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia)
    newest(bea)
    DatePoll.open(meeting, by=nia)
    letter, calendar = newest(bea)
    assert "METHOD:CANCEL\r\n" in calendar
    assert f"{meeting.get_absolute_url()}dates/" in letter.body
    for person in (nia, bea, tamsin):
        say(meeting, "can", by=person)
    settle(meeting, by=nia)
    _letter, calendar = newest(bea)
    assert "METHOD:REQUEST\r\n" in calendar
    assert int(said(calendar, "SEQUENCE")[1:]) == meeting.sequence


def test_the_one_date_that_is_offered_is_asked_about_and_several_are_not(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia, settled=False)
    letter, calendar = newest(bea)
    assert (said(calendar, "STATUS"), letter.subject[:14]) == (":TENTATIVE", "Could you meet")
    assert findings(calendar) == []
    later = meeting.starts_on + timedelta(days=7)
    what = {"starts_on": later, "start_time": time(19), "ends_on": later, "end_time": time(21)}
    meeting.poll.offer(by=nia, zone="Europe/London", kind="online", **what)
    letter, calendar = newest(bea)
    assert ("METHOD:CANCEL\r\n" in calendar, said(calendar, "SEQUENCE")) == (True, ":1")
    assert findings(calendar) == []


def test_a_smaller_meeting_comes_to_those_who_are_in_it(three):
    nia, bea, tamsin = three
    meeting = make_smaller_meeting(nia, bea)
    assert (len(sent(bea)), sent(tamsin)) == (1, [])
    SmallerGuest.rearrange(meeting, [tamsin], by=nia)
    assert "METHOD:CANCEL\r\n" in newest(bea)[1]
    assert "METHOD:REQUEST\r\n" in newest(tamsin)[1]


def test_whoever_has_left_is_told_nothing(three):
    meeting = make_meeting(three[0])
    sent()
    three[1].leave()
    meeting.let_go(by=three[0])
    assert len(sent(three[1])) == 1


def test_a_meeting_within_the_hour_is_told_at_once(three):
    meeting = make_meeting(three[0])
    soon = meeting.starts_at - timedelta(minutes=30)
    meeting.change(by=three[0], join_url="https://room.example.org/b", at=soon)
    MeetingInvitation.send_due(soon)
    assert Outbox.objects.filter(kind="calendar", due_at__lte=soon).count() == 2


def test_what_has_begun_asks_nobody_and_leaves_the_calendar_where_it_is_let_go(three):
    nia, bea, tamsin = three
    meeting, now = make_meeting(nia), timezone.now()
    Attendance.say(meeting, "can", by=tamsin)
    MeetingInvitation.send_due(now + LATER)
    meeting.itself().update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    assert [len(sent(person)) for person in (bea, tamsin)] == [0, 1], "Tamsin has answered, and her calendar knows"
    meeting.let_go(by=nia)
    assert newest(tamsin)[0].subject.startswith("We don’t meet on ")
    assert sent(bea) == [], "she never heard of it"


@pytest.mark.django_db(transaction=True)
@pytest.mark.each
def test_of_two_workers_at_once_one_tells_it(three):
    make_meeting(three[0])
    at = timezone.now() + LATER
    at_once(*[lambda: MeetingInvitation.send_due(at)] * 2)
    assert Outbox.objects.filter(kind="calendar").count() == 2


# -- one way, not two


def test_whoever_chooses_it_gets_what_is_ahead_and_whoever_chooses_otherwise_has_it_taken_out_again(three):
    nia, bea, _tamsin = three
    for days in (10, 20):
        make_meeting(nia, days=days)
    by_mail(nia)
    assert len(sent(nia)) == 2
    CalendarChoice.choose("feed", by=nia)
    assert len(sent(nia)) == 4
    letter, calendar = newest(nia)
    assert ("METHOD:CANCEL\r\n" in calendar, said(calendar, "SEQUENCE")) == (True, ":1")
    assert "we still meet then" in letter.body
    assert len(sent(bea)) == 2


def test_whoever_has_meetings_by_mail_has_them_by_no_link(three):
    nia, *_others = three
    meeting = make_meeting(nia)
    one, _token = Subscription.begin(member=nia.member, label="one", group=nia.group)
    every, _token = Subscription.begin(member=nia.member, label="all")
    by_mail(nia)
    at = timezone.now()
    one.refresh_from_db()
    every.bring_up_to_date(at)
    assert one.revoked_at is not None
    assert str(meeting.uid).encode() not in every.content(at)[1]
    Subscription.begin(member=nia.member, label="again", group=nia.group)
    assert CalendarChoice.of(nia) == "feed"
    every.bring_up_to_date(at)
    assert str(meeting.uid).encode() in every.content(at)[1]


def test_news_that_an_invitation_tells_comes_in_no_other_mail(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia)
    sent()
    meeting.change(by=nia, start_time=time(18))
    assert [len(sent(person)) for person in three] == [0, 2, 2]
    meeting.let_go(by=bea)
    assert [len(sent(person)) for person in three] == [1, 3, 3]


def test_whoever_may_not_see_the_meeting_any_more_is_led_to_the_year(three, signed_in):
    nia, bea, tamsin = three
    meeting = make_smaller_meeting(nia, bea, shown_to_all=False)
    newest(bea)
    SmallerGuest.rearrange(meeting, [tamsin], by=nia)
    letter, _calendar = newest(bea)
    (path,) = [line.removeprefix(django_settings.SITE_URL) for line in letter.body.splitlines() if "http" in line][:1]
    assert signed_in(bea).get(path).status_code == 200
