"""Passkeys, second steps and proof in a browser, with Chromium's own virtual device for passkeys (trust.md, S11)."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from groups.models import Member
from tests.browser.looking import faults
from tests.browser.steps import brought, follow, link_in, press, says
from tests.factories import PASSWORD, make_group, make_member
from tests.groups.post import code_in, newest_to

pytestmark = pytest.mark.browser

FACE = "Use my face, fingerprint or screen lock"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def nia(kettle_row):
    """Somebody of her own for each test, in a group of hers."""
    member = make_member("Nia")
    Member.objects.filter(pk=member.pk).update(password=make_password(PASSWORD))
    make_group("The Withies", first=member)
    return Member.objects.get(pk=member.pk)


@pytest.fixture
def page(open_page, nia):
    """Nia's, on a device that can keep passkeys."""
    return with_device(open_page(nia))


def with_device(page):
    page.device = page.context.new_cdp_session(page)
    page.device.send("WebAuthn.enable")
    page.authenticator = page.device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    return page


def sign_out(page):
    page.goto(reverse("account_logout"))
    press(page, "Sign out")


def ask_the_device(page, name: str) -> None:
    brought(page, "use-passkey")
    press(page, name)


def add_passkey(page, name: str = "my phone"):
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("What do you call this device?").fill(name)
    ask_the_device(page, "Make a passkey here")


def test_a_passkey_is_made_named_used_and_removed(page):
    page.goto(reverse("me"))
    follow(page, "My passkeys")
    says(page, "None yet.")
    follow(page, "Add a passkey")
    assert page.get_by_label("What do you call this device?").input_value() == "Chrome on Linux"
    page.get_by_label("What do you call this device?").fill("my phone")
    ask_the_device(page, "Make a passkey here")
    assert page.get_by_label("Those that you have not used").input_value().count("\n") >= 9

    page.goto(reverse("mfa_list_webauthn"))
    follow(page, re.compile("Name it.*my phone"))
    page.get_by_role("textbox").fill("the red one")
    press(page, "Save its name")
    says(page, "the red one")

    sign_out(page)
    page.goto(reverse("account_login"))
    ask_the_device(page, FACE)
    says(page, "The Withies")

    page.goto(reverse("mfa_list_webauthn"))
    follow(page, re.compile("Remove it.*the red one"))
    press(page, "Remove this passkey")
    says(page, "None yet.")
    assert page.complaints == []


def test_the_offer_on_joining_leads_on_to_what_follows(page):
    page.goto(f"{reverse('mfa_add_webauthn')}?next={reverse('help')}")
    ask_the_device(page, "Make a passkey here")
    follow(page, "I have kept them, go on")
    says(page, "I can’t get in")


def test_somebody_new_makes_a_passkey_on_joining_and_comes_back_with_it(open_page, kettle_row):
    """The whole path, and nobody is asked twice who they are."""
    kettle_row.invite("ola@example.org", by=kettle_row.members.get(known_as="Amara"))
    page = with_device(open_page())
    page.goto(link_in(newest_to("ola@example.org")))
    press(page, "I am new here")
    page.get_by_label("Your name").fill("Ola")
    page.get_by_label("A password").fill(PASSWORD)
    press(page, "Go on")
    page.get_by_label("The code").fill(code_in(newest_to("ola@example.org")))
    press(page, "Go on")
    press(page, "Yes, I would like to join")
    press(page, "Save and go on")
    follow(page, "Make a passkey")
    ask_the_device(page, "Make a passkey here")
    follow(page, "I have kept them, go on")
    assert page.locator("[aria-current=step]").inner_text() == "First things"
    sign_out(page)
    ask_the_device(page, FACE)
    says(page, "Kettle Row")
    assert page.complaints == []


def test_who_cancels_is_told_and_nothing_has_changed(page, nia):
    page.device.send("WebAuthn.setUserVerified", {"authenticatorId": page.authenticator, "isUserVerified": False})
    page.goto(reverse("mfa_add_webauthn"))
    brought(page, "use-passkey")
    page.get_by_role("button", name="Make a passkey here").click()
    says(page, "Nothing came of it.")
    assert not nia.authenticator_set.exists()


def test_a_passkey_is_the_second_step_after_a_password_and_proof_later(page, nia):
    add_passkey(page)
    sign_out(page)
    page.goto(reverse("account_login"))
    page.get_by_label("Your e-mail address").fill(nia.email)
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Come in")
    says(page, "One more step")
    ask_the_device(page, FACE)
    says(page, "The Withies")
    page.goto(f"{reverse('mfa_reauthenticate_webauthn')}?next={reverse('sessions')}")
    ask_the_device(page, FACE)
    says(page, "Where I am signed in")
    assert page.complaints == []


def test_an_app_and_then_a_spare_code(page, nia):
    page.goto(reverse("mfa_index"))
    follow(page, "Set up an app")
    picture = page.get_by_role("img", name="A square code")
    assert picture.evaluate("(img) => img.complete && img.naturalWidth > 0")
    page.get_by_text("My app is on this device").click()
    secret = page.get_by_label("Copy these letters into the app").input_value()
    now = page.evaluate("() => Math.floor(Date.now() / 30000)")
    page.get_by_label("The six digits").fill(format_hotp_value(hotp_value(secret, now)))
    press(page, "Ask for these digits from now on")
    spare = page.get_by_label("Those that you have not used").input_value().split()[0]

    sign_out(page)
    page.goto(reverse("account_login"))
    page.get_by_label("Your e-mail address").fill(nia.email)
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Come in")
    page.get_by_label("The code from your app, or a spare code").fill(spare)
    press(page, "Come in")
    says(page, "The Withies")
    assert page.complaints == []


def test_without_scripts_the_passkey_is_not_offered_and_all_else_is(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(reverse("account_login"))
    assert not page.get_by_role("button", name=FACE).is_visible()
    assert page.get_by_role("link", name="E-mail me a code").is_visible()


def test_the_passkey_is_offered_as_large_as_the_code(open_page):
    page = open_page()
    page.goto(reverse("account_login"))
    face, code = page.get_by_role("button", name=FACE), page.get_by_role("link", name="E-mail me a code")
    assert face.bounding_box()["width"] == code.bounding_box()["width"]
    assert face.bounding_box()["height"] == code.bounding_box()["height"]


def test_pages_that_are_met_on_the_way_have_nothing_in_the_way(page, nia, open_page):
    add_passkey(page)
    for name in ("mfa_view_recovery_codes", "mfa_list_webauthn", "mfa_reauthenticate_webauthn", "mfa_reauthenticate"):
        assert page.goto(reverse(name)).status == 200
        assert not faults(page)
    (key,) = nia.authenticator_set.filter(type="webauthn")
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert page.goto(reverse(name, args=[key.pk])).status == 200
        assert not faults(page)
    door = open_page()
    door.goto(reverse("account_login"))
    door.get_by_label("Your e-mail address").fill(nia.email)
    door.get_by_label("Your password").fill(PASSWORD)
    press(door, "Come in")
    assert not faults(door)


def test_proof_by_a_mailed_code(open_page, kettle_row):
    member = make_member("Lou")
    page = open_page(member)
    page.goto(reverse("account_reauthenticate_by_code") + f"?next={reverse('sessions')}")
    press(page, "E-mail me a code")
    assert not faults(page)
    page.get_by_label("Code").fill(code_in(newest_to(member.email)))
    press(page, "Go on")
    says(page, "Where I am signed in")
