"""Is it you? What matters asks for proof within five minutes (trust.md, S14)."""

import time
from urllib.parse import unquote

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from groups.models import Ending
from meetings.models import Subscription
from tests.factories import PASSWORD, first_of, make_admin, make_group, make_invitation, make_member
from tests.fresh import sign_in
from tests.groups.post import code_in, mails_to, newest_to

pytestmark = pytest.mark.django_db

BY_PASSWORD, BY_CODE, SEND = (
    reverse(f"account_{name}") for name in ("reauthenticate", "reauthenticate_by_code", "send_fresh_code")
)
NIA = "nia@example.org"
FIVE_MINUTES = 300
LOOKED_AT = ["account_set_password", "mfa_add_webauthn", "mfa_activate_totp", "mfa_generate_recovery_codes"]
DONE = {
    "account_set_password": {"password1": "four-new-words-then", "password2": "four-new-words-then"},
    "account_email": {"action_add": "", "email": "other@example.org"},
    "mfa_add_webauthn": {"credential": "{}"},
    "mfa_activate_totp": {"code": "000000"},
    "mfa_generate_recovery_codes": {},
    "end_other_sessions": {},
    "calendar:create": {"label": "my phone", "detail": "place", "group": ""},
}


@pytest.fixture
def nia():
    """Who has neither password nor passkey: she comes in by mailed codes."""
    return make_member("Nia", email=NIA)


def proof(answer) -> str:
    """Where it is asked who they are, or nothing."""
    return answer.url.partition("?")[0] if answer.status_code == 302 else ""


@pytest.mark.parametrize("name", LOOKED_AT)
@pytest.mark.parametrize(("ago", "asked"), [(FIVE_MINUTES + 1, BY_CODE), (FIVE_MINUTES - 30, "")])
def test_a_page_that_matters_asks_who_came_in_more_than_five_minutes_ago(nia, name, ago, asked):
    assert proof(sign_in(Client(), nia, ago=ago).get(reverse(name))) == asked


@pytest.mark.parametrize("name", DONE)
def test_what_matters_is_not_done_before_it_is_asked(nia, name):
    stale, fresh = sign_in(Client(), nia, ago=FIVE_MINUTES + 1), sign_in(Client(), nia)
    assert proof(stale.post(reverse(name), DONE[name])) == BY_CODE
    assert proof(fresh.post(reverse(name), DONE[name])) != BY_CODE


def test_a_group_is_not_ended_before_it_is_asked_and_kept_without(nia):
    admin = first_of(make_group())
    other, at = make_admin(admin.group, "Ruth"), {"args": [admin.group.slug]}
    asking, agreeing, keeping = (
        reverse(f"groups:{deed}", **at) for deed in ("ending", "agree_to_ending", "withdraw_ending")
    )
    stale, fresh = sign_in(Client(), admin.member, ago=FIVE_MINUTES + 1), sign_in(Client(), admin.member)
    assert proof(stale.post(asking)) == BY_CODE
    assert not Ending.objects.exists()
    fresh.post(asking)
    second = sign_in(Client(), other.member, ago=FIVE_MINUTES + 1)
    assert proof(second.post(agreeing)) == BY_CODE
    assert Ending.objects.get().agreed_at is None
    second.post(keeping)
    assert not Ending.objects.open().exists()


def test_whoever_was_asked_comes_to_what_they_wanted_and_their_form_is_not_lost(nia):
    client = sign_in(Client(), nia, ago=FIVE_MINUTES + 1)
    asked = client.post(reverse("calendar:create"), DONE["calendar:create"]).url
    client.post(SEND, {"next": reverse("calendar:create")})
    done = client.post(BY_CODE, {"code": code_in(newest_to(NIA)), "next": reverse("calendar:create")})
    assert asked.startswith(BY_CODE)
    assert "my phone" in done.content.decode()


def test_a_link_to_a_calendar_is_not_made_anew_before_it_is_asked(nia):
    link, _token = Subscription.begin(member=nia, label="my phone")
    renew = reverse("calendar:renew", args=[link.key])
    assert proof(sign_in(Client(), nia, ago=FIVE_MINUTES + 1).post(renew)) == BY_CODE
    assert Subscription.objects.get().renewed_at is None
    assert proof(sign_in(Client(), nia).post(renew)) == ""


def test_a_new_password_does_not_wait_in_the_database_for_proof(nia):
    client = sign_in(Client(), nia, ago=FIVE_MINUTES + 1)
    form = DONE["account_set_password"]
    asked = client.post(reverse("account_set_password"), form).url
    assert unquote(asked) == f"{BY_CODE}?next={reverse('account_set_password')}"
    assert form["password1"] not in repr([session.get_decoded() for session in Session.objects.all()])


def test_looking_sends_no_code(nia):
    sign_in(Client(), nia).get(BY_CODE)
    assert mails_to(NIA) == []


def test_a_code_works_once_and_in_its_own_session(nia):
    client, other = (sign_in(Client(), nia, ago=FIVE_MINUTES + 1) for _ in range(2))
    for browser in (client, other):
        browser.post(SEND)
    codes = [code_in(mail) for mail in mails_to(NIA)]
    assert other.post(BY_CODE, {"code": codes[0]}).status_code == 422
    assert client.post(BY_CODE, {"code": codes[0]}).url == reverse("me")
    assert client.post(BY_CODE, {"code": codes[0]}).url == BY_CODE


def test_after_three_wrong_codes_the_right_one_is_too_late(nia):
    client = sign_in(Client(), nia, ago=FIVE_MINUTES + 1)
    client.post(SEND)
    for _ in range(3):
        client.post(BY_CODE, {"code": "WRONGS"})
    client.post(BY_CODE, {"code": code_in(newest_to(NIA))})
    assert proof(client.get(reverse("mfa_add_webauthn"))) == BY_CODE


def test_after_ten_minutes_a_code_is_too_late(nia, monkeypatch):
    client, now = sign_in(Client(), nia, ago=FIVE_MINUTES + 1), time.time()
    client.post(SEND)
    code = code_in(newest_to(NIA))
    monkeypatch.setattr(time, "time", lambda: now + 601)
    assert client.post(BY_CODE, {"code": code}).url == BY_CODE
    assert proof(client.get(reverse("mfa_add_webauthn"))) == BY_CODE


def test_a_password_is_asked_first_where_there_is_one(nia):
    nia.set_password(PASSWORD)
    nia.save()
    client = sign_in(Client(), nia, ago=FIVE_MINUTES + 1)
    asked = client.get(reverse("mfa_add_webauthn")).url
    assert asked.startswith(BY_PASSWORD)
    page = client.get(asked).content.decode()
    assert BY_CODE in page, "or by a code"
    assert client.post(asked, {"password": PASSWORD}).url == reverse("mfa_add_webauthn")
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_with_a_second_step_a_mailed_code_is_not_enough(nia):
    TOTP.activate(nia, generate_totp_secret())
    client = sign_in(Client(), nia, ago=FIVE_MINUTES + 1)
    assert proof(client.get(reverse("mfa_add_webauthn"))) == reverse("mfa_reauthenticate")
    assert proof(client.get(BY_CODE)) == reverse("mfa_reauthenticate")


def test_a_session_that_began_by_signing_in_is_fresh(nia):
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": NIA})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(newest_to(NIA))})
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_whoever_has_just_joined_by_a_code_is_fresh(client):
    invitation = make_invitation(email=NIA)
    client.post(reverse("groups:join", args=[invitation.token]))
    client.post(reverse("account_signup"), {"email": NIA, "name": "Nia", "password1": PASSWORD})
    client.post(reverse("account_email_verification_sent"), {"code": code_in(newest_to(NIA))})
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_more_than_three_codes_a_minute_are_not_sent(nia):
    client = sign_in(Client(), nia)
    statuses = [client.post(SEND).status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 429]
    assert len(mails_to(NIA)) == 3
