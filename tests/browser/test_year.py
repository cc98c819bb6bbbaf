"""The year's page as it is laid out on a desk."""

import pytest

from tests.browser.looking import DESK

pytestmark = pytest.mark.browser


def test_whose_turn_it_is_stands_right_below_the_ring(amara):
    amara.set_viewport_size(DESK)
    amara.goto("/groups/kettle-row/year/")
    ring, later, listing = (amara.locator(part).bounding_box() for part in (".ring-figure", ".later", ".listing"))
    assert ring["x"] == later["x"] < listing["x"]
    assert 0 < later["y"] - (ring["y"] + ring["height"]) < 60


def test_of_an_hour_that_comes_twice_the_form_asks_which_and_the_meeting_says_it(amara, kettle_row):
    amara.goto("/groups/kettle-row/meetings/new/")
    amara.get_by_label("Online", exact=True).check()
    amara.get_by_label("Which day?", exact=True).fill("2031-10-26")
    amara.get_by_label("From", exact=True).fill("01:30")
    amara.get_by_label("Until", exact=True).fill("03:00")
    amara.get_by_label("Yes, all of us can make it").check()
    amara.get_by_role("button", name="Add the meeting").click()
    assert "comes twice" in amara.get_by_role("alert").inner_text()
    amara.get_by_label("The second, after that").check()
    amara.get_by_role("button", name="Add the meeting").click()
    assert amara.get_by_text("the second 1.30 am to 3 am").is_visible()
    kettle_row.meetings.get(starts_on="2031-10-26").delete()
