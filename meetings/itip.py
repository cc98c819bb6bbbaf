"""Invitations by mail, and the answers to them, as calendars write and read them (iTIP, RFC 5546; iMIP, RFC 6047).

What is read was written by anybody. It is looked through line by line and nothing in it is reckoned with, so that it
costs what its length costs; only what is read whole and clear is an answer.
"""

import re
from datetime import UTC, datetime
from email.message import Message

from copse.fields import tidy
from copse.inbound import blotted
from meetings import calendar
from meetings.busy import LeftOut
from meetings.busy.event import stamp
from meetings.busy.lines import LONGEST_LINE, NAME, Line, unfolded
from meetings.calendar import Detail
from meetings.reply import Reply, Unclear

SAYS = {"can": "ACCEPTED", "stretch": "TENTATIVE", "cannot": "DECLINED"}  # our answers, in a calendar's words
ANSWERS = {word: answer for answer, word in SAYS.items()}
MOST_PARTS, MOST_CALENDARS = 50, 3
MOST_DEPTH = 4
ASKED = {"UID", "SEQUENCE", "DTSTAMP", "ATTENDEE", "COMMENT", "RECURRENCE-ID"}
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;":]*)')


# -- what we write


def invitation(
    meeting, *, sequence: int, organizer: str, to: str, name: str, answer: str, language: str, at: datetime
) -> bytes:
    """Ask one of us, and nobody else is named. `organizer` is where the answer goes, `answer` what we know already."""
    event = _event(meeting, language, at)
    status = {"PARTSTAT": SAYS.get(answer, "NEEDS-ACTION"), "ROLE": "REQ-PARTICIPANT", "RSVP": "TRUE"}
    return _written("REQUEST", event, meeting, sequence, organizer, to, {"CN": tidy(name), **status}, at)


def cancellation(meeting, *, sequence: int, organizer: str, to: str, name: str, language: str, at: datetime) -> bytes:
    """Take it out of the calendar of one of us, be it let go or not."""
    event = _event(meeting, language, at)
    event["status"], event["transp"] = "CANCELLED", "TRANSPARENT"
    return _written("CANCEL", event, meeting, sequence, organizer, to, {"CN": tidy(name)}, at)


def _event(meeting, language: str, at: datetime):
    """As it stands in a feed that shows place and join link."""
    from icalendar import Event

    return Event.from_ical(calendar.component(meeting, Detail.PLACE, language, at.year))


def _written(method, event, meeting, sequence, organizer, to, attendee, at) -> bytes:
    from icalendar import vCalAddress

    event["sequence"] = sequence
    del event["dtstamp"]
    event.add("dtstamp", at.astimezone(UTC))
    event.add("organizer", vCalAddress(f"mailto:{organizer}"), parameters={"CN": tidy(meeting.group.name)})
    event.add("attendee", vCalAddress(f"mailto:{to}"), parameters=attendee)
    zones = filter(None, [calendar.tzid(meeting, at.year)])
    head = calendar.header() + f"METHOD:{method}\r\n"
    return calendar.document(head, zones, [event.to_ical().decode()], at.year)


# -- what we read


def reply_in(message: Message) -> Reply:
    """The answer that a message holds. Raises Unclear where it holds none, or several that differ."""
    parts = [part for part, _n in zip(message.walk(), range(MOST_PARTS), strict=False)]
    found = [part for part in parts if part.get_content_type() == "text/calendar"]
    found = found or [part for part in parts if part.get_content_type() == "application/ics"]
    if not found or len(found) > MOST_CALENDARS:
        raise Unclear
    replies = {read(part.get_payload(decode=True) or b"") for part in found}
    if len(replies) > 1:
        raise Unclear
    return replies.pop()


def read(content: bytes) -> Reply:
    """The answer in a calendar of METHOD:REPLY that speaks of one event and for one person. Raises Unclear."""
    lines, methods = _lines(content.removeprefix(b"\xef\xbb\xbf"))
    one = {name: [line for line in lines if line.name == name] for name in ASKED}
    if methods != ["REPLY"] or any(len(one[name]) != 1 for name in ("UID", "DTSTAMP", "ATTENDEE")):
        raise Unclear
    if one["RECURRENCE-ID"] or len(one["SEQUENCE"]) > 1:
        raise Unclear
    said = {name.upper(): value.strip('"') for name, value in PARAMETER.findall(one["ATTENDEE"][0].parameters)}
    sequence = one["SEQUENCE"][0].value if one["SEQUENCE"] else "0"  # RFC 5545, 3.8.7.4
    answer = ANSWERS.get(said.get("PARTSTAT", "").upper())
    if answer is None or not re.fullmatch(r"[0-9]{1,9}", sequence):
        raise Unclear
    comment = one["COMMENT"][0].value if one["COMMENT"] else ""
    comment = " ".join(re.sub(r"\\[nN]", " ", comment).replace("\\", "").split())
    given = _instant(one["DTSTAMP"][0].value)
    return Reply(one["UID"][0].value, int(sequence), answer, given, blotted(tidy(comment))[:300])


def _instant(value: str) -> datetime:
    """Raises Unclear for anything but a moment in UTC (RFC 5545, 3.8.7.2)."""
    try:
        said, is_day = stamp(value)
    except LeftOut:
        raise Unclear from None
    if is_day or not value.upper().endswith("Z"):
        raise Unclear
    return said.replace(tzinfo=UTC)


def _lines(content: bytes) -> tuple[list[Line], list[str]]:
    """Of the one event of a calendar, the lines that are asked; and what its METHOD lines say. Raises Unclear."""
    opened: list[str] = []
    lines: list[Line] = []
    methods: list[str] = []
    events = 0
    for text in unfolded(content):
        if not (found := NAME.match(text)):
            continue
        name, value = found[0].decode().upper(), text.partition(b":")[2].strip().upper()[:40].decode("ascii", "replace")
        if name == "BEGIN":
            opened.append(value)
            events += value == "VEVENT"
        elif name == "END":
            if not opened or opened.pop() != value:
                raise Unclear
        elif len(text) <= LONGEST_LINE and opened == ["VCALENDAR"] and name == "METHOD":
            methods.append(value)
        elif len(text) <= LONGEST_LINE and opened == ["VCALENDAR", "VEVENT"] and name in ASKED:
            lines.append(Line(name, text.decode("utf-8", "replace")))
        if len(opened) > MOST_DEPTH or (opened and opened[0] != "VCALENDAR"):
            raise Unclear
    if opened or events != 1:
        raise Unclear
    return lines, methods
