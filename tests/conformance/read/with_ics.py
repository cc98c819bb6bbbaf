"""ics.py."""

from ics import Calendar
from shape import given, say

calendar = Calendar(given())


def when(event, moment):
    return moment.date() if event.all_day else moment.datetime


say(
    (event.uid, when(event, event.begin), when(event, event.end), event.status, event.name, event.location,
     event.description)
    for event in calendar.events
)  # fmt: skip
