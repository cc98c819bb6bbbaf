"""The lines of a calendar file (RFC 5545, 3.1), of which few are kept."""

import re
from collections.abc import Iterator

from meetings.busy import Refused

LONGEST_LINE = 8 << 10  # bytes, unfolded, of a property that is kept
MOST_DEPTH = 4
OF_A_CHANGE = {"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}
KEPT = {
    "VEVENT": {
        "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "STATUS",
        "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS",
    },
    "VFREEBUSY": {"FREEBUSY"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": OF_A_CHANGE,
    "DAYLIGHT": OF_A_CHANGE,
}  # fmt: skip
NAME = re.compile(rb"[A-Za-z0-9-]{1,40}(?=[;:])")
PARTS = re.compile(r'[A-Za-z0-9-]+((?:"[^"]*"|[^":])*):(.*)')


class Line:
    """A property that is kept: its name, its parameters as they stand and its value; "" where that can't be told."""

    def __init__(self, name: str, text: str):
        found = PARTS.fullmatch("".join(filter(str.isprintable, text)))  # one line, to whoever reads it next too
        self.name, self.parameters, self.value = name, found[1] if found else "", found[2].strip() if found else ""

    def __str__(self) -> str:
        return f"{self.name}{self.parameters}:{self.value}"


class Component:
    """The lines that are kept of an event or the like, by their names."""

    def __init__(self, name: str):
        self.name, self.lines = name, []
        self.parts: list[Component] = []

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def value(self, name: str) -> str:
        """In capitals; "" where it isn't said."""
        return next((line.value.upper() for line in self.all(name)), "")

    def written(self) -> Iterator[str]:
        yield f"BEGIN:{self.name}"
        yield from map(str, self.lines)
        for part in self.parts:
            yield from part.written()
        yield f"END:{self.name}"


def unfolded(content: bytes) -> Iterator[bytes]:
    """Each line with those that continue it (RFC 5545, 3.1)."""
    parts: list[bytes] = []
    for line in content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            parts.append(line[1:])
            continue
        if parts:
            yield b"".join(parts)
        parts = [line]
    yield b"".join(parts)


def components(content: bytes) -> Iterator[Component]:
    """Each VEVENT, VFREEBUSY and VTIMEZONE, as it ends. Raises Refused for what is no calendar, or a broken one."""
    opened: list[Component] = []
    begun = False
    for line in unfolded(content.removeprefix(b"\xef\xbb\xbf")):
        if not (found := NAME.match(line)):
            continue
        name = found[0].decode().upper()
        if name == "BEGIN":
            begin(Component(_called(line)), opened)
            begun = True
        elif name == "END":
            if not opened or opened[-1].name != _called(line):
                raise Refused("Broken")
            ended = opened.pop()
            if len(opened) == 1 and ended.name in KEPT:
                yield ended
        elif opened and name in KEPT.get(opened[-1].name, ()):
            if len(line) > LONGEST_LINE:
                raise Refused("TooLong")
            opened[-1].lines.append(Line(name, line.decode("utf-8", "replace")))
    if opened:
        raise Refused("Broken")
    if not begun:
        raise Refused("NoCalendar")


def begin(inner: Component, opened: list[Component]) -> None:
    if not opened and inner.name != "VCALENDAR":
        raise Refused("NoCalendar")
    if len(opened) == MOST_DEPTH:
        raise Refused("TooDeep")
    if opened and inner.name in ("STANDARD", "DAYLIGHT"):
        opened[-1].parts.append(inner)
    opened.append(inner)


def _called(line: bytes) -> str:
    """What a BEGIN or an END is of."""
    return line.partition(b":")[2][:40].decode("ascii", "replace").strip().upper()
