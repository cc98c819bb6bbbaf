"""A whole consent round by four members, with somebody who can't stand by it yet in between: with scripts and without,
at a desk and on phones, and by the keyboard.
"""

import re

import pytest
from django.urls import reverse

from tests.browser.looking import PHONE
from tests.browser.steps import follow, press, says

pytestmark = pytest.mark.browser

VALUE = "Nobody leads twice"
FIRST = "The chair by the kettle goes round, and whoever has it leads until nine."
SECOND = "The chair by the kettle goes round, and whoever has it leads and is driven home."


def answers(page, url: str, choice: str, words: str = "") -> None:
    page.goto(url)
    page.get_by_label(choice, exact=False).first.check()
    page.get_by_label("What would you like to say?").fill(words)
    press(page, "Give my answer")


def answers_by_keyboard(page, url: str) -> None:
    """To the first choice with Tab, chosen with the space bar, and Enter on the button."""
    page.goto(url)
    page.locator("input[name=answer]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # the words
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def proposes(page, group) -> str:
    page.goto(reverse("manifesto:current", args=[group.slug]))
    follow(page, re.compile(rf"Propose a change\W+{VALUE}"))
    page.get_by_label("What it says").fill(FIRST)
    page.get_by_label("Why?").fill("I would like to know when I can put the kettle down.")
    press(page, "Save it as a draft")
    says(page, "Nobody else sees it until you open it.")
    press(page, "Open it to all of us")
    return page.url


def ask_and_react(idris, others, url: str) -> None:
    asks, *_rest = others
    asks.goto(url)
    asks.get_by_label("What would you like to understand?").fill("Until nine in summer too?")
    press(asks, "Ask it")
    idris.goto(url)
    idris.get_by_text("Reply to").first.click()
    idris.get_by_label("Your reply").fill("In summer too.")
    press(idris, "Give my reply")
    for page in others:
        page.goto(url)
        press(page, "I have no more questions")
    says(others[-1], "Reactions")
    for page in (idris, *others):
        page.goto(url)
        page.get_by_label("How does it sit with you?").fill("Well enough.")
        press(page, "Give my reaction")


def test_four_decide_and_one_of_them_cannot_yet(open_page, kettle_row):
    members = {person.known_as: person.member for person in kettle_row.members}
    phone = {"java_script_enabled": False, "viewport": PHONE}
    idris, joss = open_page(members["Idris"]), open_page(members["Joss"], **phone)
    petra, amara = open_page(members["Petra"], **phone), open_page(members["Amara"])
    url = proposes(idris, kettle_row)
    ask_and_react(idris, [joss, petra, amara], url)

    answers_by_keyboard(amara, url)
    answers(petra, url, "Not yet", "My last bus goes at half past eight.")
    for page in (joss, idris):
        answers(page, url, "I consent", "")
    says(idris, "Words that all of us can stand by")

    petra.goto(url)
    follow(petra, "Write a new wording")
    petra.get_by_label("What it says").fill(SECOND)
    petra.get_by_label("Why?").fill("Then I can stay.")
    press(petra, "Bring this wording")
    says(petra, "The new wording is before all of us.")
    petra.get_by_text("Wording one").click()
    says(petra, "My last bus goes at half past eight.")

    for page in (petra, joss, idris):
        answers(page, url, "I consent", "")
    assert kettle_row.editions.in_force().n == 3  # Amara's silence is no yes
    answers_by_keyboard(amara, url)
    says(amara, "when everyone who was asked had consented")
    amara.goto(reverse("manifesto:current", args=[kettle_row.slug]))
    says(amara, SECOND)
    says(amara, "Version four")
    assert idris.complaints == amara.complaints == []
