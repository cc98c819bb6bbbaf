"""What I keep and what my own calendar says, beside the dates that are offered: marked for me, answered by nobody."""

import re
from datetime import UTC, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from groups.models import Member
from groups.tick import tick
from meetings.clashes import Span
from meetings.models import Availability, BusyReading, BusySpan, StandingAvailability
from meetings.when import dates_of
from tests.at_once import at_once
from tests.factories import first_of, make_group, make_meeting, make_membership, say, settle
from tests.meetings.icsfile import calendar, event

pytestmark = pytest.mark.django_db

CANNOT = re.compile(r'value="cannot"[^>]* checked')


@pytest.fixture
def nia():
    return first_of(make_group())


@pytest.fixture
def meeting(nia):
    """With two dates, a day apart."""
    meeting = make_meeting(nia, settled=False)
    dates = dates_of(meeting)
    dates |= {name: dates[name] + timedelta(days=1) for name in ("starts_on", "ends_on")}
    meeting.poll.offer(by=nia, **dates, kind=meeting.kind, place="")
    return meeting


@pytest.fixture
def ruth(nia):
    return make_membership(nia.group, "Ruth")


@pytest.fixture
def shown(signed_in, meeting):
    """The page of the dates, as it shows itself to somebody."""

    def ask(who, name: str = "dates") -> str:
        return signed_in(who).get(reverse(f"meetings:{name}", args=[who.group.slug, meeting.key])).content.decode()

    return ask


def keep(who, day, **what) -> StandingAvailability:
    return StandingAvailability.keep(by=who, starts=day, ends=day, **what)


def diary(meeting, *, hours: int = 0, **said) -> bytes:
    """With an event of an hour from the start of the meeting, or so many hours later."""
    starts = meeting.starts_at.astimezone(UTC) + timedelta(hours=hours)
    return calendar(event(dtstart=f"{starts:%Y%m%dT%H%M%SZ}", dtend="", duration="PT1H", summary="Surgery", **said))


def lay(meeting, who, content: bytes | None = None, **how):
    content = diary(meeting) if content is None else content
    return BusySpan.lay_beside(meeting.poll, content, by=who, all_day=how.pop("all_day", False), **how)


# -- what I keep


def test_it_is_chosen_beforehand_and_counts_when_i_save_it(shown, signed_in, meeting, ruth):
    keep(ruth, meeting.starts_on, reason="Surgery")
    page = shown(ruth)
    assert len(CANNOT.findall(page)) == 1
    assert "You keep: away" in page
    assert "counts when you save" in page
    assert not Availability.objects.exists()
    url, option = reverse("meetings:dates", args=[ruth.group.slug, meeting.key]), meeting.poll.options.ahead().first()
    signed_in(ruth).post(url, {f"date-{option.key}": "cannot"})
    assert [(a.option, a.answer) for a in ruth.availabilities.all()] == [(option, "cannot")]


def test_the_sheet_of_all_dates_has_it_chosen_too(signed_in, meeting, ruth):
    keep(ruth, meeting.starts_on)
    page = signed_in(ruth).get(reverse("meetings:all_dates", args=[ruth.group.slug])).content.decode()
    assert len(CANNOT.findall(page)) == 1
    assert "You keep: away" in page


def test_what_i_have_answered_stays_as_i_said_it(shown, meeting, ruth):
    say(meeting, "can", by=ruth)
    keep(ruth, meeting.starts_on)
    page = shown(ruth)
    assert "You keep: away" in page
    assert not CANNOT.search(page)


def test_whoever_plans_sees_for_whom_it_clashes_and_nobody_sees_why(shown, signed_in, meeting, nia, ruth):
    keep(ruth, meeting.starts_on, reason="Surgery")
    assert shown(nia).count("As far as we know it clashes for Ruth.") == 1
    assert f"away {meeting.starts_on:%A}" in shown(nia, "offer")
    other = make_membership(nia.group, "Bea")  # who plans meetings too, but not this one
    everything = reverse("meetings:all_dates", args=[nia.group.slug])
    assert "it clashes for Ruth" in signed_in(nia).get(everything).content.decode()
    assert "it clashes for Ruth" not in shown(other) + signed_in(other).get(everything).content.decode()
    assert "When some of us can’t" not in shown(other, "offer")
    assert not any("Surgery" in shown(who, name) for who in (nia, other) for name in ("dates", "offer"))


def test_offering_a_date_says_for_whom_it_clashes(signed_in, meeting, nia, ruth):
    day = meeting.starts_on + timedelta(days=9)
    keep(ruth, day)
    said = {"starts_on": day.isoformat(), "start_time": "19:00", "end_time": "21:00", "zone": "Europe/London"}
    url = reverse("meetings:offer", args=[nia.group.slug, meeting.key])
    page = signed_in(nia).post(url, {**said, "kind": "online"}, follow=True).content.decode()
    assert "As far as we know it clashes for Ruth." in page
    assert not ruth.availabilities.exists()


# -- my own calendar


def test_it_says_what_was_read_and_marks_what_clashes_for_me_alone(shown, signed_in, meeting, nia, ruth):
    url = reverse("meetings:lay_beside", args=[ruth.group.slug, meeting.key])
    file = SimpleUploadedFile("mine.ics", diary(meeting))
    assert "One event read, one clashes with the dates." in signed_in(ruth).post(
        url, {"file": file}, follow=True
    ).content.decode()  # fmt: skip
    assert shown(ruth).count("Your calendar has something then.") == 1
    assert not CANNOT.search(shown(ruth))  # it pre-sets nothing
    assert "Your calendar has something then." not in shown(nia)
    signed_in(ruth).post(reverse("meetings:take_away", args=[ruth.group.slug, meeting.key]))
    assert "Your calendar has something then." not in shown(ruth)


def test_a_calendar_without_events_is_told_so(meeting, ruth):
    laid = lay(meeting, ruth, b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    assert laid.in_words == "No events read, none clash with the dates."


def test_only_merged_busy_times_between_the_first_and_the_last_date_are_kept(meeting, ruth):
    parts = [diary(meeting, hours=hours, uid=f"{hours}") for hours in (-1, 0, 1, 5, 900)]
    content = calendar(*(part.decode().split("\r\n", 2)[2].rpartition("END:VCAL")[0].strip() for part in parts))
    laid = lay(meeting, ruth, content)
    assert (laid.read, laid.clash, laid.left_out) == (5, 2, 0)
    starts, hour = meeting.starts_at, timedelta(hours=1)
    kept = [Span(busy.starts_at, busy.ends_at) for busy in ruth.busy.order_by("starts_at")]
    assert kept == [Span(starts, starts + 2 * hour), Span(starts + 5 * hour, starts + 6 * hour)]
    names = {field.name for field in BusySpan._meta.get_fields()}
    assert names == {"id", "poll", "membership", "starts_at", "ends_at", "read_at"}


def test_another_one_takes_its_place(meeting, ruth):
    lay(meeting, ruth)
    lay(meeting, ruth, diary(meeting, hours=3))
    assert [busy.starts_at for busy in ruth.busy.all()] == [meeting.starts_at + timedelta(hours=3)]


def test_it_goes_when_the_date_is_settled(meeting, nia, ruth):
    lay(meeting, ruth)
    for who in (nia, ruth):
        say(meeting, "can", by=who)
    settle(meeting, by=nia)
    assert not BusySpan.objects.exists()
    with pytest.raises(ValidationError, match="No date is looked for"):
        lay(meeting, ruth)


def test_it_goes_when_the_meeting_is_let_go(meeting, nia, ruth):
    lay(meeting, ruth)
    meeting.let_go(by=nia)
    assert not BusySpan.objects.exists()


def test_it_goes_after_thirty_days(meeting, ruth):
    lay(meeting, ruth)
    BusySpan.forget(timezone.now() + timedelta(days=29))
    assert ruth.busy.exists()
    for _ in range(2):
        tick(timezone.now() + timedelta(days=30))
    assert not BusySpan.objects.exists()
    assert not BusyReading.objects.exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "Choose a file."),
        (b"", "There is nothing in this file."),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than ten megabytes"),
        (b"My diary", "is no calendar"),
    ],
)
def test_a_file_that_is_not_read_is_told_in_a_sentence(signed_in, meeting, ruth, file, words):
    url = reverse("meetings:lay_beside", args=[ruth.group.slug, meeting.key])
    said = {} if file is None else {"file": SimpleUploadedFile("mine.ics", file)}
    answer = signed_in(ruth).post(url, said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not BusySpan.objects.exists()


def test_six_an_hour_and_one_at_a_time(ruth):
    now = timezone.now()
    with BusyReading.begun(ruth.member, now):
        refused = pytest.raises(ValidationError, match="is being read")
        with refused, BusyReading.begun(ruth.member, now):
            pass
    for minutes in range(5):
        with BusyReading.begun(ruth.member, now + timedelta(minutes=minutes)):
            pass
    with pytest.raises(ValidationError, match="six calendars"), BusyReading.begun(ruth.member, now):
        pass
    with BusyReading.begun(ruth.member, now + timedelta(hours=1)):  # the first was an hour ago
        pass


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_read(ruth):
    def begin():
        reading = BusyReading.begun(Member.objects.get(pk=ruth.member_id), timezone.now())
        reading.__enter__()  # and it goes on
        return reading

    assert [type(found) for found in at_once(begin, begin)].count(ValidationError) == 1


@pytest.mark.parametrize("n", [2, 8])
def test_the_page_asks_as_often_for_many_as_for_few(signed_in, meeting, nia, n, django_assert_max_num_queries):
    for number in range(n):
        keep(make_membership(nia.group), meeting.starts_on + timedelta(days=number % 2))
        keep(nia, meeting.starts_on)
    client, url = signed_in(nia), reverse("meetings:dates", args=[nia.group.slug, meeting.key])
    with django_assert_max_num_queries(20):
        client.get(url)


@pytest.mark.parametrize("sheet", ["dates", "all_dates"])
def test_what_is_chosen_beforehand_can_be_left_unsaid(signed_in, meeting, ruth, sheet):
    keep(ruth, meeting.starts_on)
    client, first = signed_in(ruth), meeting.poll.options.ahead().first()
    url = reverse(f"meetings:{sheet}", args=[ruth.group.slug, *([meeting.key] if sheet == "dates" else [])])
    assert client.get(url).content.decode().count('value="none"') == 1  # of the other there is nothing to leave
    client.post(url, {f"date-{first.key}": "none", f"date-{meeting.poll.options.ahead().last().key}": "can"})
    assert [said.answer for said in ruth.availabilities.all()] == ["can"]


def test_a_date_offered_after_the_calendar_was_read_says_so(shown, meeting, nia, ruth):
    lay(meeting, ruth)
    unread = "Offered after your calendar was read."
    assert unread not in shown(ruth)
    dates = dates_of(meeting)
    dates |= {name: dates[name] + timedelta(days=20) for name in ("starts_on", "ends_on")}
    meeting.poll.offer(by=nia, **dates, kind=meeting.kind, place="")
    assert (shown(ruth).count(unread), unread in shown(nia)) == (1, False)
    lay(meeting, ruth)
    assert unread not in shown(ruth)


def test_what_is_refused_unread_is_no_reading(meeting, ruth):
    with pytest.raises(ValidationError, match="zip"):
        lay(meeting, ruth, b"PK\x03\x04 and more")
    assert not BusyReading.objects.exists()
