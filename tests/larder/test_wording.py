"""A topic is worded anew by any of us: what it said before is kept, and of two at once nobody's words are lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from larder.models import Topic
from larder.wordings import MOST
from tests.at_once import at_once
from tests.factories import days_from_now, make_membership, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(name="Nia")


@pytest.fixture
def salt(nia):
    return make_topic(nia, "Salt", "The sea", tags=["water"], at=days_from_now(-3))


def url_of(topic, name: str = "edit") -> str:
    return reverse(f"larder:{name}", args=[topic.group.slug, topic.key])


def said(topic, **other) -> dict:
    topic.refresh_from_db()
    words = {"title": topic.title, "why": topic.why, "kind": topic.kind_id, "tags": ", ".join(topic.tag_names)}
    return {**words, "seen": topic.stamp, **other}


def test_anyone_of_us_words_it_anew_and_what_it_said_is_kept(signed_in, nia, salt):
    bea, kind = make_membership(nia.group, "Bea"), nia.group.topic_kinds.last()
    new = said(salt, title="Salt and light", why="The sea at noon", kind=kind.pk, tags="water, noon")
    assert signed_in(bea).post(url_of(salt), new).url == url_of(salt, "detail")
    salt.refresh_from_db()
    assert (salt.title, salt.why, salt.kind, salt.tag_names) == (
        "Salt and light",
        "The sea at noon",
        kind,
        ["noon", "water"],
    )
    assert (salt.by, salt.worded_by) == (nia, bea)
    before = salt.revisions.get()
    assert (before.by, before.at, before.title, before.why, before.tags) == (
        nia,
        salt.put_by_at,
        "Salt",
        "The sea",
        "water",
    )
    page = signed_in(nia).get(url_of(salt, "detail")).content.decode()
    assert "by Bea." in page


def test_the_same_words_are_no_new_wording(signed_in, nia, salt):
    signed_in(nia).post(url_of(salt), said(salt))
    assert not salt.revisions.exists()
    assert Topic.objects.get().worded_at is None


def test_whoever_was_slower_sees_both_texts_and_loses_nothing(signed_in, nia, salt):
    seen = said(salt)
    salt.reword(by=make_membership(nia.group), title="Bread", why="Crust", kind=salt.kind, tags=["oven"])
    answer = signed_in(nia).post(url_of(salt), {**seen, "why": "My own words"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ["Bread" in page, "Crust" in page, "oven" in page, "My own words" in page] == [True] * 4
    again = {**seen, "why": "My own words", "seen": answer.context["form"]["seen"].value()}
    assert signed_in(nia).post(url_of(salt), again).status_code == 302
    assert [r.why for r in salt.revisions.all()] == ["The sea", "Crust"]
    assert Topic.objects.get().why == "My own words"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_word_it_at_the_same_moment_one_is_told(nia, salt):
    bea, seen = make_membership(nia.group), salt.stamp

    def reword(by, title):
        topic = Topic.objects.get(pk=salt.pk)
        topic.reword(by=by, title=title, why="", kind=topic.kind, tags=[], seen=seen)

    results = at_once(lambda: reword(nia, "Bread"), lambda: reword(bea, "Smoke"))
    assert sorted(type(r).__name__ for r in results) == ["ChangedMeanwhile", "NoneType"]
    assert salt.revisions.count() == 1


def test_how_it_was_worded_shows_who_when_and_each_word(signed_in, nia, salt):
    bea = make_membership(nia.group, "Bea")
    salt.reword(by=bea, title="Salt", why="The grey sea", kind=salt.kind, tags=["water"])
    page = signed_in(nia).get(url_of(salt, "topic_wordings")).content.decode()
    assert "Bea, " in page
    assert "grey" in page
    assert page.count("Take this wording up again") == 1


def test_an_earlier_wording_is_taken_up_by_an_edit(signed_in, nia, salt):
    salt.reword(by=nia, title="Bread", why="Crust", kind=nia.group.topic_kinds.last(), tags=["oven"])
    before = salt.revisions.get()
    form = signed_in(nia).get(url_of(salt), {"before": before.key}).context["form"]
    written = {name: form[name].value() for name in ("title", "why", "kind", "tags", "seen")}
    signed_in(nia).post(url_of(salt), written)
    salt.refresh_from_db()
    assert (salt.title, salt.why, salt.kind.name, salt.tag_names) == ("Salt", "The sea", before.kind, ["water"])
    assert salt.revisions.count() == 2


def test_a_topic_without_a_title_comes_back_with_what_was_written(signed_in, nia, salt):
    answer = signed_in(nia).post(url_of(salt), said(salt, title=" ", why="Words that stay"))
    assert answer.status_code == 422
    assert "Words that stay" in answer.content.decode()


def test_nobody_of_another_group_words_it(salt):
    with pytest.raises(ValueError, match="another group"):
        salt.reword(by=make_membership(), title="Bread", why="", kind=salt.kind, tags=[])


@pytest.mark.once  # how many questions are asked is the same on both
def test_three_hundred_wordings_take_as_many_queries_as_three(signed_in, nia, salt):
    client, counts = signed_in(nia), []
    client.get(url_of(salt, "topic_wordings"))
    for numbers in (range(3), range(3, 300)):
        for n in numbers:
            salt.revisions.create(by=nia, at=days_from_now(-2), title=f"Salt {n}", kind="Form")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url_of(salt, "topic_wordings")).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    assert page.count("<h2") == MOST
    assert "Earlier wordings" in page
    last = client.get(url_of(salt, "topic_wordings"), {"page": "31"}).content.decode()
    assert last.count("<h2") == 1
    assert "Earlier wordings" not in last


def test_worded_to_a_title_that_is_there_already_it_is_asked_about_once(signed_in, nia, salt):
    smoke, client = make_topic(nia, "Smoke"), signed_in(nia)
    answer = client.post(url_of(salt), said(salt, title="SMOKE ", why="Words that stay"))
    assert answer.status_code == 422
    assert all(words in answer.text for words in ("There is already", url_of(smoke, "detail"), "Words that stay"))
    assert client.post(url_of(salt), said(salt, title="SMOKE ", beside=smoke.key)).status_code == 302
    assert client.post(url_of(salt), said(salt, why="Anew")).status_code == 302  # its title stays: nothing is asked
