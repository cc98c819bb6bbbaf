"""Everyone reads days and times by their own clock and zone, in their own order, with what was agreed on beside."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from copse import words, zones
from copse.clocks import When, as_read_by, reads
from copse.hours import clock_read, hours
from copse.mail import Letter
from groups import registry
from groups.models import Member, Outbox
from meetings.models import Meeting
from tests.factories import make_meeting, make_membership, make_topic


@dataclass
class Agreed:
    """An evening in London, if nothing else is said."""

    starts_on: date = date(2031, 6, 3)
    start_time: time | None = time(19)
    ends_on: date = date(2031, 6, 3)
    end_time: time | None = time(21)
    zone: str = "Europe/London"

    @property
    def starts_at(self) -> datetime:
        return zones.instant(self.starts_on, self.start_time, self.zone)

    @property
    def ends_at(self) -> datetime:
        return zones.instant(self.ends_on, self.end_time, self.zone, end=True)


LATE = Agreed(start_time=time(23), end_time=time(1), ends_on=date(2031, 6, 4), zone="America/Lima")


def read_in(zone: str, agreed: Agreed) -> str:
    return When(agreed, ZoneInfo(zone)).whole


@pytest.mark.parametrize(
    ("zone", "agreed", "said"),
    [
        ("Europe/London", Agreed(), "Tuesday 3 June 2031, 7 to 9 pm"),
        ("Europe/Jersey", Agreed(), "Tuesday 3 June 2031, 7 to 9 pm"),
        ("Europe/Vienna", Agreed(), "Tuesday 3 June 2031, 8 to 10 pm where you are; 7 to 9 pm in London"),
        (
            "Pacific/Auckland", Agreed(),
            "Wednesday 4 June 2031, 6 to 8 am where you are; Tuesday 3 June 2031, 7 to 9 pm in London",
        ),
        (
            "Europe/London", LATE,
            "Wednesday 4 June 2031, 5 to 7 am where you are; Tuesday 3 to Wednesday 4 June 2031, 11 pm to 1 am in Lima",
        ),
        ("Pacific/Auckland", Agreed(start_time=None, end_time=None), "Tuesday 3 June 2031"),
    ],
)  # fmt: skip
def test_a_time_is_said_by_the_readers_clock_with_what_was_agreed_on_where_that_differs(zone, agreed, said):
    assert read_in(zone, agreed) == said


def test_it_differs_too_where_the_zones_part_while_the_meeting_goes_on():
    day = date(2031, 3, 30)  # clocks go forward at 1 in London and stay in Reykjavik
    night = Agreed(day, time(0, 30), day, time(3))
    assert When(night, ZoneInfo("Atlantic/Reykjavik")).both == "12.30 to 2 am where you are; 12.30 to 3 am in London"


def test_what_cannot_take_place_is_said_as_it_is_written():
    meeting = Meeting(starts_on=date(2031, 3, 30), start_time=time(1, 30), ends_on=date(2031, 3, 30), end_time=time(3))
    assert When(meeting, ZoneInfo("Asia/Tokyo")).whole == "Sunday 30 March 2031, 1.30 to 3 am"


def test_of_an_hour_that_comes_twice_for_the_reader_it_is_said_which():
    day = date(2031, 10, 26)
    night = Agreed(day, time(1, 30), day, time(2, 30), "Atlantic/Reykjavik")
    assert When(night, ZoneInfo("Europe/London")).times == "the second 1.30 am to 2.30 am"


def test_where_the_language_has_no_clock_of_its_own_members_choose_one():
    with clock_read("24"):
        assert words.times(time(19), time(21, 30)) == "19:00 to 21:30"
        assert [words.clock(at) for at in (time(0), time(9, 5), time(12))] == ["00:00", "09:05", "12:00"]
        assert words.sheet_time(time(19, 30)) == "19:30"
    assert words.times(time(19), time(21, 30)) == "7 to 9.30 pm"
    with translation.override("de"):
        assert words.clock(time(19)) == "19:00"
        with clock_read("12"):
            assert hours() == "12"


def test_the_order_of_a_date_the_first_day_of_a_week_and_a_time_are_the_languages():
    spring = date(2031, 4, 18), date(2031, 4, 20)
    with translation.override("en-us"):
        assert words.day(spring[0]) == "Friday, April 18"
        assert words.day_year(spring[0]) == "April 18, 2031"
        assert words.span(*spring, True) == "Friday, April 18 to Sunday, April 20, 2031"
        assert words.times(time(19, 30), time(21)) == "7:30 to 9 pm"
        assert words.week()[0] == (6, "Sunday")
        assert translation.gettext("This field is required.") == "This needs an answer."
    assert words.week()[0] == (0, "Monday")


def test_what_is_kept_is_kept_for_each_way_of_reading():
    ways = {reads()}
    with clock_read("24"):
        ways.add(reads())
        with timezone.override("Asia/Tokyo"):
            ways.add(reads())
    with translation.override("en-us"):
        ways.add(reads())
    assert len(ways) == 4


# On pages and in mails


def live(membership, **how) -> None:
    Member.objects.filter(pk=membership.member_id).update(**how)
    membership.member.refresh_from_db()
    membership.member.changed()


@pytest.mark.django_db
def test_wherever_a_meetings_time_is_said_it_is_the_readers_own(signed_in):
    nia, topic = make_membership(name="Nia"), None
    topic = make_topic(nia)
    day = date(timezone.localdate().year + 1, 3, 4)
    meeting = make_meeting(nia, day=day, topics=[topic])
    meeting.change(by=nia, start_time=time(20), end_time=time(22))
    live(nia, zone="Asia/Tokyo", clock="24")
    client, slug = signed_in(nia), nia.group.slug
    pages = {
        "meeting": meeting.get_absolute_url(),
        "home": reverse("home", args=[slug]),
        "year": reverse("meetings:year_of", args=[slug, day.year]),
        "topic": reverse("larder:detail", args=[slug, topic.key]),
    }
    said = {name: client.get(url).content.decode() for name, url in pages.items()}
    assert [name for name, page in said.items() if "05:00 to 07:00 where you are" not in page] == []
    assert [name for name, page in said.items() if "20:00 to 22:00 in London" not in page] == []
    assert "04:00 to 06:00 where you are" in said["meeting"], "its earlier date"


@pytest.mark.django_db
def test_a_row_that_one_of_us_has_read_is_read_by_another_in_their_own_way(signed_in):
    nia = make_membership(name="Nia")
    bea = make_membership(nia.group, "Bea")
    year = timezone.localdate().year + 1
    make_meeting(nia, day=date(year, 3, 4))
    live(bea, zone="Europe/Vienna", language="en-us")
    url = reverse("meetings:year_of", args=[nia.group.slug, year])
    assert "7 to 9 pm</span>" in signed_in(nia).get(url).content.decode()
    page = signed_in(bea).get(url).content.decode()
    assert "8 to 10 pm where you are" in page
    assert ", March 4" in page


@pytest.mark.django_db
def test_a_run_sheet_goes_by_my_clock_online_and_by_the_rooms_in_a_room(signed_in):
    nia = make_membership(name="Nia")
    live(nia, zone="Europe/Vienna")
    online, face = make_meeting(nia), make_meeting(nia, days=20, kind="face")
    pages = [signed_in(nia).get(m.get_absolute_url()).content.decode() for m in (online, face)]
    assert ["By the clock in Vienna." in page for page in pages] == [True, False]
    assert ["By the clock in London." in page for page in pages] == [False, True]
    assert ['<time datetime="20:00">8.00</time>' in page for page in pages] == [True, False]


@pytest.mark.django_db
def test_a_mail_is_written_as_its_reader_reads(monkeypatch):
    nia = make_membership(name="Nia")
    live(nia, zone="Asia/Tokyo", clock="24", language="en-us")
    meeting = make_meeting(nia, day=date(2031, 6, 3))
    monkeypatch.setitem(registry.mails, "a_test", lambda row: Letter(row.to, "When", When(meeting).whole))
    Outbox.queue(
        "a_test", meeting.key, to="nia@example.org", key=meeting.key, member=nia.member, group=nia.group
    ).deliver()
    expected = "Wednesday, June 4, 2031, 03:00 to 05:00 where you are; Tuesday, June 3, 2031, 19:00 to 21:00 in London"
    assert mail.outbox[-1].body == expected
    assert hours() == "12"


@pytest.mark.django_db
def test_what_is_rendered_for_somebody_leaves_no_trace_of_how_they_read():
    nia = make_membership()
    live(nia, zone="Asia/Tokyo", clock="24")
    before = reads()
    with as_read_by(nia.member):
        assert reads() == "en-gb:24:Asia/Tokyo"
    assert reads() == before


@pytest.mark.django_db
def test_the_settings_ask_for_language_and_clock(signed_in):
    nia = make_membership()
    me = {"name": "Nia", "zone": "Europe/London", "theme": "", "language": "en-us", "clock": "24"}
    assert signed_in(nia).post(reverse("me"), me).status_code == 302
    nia.member.refresh_from_db()
    assert (nia.member.language, nia.member.clock) == ("en-us", "24")
    refused = signed_in(nia).post(reverse("me"), {**me, "language": "xx", "clock": "25"})
    assert set(refused.context["form"].errors) == {"language", "clock"}
