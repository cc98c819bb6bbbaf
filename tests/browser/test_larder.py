"""The larder on a phone and by keyboard: six jars on two screens, and every jar and mark says topic and kind."""

import re

import pytest
from django.urls import reverse

from copse.sample import words
from larder.models import Delivery, Topic, TopicKind
from tests import factories
from tests.browser.looking import NARROW, PHONE, TOO_WIDE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shelf(kettle_row):
    """Six topics with words of a usual length, two of them wanted, in a group of four."""
    group = factories.make_group("Six Jars")
    bea, *others = (factories.make_membership(group, name) for name in ("Bea", "Ruth", "Tom"))
    kinds = list(bea.group.topic_kinds.all())
    for title, why, kind in words.TOPICS[:6]:
        topic = Topic.put_by(by=bea, title=title, why=why, kind=kinds[kind])
        for person in others[: kind % 3]:
            topic.wish(by=person)
    return bea


def test_six_jars_fit_two_screens_of_a_phone_with_four_kinds_and_with_six(shelf, open_page):
    page = open_page(shelf.member)
    page.set_viewport_size(PHONE)
    for more in ([], ["Season", "Beginnings"]):
        for lid, name in enumerate(more, 5):
            TopicKind.add(by=shelf, name=name, lid=lid)
        page.goto(reverse("larder:list", args=[shelf.group.slug]))
        assert page.get_by_role("navigation", name="Kinds of topic").get_by_role("link").count() == 5 + len(more)
        jars = page.locator(".jar").all()
        assert len(jars) == 6
        ends = [jar.bounding_box()["y"] + jar.bounding_box()["height"] for jar in jars]
        assert max(ends) <= 2 * 844


@pytest.fixture(scope="module")
def long_words(kettle_row):
    """A group whose topic has an address and a word in it that are wider than a phone, and a list with such a title."""
    mo = factories.make_membership(factories.make_group("Long Words"), "Mo")
    why = f"Quinces, https://example.org/{'quince' * 60} and {'q' * 3000}"
    factories.make_topic(mo, "Q" * 110, why)
    factories.make_topic(mo, "Lines", "A line.\n" * 500)
    return mo, Delivery.bring(f"title\n{'R' * 110}\n{'Q' * 110}\n{'S' * 130}", by=mo)


def test_long_words_widen_no_page_on_a_phone(long_words, open_page):
    mo, delivery = long_words
    page, slug = open_page(mo.member, viewport=NARROW), mo.group.slug
    larder = reverse("larder:list", args=[slug])
    topics = [reverse("larder:detail", args=[slug, topic.key]) for topic in mo.group.topics.all()]
    brought = reverse("larder:delivery", args=[slug, delivery.key])
    for path in (larder, *topics, brought, f"/groups/{slug}/find/?q=quinces"):
        page.goto(path)
        assert page.evaluate(TOO_WIDE) == [], path


def test_a_jar_has_a_label_of_a_few_lines_and_the_topics_page_has_all_of_it(long_words, open_page):
    mo, _delivery = long_words
    page = open_page(mo.member, viewport=PHONE)
    page.goto(reverse("larder:list", args=[mo.group.slug]))
    assert all(jar.bounding_box()["height"] < 500 for jar in page.locator(".jar").all())
    page.get_by_role("link", name="Lines").click()
    assert page.locator(".writing").first.bounding_box()["height"] > 5000


def test_tags_and_ticks_are_large_enough_for_a_finger(kettle_row, open_page):
    page, slug = open_page(kettle_row.members.get(known_as="Amara").member, viewport=PHONE), kettle_row.slug
    for room, what in (("list", ".jar .meta a"), ("activities", ".tick input")):
        page.goto(reverse(f"larder:{room}", args=[slug]))
        boxes = [found.bounding_box() for found in page.locator(what).all()]
        assert boxes
        assert min(box["height"] for box in boxes) >= 24


def test_a_mark_is_put_on_and_taken_off_by_keyboard_and_one_stays_at_the_jar(shelf, open_page):
    page = open_page(shelf.member)
    page.goto(reverse("larder:list", args=[shelf.group.slug]) + "?sort=newest")
    title, _why, kind = words.TOPICS[0]
    named = f"{title} ?, {shelf.group.topic_kinds.all()[kind].name}"
    assert page.get_by_role("link", name=re.compile(f"^{named}$")).count() == 1
    for before, after in (("I would like this", "Take my mark off"), ("Take my mark off", "I would like this")):
        page.get_by_role("button", name=re.compile(f"^{before} ?: {named}$")).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.get_by_role("button", name=re.compile(f"^{after} ?: {named}$")).count() == 1
        assert "sort=newest#topic-" in page.url
