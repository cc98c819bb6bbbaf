"""Notes on a topic: anyone adds one, and whoever wrote it puts it right or takes it down."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from larder.models import Note
from tests.factories import make_membership, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def url_of(topic, name: str = "note", *note) -> str:
    return reverse(f"larder:{name}", args=[topic.group.slug, topic.key, *(one.key for one in note)])


def test_anyone_of_us_adds_a_note_and_twice_is_once(signed_in, nia):
    topic, bea = make_topic(nia), make_membership(nia.group, "Bea")
    for _again in range(2):
        signed_in(bea).post(url_of(topic), {"text": "There is a book on it."})
    assert [(note.by, note.text) for note in topic.notes.all()] == [(bea, "There is a book on it.")]
    page = signed_in(nia).get(url_of(topic, "detail")).content.decode()
    assert "There is a book on it." in page
    assert "Change my note" not in page


def test_an_empty_note_is_none_and_one_that_is_too_long_is_kept_in_the_form(signed_in, nia):
    topic = make_topic(nia)
    assert signed_in(nia).post(url_of(topic), {"text": " "}).status_code == 422
    answer = signed_in(nia).post(url_of(topic), {"text": "word " * 700})
    assert answer.status_code == 422
    assert "word word" in answer.content.decode()
    assert not topic.notes.exists()


def test_whoever_wrote_it_changes_it_and_takes_it_down(signed_in, nia):
    topic = make_topic(nia)
    note = Note.write(topic, "A book", by=nia)
    signed_in(nia).post(url_of(topic, "edit_note", note), {"text": "Two books"})
    note.refresh_from_db()
    assert (note.text, note.changed_at is not None) == ("Two books", True)
    signed_in(nia).post(url_of(topic, "take_down_note", note))
    assert not topic.notes.exists()


def test_nobody_else_does(signed_in, nia):
    topic, bea = make_topic(nia), make_membership(nia.group)
    note = Note.write(topic, "A book", by=nia)
    for name in ("edit_note", "take_down_note"):
        assert signed_in(bea).post(url_of(topic, name, note), {"text": "Mine"}).status_code == 404
    with pytest.raises(ValueError, match="only whoever wrote"):
        note.take_down(by=bea)
    with pytest.raises(ValueError, match="another group"):
        Note.write(topic, "Mine", by=make_membership())


@pytest.mark.parametrize(("fate", "left"), [("unnamed", 1), ("goes", 0)])
def test_whoever_leaves_says_what_becomes_of_their_notes(nia, fate, left):
    topic, bea = make_topic(nia), make_membership(nia.group)
    Note.write(topic, "A book", by=bea)
    bea.leave({"topic_notes": fate})
    assert topic.notes.count() == left


@pytest.mark.once  # how many questions are asked is the same on both
def test_three_hundred_notes_take_as_many_queries_as_three(signed_in, nia):
    topic, client, counts = make_topic(nia), signed_in(nia), []
    client.get(url_of(topic, "detail"))
    for number in (3, 297):
        Note.objects.bulk_create(Note(topic=topic, by=nia, text="A book") for _ in range(number))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url_of(topic, "detail")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
