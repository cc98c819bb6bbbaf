"""ical, which Home Assistant reads with. It refuses a whole calendar for one wrong property."""

from ical.calendar_stream import IcsCalendarStream
from shape import given, say

calendar = IcsCalendarStream.calendar_from_ics(given())
say(
    (event.uid, event.dtstart, event.dtend, event.status.value, event.summary, event.location, event.description)
    for event in calendar.events
)
