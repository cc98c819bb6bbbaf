"""A linter for what we write as iCalendar, of the standard library alone: `lint(data)` gives the findings.

It asks what no parser does: line ends, folding, one UID once, ends after starts, zones declared, text escaped.
"""

import re
from collections import Counter

BREAKS = re.compile(rb"(?<!\r)\n|\r(?!\n)")
NEVER = {"METHOD", "ORGANIZER", "ATTENDEE", "RRULE", "X-WR-TIMEZONE", "SOURCE"}
EACH = {
    "UID",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "STATUS",
    "TRANSP",
    "CLASS",
}
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME"}
BARE = re.compile(r"(?<!\\)(?:\\\\)*[,;]")


def lint(data: bytes) -> list[str]:
    if not data.startswith(b"BEGIN:VCALENDAR\r\n"):
        return ["does not begin with BEGIN:VCALENDAR"]
    found = ["a bare line end"] if BREAKS.search(data) else []
    found += ["a line of more than 75 octets" for line in data.split(b"\r\n") if len(line) > 75]
    try:
        lines = data.decode().replace("\r\n ", "").split("\r\n")
    except UnicodeDecodeError:
        return [*found, "not UTF-8, or folded inside a character"]
    if any(ord(c) < 32 and c != "\t" for line in lines for c in line):
        found.append("a control character")
    components = list(_components(lines))
    events = [c for name, c in components if name == "VEVENT"]
    zones = {c["TZID"][0][1] for name, c in components if name == "VTIMEZONE" and "TZID" in c}
    calendar = next((c for name, c in components if name == "VCALENDAR"), {})
    found += [f"{name} in the calendar" for name in ("UID", *NEVER) if name in calendar]
    found += [f"no {name} in the calendar" for name in ("PRODID", "VERSION") if name not in calendar]
    found += [f"UID twice: {uid}" for uid, n in Counter(_value(e, "UID") for e in events).items() if n > 1]
    if not events and not zones:
        found.append("no component")
    return found + [finding for event in events for finding in _event(event, zones)]


def _components(lines):
    """(name, {property: [(parameters, value)]}) of each component, innermost first."""
    open_ = []
    for line in filter(None, lines):
        head, _colon, value = line.partition(":")
        name, _semicolon, parameters = head.partition(";")
        if name == "BEGIN":
            open_.append((value, {}))
        elif name == "END":
            yield open_.pop()
        elif open_:
            open_[-1][1].setdefault(name, []).append((parameters, value))


def _value(component: dict, name: str) -> str:
    return component.get(name, [("", "")])[0][1]


def _event(event: dict, zones: set[str]):
    uid = _value(event, "UID")
    yield from (f"no {name}: {uid}" for name in sorted(EACH - set(event)))
    yield from (f"{name} in an event: {uid}" for name in sorted(NEVER & set(event)))
    yield from (f"{name} twice: {uid}" for name, values in event.items() if len(values) > 1)
    start, end = _value(event, "DTSTART"), _value(event, "DTEND")
    if start and end and (len(start) != len(end) or end <= start):
        yield f"DTEND is not after DTSTART: {uid}"
    for name in ("DTSTART", "DTEND"):
        for parameters, value in event.get(name, []):
            if "TZID=" in parameters and parameters.partition("TZID=")[2] not in zones:
                yield f"a zone without VTIMEZONE: {uid}"
            if "T" in value and not value.endswith("Z") and "TZID=" not in parameters:
                yield f"a floating time: {uid}"
    if not _value(event, "SEQUENCE").isdecimal():
        yield f"SEQUENCE is no number: {uid}"
    for name in TEXTS & set(event):
        if BARE.search(_value(event, name)):
            yield f"{name} has a bare comma or semicolon: {uid}"
    if _value(event, "STATUS") not in ("CONFIRMED", "TENTATIVE", "CANCELLED"):
        yield f"STATUS: {uid}"
