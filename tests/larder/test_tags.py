"""Tags: a group's own words for its topics; two spellings that fold alike are one."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from copse.folding import folded
from larder.models import Tag
from larder.models.tag import tags_in
from tests.at_once import at_once
from tests.factories import make_membership, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def put_by(signed_in, by, **words):
    words = {"title": "Salt", "kind": by.group.topic_kinds.first().pk, **words}
    return signed_in(by).post(reverse("larder:new", args=[by.group.slug]), words)


@pytest.mark.parametrize(("one", "other"), [("Café", "cafe"), ("  Two  words", "two words"), ("STRASSE", "straße")])
def test_two_spellings_fold_alike(one, other):
    assert folded(one) == folded(other)


def test_commas_part_tags_and_each_is_there_once():
    assert tags_in(" sea, Kitchen,, SEA ,  two   words ") == ["sea", "Kitchen", "two words"]
    assert tags_in("") == []


@pytest.mark.parametrize(
    ("line", "says"),
    [(", ".join("abcdefghi"), "eight tags at most. Here are nine."), ("x" * 41, "40 letters at most")],
)
def test_too_many_or_too_long_says_so_and_keeps_what_was_written(signed_in, nia, line, says):
    with pytest.raises(ValidationError):
        tags_in(line)
    answer = put_by(signed_in, nia, tags=line)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert line in answer.content.decode()


def test_the_group_s_first_spelling_stays(signed_in, nia):
    put_by(signed_in, nia, tags="Café, sea")
    put_by(signed_in, nia, title="Smoke", tags="cafe")
    assert [tag.name for tag in nia.group.tags.all()] == ["Café", "sea"]
    assert nia.group.topics.get(title="Smoke").tag_names == ["Café"]


def test_a_word_that_no_topic_has_any_more_goes(nia):
    salt = make_topic(nia, "Salt", tags=["sea", "kitchen"])
    salt.reword(by=nia, title="Salt", why="", kind=salt.kind, tags=["sea"])
    assert [tag.name for tag in nia.group.tags.all()] == ["sea"]
    salt.take_out()
    assert not Tag.objects.exists()


def test_another_group_s_words_are_not_offered(signed_in, nia):
    make_topic(tags=["theirs"])
    make_topic(nia, tags=["ours"])
    page = signed_in(nia).get(reverse("larder:new", args=[nia.group.slug])).content.decode()
    assert '<option value="ours">' in page
    assert "theirs" not in page


def test_a_tag_shows_its_topics_alone(signed_in, nia):
    make_topic(nia, "Salt", tags=["sea"])
    make_topic(nia, "Bread", tags=["oven"])
    tag = nia.group.tags.get(name="sea")
    page = signed_in(nia).get(reverse("larder:list", args=[nia.group.slug]), {"tag": tag.key}).content.decode()
    assert "Salt" in page
    assert "Bread" not in page


@pytest.mark.django_db(transaction=True)
def test_two_who_use_a_word_first_at_the_same_moment_use_one(nia):
    bea = make_membership(nia.group)
    results = at_once(*[lambda p=p: make_topic(p, tags=["sea"]).pk for p in (nia, bea)])
    assert all(isinstance(result, int) for result in results)
    assert nia.group.tags.get().topics.count() == 2
