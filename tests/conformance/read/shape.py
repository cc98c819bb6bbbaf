"""How a reader says what it has read: a list of events as JSON, text as it is, whole days as such, instants in UTC."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path


def given() -> str:
    """The calendar in the file that the command names, its line ends as they are."""
    return Path(sys.argv[1]).read_bytes().decode()


def when(value: date | datetime) -> str:
    """`2027-10-31`, or `2027-10-31T01:30:00Z`; of what floats, that it does."""
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        return f"{value.isoformat()} floating"
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def say(events) -> None:
    """`events`: (UID, start, end, STATUS, SUMMARY, LOCATION, DESCRIPTION) of each."""
    rows = [[str(uid), when(start), when(end), *(text or "" for text in texts)] for uid, start, end, *texts in events]
    print(json.dumps(rows))
