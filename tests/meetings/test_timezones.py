"""VTIMEZONE as a yearly rule (calendar.md, finding A), against zoneinfo."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from copse.zones import zone_names
from meetings.timezones import vtimezone

YEAR = 2026
SOME = (
    "Europe/London",
    "Europe/Stockholm",
    "America/New_York",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
)


def zone_told(zone: str) -> tzinfo:
    """What a reader who knows no zone names takes from the VTIMEZONE."""
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//\r\n{vtimezone(zone, YEAR)}END:VCALENDAR\r\n"
    (component,) = Calendar.from_ical(text).walk("VTIMEZONE")
    return component.to_tz(lookup_tzid=False)


@pytest.mark.parametrize("zone", SOME)
def test_a_reader_without_zone_names_finds_the_same_hours(zone):
    told, known = zone_told(zone), ZoneInfo(zone)
    for day in range(0, 3 * 365, 9):
        wall = datetime.combine(date(YEAR, 1, 1) + timedelta(days=day), time(12))
        assert wall.replace(tzinfo=told).utcoffset() == wall.replace(tzinfo=known).utcoffset(), (zone, wall)


def test_london_changes_at_one_as_the_rule_says():
    """The spring onset is written in the offset from before it (RFC 5545, 3.6.5)."""
    told = vtimezone("Europe/London", YEAR)
    assert "DTSTART:19700329T010000" in told
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in told
    assert "RDATE" not in told


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Africa/El_Aaiun"])
def test_a_zone_without_a_yearly_rule_is_not_told(zone):
    assert vtimezone(zone, YEAR) is None


def test_nearly_every_zone_can_be_told():
    told = [zone for zone in zone_names() if vtimezone(zone, YEAR)]
    assert len(told) > 0.95 * len(zone_names())


def test_it_is_told_the_same_each_time():
    assert vtimezone("Europe/London", YEAR) == vtimezone("Europe/London", datetime.now(UTC).year)
