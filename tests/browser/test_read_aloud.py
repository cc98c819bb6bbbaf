"""Values read aloud: by links without a script, by the arrow keys with one, and on paper."""

import pytest

from tests.browser.looking import PHONE
from tests.browser.steps import brought

pytestmark = pytest.mark.browser
FIRST = "/groups/kettle-row/manifesto/1/aloud/1/"


@pytest.fixture
def page(amara):
    amara.goto(FIRST)
    brought(amara, "turn-pages")
    yield amara
    amara.emulate_media(media="screen")


def place(page) -> str:
    return page.locator(".aloud-place").inner_text().split()[0]


def test_links_turn_the_page(page):
    page.get_by_role("link", name="Next value").click()
    page.wait_for_url("**/aloud/2/")
    assert place(page) == "Second"
    page.get_by_role("link", name="The one before").click()
    page.wait_for_url("**/aloud/1/")
    assert place(page) == "First"


def test_arrows_turn_it_too(page):
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/aloud/2/")
    brought(page, "turn-pages")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/aloud/1/")
    brought(page, "turn-pages")
    page.keyboard.press("ArrowLeft")
    assert place(page) == "First"


@pytest.mark.parametrize(
    "keys", ["Alt+ArrowRight", "Control+ArrowRight", "Shift+ArrowRight", "n", "Space", "ArrowDown"]
)
def test_other_keys_belong_to_the_browser(keys, page):
    page.keyboard.press(keys)
    page.wait_for_timeout(150)
    assert page.url.endswith(FIRST)


def test_arrows_leave_whoever_stands_on_a_link_alone(page):
    page.get_by_role("link", name="Next value").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(150)
    assert page.url.endswith(FIRST)


def test_on_paper_there_is_the_value_and_nothing_to_press(page):
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator("nav").is_visible()


def test_on_a_phone_the_way_on_is_on_the_first_screen(page):
    page.set_viewport_size(PHONE)
    assert page.get_by_role("link", name="Next value").bounding_box()["y"] < PHONE["height"]
