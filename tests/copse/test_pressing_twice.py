"""Pressed twice, by a double click, by going back or by sending the page again: what is made is made once."""

import re
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from copse.pages import pressed
from tests.at_once import at_once
from tests.factories import make_group, make_membership
from tests.fresh import sign_in
from tests.matrix import meeting_plan

pytestmark = pytest.mark.django_db

MAKES = {
    "larder:new": "topics",
    "meetings:plan": "meetings",
    "groups:new_goal": "goals",
    "groups:new_our_goal": "goals",
}


def page_of(name: str, by) -> str:
    return reverse(name, args=[by.group.slug])


def words(name: str, by, **more) -> dict:
    """What somebody writes on the form at `name`."""
    said = {
        "larder:new": {"title": "Salt", "why": "The taste of it", "kind": by.group.topic_kinds.first().pk},
        "meetings:plan": meeting_plan(title="Salt", facilitator=by.pk),
    }
    return {**said.get(name, {"text": "To be read to", "state": "beginning"}), **more}


def token_on(client, url: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(url).content.decode())[1]


def test_what_is_put_by_twice_is_one_topic(signed_in):
    nia = make_membership()
    client, said = signed_in(nia), words("larder:new", nia)
    first, second = (client.post(page_of("larder:new", nia), said) for _ in range(2))
    topic = nia.group.topics.get()
    assert first.url == second.url == reverse("larder:detail", args=[nia.group.slug, topic.key])


def test_what_is_planned_twice_is_one_meeting_and_whoever_changed_it_since_keeps_their_change(signed_in):
    nia = make_membership()
    client, said = signed_in(nia), words("meetings:plan", nia)
    first = client.post(page_of("meetings:plan", nia), said)
    nia.group.meetings.get().change(by=nia, title="Rivers")
    assert client.post(page_of("meetings:plan", nia), said).url == first.url
    meeting = nia.group.meetings.get()
    assert (meeting.title, meeting.parts.count()) == ("Rivers", 5)


@pytest.mark.parametrize("deed", ["move", "let go"])
def test_where_a_meeting_was_moved_or_let_go_the_same_words_plan_another(signed_in, deed):
    nia = make_membership()
    client, said = signed_in(nia), words("meetings:plan", nia)
    client.post(page_of("meetings:plan", nia), said)
    first = nia.group.meetings.get()
    first.let_go(by=nia) if deed == "let go" else first.change(by=nia, start_time=time(18))
    another = client.post(page_of("meetings:plan", nia), said).url
    assert {m.get_absolute_url() for m in nia.group.meetings.all()} == {first.get_absolute_url(), another}
    assert nia.group.meetings.get(let_go_at=None, start_time=time(19)).parts.count() == 5


@pytest.mark.each
@pytest.mark.parametrize("name", MAKES)
@pytest.mark.django_db(transaction=True)
def test_of_two_who_are_one_and_press_at_the_same_moment_one_thing_is_made(name):
    nia = make_membership()
    url, said = page_of(name, nia), words(name, nia)
    clients = [sign_in(Client(), nia.member) for _ in range(2)]
    answers = at_once(*[lambda c=c: c.post(url, said).url for c in clients])
    assert answers[0] == answers[1]
    assert getattr(nia.group, MAKES[name]).count() == 1


@pytest.mark.parametrize("name", MAKES)
def test_other_words_on_the_same_page_are_something_new(signed_in, name):
    nia = make_membership()
    client, first = signed_in(nia), words(name, nia)
    text = next(field for field in ("title", "text") if field in first)
    for said in (first, {**first, text: "Rivers"}):
        client.post(page_of(name, nia), said)
    assert getattr(nia.group, MAKES[name]).count() == 2


@pytest.mark.parametrize("name", MAKES)
def test_whoever_goes_back_finds_their_words_on_a_page_fetched_anew_and_makes_it_once(name):
    nia = make_membership()
    careful, url = sign_in(Client(enforce_csrf_checks=True), nia.member), page_of(name, nia)
    tokens = [token_on(careful, url) for _again in range(2)]
    assert tokens[0] != tokens[1]
    for token in tokens:
        assert careful.post(url, words(name, nia, csrfmiddlewaretoken=token)).status_code == 302
    assert getattr(nia.group, MAKES[name]).count() == 1


def test_the_same_words_on_another_day_are_something_new(signed_in):
    nia = make_membership()
    asked = signed_in(nia).post(page_of("larder:new", nia), words("larder:new", nia)).wsgi_request
    topic = nia.topics.get()
    assert pressed(asked, topic.put_by_at) == topic.key
    assert pressed(asked, topic.put_by_at + timedelta(days=1)) != topic.key


def test_a_goal_of_mine_and_one_of_ours_in_the_same_words_are_two(signed_in):
    nia = make_membership()
    for name in ("groups:new_goal", "groups:new_our_goal"):
        assert signed_in(nia).post(page_of(name, nia), words(name, nia)).status_code == 302
    assert nia.group.goals.count() == 2


def test_the_same_words_from_somebody_else_or_in_another_group_are_something_new(signed_in):
    nia = make_membership()
    bea, elsewhere = make_membership(nia.group), make_group(first=nia.member)
    said = {"text": "To be read to", "state": "beginning"}
    for by in (nia, bea, elsewhere.members.get()):
        signed_in(by).post(page_of("groups:new_our_goal", by), said)
    assert (nia.group.goals.count(), elsewhere.goals.count()) == (2, 1)


def test_first_things_kept_twice_are_one_goal_and_one_topic(signed_in):
    nia = make_membership()
    said = {"goal": "To be read to", "topic": "Salt"}
    for _again in range(2):
        signed_in(nia).post(page_of("groups:first_things", nia), said)
    assert (nia.goals.count(), nia.topics.count()) == (1, 1)


def test_what_is_said_twice_in_a_row_is_read_once(signed_in):
    nia = make_membership()
    client, said = signed_in(nia), words("larder:new", nia)
    client.post(page_of("larder:new", nia), said)
    page = client.post(page_of("larder:new", nia), said, follow=True).content.decode()
    assert page.count("The topic is in the larder.") == 1


def test_a_page_with_a_calendar_link_that_is_loaded_again_makes_no_other(signed_in):
    nia = make_membership()
    client, where = signed_in(nia), reverse("calendar:list")
    key = re.search(r'name="key" value="(\w+)"', client.get(where).text)[1]
    said = {"label": "my phone", "detail": "place", "key": key}
    assert "my phone" in client.post(reverse("calendar:create"), said).text
    again = client.post(reverse("calendar:create"), said, follow=True)
    assert again.redirect_chain == [(where, 302)]
    assert "“my phone” is made already, and its address was shown once." in again.text
    assert nia.member.subscriptions.get().key == key


@pytest.mark.parametrize("key", ["", "x" * 300, "../../me", "\x00"])
def test_a_calendar_link_is_made_whatever_key_its_form_comes_with(signed_in, key):
    nia = make_membership()
    answer = signed_in(nia).post(reverse("calendar:create"), {"label": "my phone", "detail": "place", "key": key})
    assert answer.status_code in (200, 422)
    assert nia.member.subscriptions.count() == (answer.status_code == 200)
