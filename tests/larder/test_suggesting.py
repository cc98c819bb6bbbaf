"""A quiet suggestion on planning a meeting: wanted by most, not opened lately, from whoever’s topics came up least."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from larder.suggesting import suggestions
from tests.factories import days_from_now, make_meeting, make_membership, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    """One of five: of four at least two more have to want what she puts by."""
    return make_membership(name="Nia")


@pytest.fixture
def others(nia):
    return [make_membership(nia.group, name) for name in ("Bea", "Ruth", "Tom")]


def wanted(by, title: str, us, **what):
    topic = make_topic(by, title, **what)
    for person in us:
        topic.wish(by=person)
    return topic


def suggested(by, at=None) -> list[str]:
    by.group.refresh_from_db()
    return [one.title for one in suggestions(by.group, at)]


def test_only_what_most_of_us_want_is_suggested(nia, others):
    wanted(nia, "Salt", others[:1])
    assert suggested(nia) == []
    wanted(nia, "Smoke", others[:2])
    assert suggested(nia) == ["Smoke"]


def test_what_was_opened_in_the_last_year_or_is_to_be_is_not_suggested(nia, others):
    for title, days in (("Ahead", 10), ("Lately", -300), ("Long ago", -400)):
        make_meeting(nia, days=days, topics=[wanted(nia, title, others)])
    assert suggested(nia) == ["Long ago"]


def test_a_meeting_that_was_let_go_opened_nothing(nia, others):
    make_meeting(nia, topics=[wanted(nia, "Salt", others)]).let_go(by=nia)
    assert suggested(nia) == ["Salt"]


def test_whoever_s_topics_came_up_least_comes_first(nia, others):
    bea, ruth, tom = others
    make_meeting(nia, days=-40, topics=[make_topic(nia)])
    wanted(nia, "Of Nia", [bea, ruth, tom])
    wanted(bea, "Of Bea", [nia, ruth])
    assert suggested(nia) == ["Of Bea", "Of Nia"]


def test_two_at_most_and_from_two_of_us(nia, others):
    bea, ruth, tom = others
    wanted(bea, "First", [nia, ruth, tom], at=days_from_now(-9))
    wanted(bea, "Second", [nia, ruth, tom])
    wanted(ruth, "Third", [nia, bea], at=days_from_now(-8))
    wanted(tom, "Fourth", [nia, bea], at=days_from_now(-7))
    assert suggested(nia) == ["First", "Third"]


def test_marks_and_topics_of_those_who_left_count_no_more(nia, others):
    bea, ruth, tom = others
    wanted(nia, "Salt", [bea, ruth])
    wanted(bea, "Smoke", [nia, ruth, tom])
    assert suggested(nia) == ["Smoke", "Salt"]
    bea.leave()
    assert suggested(nia) == []  # Nia and Ruth are two of four


def test_planning_says_it_with_its_reason_and_a_tick_chooses_it(signed_in, nia, others):
    topic = wanted(nia, "Salt", others[:2])
    url = reverse("meetings:plan", args=[nia.group.slug])
    page = signed_in(nia).get(url).content.decode()
    assert "Bea and Ruth would like it. Nothing that Nia put by was opened in the last year, or is to be." in page
    assert page.count(f'value="{topic.key}"') == 1
    assert f'value="{topic.key}" checked' not in page


def test_planning_says_nothing_where_there_is_nothing_to_suggest(signed_in, nia, others):
    make_topic(nia, "Salt")
    page = signed_in(nia).get(reverse("meetings:plan", args=[nia.group.slug])).content.decode()
    assert "Perhaps one of these?" not in page
    assert "Salt" in page


def test_a_topic_can_be_named_in_the_address(signed_in, nia):
    topic = make_topic(nia, "Salt")
    page = signed_in(nia).get(reverse("meetings:plan", args=[nia.group.slug]), {"topic": topic.key}).content.decode()
    assert f'value="{topic.key}" checked' in page


def test_a_suggestion_that_is_kept_is_another_when_something_is_opened(nia, others):
    topic = wanted(nia, "Salt", others)
    assert suggested(nia) == ["Salt"]
    make_meeting(nia, topics=[topic])
    assert suggested(nia) == []
    assert suggested(nia, timezone.now() + timedelta(days=500)) == ["Salt"]


def test_the_reason_counts_nobody_s_topics_against_another_s(nia, others):
    wanted(nia, "Salt", others[:2])
    make_meeting(nia, topics=[make_topic(nia, "Smoke")])
    nia.group.refresh_from_db()
    assert [one.why for one in suggestions(nia.group)] == ["Bea and Ruth would like it."]
