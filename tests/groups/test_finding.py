"""The page on which we find things again, and the boxes that lead to it."""

import io
import logging
import re

import pytest
from django.urls import reverse

from copse.logs import JSONFormatter
from groups.finding import FEW, MOST
from groups.models import Goal
from larder.models import Topic
from tests.factories import make_edition, make_meeting, make_membership, make_topic
from tests.groups.test_search import PAYLOADS

pytestmark = pytest.mark.django_db


@pytest.fixture
def me():
    return make_membership()


@pytest.fixture
def page(me, signed_in):
    """`page("salt")`: what the page of a search shows, and `page.answer` for all of it."""
    client = signed_in(me)

    def look(text: str | None = None, **more) -> str:
        asked = more if text is None else {"q": text, **more}
        look.answer = client.get(reverse("groups:find", args=[me.group.slug]), asked)
        return look.answer.content.decode()

    return look


def test_what_is_found_leads_to_its_page_with_the_words_marked(me, page):
    topic = make_topic(me, "Kitchen tables", "A table is where we <sit>, and Tábles too.")
    shown = page("tab")
    address = reverse("larder:detail", args=[me.group.slug, topic.key])
    assert f'<a href="{address}">Kitchen <mark>tables</mark></a>' in shown
    assert "A <mark>table</mark> is where we &lt;sit&gt;, and <mark>Tábles</mark> too." in shown
    assert 'value="tab"' in shown


def test_each_kind_has_a_heading_and_leads_where_it_is_read(me, page):
    edition = make_edition(me, values=[("Salt", "We pass it on.")])
    meeting = make_meeting(me, place="The salt works")
    Goal.write(by=me, ours=True, text="To salt")
    shown = page("salt")
    slug = me.group.slug
    assert re.findall(r'<h2 id="found-(\w+)">', shown) == ["values", "meetings", "goals"]
    for name, args in (
        ("manifesto:value", [slug, edition.entries.get().value.key]),
        ("meetings:detail", [slug, meeting.key]),
        ("groups:goals", [slug]),
    ):
        assert f'<h3><a href="{reverse(name, args=args)}">' in shown


def test_nothing_asked_says_what_one_can_ask(page):
    shown = page()
    assert page.answer.status_code == 200
    assert "A word will do, or the beginning of one." in shown
    for place in ("Topics", "Activities", "Our manifesto", "Our meetings", "What we want"):
        assert f"<li>{place}</li>" in shown


def test_nothing_found_says_so_and_what_to_try(page):
    shown = page("<b>quince</b>")
    assert "Nothing with “&lt;b&gt;quince&lt;/b&gt;” in it." in shown
    assert "Try fewer words" in shown
    assert "<b>" not in shown


def test_what_has_no_word_in_it_says_so(page):
    assert "There is no word in that." in page("🌱 !?")


def test_many_go_on_over_the_page_and_back(me, page):
    for n in range(MOST + 1):
        make_topic(me, f"Salt & vinegar {n:02}")
    shown = page("salt & vin")
    assert shown.count("<mark>Salt</mark>") == FEW
    assert 'href="?q=salt%20%26%20vin&amp;kind=topics"' in shown
    shown = page("salt & vin", kind="topics")
    assert shown.count("<mark>Salt</mark>") == MOST
    assert 'href="?q=salt%20%26%20vin&amp;kind=topics&amp;page=2"' in shown
    assert "Those before" not in shown
    shown = page("salt & vin", kind="topics", page="2")
    assert shown.count("<mark>Salt</mark>") == 1
    assert "Those before" in shown
    assert "Those after" not in shown
    assert "That was all of it." in page("salt & vin", kind="topics", page="3")


@pytest.mark.parametrize(
    "more", [{"kind": "nothing"}, {"page": "-1"}, {"page": "٣"}, {"page": "9" * 99}, {"kind": "\x00"}]
)
def test_a_page_that_is_nowhere_is_no_fault(me, page, more):
    make_topic(me, "Salt")
    page("salt", **more)
    assert page.answer.status_code == 200


@pytest.mark.parametrize("text", PAYLOADS, ids=range(len(PAYLOADS)))
def test_whatever_is_asked_has_a_clear_answer(page, text):
    shown = page(text.encode("utf-8", "replace").decode())
    assert page.answer.status_code == 200
    assert '<div class="empty"' in shown
    assert "<script>alert" not in shown
    assert len(shown) < 40_000


def test_what_is_asked_is_in_no_title_and_no_log(me, page):
    """Nor what is found."""
    make_topic(me, "Canary salt")
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h.formatter, JSONFormatter)]
    written = io.StringIO()
    before = handler.setStream(written)
    try:
        shown = page("canary")
    finally:
        handler.setStream(before)
    assert "<mark>Canary</mark>" in shown
    assert "<title>Find · " in shown
    assert '"route": "groups:find"' in written.getvalue()
    assert "canary" not in written.getvalue().lower()


def test_three_things_and_three_hundred_take_as_many_queries(me, signed_in, queries_of):
    make_edition(me, values=[("Salt", "We pass it on.")])
    make_meeting(me, place="The salt works")
    client, url = signed_in(me), reverse("groups:find", args=[me.group.slug]) + "?q=salt"
    make_topic(me, "Salt")
    few = queries_of(client, url)
    kind = me.group.topic_kinds.first()
    for n in range(300):
        Topic.put_by(by=me, title=f"Salt {n}", why="salt", kind=kind)
    assert queries_of(client, url) == few


@pytest.mark.parametrize("name", ["home", "larder:list", "groups:find"])
def test_there_is_a_box_on_every_page_that_works_without_script(me, signed_in, name):
    shown = signed_in(me).get(reverse(name, args=[me.group.slug])).content.decode()
    boxes = re.findall(r'<form class="find".*?</form>', shown, re.DOTALL)
    labels = re.findall(r'aria-label="([^"]+)" method="get"', shown)
    assert len(boxes) == (1 if name == "home" else 2)
    assert len(set(labels)) == len(labels) == len(boxes)
    for box in boxes:
        assert f'action="{reverse("groups:find", args=[me.group.slug])}"' in box
        assert 'role="search"' in box
        assert "<label for=" in box
