"""Invitations as they go out, and answers as calendars write them."""

import ctypes
import ctypes.util
import email
import os
from datetime import UTC, timedelta
from email.message import EmailMessage

import pytest
from django.core import mail
from django.utils import timezone

from groups.models import Outbox
from meetings.models import CalendarChoice, MeetingInvitation
from meetings.telling import QUIET

LATER = QUIET + timedelta(minutes=1)


def by_mail(*people) -> None:
    for person in people:
        CalendarChoice.choose("invitations", by=person)


def sent(to=None, *, at=None) -> list:
    """What goes out once second thoughts are over: all that was ever sent, to one or to all."""
    at = at or timezone.now() + LATER
    MeetingInvitation.send_due(at)
    Outbox.deliver_due(at)
    return [letter for letter in mail.outbox if to is None or letter.to == [to.member.email]]


def newest(to, *, at=None):
    """(the mail, its calendar as text) that went to somebody last."""
    letter = sent(to, at=at)[-1]
    return letter, calendar_in(letter)


def parts_of(letter) -> list:
    """The mail's parts as a server gets them."""
    return list(email.message_from_bytes(letter.message().as_bytes()).walk())


def calendar_in(letter) -> str:
    found = [part for part in parts_of(letter) if part.get_content_type() == "text/calendar"]
    return found[0].get_payload(decode=True).decode() if found else ""


def said(calendar: str, name: str) -> str:
    """What the property `name` says, with its parameters; unfolded."""
    lines = calendar.replace("\r\n ", "").split("\r\n")
    (line,) = [line for line in lines if line.startswith((f"{name}:", f"{name};"))]
    return line.removeprefix(name)


def organizer(calendar: str) -> str:
    return said(calendar, "ORGANIZER").partition("mailto:")[2]


# -- answers


def answer(calendar: str, partstat: str = "ACCEPTED", *, at=None, style: str = "gmail", **but) -> EmailMessage:
    """The mail that a member's calendar sends back; `but` replaces lines, and None leaves one out."""
    lines = {
        "UID": said(calendar, "UID"),
        "SEQUENCE": said(calendar, "SEQUENCE"),
        "DTSTAMP": f":{(at or timezone.now()).astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "ORGANIZER": said(calendar, "ORGANIZER"),
        "ATTENDEE": f';CUTYPE=INDIVIDUAL;CN="Bea, of us";PARTSTAT={partstat}:mailto:bea@elsewhere.example',
        **but,
    }
    method = lines.pop("METHOD", "REPLY")
    event = [f"{name}{value}" for name, value in lines.items() if value is not None]
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", f"METHOD:{method}", "BEGIN:VEVENT", *event]
    return mailed(organizer(calendar), "\r\n".join([*text, "END:VEVENT", "END:VCALENDAR", ""]), style=style)


def mailed(to: str, calendar: str = "", *, text: str = "Accepted", style: str = "gmail", **headers) -> EmailMessage:
    """As Gmail sends it, with words and a file beside; as Outlook, in base64; or bare, the calendar alone."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Bea <bea@elsewhere.example>", to, "Accepted"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if style == "bare":
        message.set_content(calendar, subtype="calendar", params={"method": "REPLY"})
        return message
    message.set_content(text)
    if calendar:
        cte = "base64" if style == "outlook" else "quoted-printable"
        message.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"}, cte=cte)
        if style == "gmail":
            message.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="invite.ics")
    return message


# -- another's eye


def findings(calendar: str) -> list[str]:
    """What libical finds wrong with it as a message between calendars (RFC 5546)."""
    name = ctypes.util.find_library("ical")
    if name is None:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("NOT TESTED against RFC 5546: libical is missing (apt-get install libical3).")
    ical = ctypes.CDLL(name)
    for function in (ical.icalparser_parse_string, ical.icalcomponent_as_ical_string):
        function.restype = ctypes.c_void_p
    ical.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    parsed = ctypes.c_void_p(ical.icalparser_parse_string(calendar.encode()))
    if not parsed.value:
        return ["no calendar"]
    fits = ical.icalrestriction_check(parsed)
    errors = [
        line for line in ical.icalcomponent_as_ical_string(parsed).decode().split("\r\n") if "X-LIC-ERROR" in line
    ]
    return errors or ([] if fits else ["it doesn’t fit"])
