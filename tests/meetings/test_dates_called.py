"""What a date is called among those that are offered, and a search for one that has no name."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from copse.home import Home
from groups.models import Outbox
from meetings.called import apart
from meetings.mail import all_heard
from meetings.models import DatePoll, Meeting
from meetings.programme import Programme
from meetings.when import dates_of, reckon
from tests.factories import make_group, make_meeting, make_membership

pytestmark = pytest.mark.django_db

DAY = date(2031, 12, 26)


@pytest.fixture
def two():
    group = make_group()
    return [group.members.get(), make_membership(group, "Bea")]


def date_of(day=DAY, start=19, end=21, kind="online", place="", days=0) -> Meeting:
    at = {"start_time": start and time(start), "end_time": end and time(end), "zone": "Europe/London"}
    found = Meeting(kind=kind, place=place, starts_on=day, ends_on=day + timedelta(days=days), **at)
    reckon(found)
    return found


@pytest.mark.parametrize(("dates", "called"), [
    ([{}, {"day": date(2031, 12, 27)}], ["Friday 26 December", "Saturday 27 December"]),
    ([{}, {"start": 10, "end": 12}], ["Friday 26 December, 7 to 9 pm", "Friday 26 December, 10 am to noon"]),
    ([{}, {"kind": "face"}], ["Friday 26 December, online", "Friday 26 December, face to face"]),
    ([{"kind": "face", "place": "The quay"}, {"kind": "face"}, {"start": 10, "end": 11}],
     ["Friday 26 December, 7 to 9 pm, The quay", "Friday 26 December, 7 to 9 pm", "Friday 26 December, 10 to 11 am"]),
    ([{"start": None, "end": None, "kind": "retreat", "days": 2}], ["Friday 26 to Sunday 28 December"]),
])  # fmt: skip
def test_a_date_is_called_by_its_day_and_by_more_only_where_another_has_the_same(dates, called):
    assert apart([date_of(**what) for what in dates], date(2031, 1, 1)) == called


def offered_twice_a_day(two, days=30, **what) -> DatePoll:
    """A poll with 19:00 online and 10:00 in Aberdeen on one day; both of us can make both."""
    poll = make_meeting(two[0], days=days, settled=False, **what).poll
    at = {**dates_of(poll.meeting), "start_time": time(10), "end_time": time(12)}
    poll.offer(by=two[0], kind="face", place="Aberdeen harbour", note="Bring boots", **at)
    for person in two:
        poll.answer(dict.fromkeys(poll.options.all(), "can"), by=person)
    return DatePoll.objects.get(pk=poll.pk)


def test_two_dates_on_one_day_are_told_apart_wherever_the_page_names_them(two, signed_in):
    poll = offered_twice_a_day(two)
    text = signed_in(two[0]).get(poll.get_absolute_url()).content.decode()
    for hours in ("7 to 9 pm", "10 am to noon"):
        day = f"{apart([poll.meeting], timezone.localdate())[0]}, {hours}"
        said = (f"Both of us can make {day}.", f'<span class="vh">: {day}</span>', f"Take {day} back", f"{day}</time>")
        assert [words for words in said if words not in text] == []


def test_and_in_the_year_and_on_home_and_where_one_is_offered_to_meet_without_somebody(two, signed_in):
    poll = offered_twice_a_day(two)
    day = apart([poll.meeting], timezone.localdate())[0]
    both = f"Both of us can make {day}, 10 am to noon and {day}, 7 to 9 pm."
    group = Meeting.objects.get().group
    rows = Programme(group, poll.meeting.starts_on.year).rows
    assert next(row["who_can"] for row in rows if row.get("meeting")) == both
    assert [ask.words for ask in Home(group.members.get(pk=two[0].pk)).asks["first"]] == [both]
    make_membership(group=group)  # so that two would be left
    poll.answer(dict.fromkeys(poll.options.all(), "cannot"), by=two[1])
    text = signed_in(two[1]).get(poll.get_absolute_url()).content.decode()
    assert f"Offer it for {day}, 10 am to noon" in text
    assert f"Offer it for {day}, 7 to 9 pm" in text


def test_the_sheet_says_of_each_date_how_where_and_what_was_said_of_it(two, signed_in):
    poll = offered_twice_a_day(two)
    text = signed_in(two[0]).get(reverse("meetings:all_dates", args=[two[0].group.slug])).content.decode()
    legends = [" ".join(legend.split("</legend>")[0].split()) for legend in text.split("<legend>")[1:]]
    assert ["Face to face, Aberdeen harbour" in legend for legend in legends] == [True, False]
    assert ["Online" in legend for legend in legends] == [False, True]
    assert "Bring boots" in text
    assert 'class="kindword"' not in text.partition("<quick-answers>")[2]  # none is of all of them
    assert poll.options.count() == len(legends)


def test_a_search_is_called_by_its_months_and_no_meeting_by_its_kind(two, signed_in):
    poll = make_meeting(two[0], day=date(2031, 12, 31), settled=False).poll
    after = date(2032, 1, 2)
    poll.offer(by=two[0], kind="online", **{**dates_of(poll.meeting), "starts_on": after, "ends_on": after})
    client, group = signed_in(two[1]), two[1].group
    group.refresh_from_db()
    assert [ask.title for ask in Home(two[1]).asks["first"]] == ["A date in December or January"]
    assert "<h1>A date in December or January</h1>" in client.get(poll.get_absolute_url()).content.decode()
    text = client.get(reverse("meetings:all_dates", args=[group.slug])).content.decode()
    assert "More on the dates in December or January" in text
    assert "More on the dates for" not in text
    for person in two:
        poll.answer(dict.fromkeys(poll.options.all(), "can"), by=person)
    assert "in December or January" in all_heard(Outbox.objects.get(kind="all_heard")).subject


def test_home_tells_two_meetings_on_one_day_apart(two):
    for hour in (10, 19):
        make_meeting(two[0], day=DAY, start_time=time(hour), end_time=time(hour + 1))
    two[0].group.refresh_from_db()
    titles = [ask.title for ask in Home(two[0]).asks["first"]]
    assert titles == ["Friday 26 December 2031, 10 to 11 am", "Friday 26 December 2031, 7 to 8 pm"]
