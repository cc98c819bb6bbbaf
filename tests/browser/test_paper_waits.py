"""Where a long paper is waited for: nothing in the way, with scripts and without, until it is there."""

import pytest

from groups.models import AskedPaper
from tests.browser.looking import faults
from tests.factories import make_next_edition
from tests.manifesto.papers import make_values

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def long_one(kettle_row):
    """The address of a paper that takes long."""
    values = [(None, *value) for value in make_values(14, 1000)]
    edition = make_next_edition(*values, after=kettle_row.editions.in_force())
    return f"/groups/kettle-row/manifesto/{edition.n}/manifesto-a4.pdf"


def test_nothing_is_in_the_way_while_it_is_made(amara, long_one):
    assert amara.goto(long_one).status == 202
    found = faults(amara, status=202)
    assert not found, found


def test_what_has_not_changed_stays_where_it_is(amara, long_one):
    amara.goto(long_one)
    link = amara.get_by_role("link", name="Look again")
    link.focus()
    with amara.expect_response(lambda answer: answer.url.endswith(long_one)):
        pass
    amara.wait_for_timeout(200)
    assert link.evaluate("link => link === document.activeElement")
    AskedPaper.objects.update(begun_at="2026-01-12T12:00:00Z")
    amara.get_by_text("It is being set.").wait_for()


def test_without_scripts_the_page_looks_again_by_itself(open_page, kettle_row, long_one):
    page = open_page(kettle_row.members.get(known_as="Amara").member, java_script_enabled=False)
    page.goto(long_one)
    with page.expect_navigation(timeout=10_000):
        pass
    assert page.get_by_role("link", name="Look again").is_visible()
