from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from copse.home import Home
from groups.models import Group, Member
from manifesto.models import Edition
from meetings import when
from meetings.models import Attendance, Meeting
from tests.factories import (
    days_from_now,
    make_edition,
    make_group,
    make_meeting,
    make_membership,
    make_topic,
    say,
    settle,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    """Somebody in a group that began long ago and met a month ago."""
    nia = make_membership(name="Nia")
    Group.objects.filter(pk=nia.group_id).update(created_at=days_from_now(-800))
    nia.group.refresh_from_db()
    make_meeting(nia, days=-30, at=days_from_now(-100))
    return nia


def home(membership, **options) -> Home:
    membership.group.refresh_from_db()  # as for each request
    return Home(membership, **options)


def read(signed_in, by) -> str:
    return signed_in(by).get(reverse("home", args=[by.group.slug])).content.decode()


def answered(by, **what) -> Meeting:
    meeting = make_meeting(by, **what)
    Attendance.say(meeting, "can", by=by)
    return meeting


# When we next meet


def test_home_says_when_we_next_meet_where_and_who_facilitates(signed_in, nia):
    bea = make_membership(nia.group, "Bea")
    meeting = make_meeting(nia, title="Salt", facilitator=bea)
    text = " ".join(read(signed_in, nia).split())
    said = ("We next meet on", meeting.starts_on.strftime("%A"), "In ten days", "7 to 9 pm", "online", "Salt")
    assert [words for words in (*said, "Bea facilitates.", meeting.get_absolute_url()) if words not in text] == []


def test_a_meeting_that_is_not_settled_or_let_go_is_not_the_next(nia):
    make_meeting(nia, days=3, settled=False)
    make_meeting(nia, days=4).let_go(by=nia)
    settled = make_meeting(nia, days=5)
    assert home(nia).next.meeting == settled


def test_whoever_facilitates_opens_the_run_sheet_and_the_others_see_the_meeting(signed_in, nia):
    make_meeting(nia)
    bea = make_membership(nia.group)
    assert "Open the run sheet" in read(signed_in, nia)
    assert "See the meeting" in read(signed_in, bea)


def test_ten_minutes_before_the_start_home_offers_to_join(nia):
    link = "https://room.example.org/a"
    meeting = make_meeting(nia, join_url=link)
    drawn = {m: home(nia, at=meeting.starts_at - timedelta(minutes=m)).drawn() for m in (11, 10)}
    assert {m: link in page for m, (page, _until) in drawn.items()} == {11: False, 10: True}
    assert drawn[11][1] == meeting.starts_at - timedelta(minutes=10)  # until then it is true


def test_my_own_hours_are_shown_where_they_differ(signed_in, nia):
    Member.objects.filter(pk=nia.member_id).update(zone="Europe/Vienna")
    make_meeting(nia)
    assert "8 to 10 pm where you are (7 to 9 pm in London)" in strip_tags(read(signed_in, nia))


def test_without_a_settled_date_home_says_how_to_find_one(signed_in, nia):
    text = read(signed_in, nia)
    assert "Nothing is settled yet" in text
    assert reverse("meetings:plan", args=[nia.group.slug]) in text


def test_the_first_of_a_group_is_asked_to_invite(signed_in):
    first = make_group().members.get()
    text = read(signed_in, first)
    assert "You are the first here" in text
    assert reverse("groups:invite", args=[first.group.slug]) in text


# What waits for me


def asks(membership) -> list[tuple[str, str]]:
    return [(ask.title, ask.button) for ask in home(membership).asks["first"]]


def test_a_settled_meeting_waits_for_my_answer_until_i_give_it(signed_in, nia):
    meeting = make_meeting(nia, title="Salt", day=date(2031, 6, 3))
    assert asks(nia) == [("Tuesday 3 June 2031", "Answer")]
    assert "Waiting for you" in read(signed_in, nia)
    Attendance.say(meeting, "cannot", by=nia)
    assert asks(nia) == []


def test_a_day_of_this_year_is_told_without_its_year_and_of_another_with_it(nia):
    make_meeting(nia, day=date(2031, 6, 3))
    titles = {year: home(nia, at=datetime(year, 3, 1, tzinfo=UTC)).asks["first"][0].title for year in (2030, 2031)}
    assert titles == {2030: "Tuesday 3 June 2031", 2031: "Tuesday 3 June"}


def test_a_move_asks_me_again(nia):
    meeting = answered(nia, day=date(2031, 6, 3))
    meeting.change(by=nia, place="The barn")
    assert asks(nia) == [("Tuesday 3 June 2031", "Answer")]


def test_an_edition_waits_for_my_signature(nia):
    edition = make_edition(nia)
    assert asks(nia) == [("Our manifesto has a new version", "Read and sign")]
    edition.sign(by=nia)
    assert asks(nia) == []
    Edition.objects.create(group=nia.group, n=2, agreed_on=date(2026, 2, 1))
    nia.group.changed("manifesto")
    assert asks(nia) == [("Our manifesto has a new version", "Read and sign")]


def test_four_wait_at_most_the_nearest_first_and_the_rest_is_folded_under_a_number_in_words(signed_in, nia):
    for month in (9, 3, 8, 2, 7, 1, 6, 5, 4):
        make_meeting(nia, day=date(2031, month, 4), settled=month != 2)
    titles = [title for title, _button in asks(nia)]
    assert titles == ["Saturday 4 January 2031", "A date in February", "Tuesday 4 March 2031", "Friday 4 April 2031"]
    shown, _summary, folded = read(signed_in, nia).partition("<summary>and five more</summary>")
    assert "Friday 4 April 2031" in shown
    assert "Sunday 4 May 2031" not in shown
    assert folded.partition("</details>")[0].count('class="btn"') == 5


def test_what_is_over_or_let_go_waits_for_nobody(nia):
    make_meeting(nia, days=-1)
    make_meeting(nia).let_go(by=nia)
    assert asks(nia) == []


# Since we last met


def news(membership, **options) -> list[tuple]:
    return [(n.by and n.by.name, n.deed, n.about) for n in home(membership, **options).news]


def test_topics_put_by_since_we_last_met_are_news_the_latest_first(nia):
    for days, title in ((-40, "Before we met"), (-3, "Salt"), (-1, "Smoke")):
        make_topic(nia, title, at=days_from_now(days))
    assert news(nia) == [("Nia", "put a topic by", "Smoke"), ("Nia", "put a topic by", "Salt")]


def test_what_one_of_us_put_by_on_one_day_is_one_line(signed_in, nia):
    petra, day = make_membership(nia.group, "Petra"), days_from_now(-2)
    make_topic(nia, "Bread", at=day)
    for n in range(40):
        make_topic(petra, f"Topic {n}", at=day + timedelta(seconds=n + 1))
    make_topic(petra, "Salt", at=days_from_now(-4))
    assert news(nia) == [
        ("Petra", "put 40 topics by", "Topic 39, Topic 38 and others"),
        ("Nia", "put a topic by", "Bread"),
        ("Petra", "put a topic by", "Salt"),
    ]
    assert reverse("larder:list", args=[nia.group.slug]) + "?sort=newest" in read(signed_in, nia)


def test_a_meeting_that_was_moved_is_news_once_with_its_new_day(nia):
    bea = make_membership(nia.group, "Bea")
    meeting = make_meeting(nia, title="Salt", at=days_from_now(-90))
    for by, day in ((nia, date(2031, 6, 3)), (bea, date(2031, 6, 10))):
        meeting.change(by=by, starts_on=day, ends_on=day)
    assert news(nia) == [("Bea", "moved a meeting", "Salt, Tuesday 10 June 2031")]


def test_a_meeting_let_go_is_news_and_not_that_it_was_moved(nia):
    meeting = make_meeting(nia, title="Salt", day=date(2031, 6, 3), at=days_from_now(-90))
    meeting.change(by=nia, starts_on=date(2031, 6, 10), ends_on=date(2031, 6, 10))
    meeting.let_go(by=nia)
    assert news(nia) == [(None, "A meeting is let go", "Salt, Tuesday 10 June 2031")]


def test_a_date_settled_since_we_last_met_is_news_while_it_is_ahead(nia):
    meeting = make_meeting(nia, title="Salt", day=date(2031, 6, 3), settled=False, at=days_from_now(-90))
    for person in nia.group.members:
        say(meeting, "can", by=person)
    settle(meeting, by=nia)
    assert news(nia) == [(None, "A date is settled", "Salt, Tuesday 3 June 2031")]
    assert news(nia, at=meeting.ends_at) == []


def test_a_date_settled_when_it_was_planned_long_ago_is_no_news(nia):
    make_meeting(nia, at=days_from_now(-60))
    assert news(nia) == []


def test_of_much_news_the_latest_five_are_told(nia):
    for days in range(8):
        make_topic(nia, f"Topic {days}", at=days_from_now(-days))
        make_meeting(nia, days=20 + days, title=f"Meeting {days}", at=days_from_now(-days - 0.5))
    told = [n.about.partition(",")[0] for n in home(nia).news]
    assert told == ["Topic 0", "Meeting 0", "Topic 1", "Meeting 1", "Topic 2"]


def test_a_group_that_has_not_met_yet_hears_what_happened_since_it_began(signed_in):
    first = make_group().members.get()
    make_topic(first, "Salt")
    text = read(signed_in, first)
    assert ["Since we began" in text, "Since we last met" in text, "Salt" in text] == [True, False, True]


def test_news_is_told_with_how_long_ago_it_was(signed_in, nia):
    make_topic(nia, "Salt", at=timezone.now() - timedelta(days=9))
    assert "put a topic by, nine days ago" in read(signed_in, nia)


# Beside it


def test_a_section_without_anything_in_it_is_absent(signed_in, nia):
    text = read(signed_in, nia)
    assert [words for words in ("Waiting for you", "Since we last met", "From our manifesto") if words in text] == []


def value_on(membership, day: date) -> str:
    asides = home(membership, at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC)).asides
    return asides[0].context["value"]["name"]


@pytest.mark.parametrize("number", [2, 3, 5, 51])
def test_each_week_has_another_value_also_over_the_new_year(nia, number):
    make_edition(nia, values=[(f"Value {i}", "Words.") for i in range(number)])
    monday = date(2026, 12, 7)
    weeks = [value_on(nia, monday + timedelta(weeks=w)) for w in range(6)]
    assert all(one != next_one for one, next_one in pairwise(weeks))
    assert {value_on(nia, monday + timedelta(days=d)) for d in range(7)} == {weeks[0]}


@pytest.mark.once  # how many questions are asked is the same on both
def test_home_takes_as_many_queries_for_three_hundred_past_meetings_as_for_three(signed_in, nia):
    client, url = signed_in(nia), reverse("home", args=[nia.group.slug])
    make_edition(nia)
    make_meeting(nia, settled=False)
    client.get(url)  # the frame of the page is drawn once
    counts = []
    for weeks in (range(3), range(3, 300)):
        held = [make_held(nia, days=-7 * week) for week in weeks]
        Meeting.objects.bulk_create(held)
        make_meeting(nia, title=f"Meeting {len(held)}", days=-len(counts) + 9)
        with CaptureQueriesContext(connection) as queries:
            assert f"Meeting {len(held)}" in client.get(url).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def make_held(by, *, days: int) -> Meeting:
    day = timezone.localdate() + timedelta(days=days - 40)
    meeting = Meeting(
        group=by.group, kind="online", starts_on=day, start_time=time(19), ends_on=day, end_time=time(21),
        zone="Europe/London", facilitator=by, settled_at=days_from_now(days - 60),
    )  # fmt: skip
    when.reckon(meeting)
    return meeting
