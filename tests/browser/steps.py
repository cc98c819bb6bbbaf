"""What people do at a page, and in their letter box."""

import re

from groups.joining import passkeys_are_here


def press(page, name: str | re.Pattern, role: str = "button") -> None:
    """Press what is called `name`, and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()


def follow(page, name: str | re.Pattern) -> None:
    press(page, name, "link")


def leave_the_passkey(page) -> None:
    """The step of joining that is there where passkeys are."""
    if passkeys_are_here():
        follow(page, "Leave this for now")


def says(page, words: str | re.Pattern) -> None:
    """Wait until `words` are on the page."""
    page.get_by_text(words).first.wait_for()


def is_focused(page, selector: str) -> None:
    """Wait until it has the focus: what begins with it gets it once the page is drawn."""
    page.locator(f"{selector}:focus").wait_for()


def brought(page, element: str) -> None:
    """Wait until `element` does what it is there for: its script is brought when the page has loaded already."""
    page.evaluate("async (element) => { await customElements.whenDefined(element) }", element)


def link_in(letter) -> str:
    """The mail's one link."""
    (link,) = re.findall(r"^http\S+$", letter.body, re.MULTILINE)
    return link
