"""The events of the calendar in the file `CALENDAR`, built and serialised by icalendar at each request: what a first
build of a feed is held against. Reading the file is not in it: the values are plain Python before the first request.
"""

import os
from pathlib import Path

from icalendar import Calendar, Event


def plain(component) -> list[tuple]:
    """(name, value, parameters) of each property, as a script would write them."""
    return [(name, getattr(value, "dt", value), dict(value.params)) for name, value in component.property_items()
            if name not in ("BEGIN", "END")]  # fmt: skip


FILE = Calendar.from_ical(Path(os.environ["CALENDAR"]).read_bytes())
HEAD = plain(Calendar(FILE))
ZONES = FILE.walk("VTIMEZONE")
EVENTS = [plain(event) for event in FILE.walk("VEVENT")]


def application(environ, start_response):
    calendar = filled(Calendar(), HEAD)
    for zone in ZONES:
        calendar.add_component(zone)
    for properties in EVENTS:
        calendar.add_component(filled(Event(), properties))
    start_response("200 OK", [("Content-Type", "text/calendar")])
    return Answer([calendar.to_ical()])


def filled(component, properties: list[tuple]):
    for name, value, parameters in properties:
        component.add(name, value, parameters=parameters)
    return component


class Answer(list):
    """A body that can be closed."""

    def close(self) -> None:
        pass
