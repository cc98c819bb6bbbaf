"""Where a long list is looked at and taken in: the page says how far it is, and what came, by itself."""

import pytest

from larder.models import Delivery
from tests.browser.steps import press, says

pytestmark = pytest.mark.browser


def bring(page, what: str) -> Delivery:
    """Bring a long list; the page says that it waits, since nobody works at it here."""
    page.goto("/groups/kettle-row/larder/bring-in/")
    page.get_by_label("Or its lines, pasted here").fill("title\n" + "".join(f"{what} {n}\n" for n in range(1200)))
    press(page, "Look at it first")
    says(page, "It waits its turn.")
    return Delivery.objects.get(taken_in_at=None)


def test_the_page_goes_on_by_itself_to_the_end(amara):
    delivery = bring(amara, "Topic")
    Delivery.objects.update(done=400, lines=1200)
    says(amara, "400 of 1,200 lines are read.")
    assert amara.get_by_role("progressbar", name="400 of 1,200 lines are read.").is_visible()
    delivery.work()
    says(amara, "This is how it will stand")
    press(amara, "Take it in")
    says(amara, "Your list is being taken in")
    Delivery.objects.get(pk=delivery.pk).work()
    says(amara, "Taken in: 1,200 lines of your list.")


def test_without_scripts_the_page_looks_again_by_itself(open_page, kettle_row):
    page = open_page(kettle_row.members.get(known_as="Joss").member, java_script_enabled=False)
    delivery = bring(page, "Verse")
    delivery.work()
    with page.expect_navigation(timeout=10_000):
        pass
    says(page, "This is how it will stand")
