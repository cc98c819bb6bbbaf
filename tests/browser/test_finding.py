"""Finding something again, as it is done with a keyboard, and without script."""

import pytest

from tests.browser.looking import DESK, PHONE, faults

pytestmark = pytest.mark.browser

FIND = "/groups/kettle-row/find/"


@pytest.mark.parametrize("asked", ["?q=the", "?q=the&kind=topics&page=2", "?q=quince", "?q=!"])
def test_nothing_is_in_the_way_on_what_was_found(amara, asked):
    assert amara.goto(FIND + asked).status == 200
    found = faults(amara, unsaid=["the", "quince"])
    assert not found, found


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_the_box_in_the_menu_leads_to_what_is_found(open_page, kettle_row, window):
    """By keyboard alone, in a browser that runs no script."""
    page = open_page(kettle_row.members.get(known_as="Amara").member, viewport=window, java_script_enabled=False)
    page.goto("/groups/kettle-row/year/")
    page.locator("details.you > summary").press("Enter")
    field = page.get_by_role("search", name="Find something").get_by_role("searchbox")
    field.press_sequentially("tab")
    field.press("Enter")
    assert page.url.endswith(f"{FIND}?q=tab")
    assert page.locator(".found mark").first.text_content() == "Tables"
    page.locator(".found a").first.press("Enter")
    assert page.locator("h1").text_content() == "Tables"
