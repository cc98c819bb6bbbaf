"""Looking along the shelves: orders and filters stand in the address and go along wherever one goes from there."""

import re

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from larder.filters import Filters, Order
from larder.models import Note, Topic
from larder.shelves import COUNTED, LABELS, Larder
from tests.factories import days_from_now, make_meeting, make_membership, make_topic
from tests.fresh import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(name="Nia")


@pytest.fixture
def topics(nia):
    """Put by one after the other, the first of them wanted."""
    found = [
        make_topic(nia, title, at=days_from_now(days)) for days, title in ((-9, "Salt"), (-8, "Smoke"), (-7, "Bread"))
    ]
    found[0].wish(by=nia, at=days_from_now(-1))
    return found


def page_of(by) -> str:
    return reverse("larder:list", args=[by.group.slug])


def ready(by, **filters) -> list[str]:
    by.group.refresh_from_db()
    return [topic.title for topic in Larder(by, Filters(**filters)).ready.topics]


# Orders


def test_the_ready_shelf_stands_in_three_orders(nia, topics):
    assert ready(nia) == ["Salt", "Bread", "Smoke"]
    assert ready(nia, sort=Order.NEWEST) == ["Bread", "Smoke", "Salt"]
    assert ready(nia, sort=Order.UNTOUCHED) == ["Smoke", "Bread", "Salt"]


def test_a_note_a_wording_and_a_meeting_that_is_let_go_are_a_touch(nia, topics):
    salt, smoke, bread = topics
    Note.write(smoke, "A book", by=nia, at=days_from_now(-0.5))
    bread.reword(by=nia, title="Bread", why="Crust", kind=bread.kind, tags=[], at=days_from_now(-0.4))
    assert ready(nia, sort=Order.UNTOUCHED) == ["Salt", "Smoke", "Bread"]
    make_meeting(nia, topics=[salt]).let_go(by=nia)
    assert ready(nia, sort=Order.UNTOUCHED) == ["Smoke", "Bread", "Salt"]


def test_pages_of_a_long_shelf_hold_each_topic_once_whatever_the_order(nia):
    for n in range(60):
        make_topic(nia, f"Topic {n:02}", at=days_from_now(-n))
    for topic in Topic.objects.all()[::2]:
        topic.wish(by=nia)
    for order in Order:
        shown = [title for page in (1, 2, 3) for title in ready(nia, sort=order, ready=page)]
        assert len(shown) == len(set(shown)) == 60


# How many there are


def test_a_shelf_says_how_many_stand_on_it(signed_in, nia, topics):
    assert "Three topics" in signed_in(nia).get(page_of(nia)).content.decode()


def test_past_a_hundred_nobody_counts(nia):
    kind = nia.group.topic_kinds.first()
    Topic.objects.bulk_create(Topic(group=nia.group, by=nia, title=f"{n}", kind=kind) for n in range(COUNTED + 1))
    assert Larder(nia).ready.says == "More than 100 topics"


# Filters, kept along the way


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", ""),
        ("kind=abc2345&tag=def6789&sort=newest&ready=2", "?kind=abc2345&tag=def6789&sort=newest&ready=2"),
        ("sort=wanted", ""),
        ("kind=%22%3E%3Cscript%3E&tag=UPPER&sort=best&ready=x&opened=-1", ""),
        ("kind=" + "a" * 13, ""),
    ],
)
def test_an_address_keeps_what_somebody_means_and_nothing_else(asked, kept):
    assert Filters.of(QueryDict(asked)).query == kept


def test_filters_and_order_go_along_to_the_topic_and_back(signed_in, nia, topics):
    kind, client = nia.group.topic_kinds.first(), signed_in(nia)
    query = f"?kind={kind.key}&sort=newest"
    page = client.get(page_of(nia) + query).content.decode()
    assert f'{topics[0].key}/?kind={kind.key}&amp;sort=newest"' in page
    back = client.get(f"{page_of(nia)}{topics[0].key}/{query}").content.decode()
    assert f'href="{page_of(nia)}?kind={kind.key}&amp;sort=newest"' in back


def test_a_mark_from_the_shelf_leads_back_to_its_jar_with_the_filters(nia, topics):
    client, kind = sign_in(Client(enforce_csrf_checks=True), nia.member), nia.group.topic_kinds.first()
    for would_like in ("yes", "no"):
        page = client.get(page_of(nia), {"kind": kind.key, "sort": "newest"}).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        filters = re.search(r'name="filters" value="([^"]*)"', page)[1].replace("&amp;", "&")
        said = {"would_like": would_like, "from": "shelf", "filters": filters, "csrfmiddlewaretoken": token}
        answer = client.post(f"{page_of(nia)}{topics[1].key}/wish/", said)
        assert answer.url == f"{page_of(nia)}?kind={kind.key}&sort=newest#topic-{topics[1].key}"
        assert topics[1].wishes.exists() == (would_like == "yes")


def test_a_mark_leads_nowhere_else(signed_in, nia, topics):
    said = {"would_like": "yes", "from": "shelf", "filters": "kind=//evil.example&next=https://evil.example"}
    answer = signed_in(nia).post(f"{page_of(nia)}{topics[1].key}/wish/", said)
    assert answer.url == f"{page_of(nia)}#topic-{topics[1].key}"


def test_a_page_that_is_kept_has_a_token_of_its_own_each_time(signed_in, nia, topics):
    client = signed_in(nia)
    pages = [client.get(page_of(nia)).content.decode() for _again in range(3)]
    tokens = {re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1] for page in pages}
    assert {len(token) for token in tokens} == {64}
    assert len(tokens) == 3


def test_every_jar_and_every_mark_says_topic_and_kind(signed_in, nia, topics):
    page = signed_in(nia).get(page_of(nia)).content.decode()
    for topic in topics:
        assert f'>{topic.title}<span class="vh">, {topic.kind.name}</span></a>' in page
        assert f'<span class="vh">: {topic.title}, {topic.kind.name}</span></button>' in page


def test_my_mark_is_mine_and_theirs_is_theirs(signed_in, nia, topics):
    bea = make_membership(nia.group, "Bea")
    for person, mine in ((nia, 1), (bea, 0), (nia, 1)):
        assert signed_in(person).get(page_of(nia)).content.decode().count("Take my mark off") == mine


# Empty shelves


def test_a_bare_larder_offers_six_labels_that_begin_a_topic(signed_in, nia):
    page = signed_in(nia).get(page_of(nia)).content.decode()
    assert len(LABELS) == page.count("new/?title=") == 6
    there = signed_in(nia).get(re.search(r'href="([^"]*new/\?title=[^"]*)"', page)[1]).content.decode()
    assert 'value="Arriving late"' in there


def test_nothing_of_a_kind_with_a_tag_says_so(signed_in, nia):
    make_topic(nia, tags=["sea"])
    query = {"kind": nia.group.topic_kinds.last().key, "tag": nia.group.tags.get().key}
    page = signed_in(nia).get(page_of(nia), query).content.decode()
    assert "Nothing of the kind “Theory” has the tag “sea” yet." in page


# The same title twice


def put_by(client, by, **words):
    words = {"title": "SALT ", "why": "My own", "kind": by.group.topic_kinds.first().pk, **words}
    return client.post(reverse("larder:new", args=[by.group.slug]), words)


def test_a_title_that_is_there_is_asked_about_once(signed_in, nia, topics):
    client = signed_in(nia)
    answer = put_by(client, nia)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{page_of(nia)}{topics[0].key}/" in page
    assert "My own" in page
    assert put_by(client, nia, beside=answer.context["alike"].key).status_code == 302
    assert nia.group.topics.count() == 4


def test_a_title_of_another_group_is_not_there(signed_in, nia):
    make_topic(title="Salt")
    assert put_by(signed_in(nia), nia).status_code == 302


@pytest.mark.parametrize("room", ["list", "activities", "resources"])
def test_each_room_leads_to_the_others_and_finds_in_all_of_them(signed_in, room):
    me = make_membership()
    page = signed_in(me).get(reverse(f"larder:{room}", args=[me.group.slug])).text
    assert page.count('id="find-larder"') == 1
    for other in ("list", "activities", "resources"):
        assert f'href="{reverse(f"larder:{other}", args=[me.group.slug])}"' in page
