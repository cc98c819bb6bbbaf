"""Coming in: by password, by a code, by a new password, and never to another site (trust.md, S10 to S13, S37)."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.models import Member, Outbox
from tests.factories import PASSWORD, make_group, make_member
from tests.groups.post import code_in, mails_to, newest_to, path_in

pytestmark = pytest.mark.django_db

LOGIN, ASK, CODE, RESET = (
    reverse(f"account_{name}") for name in ("login", "request_login_code", "confirm_login_code", "reset_password")
)
NIA = "nia@example.org"
NEW = "a-new-one-of-four-words"
ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "https://evil.example", "http:evil.example", "https:/evil.example", "http:///evil.example", "javascript:alert(1)",
    "data:text/html,x", "https://testserver@evil.example", "https://testserver.evil.example", " //evil.example",
    "/%0d%0aLocation:https://evil.example", "\r\n//evil.example", "\x00//evil.example", "//evil。example",
]  # fmt: skip


@pytest.fixture
def nia():
    return make_member("Nia", email=NIA, password=PASSWORD)


def stays_here(address: str) -> bool:
    """Whether a browser that is sent to `address` stays on this site."""
    return re.fullmatch(r"/(?![/\\])[!-~]*", address) is not None


def sign_in(client, email=NIA, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def seen(response) -> tuple:
    """What somebody who tries addresses learns from an answer."""
    headers = {name: value for name, value in response.headers.items() if name not in ("Content-Length", "Expires")}
    return response.status_code, headers, set(response.cookies)


# -- by password


def test_a_password_opens_the_door(client, nia):
    assert sign_in(client).url == reverse("front")
    assert is_in(client)


def test_the_address_may_be_written_in_capitals(client, nia):
    sign_in(client, "NIA@Example.org")
    assert is_in(client)


def test_a_sign_in_begins_a_new_session(client, nia):
    client.get(LOGIN)
    client.session["carried"] = "over"
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_wrong_password_and_an_unknown_address_meet_the_same_answer(client, nia):
    answers = [sign_in(Client(), email, "wrong-wrong-wrong") for email in (NIA, "nobody@example.org")]
    assert seen(answers[0]) == seen(answers[1])
    errors = [answer.context["form"].errors.as_text() for answer in answers]
    assert errors[0] == errors[1] != ""


def test_the_sixth_wrong_password_in_five_minutes_is_refused_and_so_is_the_right_one(client, nia):
    for _ in range(5):
        assert sign_in(Client(), password="wrong-wrong-wrong").status_code == 422
    assert not is_in(client)
    sign_in(client)
    assert not is_in(client)


def test_a_claimed_forwarded_address_gives_no_more_tries(client, nia):
    for n in range(6):
        client.post(LOGIN, {"login": NIA, "password": "wrong"}, headers={"X-Forwarded-For": f"192.0.2.{n}"})
    sign_in(client)
    assert not is_in(client)


def test_whoever_has_no_active_account_stays_outside(client, nia):
    Member.objects.update(is_active=False)
    sign_in(client)
    client.post(ASK, {"email": NIA})
    assert not is_in(client)
    assert not mails_to(NIA)


# -- by a code


def test_a_code_comes_by_mail_and_opens_the_door_once(client, nia):
    assert client.post(ASK, {"email": NIA}).url == CODE
    code = code_in(newest_to(NIA))
    assert client.post(CODE, {"code": code}).url == reverse("front")
    assert is_in(client)
    other = Client()
    other.post(ASK, {"email": NIA})
    other.post(CODE, {"code": code})
    assert not is_in(other), "a used code, and that of another session"


def test_a_code_belongs_to_the_session_that_asked_for_it(client, nia):
    client.post(ASK, {"email": NIA})
    elsewhere = Client()
    elsewhere.post(CODE, {"code": code_in(newest_to(NIA))})
    assert not is_in(elsewhere)


def test_after_three_wrong_codes_the_right_one_is_too_late(client, nia):
    client.post(ASK, {"email": NIA})
    code = code_in(newest_to(NIA))
    for _ in range(3):
        client.post(CODE, {"code": "WRONGS"})
    client.post(CODE, {"code": code})
    assert not is_in(client)


def test_only_the_newest_code_works(client, nia):
    client.post(ASK, {"email": NIA})
    first = code_in(newest_to(NIA))
    client.post(CODE, {"action": "resend"})
    client.post(CODE, {"code": first})
    assert not is_in(client)
    client.post(CODE, {"code": code_in(newest_to(NIA))})
    assert is_in(client)


def test_an_unknown_address_gets_no_mail_and_the_same_answer(client, nia):
    answers = {email: Client().post(ASK, {"email": email}) for email in (NIA, "nobody@example.org")}
    assert seen(answers[NIA]) == seen(answers["nobody@example.org"])
    assert len(mails_to(NIA)) == 1
    assert not mails_to("nobody@example.org")
    assert not Outbox.objects.filter(to="nobody@example.org").exists()


def test_the_page_for_the_code_says_the_same_of_every_address(client, nia):
    pages = []
    for email in (NIA, "bea@example.org"):
        client = Client()
        client.post(ASK, {"email": email})
        page = client.get(CODE)
        pages.append(page.content.decode().replace(email, "…").replace(str(page.context["csrf_token"]), ""))
    assert pages[0] == pages[1]


# -- by a new password


def test_a_new_password_is_chosen_by_a_mailed_link_that_works_once(client, nia):
    assert client.post(RESET, {"email": NIA}).status_code == 302
    link = path_in(newest_to(NIA))
    form = {"password1": NEW, "password2": NEW}
    client.post(client.get(link).url, form)
    sign_in(client, password=NEW)
    assert is_in(client)
    assert "This link has done its work" in Client().get(link, follow=True).content.decode()
    assert "new password" in newest_to(NIA).body


def test_a_link_in_a_mail_leads_to_this_site_whatever_host_was_asked(client, nia, settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "evil.example"]
    client.post(RESET, {"email": NIA}, headers={"Host": "evil.example"})
    assert path_in(newest_to(NIA)).startswith("/accounts/password/reset/key/")
    assert "evil.example" not in newest_to(NIA).body


def test_asking_for_a_new_password_tells_nobody_who_is_here(client, nia):
    answers = [Client().post(RESET, {"email": email}) for email in (NIA, "nobody@example.org")]
    assert seen(answers[0]) == seen(answers[1])
    assert not mails_to("nobody@example.org")


def test_a_new_password_ends_every_other_session(client, nia):
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser)
    change = reverse("account_change_password")
    client.post(change, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert client.get(reverse("me")).status_code == 200
    assert elsewhere.get(reverse("me")).status_code == 302


@pytest.mark.parametrize("password", ["short", "password123", "1234567890", "nia@example.org"])
def test_a_password_that_is_soon_guessed_is_refused_in_words(client, nia, password):
    sign_in(client)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    page = client.post(reverse("account_change_password"), form)
    assert page.context["form"].errors["password1"]
    assert Member.objects.get().check_password(PASSWORD)


# -- where one comes to


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_way_in_never_leads_to_another_site(client, nia, target):
    """Each way that takes `next`: by password, by code, on signing out."""
    by_password = sign_in(Client(), next=target).url
    by_asking = client.post(ASK, {"email": NIA, "next": target}).url
    by_code = client.post(CODE, {"code": code_in(newest_to(NIA)), "next": target}).url
    out = client.post(reverse("account_logout"), {"next": target}).url
    assert all(stays_here(address) for address in (by_password, by_asking, by_code, out))


def test_whoever_was_stopped_at_the_door_goes_on_where_they_wanted_to(client, nia):
    home = reverse("home", args=[make_group(first=nia).slug])
    door = client.get(home).url
    assert door == f"{LOGIN}?next={home}"
    assert sign_in(client, next=home).url == home


# -- going out


def test_signing_out_takes_a_button_and_ends_the_session(client, nia):
    sign_in(client)
    key = client.session.session_key
    client.get(reverse("account_logout"))
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_ends_after_two_weeks(client, nia):
    sign_in(client)
    expires = Session.objects.get(session_key=client.session.session_key).expire_date
    assert abs(expires - timezone.now() - timedelta(days=14)) < timedelta(minutes=1)
