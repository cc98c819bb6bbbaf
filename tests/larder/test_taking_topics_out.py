"""Whoever put a topic by can take it out, until a meeting has opened it: its memory is the group's."""

import pytest
from django.urls import reverse

from groups.finding import Finding
from larder.models import Note
from tests.factories import make_link, make_meeting, make_membership, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def url_of(topic, name: str = "take_out_topic") -> str:
    return reverse(f"larder:{name}", args=[topic.group.slug, topic.key])


def test_it_is_asked_once_and_then_it_is_gone(signed_in, nia):
    topic, client = make_topic(nia, "Salt"), signed_in(nia)
    assert [kind.name for kind in Finding(nia.group, "salt").kinds] == ["topics"]
    assert url_of(topic) in client.get(url_of(topic, "detail")).text
    assert client.get(url_of(topic)).status_code == 200
    assert nia.group.topics.exists()
    assert client.post(url_of(topic)).url == reverse("larder:list", args=[nia.group.slug])
    assert not nia.group.topics.exists()
    assert client.post(url_of(topic)).status_code == 404
    assert list(Finding(nia.group, "salt").kinds) == []


def test_only_whoever_put_it_by_takes_it_out_and_once_they_have_left_any_of_us(signed_in, nia):
    topic, bea = make_topic(nia), make_membership(nia.group, "Bea")
    assert signed_in(bea).get(url_of(topic)).status_code == 403
    assert signed_in(bea).post(url_of(topic)).status_code == 403
    assert url_of(topic) not in signed_in(bea).get(url_of(topic, "detail")).text
    nia.leave()
    assert url_of(topic) in signed_in(bea).get(url_of(topic, "detail")).text
    assert signed_in(bea).post(url_of(topic)).status_code == 302
    assert not bea.group.topics.exists()


def test_a_meeting_ahead_is_left_without_it(signed_in, nia):
    topic, other = make_topic(nia, "Salt"), make_topic(nia, "Smoke")
    meeting = make_meeting(nia, topics=[topic, other])
    signed_in(nia).post(url_of(topic))
    assert [opening.topic for opening in meeting.opened.all()] == [other]


def test_a_meeting_that_was_let_go_opened_nothing_and_keeps_no_place_for_it(signed_in, nia):
    topic = make_topic(nia)
    make_meeting(nia, topics=[topic]).let_go(by=nia)
    signed_in(nia).post(url_of(topic))
    assert not nia.group.topics.exists()


def test_what_we_opened_stays_and_the_page_says_why(signed_in, nia):
    topic = make_topic(nia, "Salt", "The taste of it")
    make_meeting(nia, days=-9, topics=[topic])
    assert "what came of it belongs to all of us" in signed_in(nia).get(url_of(topic)).text
    answer = signed_in(nia).post(url_of(topic))
    assert (answer.status_code, "This one stays" in answer.text) == (409, True)
    topic.refresh_from_db()
    assert topic.why == "The taste of it"


def test_the_page_says_whose_notes_go_with_it_and_what_there_is_to_read_stays(signed_in, nia):
    topic, bea = make_topic(nia), make_membership(nia.group, "Bea")
    for by in (nia, bea, bea):
        Note.write(topic, "By the sea", by=by)
    make_link(bea, to=topic)
    assert "What Bea noted on it goes too." in signed_in(nia).get(url_of(topic)).text
    signed_in(nia).post(url_of(topic))
    assert bea.group.resources.count() == 1
    assert not bea.topic_notes.exists()
