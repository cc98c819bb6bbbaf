"""A feed's bytes where one event changes and keeps its time: the old one is cut out and the new one put in its place.

`BEGIN:VEVENT` and `END:VEVENT` stand on lines of their own nowhere but around events: what members write is in one
line, and where that is folded, the next begins with a space.
"""

import hashlib
from collections.abc import Iterable

BEGIN, END = b"\r\nBEGIN:VEVENT\r\n", b"\r\nEND:VEVENT\r\n"
WHOLE = 1 << 256


def etag(content: bytes, total: int) -> str:
    """The strong validator of a feed: SHA-256 of what stands before its events, which is all of it where it has none,
    and of the total of these.

    It is of the bytes, since events follow from each other by their times, and one event's change needs one event.
    """
    first = content.find(BEGIN)
    before = content if first < 0 else content[:first]
    return f'"{hashlib.sha256(before + total.to_bytes(32)).hexdigest()}"'


def total(events: Iterable[str]) -> int:
    """The SHA-256 of each event, added up."""
    return sum(_digest(event.encode()) for event in events) % WHOLE


def holds(content: bytes, uid) -> bool:
    return BEGIN + _named(uid) in content


def swap(content: bytes, event: str, uid) -> tuple[bytes, int] | None:
    """`content` with this `event` in the place of the one with the same UID, and what that adds to the total.

    None where it isn't there, or takes place at another time.
    """
    new = event.encode()
    start = content.find(BEGIN + _named(uid)) + 2
    if start < 2:
        return None
    end = content.index(END, start) + len(END)
    old = content[start:end]
    if _times(old) != _times(new):
        return None
    around = memoryview(content)
    return b"".join((around[:start], new, around[end:])), _digest(new) - _digest(old)


def _named(uid) -> bytes:
    return f"UID:{uid}@".encode()


def _times(event: bytes) -> bytes:
    return event[event.index(b"\r\nDTSTART") : event.index(b"\r\nSUMMARY")]


def _digest(event: bytes) -> int:
    return int.from_bytes(hashlib.sha256(event).digest())
