"""A gathering by several of us, from one word each to a proposal: by the keyboard, without scripts, and by hand."""

import re

import pytest

from groups.models import Bundle, Gathering
from tests.browser.looking import DESK, PHONE, faults
from tests.browser.steps import brought, follow, press, says
from tests.factories import first_of, make_group, make_membership
from tests.manifesto.gatherings import gathered

pytestmark = pytest.mark.browser

NOT_IN_A_BUNDLE = re.compile("Not in a bundle|What we wrote")


@pytest.fixture
def people(kettle_row):
    nia = first_of(make_group("Three Chairs"))
    return [nia, make_membership(nia.group, "Ruth"), make_membership(nia.group, "Bea")]


def with_the_keyboard(page, target, key: str) -> None:
    """Step to it from where one is, and press."""
    target.wait_for()
    for _step in range(80):
        if target.evaluate("(element) => element === document.activeElement"):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    pytest.fail(f"not reached by the keyboard: {target}")


def by_pressing(page, target, key: str) -> None:
    target.click()


def writes(page, *words: str) -> None:
    for text in words:
        page.get_by_label("How do you want us to work together?").fill(text)
        press(page, re.compile("Keep (my|these) words"))
    press(page, "I am ready")


@pytest.mark.parametrize(
    ("do", "options"),
    [
        (with_the_keyboard, {"viewport": DESK}),
        (by_pressing, {"viewport": PHONE, "java_script_enabled": False}),
    ],
    ids=["keyboard", "phone-without-scripts"],
)
def test_three_of_us_come_from_one_word_each_to_a_proposal(do, options, people, open_page):
    slug = people[0].group.slug
    nia, ruth, bea = pages = [open_page(person.member, **options) for person in people]
    nia.goto(f"/groups/{slug}/manifesto/")
    press(nia, "Ask each of us")
    writes(nia, "Bread on the table", "An end on time")
    for page, words in ((ruth, "Soup"), (bea, "No phones")):
        page.goto(f"/groups/{slug}/")
        follow(page, re.compile("^Write"))
        assert "Bread on the table" not in page.content()
        writes(page, words)
    says(bea, "Bread on the table")
    nia.reload()
    for words in ("Bread on the table", "Soup"):
        do(nia, nia.get_by_role("checkbox", name=words), "Space")
    with nia.expect_navigation():
        do(nia, nia.get_by_role("button", name="Make a bundle of the ticked ones"), "Enter")
    says(nia, "Two are together in a bundle now.")
    bundle = nia.get_by_role("region", name="Bundle one, not named yet")
    assert bundle.get_by_role("checkbox").count() == 2
    with nia.expect_navigation():
        do(nia, bundle.get_by_role("link", name="Name it"), "Enter")
    nia.get_by_label("Its name").fill("Supper")
    nia.get_by_label("What it says").fill("We eat before we write.")
    press(nia, "Save it for all of us")
    ruth.reload()
    do(ruth, ruth.get_by_role("checkbox", name="No phones"), "Space")
    with ruth.expect_navigation():
        do(ruth, ruth.get_by_role("button", name=re.compile("Put the ticked ones here.*Supper")), "Enter")
    assert ruth.get_by_role("region", name="Supper").get_by_role("checkbox").count() == 3
    press(ruth, "Make a proposal of these")
    says(ruth, "We eat before we write.")
    assert "/rounds/" in ruth.url
    assert [page.complaints for page in pages] == [[], [], []]


def test_words_are_dragged_into_a_bundle_and_out_again(people, open_page):
    nia = people[0]
    opened = gathered(*people, words=3)
    bundle = Bundle(gathering=opened, name="Supper")
    opened.draw_together([(opened.contributions.first(), None)], bundle, by=nia)
    page = open_page(nia.member)
    page.goto(opened.get_absolute_url())
    supper = page.get_by_role("region", name="Supper")
    page.get_by_role("checkbox", name="Bread 2").check()
    brought(page, "draw-together")
    with page.expect_navigation():
        page.locator(".slip", has_text="Bread 1").drag_to(supper)
    assert supper.get_by_role("checkbox").count() == 2
    assert page.get_by_role("checkbox", name="Bread 2").is_visible()
    brought(page, "draw-together")
    with page.expect_navigation():
        page.locator(".slip", has_text="Bread 0").drag_to(page.get_by_role("region", name=NOT_IN_A_BUNDLE))
    assert supper.get_by_role("checkbox").count() == 1
    assert Gathering.objects.get(pk=opened.pk).contributions.filter(bundle=bundle).get().text == "Bread 1"


def test_nothing_is_in_the_way_where_it_is_drawn_and_when_it_is_proposed(people, open_page):
    opened = gathered(*people, words=3)
    page = open_page(people[0].member)
    page.goto(opened.get_absolute_url())
    assert not faults(page)
    page.get_by_text("Draw from common values").click()
    assert not faults(page)
