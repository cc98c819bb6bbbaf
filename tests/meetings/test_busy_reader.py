"""A calendar file of one's own: when its owner is busy, and nothing else; and no file takes long."""

import subprocess
import sys
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from meetings import own_calendar
from meetings.busy import Refused
from meetings.busy.__main__ import busy
from tests.meetings.icsfile import calendar, event

MARCH = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


def asked(content: bytes, *, zone: str = "Europe/London", all_day: bool = False) -> dict:
    """What the reader says of March 2026. Its limits on the process are not on this one."""
    first, last = (int(at.timestamp()) for at in MARCH)
    return busy(content, first=first, last=last, zone=zone, all_day=all_day)


def times(content: bytes, **how) -> list[str]:
    """When it says that somebody is busy, in UTC."""
    spans = asked(content, **how)["spans"]
    return [f"{utc(starts):%d/%m %H:%M} to {utc(ends):%d/%m %H:%M}" for starts, ends in spans]


def utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


ONE = "10/03 19:00 to 10/03 20:00"
ALL_DAY = {"dtstart": ";VALUE=DATE:20260310", "dtend": ";VALUE=DATE:20260312"}
WEEKLY = {"dtstart": "20260303T190000Z", "dtend": "20260303T200000Z", "rrule": "FREQ=WEEKLY;COUNT=3"}
WEEKS = ["03/03 19:00 to 03/03 20:00", ONE, "17/03 19:00 to 17/03 20:00"]
NEW_YORK = ";TZID=America/New_York:"
OUTLOOK = (
    "BEGIN:VTIMEZONE\r\nTZID:Our own\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0300\r\n"
    "TZOFFSETTO:+0300\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nEND:VTIMEZONE"
)


@pytest.mark.parametrize(
    ("parts", "busy_at"),
    [
        ([event()], [ONE]),
        ([event(dtend="", duration="PT1H")], [ONE]),
        ([event(dtend="")], []),
        ([event(dtend="20260310T180000Z")], []),  # it ends before it starts
        ([event(transp="TRANSPARENT")], []),
        ([event(status="CANCELLED")], []),
        ([event(status="TENTATIVE")], [ONE]),
        ([event(x_microsoft_cdo_busystatus="FREE")], []),
        ([event(x_microsoft_cdo_busystatus="OOF")], [ONE]),
        ([event(dtstart="20260310T190000", dtend="20260310T200000")], [ONE]),
        ([event(dtstart=NEW_YORK + "20260310T150000", dtend=NEW_YORK + "20260310T160000")], [ONE]),
        ([OUTLOOK, event(dtstart=";TZID=Our own:20260310T220000", dtend=";TZID=Our own:20260310T230000")], [ONE]),
        ([event(recurrence_id="20260309T190000Z")], [ONE]),
        ([event(**WEEKLY)], WEEKS),
        ([event(**WEEKLY, exdate="20260310T190000Z")], [WEEKS[0], WEEKS[2]]),
        ([event(**WEEKLY), event(recurrence_id="20260310T190000Z", status="CANCELLED")], [WEEKS[0], WEEKS[2]]),
        ([event(**WEEKLY, transp="TRANSPARENT"), event(recurrence_id="20260310T190000Z")], [ONE]),
        ([event(rdate="20260317T190000Z")], [ONE, WEEKS[2]]),
        ([event(dtstart="20260228T230000Z", dtend="20260301T010000Z")], ["01/03 00:00 to 01/03 01:00"]),
        ([event(dtstart="20260501T190000Z", dtend="20260501T200000Z")], []),
        ([event(**ALL_DAY)], []),
        (["BEGIN:VFREEBUSY", "FREEBUSY;FBTYPE=BUSY:20260310T190000Z/PT1H,20260317T190000Z/20260317T200000Z",
          "FREEBUSY;FBTYPE=FREE:20260311T190000Z/PT1H", "END:VFREEBUSY"], [ONE, WEEKS[2]]),
    ],
)  # fmt: skip
def test_what_counts_as_busy(parts, busy_at):
    assert times(calendar(*parts)) == busy_at


def test_whole_days_count_where_the_member_wants_it_and_the_event_is_no_birthday():
    assert times(calendar(event(**ALL_DAY, transp="TRANSPARENT")), all_day=True) == []
    assert times(calendar(event(**ALL_DAY)), all_day=True, zone="Pacific/Auckland") == ["09/03 11:00 to 11/03 11:00"]


def test_a_weekly_one_keeps_its_hour_when_the_clocks_change():
    zone = ";TZID=Europe/London:"
    found = times(calendar(event(dtstart=zone + "20200107T190000", dtend="", duration="PT1H", rrule="FREQ=WEEKLY")))
    assert found[-2:] == ["24/03 19:00 to 24/03 20:00", "31/03 18:00 to 31/03 19:00"]


def test_it_says_how_many_events_there_are_and_nothing_of_what_they_are():
    answer = asked(calendar(event(summary="Surgery", location="Ward 3"), event(uid="two", status="CANCELLED")))
    assert answer == {"read": 2, "left_out": 0, "spans": [(1773169200, 1773172800)]}


# -- files that somebody made to do harm

DAILY = "FREQ=DAILY"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=SECONDLY;COUNT=2000000000", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MINUTELY",
        "FREQ=HOURLY", f"{DAILY};INTERVAL=0", f"{DAILY};INTERVAL=10000", f"{DAILY};INTERVAL=²", f"{DAILY};COUNT=5001",
        f"{DAILY};BYHOUR=1,2,3;BYMINUTE=1,2", f"{DAILY};{DAILY}", f"{DAILY};BYEASTER=1", "FREQ=", "", "RRULE",
        f"{DAILY};UNTIL=soon",
    ],
)  # fmt: skip
def test_a_rule_that_no_diary_has_is_left_out_and_counted(rule):
    parts = event(rrule=rule or ";"), event(uid="two")
    assert asked(calendar(*parts)) == {"read": 2, "left_out": 1, "spans": [(1773169200, 1773172800)]}


@pytest.mark.parametrize(
    "what",
    [
        {"dtstart": ';X="Y:20260310T190000Z'},
        {"dtstart": "20260230T190000Z"}, {"dtstart": "soon"}, {"dtstart": ""}, {"dtend": "20260810T200000Z"},
        {"dtend": "20260101T200000Z"}, {"duration": "P99999W", "dtend": ""}, {"duration": "long", "dtend": ""},
        {"dtstart": "19000101T190000Z", "dtend": "", "rrule": "FREQ=YEARLY"},
        {"rdate": ",".join(["20260310T190000Z"] * 401)}, {"rrule": "FREQ=WEEKLY\r\nRRULE:FREQ=DAILY"},
        {"recurrence_id": "never"},
    ],
)  # fmt: skip
def test_an_event_that_can_not_be_reckoned_with_is_left_out_and_counted(what):
    assert asked(calendar(event(**what)))["left_out"] == 1


def daily(n: int, since: str = "20260101") -> list[str]:
    return [event(uid=f"{i}", dtstart=f"{since}T190000Z", dtend="", duration="PT1H", rrule=DAILY) for i in range(n)]


@pytest.mark.parametrize(
    ("cause", "content"),
    [
        ("TooMuch", calendar(*[event(uid=f"{i}") for i in range(4001)])),
        ("TooMuch", calendar(*[event(uid=f"{i}", rrule="FREQ=YEARLY") for i in range(501)])),
        ("TooMuch", calendar(*daily(2000))),
        ("TooMuch", calendar(*daily(14, since="19700101"))),
        ("TooMuch", calendar("BEGIN:VFREEBUSY", *["FREEBUSY:20260310T190000Z/PT1H"] * 4001, "END:VFREEBUSY")),
        ("TooMuch", calendar(*[OUTLOOK.replace("own", f"own{i}") for i in range(101)])),
        ("TooLong", calendar(event(rdate=",".join(["20260310T190000Z"] * 16_000)))),
        ("TooLong", calendar(event(dtstart=";X=1" * 300_000 + ":20260310T190000Z"))),
        ("TooLong", calendar(event(rdate="20260310T190000Z" + "\r\n ," * 1_000_000))),
        ("TooDeep", calendar("BEGIN:VEVENT\r\n" * 20_000)),
        ("Broken", calendar("BEGIN:VEVENT")),
        ("Broken", calendar("END:VCALENDAR")),
        ("Broken", calendar(event())[:-20]),
        ("NoCalendar", b""),
        ("NoCalendar", b"<!doctype html><p>Sign in"),
        ("NoCalendar", calendar(event()).decode().encode("utf-16")),
        ("NoCalendar", b"BEGIN:VCARD\nEND:VCARD"),
    ],
)
def test_a_file_with_too_much_of_anything_is_refused(cause, content):
    with pytest.raises(Refused, match=cause):
        asked(content)


def test_what_is_not_kept_may_be_as_long_as_it_likes():
    long, folded = "x" * 5_000_000, "x" + "\r\n x" * 1_000_000
    assert times(calendar(event(description=long), event(uid="two", summary=folded))) == [ONE]


def test_what_lies_within_the_limits_is_worked_out():
    """The most daily rules since 2019 that are still taken."""
    assert len(asked(calendar(*daily(54, since="20190101")))["spans"]) == 31


def test_a_calendar_of_many_years_is_mostly_passed_over():
    past = [
        event(uid=f"{n}", dtstart=f"{year}{n % 12 + 1:02}05T090000Z", dtend="", duration="PT1H", summary="x" * 500)
        for year in range(2015, 2025) for n in range(300)
    ]  # fmt: skip
    assert asked(calendar(*past, event())) == {"read": 3001, "left_out": 0, "spans": [(1773169200, 1773172800)]}


# -- in its own process


def read(content: bytes) -> own_calendar.Found:
    return own_calendar.read(content, first=MARCH[0], last=MARCH[1], zone="Europe/London", all_day=False)


def test_it_is_read_in_a_process_of_its_own():
    found = read(calendar(*daily(2)))
    assert (found.read, found.left_out, len(found.spans)) == (2, 0, 31)
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(found.spans))
    assert found.spans[0].starts_at == datetime(2026, 3, 1, 19, tzinfo=ZoneInfo("UTC"))


def test_a_rule_that_never_comes_is_not_looked_for_until_the_year_9999():
    never = [event(uid=f"{n}", rrule="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") for n in range(50)]
    assert read(calendar(*never)).read == 50  # without, that is minutes of processor time, and its limit is ten seconds


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * (own_calendar.MOST_BYTES + 1), "larger than ten megabytes"),
        (b"PK\x03\x04 and so on", "zip"),
        (b"My diary", "is no calendar"),
        (calendar(event())[:-20], "breaks off"),
        (calendar(*daily(600)), "more in this calendar than can be read"),
    ],
)
def test_each_refusal_is_a_sentence(content, words):
    with pytest.raises(ValidationError, match=words):
        read(content)


CONFINED = """
import resource
from meetings.busy.__main__ import confine
confine()
names = ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_FSIZE", "RLIMIT_CORE")
print([resource.getrlimit(getattr(resource, name)) for name in names])
for harm in (lambda: bytearray(600 << 20), lambda: open({file!r}, "w").write("x" * 9999)):
    try:
        harm()
    except (MemoryError, OSError) as error:
        print(type(error).__name__)
"""


def test_its_process_can_take_no_more_than_its_share(tmp_path):
    """Ten seconds of processor time, half a gigabyte, not a byte on the disk."""
    code = [sys.executable, "-c", CONFINED.format(file=str(tmp_path / "written"))]
    done = subprocess.run(code, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR)
    limits, *harms = done.stdout.splitlines()
    assert limits == str([(10, 10), (512 << 20, 512 << 20), (0, 0), (0, 0)])
    assert harms == ["MemoryError", "OSError"]
    assert own_calendar.SECONDS == 20
    assert not list(tmp_path.glob("*")) or (tmp_path / "written").stat().st_size == 0


def test_what_lies_in_the_hour_that_is_left_out_is_as_long_as_it_says():
    there = event(dtstart=";TZID=Europe/London:20260329T013000", dtend=";TZID=Europe/London:20260329T023000")
    assert times(calendar(there)) == ["29/03 01:30 to 29/03 02:30"]
