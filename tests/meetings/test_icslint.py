"""The linter sees each fault that is planted in a feed of ours, and nothing in the feed as it is."""

import re

import pytest

from meetings.models import Subscription
from tests.factories import make_meeting, make_membership
from tests.meetings.icslint import lint
from tests.meetings.test_feed import bytes_of, make_feed

# On SQLite alone: it looks at bytes.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def put(before: bytes, after: bytes, *, times: int = 1):
    return lambda data: data.replace(before, after, times)


def turned(pattern: bytes, to: bytes):
    return lambda data: re.sub(pattern, to, data, count=1, flags=re.DOTALL)


def event_in(data: bytes) -> bytes:
    return re.search(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", data, re.DOTALL)[0]


ZONE = rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n"
FAULTS = {
    "does not begin": lambda data: b"\xef\xbb\xbf" + data,
    "does not end": lambda data: data + b"\r\n",
    "a bare line end": put(b"\r\nSTATUS", b"\nSTATUS"),
    "an empty line": put(b"\r\nSTATUS", b"\r\n\r\nSTATUS"),
    "75 octets": put(b"SUMMARY:", b"SUMMARY:" + b"x" * 90),
    "folded inside a character": put(b"SUMMARY:", b"SUMMARY:\xc5\r\n \xb4"),
    "not UTF-8": put(b"SUMMARY:", b"SUMMARY:\xc5"),
    "a control character": put(b"SUMMARY:", b"SUMMARY:\x07"),
    "an END without its BEGIN": put(b"BEGIN:VEVENT\r\n", b""),
    "UID twice": lambda data: data.replace(b"END:VCALENDAR", event_in(data) + b"END:VCALENDAR"),
    "UID in the calendar": put(b"VERSION:2.0", b"VERSION:2.0\r\nUID:1"),
    "METHOD in the calendar": put(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:PUBLISH"),
    "SOURCE in the calendar": put(b"VERSION:2.0", b"VERSION:2.0\r\nSOURCE;VALUE=URI:https://copse.test/"),
    "X-WR-TIMEZONE": put(b"VERSION:2.0", b"VERSION:2.0\r\nX-WR-TIMEZONE:UTC"),
    "no PRODID": turned(rb"PRODID.*?\r\n", b""),
    "after the components": put(b"END:VCALENDAR", b"X-WR-CALDESC:Ours\r\nEND:VCALENDAR"),
    "NAME and X-WR-CALNAME differ": put(b"X-WR-CALNAME:", b"X-WR-CALNAME:Not "),
    "X-PUBLISHED-TTL differ": put(b"X-PUBLISHED-TTL:", b"X-PUBLISHED-TTL:P1DT"),
    "VALARM in the calendar": put(b"END:VEVENT", b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT"),
    "VTIMEZONE twice": lambda data: re.sub(ZONE, lambda found: found[0] * 2, data, count=1, flags=re.DOTALL),
    "RDATE in": put(b"TZNAME:BST\r\n", b"TZNAME:BST\r\nRDATE:20270328T010000\r\n"),
    "no TZOFFSETFROM": turned(rb"TZOFFSETFROM.*?\r\n", b""),
    "a link with a secret": put(b"END:VEVENT", b"X-SELF:https://copse.test/c/" + b"a" * 43 + b"\r\nEND:VEVENT"),
    "no DTSTAMP": turned(rb"DTSTAMP.*?\r\n", b""),
    "DTSTAMP is not in UTC": turned(rb"DTSTAMP:(\d{8}T\d{6})Z", rb"DTSTAMP:\1"),
    "DTSTAMP is not LAST-MODIFIED": turned(rb"DTSTAMP:\d{8}", b"DTSTAMP:20200101"),
    "STATUS twice": put(b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nSTATUS:CONFIRMED"),
    "STATUS:": put(b"STATUS:CONFIRMED", b"STATUS:BUSY"),
    "TRANSP is not as": put(b"TRANSP:OPAQUE", b"TRANSP:TRANSPARENT"),
    "ORGANIZER in an event": put(b"STATUS:", b"ORGANIZER:mailto:nia@example.org\r\nSTATUS:"),
    "RRULE in an event": put(b"STATUS:", b"RRULE:FREQ=MONTHLY\r\nSTATUS:"),
    "a UID without a domain": turned(rb"(UID:[-0-9a-f]{36})@[^\r]*", rb"\1"),
    "SEQUENCE is no number": put(b"SEQUENCE:0", b"SEQUENCE:-4"),
    "DTEND is not after": turned(rb"(DTSTART)([^\r]*)\r\n(DTEND)([^\r]*)\r\n", rb"DTEND\2\r\nDTSTART\4\r\n"),
    "of another type": turned(rb"DTEND;TZID=[^:]+:(\d{8}T\d{6})", rb"DTEND:\1Z"),
    "without VTIMEZONE": turned(ZONE, b""),
    "a zone that is none": turned(rb"DTSTART;TZID=[^:]+:", b"DTSTART;TZID=UTC:"),
    "a floating time": turned(rb"DTSTART;TZID=[^:]+:", b"DTSTART:"),
    "a whole day with a time": turned(rb"DTSTART;TZID=[^:]+:", b"DTSTART;VALUE=DATE:"),
    "a bare comma or semicolon": put(b"SUMMARY:", b"SUMMARY:a;b,"),
    "a backslash that means nothing": put(b"SUMMARY:", b"SUMMARY:\\x"),
    "has HTML": put(b"SUMMARY:", b"SUMMARY:<b>now</b> "),
    "LOCATION has more than one line": put(b"LOCATION:", b"LOCATION:Up\\nand "),
}


@pytest.fixture(scope="module")
def ours(django_db_setup, django_db_blocker):
    """A feed with one meeting, made once: each fault is planted in the same bytes."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        nia = make_membership(name="Nia")
        make_meeting(nia, place="The ropewalk", kind="face")
        yield bytes_of(make_feed(nia))
        transaction.set_rollback(True)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_linter_sees_a_planted_fault(ours, fault):
    assert lint(ours) == []
    broken = FAULTS[fault](ours)
    assert broken != ours
    assert any(fault in finding for finding in lint(broken)), lint(broken)


def test_a_calendar_without_any_component_is_none():
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Copse//Copse//EN\r\nCALSCALE:GREGORIAN\r\nEND:VCALENDAR\r\n"
    assert lint(head) == ["no component"]


def test_no_feed_of_any_detail_has_anything_to_find(ours):
    """Also an empty one, and one that has ended."""
    nia = make_membership(name="Nia")
    for options in ({"detail": "discreet"}, {"detail": "title"}, {"detail": "full", "tentative": True}):
        link = make_feed(nia, **options)
        assert lint(bytes_of(link)) == []
    Subscription.objects.get(pk=link.pk).revoke()
    assert lint(bytes_of(link)) == []
