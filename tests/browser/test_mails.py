"""Choosing mails on a narrow phone, by keyboard and without JavaScript; and stopping a kind by the link in a mail."""

import pytest
from django.urls import reverse

from groups.kinds import Kind, Rhythm
from groups.models import MailChoice
from groups.unsubscribing import token_for
from tests.browser.looking import TOO_WIDE
from tests.browser.steps import follow, press, says

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 640}


def test_mails_are_chosen_by_keyboard_on_a_narrow_phone_without_javascript(kettle_row, open_page):
    amara = kettle_row.members.get(known_as="Amara")
    page = open_page(amara.member, viewport=NARROW, java_script_enabled=False)
    page.goto(reverse("me"))
    follow(page, "My mails")
    at_once = page.get_by_role("group", name="Your turn is coming").get_by_role("radio", name="At once")
    at_once.focus()
    page.keyboard.press("ArrowRight")  # from one choice to the next
    page.get_by_label("From").fill("21:30")
    page.get_by_label("Until").fill("07:15")
    page.get_by_role("button", name="Save my mails").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    says(page, "Your mails come as you chose.")
    assert MailChoice.of(amara)[Kind.TURN] == Rhythm.FRIDAY
    assert page.get_by_label("Until").input_value() == "07:15"
    press(page, "Stop all mails from my groups")
    says(page, "Nothing else comes now.")
    assert {*MailChoice.of(amara).values()} == {Rhythm.NEVER}


def test_the_page_fits_a_narrow_phone_and_a_link_in_a_mail_stops_its_kind(kettle_row, open_page):
    joss = kettle_row.members.get(known_as="Joss")
    page = open_page(joss.member, viewport=NARROW)
    page.goto(reverse("groups:mails"))
    assert page.evaluate(TOO_WIDE) == []
    stranger = open_page(viewport=NARROW)
    stranger.goto(reverse("groups:unsubscribe", args=[token_for(joss, Kind.SHARED)]))
    assert stranger.evaluate(TOO_WIDE) == []
    press(stranger, "Stop these mails")
    says(stranger, "doesn’t reach you by mail any more")
    assert MailChoice.of(joss)[Kind.SHARED] == Rhythm.NEVER
    assert not stranger.complaints
