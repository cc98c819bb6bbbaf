"""After signing out nothing private comes back (trust.md, S16), in a browser that keeps whole pages for Back.

Playwright switches that memory off in Chromium, and its headless shell has none; here it is on. A page that comes from
it has no load event.
"""

import re
import shutil

import pytest

from copse.sample import words
from tests.browser.conftest import session_of, there
from tests.browser.steps import follow, press, says

pytestmark = pytest.mark.browser

PRIVATE = re.compile("|".join(["Kettle Row", *(m[0] for m in words.MEMBERS), *(t[0] for t in words.TOPICS)]))


@pytest.fixture
def page(browser_type, browser_type_launch_args, live_server, kettle_row):
    """Amara's, in a browser with that memory."""
    keeping = {
        "ignore_default_args": ["--disable-back-forward-cache"],
        "executable_path": there(shutil.which("chromium")),
    }
    browser = browser_type.launch(**{**browser_type_launch_args, **keeping})
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([session_of(kettle_row.members.get(known_as="Amara").member, live_server.url)])
    context.add_init_script("addEventListener('pageshow', (event) => { window.kept = event.persisted })")
    yield context.new_page()
    browser.close()


def back(page) -> bool:
    """Press Back; whether what is shown then was kept and not asked for anew."""
    page.go_back(wait_until="commit")
    page.wait_for_function("() => 'kept' in window && document.readyState === 'complete'")
    return page.evaluate("() => window.kept")


def test_back_after_signing_out_shows_nothing_private(page):
    page.goto("/groups/kettle-row/larder/")
    follow(page, "Home")
    assert back(page), "this browser keeps no pages, so the test would tell nothing"
    follow(page, "Home")
    page.locator("details.you > summary").click()
    follow(page, "Sign out")
    press(page, "Sign out")
    says(page, "You have signed out. Everything you saved is kept.")
    for _ in range(3):
        assert not back(page)
        says(page, "Come in")
        assert not PRIVATE.search(page.locator("body").inner_text() + page.title())
