"""A linter for what we write as iCalendar, of the standard library alone: `lint(data)` gives the findings.

It asks what no parser does: line ends, folding, one UID once, ends after starts, zones declared, text escaped; and
that a feed has nothing that some calendar is known to stumble over (calendar.md, 1a).
"""

import re
from collections import Counter

BREAKS = re.compile(rb"(?<!\r)\n|\r(?!\n)")
COMPONENTS = {"VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT"}
NEVER = {
    "METHOD", "ORGANIZER", "ATTENDEE", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "DURATION", "X-WR-TIMEZONE",
    "SOURCE", "X-ALT-DESC", "STYLED-DESCRIPTION", "IMAGE", "RELATED-TO", "ATTACH",
}  # fmt: skip
EACH = {
    "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "STATUS", "TRANSP",
    "CLASS",
}  # fmt: skip
ONSET = {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME"}
STAMPS = {"DTSTAMP", "CREATED", "LAST-MODIFIED"}
BARE = re.compile(r"(?<!\\)(?:\\\\)*[,;]")
ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\(?![\\;,nN])")
HTML = re.compile(r"</?[a-z]+[ >/]", re.IGNORECASE)
SECRET = re.compile(r"/c/[\w-]{43}")


def lint(data: bytes) -> list[str]:
    if not data.startswith(b"BEGIN:VCALENDAR\r\n"):
        return ["does not begin with BEGIN:VCALENDAR"]
    found = ["a bare line end"] if BREAKS.search(data) else []
    found += [] if data.endswith(b"\r\nEND:VCALENDAR\r\n") else ["does not end with END:VCALENDAR"]
    found += ["a line of more than 75 octets" for line in data.split(b"\r\n") if len(line) > 75]
    try:
        for line in data.split(b"\r\n"):
            line.decode()
        lines = data.decode().replace("\r\n ", "").split("\r\n")[:-1]
    except UnicodeDecodeError:
        return [*found, "not UTF-8, or folded inside a character"]
    found += ["an empty line"] if "" in lines else []
    if any(ord(c) < 32 and c != "\t" for line in lines for c in line):
        found.append("a control character")
    try:
        components = list(_components(lines))
    except IndexError:
        return [*found, "an END without its BEGIN"]
    found += ["a link with a secret" for line in lines if SECRET.search(line)]
    return [*found, *_all(components)]


def _all(components: list[tuple]):
    events = [c for name, c in components if name == "VEVENT"]
    zones = Counter(_value(c, "TZID") for name, c in components if name == "VTIMEZONE")
    yield from (f"{name} in the calendar" for name in {name for name, _c in components} - COMPONENTS)
    yield from _calendar(next((c for name, c in components if name == "VCALENDAR"), {}))
    yield from (f"UID twice: {uid}" for uid, n in Counter(_value(e, "UID") for e in events).items() if n > 1)
    yield from (f"VTIMEZONE twice: {zone}" for zone, n in zones.items() if n > 1)
    yield from (
        f"no {p} in {name}" for name, c in components if name in ("STANDARD", "DAYLIGHT") for p in ONSET - set(c)
    )
    yield from (f"RDATE in {name}" for name, c in components if name in ("STANDARD", "DAYLIGHT") and "RDATE" in c)
    if not events and not zones:
        yield "no component"
    for event in events:
        yield from _event(event, set(zones))


def _components(lines):
    """(name, {property: [(parameters, value)]}) of each component, innermost first. A property that comes after a
    component inside is called `late`. Raises IndexError for an END without its BEGIN.
    """
    open_, closed = [], set()
    for line in filter(None, lines):
        head, _colon, value = line.partition(":")
        name, _semicolon, parameters = head.partition(";")
        if name == "BEGIN":
            open_.append((value, {}))
        elif name == "END":
            if open_[-1][0] != value:
                raise IndexError(value)
            yield open_.pop()
            closed.add(len(open_))
        elif open_:
            name = f"late {name}" if len(open_) in closed and len(open_) == 1 else name
            open_[-1][1].setdefault(name, []).append((parameters, value))


def _value(component: dict, name: str) -> str:
    return component.get(name, [("", "")])[0][1]


def _calendar(calendar: dict):
    yield from (f"{name} in the calendar" for name in sorted({"UID", *NEVER} & set(calendar)))
    yield from (f"no {name} in the calendar" for name in ("PRODID", "VERSION", "CALSCALE") if name not in calendar)
    yield from (f"{name} after the components" for name in calendar if name.startswith("late "))
    yield from (f"{name} twice in the calendar" for name, values in calendar.items() if len(values) > 1)
    if _value(calendar, "NAME") != _value(calendar, "X-WR-CALNAME"):
        yield "NAME and X-WR-CALNAME differ"
    if _value(calendar, "REFRESH-INTERVAL") != _value(calendar, "X-PUBLISHED-TTL"):
        yield "REFRESH-INTERVAL and X-PUBLISHED-TTL differ"


def _event(event: dict, zones: set[str]):
    uid = _value(event, "UID")
    yield from (f"no {name}: {uid}" for name in sorted(EACH - set(event)))
    yield from (f"{name} in an event: {uid}" for name in sorted(NEVER & set(event)))
    yield from (f"{name} twice: {uid}" for name, values in event.items() if len(values) > 1)
    yield from (f"{finding}: {uid}" for finding in [*_times(event, zones), *_texts(event)])
    if "@" not in uid:
        yield f"a UID without a domain: {uid}"
    if not _value(event, "SEQUENCE").isdecimal():
        yield f"SEQUENCE is no number: {uid}"
    if (status := _value(event, "STATUS")) not in ("CONFIRMED", "TENTATIVE", "CANCELLED"):
        yield f"STATUS: {uid}"
    if (_value(event, "TRANSP") == "TRANSPARENT") != (status == "CANCELLED"):
        yield f"TRANSP is not as STATUS has it: {uid}"


def _times(event: dict, zones: set[str]):
    (in_start, start), (in_end, end) = (event.get(name, [("", "")])[0] for name in ("DTSTART", "DTEND"))
    if start and end and in_start == in_end and end <= start:
        yield "DTEND is not after DTSTART"
    if start and end and in_start != in_end:
        yield "DTEND is of another type than DTSTART"
    for parameters, value in ((in_start, start), (in_end, end)):
        zone = parameters.partition("TZID=")[2]
        if zone and zone not in zones:
            yield "a zone without VTIMEZONE"
        if zone.strip('"') in ("UTC", "GMT") or zone.strip('"').startswith(("UTC", "Etc/")):
            yield "a zone that is none"
        if "T" in value and not value.endswith("Z") and not zone:
            yield "a floating time"
        if value and ("T" in value) == ("VALUE=DATE" in parameters):
            yield "a whole day with a time, or a time without"
    yield from (
        f"{name} is not in UTC" for name in sorted(STAMPS & set(event)) if not _value(event, name).endswith("Z")
    )
    if _value(event, "DTSTAMP") != _value(event, "LAST-MODIFIED"):
        yield "DTSTAMP is not LAST-MODIFIED"


def _texts(event: dict):
    for name in sorted(TEXTS & set(event)):
        text = _value(event, name)
        if BARE.search(text):
            yield f"{name} has a bare comma or semicolon"
        if ESCAPE.search(text):
            yield f"{name} has a backslash that means nothing"
        if HTML.search(text):
            yield f"{name} has HTML"
    if "\\n" in _value(event, "LOCATION").replace("\\\\", ""):
        yield "LOCATION has more than one line"
