"""iCalendar, line by line: what stands in one (RFC 5545, 3.1 and 3.3). Why not by a library: record 53."""

from datetime import UTC, date, datetime, time

MOST = 75  # octets of a line, without its end
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def line(name: str, value: str) -> str:
    """`NAME:value` with its CRLF, folded where it is longer than 75 octets: between characters, and not between a
    backslash and what it escapes, because some readers take these for a sign before they unfold.
    """
    whole = f"{name}:{value}"
    if len(whole) <= MOST and whole.isascii():
        return f"{whole}\r\n"
    octets, pieces, start = whole.encode(), [], 0
    while start < len(octets):
        end = start + MOST - (1 if pieces else 0)  # the space that a folded line begins with
        while end < len(octets) and octets[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        piece = octets[start:end]
        if end < len(octets) and (len(piece) - len(piece.rstrip(b"\\"))) % 2:
            piece = piece[:-1]
        pieces.append(piece.decode())
        start += len(piece)
    return "\r\n ".join(pieces) + "\r\n"


def text(words: str) -> str:
    """Words as a value; they are tidy already (`copse.fields.tidy`)."""
    return words.translate(ESCAPES)


def utc(moment: datetime) -> str:
    return f"{_basic(moment.astimezone(UTC).isoformat()[:19])}Z"


def day(on: date) -> str:
    return _basic(on.isoformat())


def wall(on: date, at: time) -> str:
    return f"{day(on)}T{_basic(at.isoformat()[:8])}"


def _basic(iso: str) -> str:
    """ISO 8601 without its signs; many times as fast as `strftime`."""
    return iso.replace("-", "").replace(":", "")
