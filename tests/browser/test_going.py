"""Leaving and coming back, being taken out, a copy, and the end of it all: each path as somebody walks it."""

import re

import pytest

from copse.sample import words
from groups.models import Export
from tests import factories
from tests.browser.conftest import session_of
from tests.browser.looking import faults
from tests.browser.steps import follow, press, says

pytestmark = pytest.mark.browser


def look(page, status: int = 200) -> None:
    found = faults(page, status=status)
    assert not found, found


@pytest.fixture
def wren(kettle_row):
    """Somebody who came to the group today, with a goal that all can see and a topic of hers."""
    member = factories.make_member(password=words.PASSWORD)
    wren = kettle_row.welcome(member)
    wren.goals.create(group=kettle_row, text="To sing of it").share(by=wren)
    factories.make_topic(wren, "Songs")
    return wren


def test_leaving_with_the_keyboard_alone_and_coming_back(open_page, wren):
    group = wren.group
    page, tab = open_page(wren.member), open_page(wren.member)
    tab.goto(f"/groups/{group.slug}/")
    page.goto(f"/groups/{group.slug}/members/me/")
    page.get_by_role("link", name="Leave this group").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("It goes").first.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="See what will happen").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    says(page, "One goal that you showed stays, without your name.")
    look(page)
    press(page, "Leave the group")
    says(page, f"You have left {group.name}.")
    look(page)
    assert tab.reload().status == 404
    page.get_by_role("group", name="What you hope for").get_by_label("It goes").check()
    press(page, "Save what I chose")
    says(page, "It is as you chose.")
    invitation = group.invite(wren.member.email, by=group.members.get(known_as="Amara"))
    page.goto(f"/join/{invitation.token}/")
    press(page, "Go on")
    says(page, "Take up the place I had")
    look(page)
    press(page, "Yes, I would like to join")
    says(page, "You are one of us now")


def test_somebody_is_taken_out_and_it_is_undone(amara, open_page, wren):
    amara.goto(f"/groups/{wren.group.slug}/members/{wren.key}/removal/")
    amara.get_by_label("Why?").fill("You told others what was read to us.")
    press(amara, re.compile("Take .* out"))
    says(amara, "It can be undone for a week.")
    look(amara)
    page = open_page(wren.member)
    page.goto("/me/left/")
    look(page)
    press(page, re.compile("What is mine there"), "link")
    says(page, "You told others what was read to us.")
    look(page)
    press(amara, re.compile(f"Undo it {wren.name}"))
    says(amara, f"{wren.name} is one of us again.")


def test_a_copy_turns_up_on_the_page_when_it_is_made(open_page, wren, live_server):
    page = open_page(wren.member, accept_downloads=True)
    page.context.add_cookies([session_of(wren.member, live_server.url, ago=600)])  # so that they are asked who they are
    page.goto("/me/copies/")
    press(page, "Make a copy")
    page.get_by_role("textbox").fill(words.PASSWORD)
    press(page, "Go on")
    says(page, "Look again")
    look(page)
    Export.objects.get(member=wren.member).make()
    says(page, "Fetch the copy")  # without anybody pressing
    look(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Fetch the copy").click()
    assert download.value.suggested_filename.endswith(".zip")


def test_deleting_everything_takes_two_steps_and_the_password(open_page, wren, live_server):
    page = open_page(wren.member)
    page.context.add_cookies([session_of(wren.member, live_server.url, ago=600)])
    page.goto("/me/")
    follow(page, "Delete everything of mine")
    look(page)
    follow(page, "Go on")
    page.get_by_role("textbox").fill(words.PASSWORD)
    press(page, "Go on")
    look(page)
    page.get_by_label("Your e-mail address, to be sure").fill("somebody@example.org")
    press(page, "Delete everything of mine for good")
    says(page, "There is something to put right")
    look(page, status=422)
    page.get_by_label("Your e-mail address, to be sure").fill(wren.member.email)
    press(page, "Delete everything of mine for good")
    says(page, "Everything of yours is deleted.")
    look(page)
