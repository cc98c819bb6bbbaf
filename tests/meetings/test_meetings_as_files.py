"""Meetings by mail on a site without a mailbox: a file and a link, and nothing that asks for an answer by mail."""

import pytest
from django.core import mail

from meetings.models import CalendarChoice, DatePoll
from tests.factories import make_group, make_meeting, make_membership
from tests.meetings.mailed import by_mail, newest, parts_of, said, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(settings):
    """The three members of a group; the second and the third have meetings by mail."""
    settings.INBOUND_URL = settings.INBOUND_ADDRESS = ""
    group = make_group("The Alders")
    people = [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin"))]
    by_mail(*people[1:])
    return people


def test_where_nobody_reads_answers_a_meeting_comes_as_a_file_and_asks_for_none(three, signed_in):
    meeting = make_meeting(three[0])
    (letter,) = sent(three[1])
    file = parts_of(letter)[-1]
    assert [part.get_content_type() for part in parts_of(letter)] == ["multipart/mixed", "text/plain", "text/calendar"]
    assert (file.get_filename(), file.get_param("method")) == (f"copse-{meeting.starts_on}.ics", None)
    downloaded = signed_in(three[1]).get(f"{meeting.get_absolute_url()}meeting.ics").content
    assert file.get_payload(decode=True) == downloaded
    assert [word for word in ("METHOD", "ORGANIZER", "ATTENDEE") if word in downloaded.decode()] == []
    assert "Reply-To" not in letter.extra_headers
    assert meeting.get_absolute_url() in letter.body
    assert len(mail.outbox) == 2


def test_no_mail_says_that_a_meeting_leaves_a_calendar_which_it_cannot_take_it_out_of(three):
    nia, bea, _tamsin = three
    first, second, _third = (make_meeting(nia, days=days) for days in (10, 20, 30))
    newest(bea)
    first.let_go(by=nia)
    letter, calendar = newest(bea)
    assert (said(calendar, "STATUS"), said(calendar, "SEQUENCE"), "METHOD" in calendar) == (":CANCELLED", ":1", False)
    assert "where it still stands there, take it out" in letter.body
    DatePoll.open(second, by=nia)
    letter, calendar = newest(bea)
    assert ("so take it out of your calendar" in letter.body, calendar) == (True, "")
    CalendarChoice.choose("feed", by=bea)
    letter, calendar = newest(bea)
    assert ("so take this one out" in letter.body, letter.subject[:11], calendar) == (True, "To take out", "")
    assert [letter.subject for letter in mail.outbox if "leaves your calendar" in letter.body] == []
