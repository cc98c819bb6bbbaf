"""From a printed link to the first group of a site, in a browser."""

import pytest

from groups.models import FoundingLink, Group
from tests.browser.looking import DESK, PHONE, faults
from tests.browser.steps import press, says
from tests.emptying import emptied
from tests.factories import PASSWORD
from tests.groups.post import code_in, newest_to

pytestmark = pytest.mark.browser


@pytest.fixture
def nothing_yet(kettle_row):
    """A site without a group: the sample group, which every browser test begins with, is taken away."""
    emptied()


def look(page) -> None:
    window = page.viewport_size
    found = faults(page)
    assert not found, found
    page.set_viewport_size(window)


@pytest.mark.parametrize(("window", "name"), [(DESK, "Nia"), (PHONE, "Bea")], ids=["desk", "phone"])
def test_from_a_printed_link_to_the_first_group(window, name, open_page, nothing_yet):
    email = f"{name.lower()}@example.org"
    page = open_page(viewport=window)
    page.goto(FoundingLink.make())
    look(page)
    press(page, "I am new here")
    look(page)
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("A password").fill(PASSWORD)
    press(page, "Go on")
    page.get_by_label("The code").fill(code_in(newest_to(email)))
    press(page, "Go on")
    look(page)
    page.get_by_label("What is the group called?").fill("The Long Reach")
    page.get_by_label("Time zone").fill("Stockholm")
    press(page, "Begin it")
    says(page, "The group is here. Now invite the others.")
    assert page.url.endswith("/groups/the-long-reach/")
    assert Group.objects.get().zone == "Europe/Stockholm"
    assert page.complaints == []
