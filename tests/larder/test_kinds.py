"""Kinds of topic are the group's own: added, named, ordered, given a lid, taken away."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from larder.models import Topic, TopicKind
from larder.models.kind import MOST_KINDS
from tests.at_once import at_once
from tests.factories import make_membership, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def url_of(by, name: str, *kind) -> str:
    return reverse(f"larder:{name}", args=[by.group.slug, *(one.key for one in kind)])


def names(by) -> list[str]:
    return [kind.name for kind in by.group.topic_kinds.all()]


def test_any_of_us_adds_a_kind_and_twice_is_once(signed_in, nia):
    for _again in range(2):
        signed_in(nia).post(url_of(nia, "new_kind"), {"name": "Seasons", "lid": 5})
    assert names(nia) == ["Practice", "Ourselves", "Form", "Theory", "Seasons"]
    assert nia.group.topic_kinds.last().lid == TopicKind.Lid.HEATHER


@pytest.mark.each
@pytest.mark.parametrize("name", ["Form", "  FORM ", "fórm"])
def test_two_kinds_that_read_alike_are_one_too_many(signed_in, nia, name):
    answer = signed_in(nia).post(url_of(nia, "new_kind"), {"name": name, "lid": 1})
    assert answer.status_code == 422
    assert "There is a kind of this name already." in answer.content.decode()


def test_there_are_no_more_kinds_than_anybody_tells_apart(nia):
    for n in range(MOST_KINDS - 4):
        TopicKind.add(by=nia, name=f"Kind {n}", lid=1)
    with pytest.raises(ValidationError, match="twelve kinds"):
        TopicKind.add(by=nia, name="One more", lid=1)


def test_a_kind_gets_another_name_and_another_lid_on_every_jar(signed_in, nia):
    topic = make_topic(nia, "Salt")
    signed_in(nia).get(url_of(nia, "list"))
    signed_in(nia).post(url_of(nia, "kind", topic.kind), {"name": "Craft", "lid": 6, "seen": topic.kind.stamp})
    page = signed_in(nia).get(url_of(nia, "list")).content.decode()
    assert '<li class="jar lid-6"' in page
    assert "Craft. From Nia" in page


def test_whoever_was_slower_sees_what_stands(signed_in, nia):
    kind = nia.group.topic_kinds.first()
    seen = kind.stamp
    kind.change(by=nia, name="Craft", lid=6)
    answer = signed_in(nia).post(url_of(nia, "kind", kind), {"name": "Trade", "lid": 1, "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ["Craft" in page, "Oatmeal" in page, "Trade" in page] == [True] * 3


def test_kinds_are_put_in_another_order(signed_in, nia):
    first, second, *_others = nia.group.topic_kinds.all()
    signed_in(nia).post(url_of(nia, "move_kind", second), {"up": "yes"})
    assert names(nia) == ["Ourselves", "Practice", "Form", "Theory"]
    for _again in range(5):
        signed_in(nia).post(url_of(nia, "move_kind", first), {"up": "no"})
    assert names(nia) == ["Ourselves", "Form", "Theory", "Practice"]


def test_a_kind_without_topics_is_taken_away(signed_in, nia):
    signed_in(nia).post(url_of(nia, "take_away_kind", nia.group.topic_kinds.last()))
    assert names(nia) == ["Practice", "Ourselves", "Form"]


def test_a_kind_with_topics_goes_when_it_is_said_what_they_are_then(signed_in, nia):
    topic = make_topic(nia, "Salt")
    url, other = url_of(nia, "take_away_kind", topic.kind), nia.group.topic_kinds.last()
    assert signed_in(nia).post(url).status_code == 422
    assert topic.kind.name in names(nia)
    signed_in(nia).post(url, {"to": other.key})
    topic.refresh_from_db()
    assert topic.kind == other
    assert names(nia) == ["Ourselves", "Form", "Theory"]


def test_the_last_kind_stays(signed_in, nia):
    *others, last = nia.group.topic_kinds.all()
    for kind in others:
        kind.take_away(by=nia)
    answer = signed_in(nia).post(url_of(nia, "take_away_kind", last))
    assert answer.status_code == 422
    assert "A larder has at least one kind." in answer.content.decode()


def test_a_kind_of_another_group_is_neither_changed_nor_taken(nia):
    foreign = make_membership()
    kind = nia.group.topic_kinds.first()
    for verb in (kind.take_away, lambda by: kind.move(by=by, up=True), lambda by: kind.change(by=by, name="X", lid=1)):
        with pytest.raises(ValueError, match="another group"):
            verb(by=foreign)
    with pytest.raises(ValueError, match="no other kind"):
        kind.take_away(by=nia, to=foreign.group.topic_kinds.first())


@pytest.mark.django_db(transaction=True)
def test_two_who_add_one_name_at_the_same_moment_add_one_kind(nia):
    bea = make_membership(nia.group)
    results = at_once(*[lambda p=p: TopicKind.add(by=p, name="Seasons", lid=1) for p in (nia, bea)])
    assert sorted(type(r).__name__ for r in results) == ["TopicKind", "ValidationError"]


@pytest.mark.django_db(transaction=True)
def test_what_is_put_by_while_its_kind_goes_has_a_kind_or_is_asked_again(nia):
    kind, other = nia.group.topic_kinds.all()[:2]
    results = at_once(
        lambda: Topic.put_by(by=nia, title="Salt", why="", kind=kind),
        lambda: TopicKind.objects.get(pk=kind.pk).take_away(by=nia, to=other),
    )
    assert [type(r).__name__ for r in results if isinstance(r, Exception)] in ([], ["ValidationError"])
    assert set(Topic.objects.values_list("kind", flat=True)) <= {other.pk}
