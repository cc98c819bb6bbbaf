"""Meetings as iCalendar (RFC 5545, RFC 7986): one VEVENT each, a VTIMEZONE for each zone, a header for the whole.

A feed is a snapshot: no METHOD, ORGANIZER, ATTENDEE or RRULE, and nothing that changes with the moment of asking.
The same state gives the same bytes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from copse import zones
from copse.fields import tidy
from copse.words import join_names, who_facilitates
from meetings.lines import day, line, text, utc, wall
from meetings.timezones import vtimezone

COLOUR = ("seagreen", "#2E8B57")  # a CSS name (RFC 7986, 5.9) and the same for Apple
SOME_ZONE = "Europe/London"  # in a calendar without meetings, because a component there has to be
HOURLY, WEEKLY = "PT1H", "P7D"  # how often to ask again; Google keeps its own time
END = "END:VCALENDAR\r\n"


class Detail(models.TextChoices):
    """How much a feed tells; Google and Microsoft copy it to their own machines."""

    DISCREET = "discreet", gettext_lazy("Time alone, as “Meeting”")
    TITLE = "title", gettext_lazy("Group, kind and time")
    PLACE = "place", gettext_lazy("Group, kind, time, place and join link")
    FULL = "full", gettext_lazy("Group, kind, time, place, join link, topics and who facilitates")


SUMMARIES = {
    "online": gettext_lazy("%(group)s, online"),
    "face": gettext_lazy("%(group)s, face to face"),
    "hybrid": gettext_lazy("%(group)s, in the room and online"),
    "retreat": gettext_lazy("%(group)s, retreat"),
}


def tzid(meeting, year: int) -> str:
    """The zone that the meeting's times are written in; "" for whole days, and where times have to be in UTC: for those
    who meet in no place, in a zone that no rule tells, and at a time that comes twice. With a TZID that would be the
    first (RFC 5545, 3.3.5), but libical, ical.js, node-ical and khal take it for the second.
    """
    if meeting.start_time is None or meeting.zone == zones.NOWHERE:
        return ""
    times = ((meeting.starts_on, meeting.start_time), (meeting.ends_on, meeting.end_time))
    if any(zones.comes_twice(on, at, meeting.zone) for on, at in times):
        return ""
    return meeting.zone if vtimezone(meeting.zone, year) else ""


def component(meeting, detail: str, language: str, year: int) -> str:
    """The VEVENT of `meeting`, in lines of at most 75 octets, each with its CRLF.

    `year` is the current one: zones are told from the year before it on (`vtimezone`).
    """
    with translation.override(language):
        lines = [
            *_identity(meeting.uid, meeting.sequence, meeting.created_at, meeting.changed_at),
            *_times(meeting, tzid(meeting, year)),
            *_status(meeting, _summary(meeting, detail)),
        ]
        if detail != Detail.DISCREET:
            lines.append(line("URL", settings.SITE_URL + meeting.get_absolute_url()))
        if detail in (Detail.PLACE, Detail.FULL):
            lines += _place(meeting.place or meeting.join_url)
            lines += _room(meeting.join_url)
        if words := description(meeting, detail):
            lines.append(line("DESCRIPTION", text(tidy(words))))
    return _event(lines)


def hold(option, detail: str, language: str, year: int) -> str:
    """The VEVENT of a date that is offered: tentative, with a UID of its own, gone when another is settled on."""
    group = option.poll.meeting.group
    with translation.override(language):
        summary = _("Meeting") if detail == Detail.DISCREET else SUMMARIES[option.kind] % {"group": group.name}
        lines = [
            *_identity(option.uid, 0, option.added_at, option.added_at),
            *_times(option, tzid(option, year)),
            line("SUMMARY", text(tidy(f"? {summary}"))),
            "STATUS:TENTATIVE\r\n",
            "TRANSP:OPAQUE\r\n",
        ]
        if detail != Detail.DISCREET:
            lines.append(line("URL", settings.SITE_URL + option.poll.get_absolute_url()))
        if detail in (Detail.PLACE, Detail.FULL):
            lines += _place(option.place)
    return _event(lines)


def _event(lines: list[str]) -> str:
    return "".join(["BEGIN:VEVENT\r\n", *lines, "CLASS:PRIVATE\r\n", "END:VEVENT\r\n"])


def _identity(uid, sequence: int, created: datetime, changed: datetime) -> list[str]:
    last = utc(changed)
    return [
        line("UID", f"{uid}@{settings.SITE_UID_DOMAIN}"),
        line("SEQUENCE", str(sequence)),
        line("CREATED", utc(created)),
        line("DTSTAMP", last),
        line("LAST-MODIFIED", last),
    ]


def _times(meeting, zone: str) -> list[str]:
    """DTSTART and DTEND; of whole days, the second is the first day that is free again."""
    if meeting.start_time is None:
        return [
            line("DTSTART;VALUE=DATE", day(meeting.starts_on)),
            line("DTEND;VALUE=DATE", day(meeting.ends_on + timedelta(days=1))),
        ]
    if zone:
        return [
            line(f"DTSTART;TZID={zone}", wall(meeting.starts_on, meeting.start_time)),
            line(f"DTEND;TZID={zone}", wall(meeting.ends_on, meeting.end_time)),
        ]
    return [line("DTSTART", utc(meeting.starts_at)), line("DTEND", utc(meeting.ends_at))]


def _summary(meeting, detail: str) -> str:
    if detail == Detail.DISCREET:
        return _("Meeting")
    shape = _("%(group)s, twos and threes") if meeting.smaller else SUMMARIES[meeting.kind]
    return shape % {"group": meeting.group.name}


def _status(meeting, summary: str) -> list[str]:
    if meeting.let_go_at:
        status, summary = "CANCELLED", _("Cancelled: %(meeting)s") % {"meeting": summary}
    elif meeting.settled_at is None:
        status, summary = "TENTATIVE", f"? {summary}"
    else:
        status = "CONFIRMED"
    free = "TRANSPARENT" if status == "CANCELLED" else "OPAQUE"
    return [line("SUMMARY", text(tidy(summary))), line("STATUS", status), line("TRANSP", free)]


def _place(where: str) -> list[str]:
    """One line of it."""
    return [line("LOCATION", text(" ".join(tidy(where).split())))] if where else []


def _room(url: str) -> list[str]:
    """The online room for those few that read CONFERENCE (RFC 7986, 5.11); the label is in quotes, so it has none."""
    label = _("The online room").replace('"', "")
    return [line(f'CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="{label}"', tidy(url))] if url else []


def description(meeting, detail: str) -> str:
    """The join link on the first line, because few calendars read CONFERENCE; at *full* what we will open, and who."""
    lines = []
    if detail in (Detail.PLACE, Detail.FULL):
        lines.append(meeting.join_url)
    if detail == Detail.FULL:
        lines.append(meeting.title)
        if topics := [opening.topic.title for opening in meeting.opened.all()]:
            shape = ngettext("Topic: %(topics)s", "Topics: %(topics)s", len(topics))
            lines.append(shape % {"topics": join_names(topics)})
        if meeting.seats:
            lines.append(f"{who_facilitates(meeting.seats.names)}.")
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=512)
def header(name: str = "", words: str = "", url: str = "", refresh: str = "") -> str:
    """What stands before the components. A single meeting's file has no name and isn't fetched again."""
    lines = ["BEGIN:VCALENDAR\r\n", "VERSION:2.0\r\n", "PRODID:-//Copse//Copse//EN\r\n", "CALSCALE:GREGORIAN\r\n"]
    if name:
        lines += [line("NAME", text(tidy(name))), line("X-WR-CALNAME", text(tidy(name)))]
        lines += [line("DESCRIPTION", text(words)), line("COLOR", COLOUR[0])]
        lines.append(line("X-APPLE-CALENDAR-COLOR", COLOUR[1]))
    if url:
        lines.append(line("URL", url))
    if refresh:
        lines += [line("REFRESH-INTERVAL;VALUE=DURATION", refresh), line("X-PUBLISHED-TTL", refresh)]
    return "".join(lines)


def feed_header(group_name: str, path: str, detail: str, language: str) -> str:
    """The header of a feed. A discreet one names no group and leads to none."""
    with translation.override(language):
        discreet = detail == Detail.DISCREET
        name = _("Meetings") if discreet else group_name or _("Our meetings")
        return header(name, _("When we meet."), "" if discreet else settings.SITE_URL + path, HOURLY)


def document(head: str, told: Iterable[str], components: Iterable[str], year: int) -> bytes:
    """The whole calendar. `told` are the zones that the components' times are written in."""
    components = list(components)
    told = sorted(told) if components else [SOME_ZONE]
    return "".join([head, *(vtimezone(zone, year) or "" for zone in told), *components, END]).encode()


def single(meeting, language: str, at: datetime) -> bytes:
    """The file of one meeting: the same VEVENT as in a feed that shows place and join link."""
    told = filter(None, [tzid(meeting, at.year)])
    return document(header(), told, [component(meeting, Detail.PLACE, language, at.year)], at.year)


def nothing(at: datetime) -> bytes:
    """What a feed that has ended shows: no meeting, nobody's name, and to ask again in a week."""
    return document(header(_("Meetings"), _("When we meet."), refresh=WEEKLY), (), (), at.year)
