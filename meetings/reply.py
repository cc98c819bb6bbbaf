"""What somebody's calendar answered to an invitation, as it was read from a mail (meetings.itip)."""

from datetime import datetime
from typing import NamedTuple


class Unclear(Exception):
    """It isn't an answer that can be taken: somebody has to look at it."""


class Reply(NamedTuple):
    """An answer to one invitation. `stamp` says when it was given, in UTC, by the clock of whoever gave it."""

    uid: str
    sequence: int
    answer: str
    stamp: datetime
    comment: str = ""
