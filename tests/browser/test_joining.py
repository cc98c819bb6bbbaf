"""The way into a group, step by step and with the keyboard alone, on a desk and on a phone; and one's page."""

from io import BytesIO

import pytest
from PIL import Image

from groups.models import Membership
from tests.browser.looking import DESK, PHONE, faults
from tests.browser.steps import follow, leave_the_passkey, link_in, press, says
from tests.factories import PASSWORD, make_member
from tests.groups.post import code_in, newest_to
from tests.pictures import drawn

pytestmark = pytest.mark.browser

WINDOWS = pytest.mark.parametrize(("window", "name"), [(DESK, "Nia"), (PHONE, "Bea")], ids=["desk", "phone"])
HERE = "() => document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent"


def reach(page, words: str) -> None:
    """Press Tab until the focus is on what is called `words`."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if words in page.evaluate(HERE):
            return
    raise AssertionError(f"{words!r} is not reached")


def write(page, words: str, text: str) -> None:
    """Write `text` in place of what stands in the field called `words`."""
    reach(page, words)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def enter(page, words: str) -> None:
    reach(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def step_of(page) -> str:
    return page.locator("[aria-current=step]").inner_text()


@WINDOWS
def test_somebody_new_comes_in_with_the_keyboard_alone(window, name, open_page, kettle_row):
    email = f"{name.lower()}@example.org"
    kettle_row.invite(email, by=kettle_row.members.get(known_as="Amara"), note="We would love to write with you.")
    page = open_page(viewport=window)
    page.goto(link_in(newest_to(email)))
    assert step_of(page) == "Who invites you"
    enter(page, "I am new here")
    assert step_of(page) == "Your address"
    write(page, "Your name", name)
    write(page, "A password", PASSWORD)
    enter(page, "Go on")
    assert step_of(page) == "Your address"
    write(page, "The code", code_in(newest_to(email)))
    enter(page, "Go on")
    assert step_of(page) == "What we hold to"
    says(page, "With your yes you sign this version")
    enter(page, "Yes, I would like to join")
    assert step_of(page) == "You among us"
    write(page, "Pronouns", "she/her")
    write(page, "Time zone", "Stockholm")
    write(page, "About my practice", "A choir for people who say that they can’t sing.")
    enter(page, "Save and go on")
    leave_the_passkey(page)
    assert step_of(page) == "First things"
    write(page, "What do you hope for", "To be read to.")
    write(page, "A topic that you would like", f"What {name} carries")
    enter(page, "Save and come in")
    says(page, "You are one of us now. Welcome.")
    new = kettle_row.members.get(known_as=name)
    assert (new.pronouns, new.member.zone) == ("she/her", "Europe/Stockholm")
    assert kettle_row.editions.in_force().is_signed_by(new)
    assert new.goals.get().text == "To be read to."
    assert new.topics.get().title == f"What {name} carries"
    assert page.complaints == []


def test_the_others_are_asked_to_show_them_round(amara, kettle_row):
    kettle_row.welcome(make_member("Ruth"))
    amara.goto("/groups/kettle-row/members/")
    says(amara, "Show Ruth")
    found = faults(amara)
    assert not found, found


def test_a_list_of_addresses_is_pasted_and_what_is_left_of_it_is_put_right(amara):
    amara.goto("/groups/kettle-row/invitations/new/")
    amara.get_by_label("Their e-mail address").fill("Sol Reed <sol@example.org>, joss@example.org\nnobody")
    press(amara, "Send the invitation")
    says(amara, "An invitation is on its way to sol@example.org.")
    says(amara, "joss@example.org: Whoever has this address is already one of us.")
    assert amara.get_by_label("Their e-mail address").input_value() == "joss@example.org\nnobody"
    found = faults(amara, status=422)
    assert not found, found
    amara.get_by_label("Their e-mail address").fill("lou@example.org")
    press(amara, "Send the invitation")
    says(amara, "We wait to hear from them.")


def test_a_picture_is_shown_and_taken_down(amara, kettle_row):
    amara.goto("/groups/kettle-row/members/me/")
    follow(amara, "Show a picture on the members page")
    amara.get_by_label("A picture of you").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": drawn(size=(900, 600))}
    )
    press(amara, "Show it")
    shown = amara.get_by_role("img", name="Amara")
    assert shown.evaluate("(img) => img.complete && img.naturalWidth") == 512
    photo = amara.context.request.get(shown.get_attribute("src"))
    assert Image.open(BytesIO(photo.body())).size == (512, 512)
    found = faults(amara)
    assert not found, found
    amara.goto("/groups/kettle-row/members/me/photo/")
    found = faults(amara)
    assert not found, found
    press(amara, "Take my picture down")
    says(amara, "The others see your disc again.")
    assert not Membership.objects.exclude(photo=None).exists()


def test_a_photo_that_is_none_is_said_on_the_page(amara):
    amara.goto("/groups/kettle-row/members/me/photo/")
    amara.get_by_label("A picture of you").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": b"<script>alert(1)</script>"}
    )
    press(amara, "Show it")
    says(amara, "Choose a JPEG, PNG or WebP picture.")
    found = faults(amara, status=422)
    assert not found, found


def test_a_way_to_reach_me_and_the_colour_of_my_disc_are_chosen_with_the_keyboard(amara, kettle_row):
    amara.goto("/groups/kettle-row/members/me/")
    amara.locator("[name=tone]:checked").focus()
    before = amara.locator("[name=tone]:checked").input_value()
    amara.keyboard.press("ArrowRight")
    assert amara.locator("[name=tone]:checked").input_value() != before
    third = amara.get_by_role("group", name="The third way")
    third.get_by_label("What it is").fill("Post")
    amara.keyboard.press("Tab")
    amara.keyboard.type("Through the door, number four")
    amara.keyboard.press("Tab")
    amara.keyboard.press("Space")
    enter(amara, "Save my page")
    says(amara, "Your page is saved.")
    amara_herself = kettle_row.members.get(known_as="Amara")
    assert [c.shown for c in amara_herself.contacts.all()] == [True, False, True]
    says(amara, "Through the door")
