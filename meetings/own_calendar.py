"""When somebody is busy, by a calendar file of their own: read in a process of its own with limits (`meetings.busy`).

Nothing of the file is kept here or there, and nothing that it says leaves that process but instants.
"""

import json
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from meetings.clashes import Span

MOST_BYTES = 10 * 1024 * 1024
SECONDS = 20  # on the clock; its processor time has a limit of its own
ZIP = b"PK\x03\x04"

logger = logging.getLogger("copse.calendar")


class Found(NamedTuple):
    """What a calendar says of a time: how many events it has, how many of them can't be reckoned with, and when its
    owner is busy.
    """

    read: int
    left_out: int
    spans: list[Span]


def read(content: bytes, *, first: datetime, last: datetime, zone: str, all_day: bool) -> Found:
    """When the owner of an iCalendar file (RFC 5545) is busy between two instants; events stand each for itself.

    `zone` is for times that name none. Whole days count where `all_day`. Takes up to twenty seconds and half a
    gigabyte. Raises ValidationError, with what to do instead, for a file that isn't read.
    """
    check(content)
    job = {"first": int(first.timestamp()), "last": int(last.timestamp()), "zone": zone, "all_day": all_day}
    answer = _run(json.dumps(job).encode() + b"\n" + content)
    if cause := answer.get("refused"):
        logger.info("a calendar isn't read", extra={"cause": cause})
        raise refusal(cause)
    spans = [Span(*(datetime.fromtimestamp(at, UTC) for at in pair)) for pair in answer["spans"]]
    return Found(answer["read"], answer["left_out"], spans)


def check(content: bytes) -> None:
    """Raises ValidationError, with what to do instead, for what is too large or a zip file, before anything is read."""
    if len(content) > MOST_BYTES:
        raise refusal("TooLarge")
    if content.startswith(ZIP):
        raise refusal("Zip")


def _run(job: bytes) -> dict:
    """The reader's answer. One that is ended by its limits has had too much to do."""
    command = [sys.executable, "-s", "-B", "-W", "ignore", "-m", "meetings.busy"]
    env = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  our own program; the file goes in by its standard input
            command, input=job, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, cwd=settings.BASE_DIR,
            timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"refused": "TooMuch"}
    if not done.stdout.startswith(b"{"):
        logger.warning("a calendar isn't read", extra={"cause": f"the reader ended with {done.returncode}"})
        return {"refused": "TooMuch"}
    return json.loads(done.stdout)


def refusal(cause: str) -> ValidationError:
    sentences = {
        "TooLarge": _("This file is larger than ten megabytes. Export one calendar alone, or a shorter time."),
        "Zip": _("This is a zip file. Unpack it, and choose one of the .ics files that are in it."),
        "NoCalendar": _("This file is no calendar. Choose one that ends in .ics, as your calendar exports it."),
        "Broken": _("This calendar breaks off, or is damaged. Export it once more."),
        "TooLong": _("An event in this calendar has a line longer than any calendar needs. Export another one."),
        "TooDeep": _("The parts of this calendar stand within each other more than four deep. No calendar has that."),
        "TooMuch": _("There is more in this calendar than can be read at once. Export one alone, or a shorter time."),
    }
    return ValidationError(sentences[cause], code=cause)
