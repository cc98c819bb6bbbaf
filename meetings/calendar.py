"""Meetings as iCalendar (RFC 5545, RFC 7986): one VEVENT each, a VTIMEZONE for each zone, a header for the whole.

A feed is a snapshot: no METHOD, ORGANIZER, ATTENDEE or RRULE, and nothing that changes with the moment of asking.
The same state gives the same bytes.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from copse import zones
from copse.fields import tidy
from copse.words import join_names, who_facilitates
from meetings.timezones import vtimezone

COLOUR = ("seagreen", "#2E8B57")  # a CSS name (RFC 7986, 5.9) and the same for Apple
SOME_ZONE = "Europe/London"  # in a calendar without meetings, because a component there has to be
HOURLY, WEEKLY = timedelta(hours=1), timedelta(days=7)  # how often to ask again; Google keeps its own time
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
    """The zone that the meeting's times are written in; "" for whole days, and where times have to be in UTC: in a zone
    that no rule tells, and at a time that comes twice. With a TZID that would be the first (RFC 5545, 3.3.5), but
    libical, ical.js, node-ical and khal take it for the second.
    """
    if meeting.start_time is None or any(
        zones.comes_twice(day, at, meeting.zone)
        for day, at in ((meeting.starts_on, meeting.start_time), (meeting.ends_on, meeting.end_time))
    ):
        return ""
    return meeting.zone if vtimezone(meeting.zone, year) else ""


def component(meeting, detail: str, language: str, year: int) -> str:
    """The VEVENT of `meeting`, in lines of at most 75 octets, each with its CRLF.

    `year` is the current one: zones are told from the year before it on (`vtimezone`).
    """
    from icalendar import Event

    with translation.override(language):
        event = Event()
        event.add("uid", f"{meeting.uid}@{settings.SITE_UID_DOMAIN}")
        event.add("sequence", meeting.sequence)
        event.add("created", meeting.created_at.astimezone(UTC))
        for name in ("dtstamp", "last-modified"):
            event.add(name, meeting.changed_at.astimezone(UTC))
        _add_times(event, meeting, tzid(meeting, year))
        _add_status(event, meeting, _summary(meeting, detail))
        event.add("class", "PRIVATE")
        if detail != Detail.DISCREET:
            event.add("url", settings.SITE_URL + meeting.get_absolute_url())
        if detail in (Detail.PLACE, Detail.FULL):
            _add_place(event, meeting)
        if words := description(meeting, detail):
            event.add("description", tidy(words))
    return event.to_ical().decode()


def hold(option, detail: str, language: str, year: int) -> str:
    """The VEVENT of a date that is offered: tentative, with a UID of its own, gone when another is settled on."""
    from icalendar import Event

    meeting = option.poll.meeting
    with translation.override(language):
        event = Event()
        event.add("uid", f"{option.uid}@{settings.SITE_UID_DOMAIN}")
        event.add("sequence", 0)
        for name in ("created", "dtstamp", "last-modified"):
            event.add(name, option.added_at.astimezone(UTC))
        _add_times(event, option, tzid(option, year))
        summary = _("Meeting") if detail == Detail.DISCREET else SUMMARIES[option.kind] % {"group": meeting.group.name}
        event.add("summary", tidy(f"? {summary}"))
        event.add("status", "TENTATIVE")
        event.add("transp", "OPAQUE")
        event.add("class", "PRIVATE")
        if detail != Detail.DISCREET:
            event.add("url", settings.SITE_URL + option.poll.get_absolute_url())
        if detail in (Detail.PLACE, Detail.FULL) and option.place:
            event.add("location", " ".join(tidy(option.place).split()))
    return event.to_ical().decode()


def _add_times(event, meeting, zone: str) -> None:
    if meeting.start_time is None:
        event.add("dtstart", meeting.starts_on)
        event.add("dtend", meeting.ends_on + timedelta(days=1))  # the first day that is free again
    elif zone:
        for name, day, at in (
            ("dtstart", meeting.starts_on, meeting.start_time),
            ("dtend", meeting.ends_on, meeting.end_time),
        ):
            event.add(name, datetime.combine(day, at), parameters={"TZID": zone})
    else:
        event.add("dtstart", meeting.starts_at.astimezone(UTC))
        event.add("dtend", meeting.ends_at.astimezone(UTC))


def _summary(meeting, detail: str) -> str:
    if detail == Detail.DISCREET:
        return _("Meeting")
    shape = _("%(group)s, twos and threes") if meeting.smaller else SUMMARIES[meeting.kind]
    return shape % {"group": meeting.group.name}


def _add_status(event, meeting, summary: str) -> None:
    if meeting.let_go_at:
        status, summary = "CANCELLED", _("Cancelled: %(meeting)s") % {"meeting": summary}
    elif meeting.settled_at is None:
        status, summary = "TENTATIVE", f"? {summary}"
    else:
        status = "CONFIRMED"
    event.add("summary", tidy(summary))
    event.add("status", status)
    event.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")


def _add_place(event, meeting) -> None:
    from icalendar import vUri

    if where := meeting.place or meeting.join_url:
        event.add("location", " ".join(tidy(where).split()))
    if meeting.join_url:
        shape = {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": _("The online room")}
        event.add("conference", vUri(tidy(meeting.join_url)), parameters=shape)


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
def header(name: str = "", words: str = "", url: str = "", refresh: timedelta | None = None) -> str:
    """What stands before the components. A single meeting's file has no name and isn't fetched again."""
    from icalendar import Calendar, vDuration, vUri

    calendar = Calendar()
    calendar.add("prodid", "-//Copse//Copse//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if name:
        calendar.add("name", tidy(name))
        calendar.add("x-wr-calname", tidy(name))
        calendar.add("description", words)
        calendar.add("color", COLOUR[0])
        calendar.add("x-apple-calendar-color", COLOUR[1])
    if url:
        calendar.add("url", vUri(url))
    if refresh:
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh))
    return calendar.to_ical().decode().removesuffix(END)


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
