"""An invitation by mail that nobody got wasn't told: the calendar is put right once mails reach its reader."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from copse.undelivered import Cause
from groups.kinds import Kind, Rhythm
from groups.models import MailChoice, Outbox, Sabbatical
from meetings.models import CalendarChoice, MeetingInvitation, PutAside
from tests.factories import make_group, make_meeting, make_membership
from tests.mailbox import OURS
from tests.meetings.mailed import LATER, by_mail, calendar_in, findings, newest, organizer, said, sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def mailbox(settings, tmp_path):
    """Somebody reads what is answered."""
    settings.INBOUND_URL, settings.INBOUND_ADDRESS = f"maildir://{tmp_path}", OURS


@pytest.fixture
def nia():
    return make_group("The Alders").members.get()


@pytest.fixture
def bea(nia):
    """Who has meetings by mail."""
    bea = make_membership(nia.group, "Bea")
    by_mail(bea)
    return bea


def soon(minutes: int = 0):
    return timezone.now() + LATER + timedelta(minutes=minutes)


def drop_all(to) -> None:
    """As where their reader doesn't want such mails."""
    Outbox.objects.waiting().filter(member=to.member).update(dropped_at=timezone.now())


def give_up_all(to, cause=Cause.AWAY, at=None) -> None:
    """As after a day without a mail server."""
    waiting = Outbox.objects.waiting().filter(member=to.member)
    waiting.update(given_up_at=at or timezone.now(), cause=cause, tries=8)


def told(bea, drop=drop_all, at=None):
    """What is to be told her is queued, and doesn't reach her."""
    MeetingInvitation.send_due(at or soon())
    drop(bea)


# -- what was dropped


def test_once_mails_are_chosen_again_what_was_not_sent_meanwhile_is_told(nia, bea):
    goes, stays = make_meeting(nia), make_meeting(nia, days=20)
    sent(bea)
    MailChoice.keep({Kind.MEETING: Rhythm.NEVER}, by=bea)
    goes.let_go(by=nia)
    new = make_meeting(nia, days=30)
    told(bea)
    before = len(sent(bea, at=soon(120)))
    MailChoice.keep({Kind.MEETING: Rhythm.AT_ONCE}, by=bea)
    letters = sent(bea, at=soon(120))[before:]
    calendars = {said(calendar, "UID").strip(":").partition("@")[0]: calendar for calendar in map(calendar_in, letters)}
    assert set(calendars) == {str(goes.uid), str(new.uid)}
    assert "METHOD:CANCEL\r\n" in calendars[str(goes.uid)]
    assert said(calendars[str(goes.uid)], "SEQUENCE") == ":1"
    assert "METHOD:REQUEST\r\n" in calendars[str(new.uid)]
    assert len(sent(bea, at=soon(600))) == before + 2
    assert stays.mailed.get().sequence == 0


def test_while_they_are_not_wanted_nothing_is_queued_anew(nia, bea):
    MailChoice.keep({Kind.MEETING: Rhythm.NEVER}, by=bea)
    make_meeting(nia)
    told(bea)
    for hours in (3, 30, 60):
        MeetingInvitation.send_due(soon(hours * 60))
    assert not Outbox.objects.waiting().filter(kind="calendar").exists()


def test_a_change_after_one_that_was_not_sent_tells_from_what_the_calendar_has(nia, bea):
    meeting = make_meeting(nia)
    newest(bea)
    meeting.change(by=nia, start_time=time(18), end_time=time(20))
    told(bea)
    meeting.change(by=nia, start_time=time(17), end_time=time(19))
    letter, calendar = newest(bea)
    assert ("7 to 9 pm" in letter.body, "5 to 7 pm" in letter.body, "6 to 8 pm" in letter.body) == (True, True, False)
    assert said(calendar, "SEQUENCE") == ":2"
    assert findings(calendar) == []


def test_what_never_went_out_is_not_taken_out_either(nia, bea):
    meeting = make_meeting(nia)
    told(bea)
    meeting.let_go(by=nia)
    for minutes in (0, 120):
        MeetingInvitation.send_due(soon(minutes))
    assert not Outbox.objects.waiting().filter(kind="calendar").exists()


def test_after_an_invitation_that_never_went_out_the_number_still_rises(nia, bea):
    meeting = make_meeting(nia)
    first = newest(bea)[1]
    meeting.let_go(by=nia)
    assert said(newest(bea)[1], "SEQUENCE") == ":1"
    meeting.revive(by=nia)
    told(bea)
    meeting.let_go(by=nia)
    MeetingInvitation.send_due(soon())
    meeting.revive(by=nia)
    again = newest(bea)[1]
    assert int(said(again, "SEQUENCE")[1:]) > 1
    assert organizer(again) == organizer(first)


def test_a_meeting_let_go_unheard_that_takes_place_after_all_is_where_it_was(nia, bea):
    meeting = make_meeting(nia)
    newest(bea)
    meeting.let_go(by=nia)
    told(bea)
    meeting.revive(by=nia)
    assert said(newest(bea)[1], "SEQUENCE") == ":2"


# -- what still waits


def hold(bea, at=None) -> None:
    """What is to be told her is queued, and waits: for the end of her quiet hours, or for another try."""
    told(bea, lambda to: Outbox.objects.waiting().filter(member=to.member).update(due_at=soon(600)), at)


def after(bea) -> list[tuple]:
    """(the mail, its method and number) of what comes to her once all that waits is due."""
    come = [(letter, calendar_in(letter)) for letter in sent(bea, at=soon(700))]
    return [(letter, said(calendar, "METHOD"), said(calendar, "SEQUENCE")) for letter, calendar in come]


def test_a_change_while_another_waits_tells_from_what_the_calendar_has(nia, bea):
    meeting = make_meeting(nia)
    newest(bea)
    meeting.change(by=nia, start_time=time(18), end_time=time(20))
    hold(bea)
    meeting.change(by=nia, start_time=time(17), end_time=time(19))
    _first, (letter, _method, number) = after(bea)
    assert ("7 to 9 pm" in letter.body, "5 to 7 pm" in letter.body, "6 to 8 pm" in letter.body) == (True, True, False)
    assert number == ":2"


def test_a_change_while_the_first_mail_waits_is_an_invitation(nia, bea):
    meeting = make_meeting(nia)
    hold(bea)
    meeting.change(by=nia, start_time=time(17), end_time=time(19))
    ((letter, method, _number),) = after(bea)
    assert (method, "has changed" in letter.body, "7 to 9 pm" in letter.body) == (":REQUEST", False, False)


def test_of_a_meeting_let_go_while_the_first_mail_waits_nothing_is_said(nia, bea):
    meeting = make_meeting(nia)
    hold(bea)
    meeting.let_go(by=nia)
    assert after(bea) == []


def test_what_somebody_is_sending_just_then_counts_as_told(nia, bea):
    meeting = make_meeting(nia)
    MeetingInvitation.send_due(soon())
    Outbox.objects.get(kind="calendar").claim(soon())
    meeting.let_go(by=nia)
    MeetingInvitation.send_due(soon(10))
    assert Outbox.objects.waiting().filter(kind="calendar").count() == 2


def test_a_meeting_that_is_there_leaves_the_calendar_whatever_waited_meanwhile(nia, bea):
    meeting = make_meeting(nia)
    newest(bea)
    meeting.let_go(by=nia)
    hold(bea)
    meeting.revive(by=nia)
    told(bea, at=soon(10))
    MailChoice.keep({Kind.MEETING: Rhythm.NEVER}, by=bea)
    meeting.let_go(by=nia)
    sent(bea, at=soon(30))
    MailChoice.keep({Kind.MEETING: Rhythm.AT_ONCE}, by=bea)
    assert [method for _letter, method, _number in after(bea)] == [":REQUEST", ":CANCEL"]


# -- what was given up


def test_what_was_given_up_goes_out_a_day_later_as_the_same_mail(nia, bea):
    make_meeting(nia)
    told(bea, give_up_all)
    row = Outbox.objects.get(kind="calendar")
    assert sent(bea, at=soon(60)) == []
    (letter,) = sent(bea, at=soon(60 * 24))
    assert str(row.message_id) in letter.extra_headers["Message-ID"]
    assert len(sent(bea, at=soon(60 * 99))) == 1


def test_to_an_address_that_refuses_it_nothing_is_sent_until_there_is_another(nia, bea):
    make_meeting(nia)
    told(bea, lambda to: give_up_all(to, Cause.UNKNOWN))
    assert sent(bea, at=soon(60 * 50)) == []
    bea.member.email = "bea@new.example"
    bea.member.save()
    (letter,) = sent(bea, at=soon(60 * 50))
    assert letter.to == ["bea@new.example"]


def test_what_whoever_looks_after_the_group_let_be_is_let_be_until_it_changes(nia, bea):
    meeting = make_meeting(nia)
    told(bea, give_up_all)
    Outbox.objects.get(kind="calendar").let_be()
    assert sent(bea, at=soon(60 * 50)) == []
    meeting.change(by=nia, start_time=time(18))
    assert len(sent(bea)) == 1


# -- whoever leaves and comes back


def to_and_fro(bea) -> int:
    """The number that her calendar has after the meeting was taken out of it and brought back."""
    newest(bea)
    CalendarChoice.choose("feed", by=bea)
    newest(bea)
    by_mail(bea)
    return int(said(newest(bea)[1], "SEQUENCE")[1:])


@pytest.mark.parametrize("way", ["welcome", "welcome_back"])
def test_whoever_leaves_and_comes_back_is_invited_with_a_higher_number(nia, bea, way):
    make_meeting(nia)
    before = to_and_fro(bea)
    bea.leave()
    back = nia.group.welcome(bea.member) if way == "welcome" else nia.group.welcome_back(bea)
    by_mail(back)
    _letter, calendar = newest(back)
    assert (before, "METHOD:REQUEST\r\n" in calendar) == (2, True)
    assert int(said(calendar, "SEQUENCE")[1:]) > before


def test_of_whoever_has_left_nothing_that_they_wrote_is_kept_and_nothing_at_all_once_it_is_final(nia, bea):
    make_meeting(nia)
    newest(bea)
    PutAside.objects.create(invitation=bea.mailed_invitations.get(), text="Perhaps", digest="x", came_at=timezone.now())
    bea.leave()
    assert (PutAside.objects.exists(), bea.mailed_invitations.count()) == (False, 1)
    bea.departures.get().settle()
    assert not bea.mailed_invitations.exists()


# -- what it costs


def test_whoever_rests_costs_the_same_for_many_meetings_as_for_few(nia, bea, django_assert_num_queries):
    Sabbatical.take(by=bea, starts=nia.group.today(), ends=None)
    make_meeting(nia)
    with CaptureQueriesContext(connection) as few:
        MeetingInvitation.send_due(soon())
    for days in range(11, 20):
        make_meeting(nia, days=days)
    with django_assert_num_queries(len(few)):
        MeetingInvitation.send_due(soon())
    assert not MeetingInvitation.objects.exists()
