"""How an answer that anybody wrote is read: line by line, and nothing in it is reckoned with."""

from datetime import UTC, datetime, timedelta

import pytest

from meetings import itip
from meetings.reply import Unclear

pytestmark = pytest.mark.once  # no database


HOSTILE = {
    "rules without an end": b"RRULE:FREQ=SECONDLY\r\n" * 9000,
    "boxes within boxes": b"BEGIN:VEVENT\r\n" * 9000,
    "a line of a quarter of a megabyte": b"ATTENDEE" + b";X=Y" * 60_000 + b":mailto:a@b.c\r\n",
    "folds": b"UID:" + b"x\r\n " * 60_000 + b"\r\n",
    "quotes": b'ATTENDEE;CN="' + b'";CN="' * 40_000 + b":mailto:a\r\n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_calendar_costs_what_its_length_costs(what):
    began = datetime.now(UTC)
    with pytest.raises(Unclear):
        itip.read(
            b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n" + HOSTILE[what] + b"END:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    assert datetime.now(UTC) - began < timedelta(seconds=2)
