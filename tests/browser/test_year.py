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
