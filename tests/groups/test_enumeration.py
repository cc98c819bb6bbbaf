"""Nobody learns who is here by trying addresses (trust.md, S12): not from the answer, not from what it costs."""

import re
from dataclasses import dataclass

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Member, Outbox
from tests.factories import PASSWORD, make_group, make_invitation, make_member
from tests.fresh import sign_in
from tests.groups.post import mails_to

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "nia@example.org", "lou@example.org"  # of one length
LOGIN, ASK, CODE, RESET, SIGN_UP = (
    reverse(f"account_{name}")
    for name in ("login", "request_login_code", "confirm_login_code", "reset_password", "signup")
)


@pytest.fixture(autouse=True)
def nia():
    return make_member("Nia", email=KNOWN, password=PASSWORD)


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed."""
    runs = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda *a: runs.append(1) or encode(*a))
    return runs


@dataclass
class Learnt:
    """All that somebody can see, and what could be measured."""

    status: int
    body: str
    headers: dict
    cookies: dict
    hashed: int
    writes: list


def learn(deed, email: str, hashed: list) -> Learnt:
    """What `deed(email)` tells. The address itself and what is random in each answer are left out."""
    hashed.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = deed(email)
    body = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode()).replace(email, "…")
    cookies = {name: {k: v for k, v in c.items() if k != "expires"} for name, c in answer.cookies.items()}
    headers = {name: value for name, value in answer.headers.items() if name != "Expires"}
    writes = [w.group() for q in queries if (w := re.match(r"(INSERT INTO|UPDATE|DELETE FROM) \S+", q["sql"]))]
    return Learnt(answer.status_code, body, headers, cookies, len(hashed), writes)


def ask_for_code(email):
    return Client().post(ASK, {"email": email})


def look_at_code_page(email):
    client = Client()
    client.post(ASK, {"email": email})
    return client.get(CODE)


def type_wrong_code(email):
    client = Client()
    client.post(ASK, {"email": email})
    return client.post(CODE, {"code": "WRONGS"})


def type_fourth_code(email):
    client = Client()
    client.post(ASK, {"email": email})
    for _ in range(3):
        client.post(CODE, {"code": "WRONGS"})
    client.post(ASK, {"email": email})
    return client.post(CODE, {"code": "WRONGS"}, follow=True)


def ask_for_another_code(email):
    client = Client()
    client.post(ASK, {"email": email})
    return client.post(CODE, {"action": "resend"})


def sign_in_by_password(email):
    return Client().post(LOGIN, {"login": email, "password": "wrong-wrong-wrong"})


def ask_for_password(email):
    return Client().post(RESET, {"email": email}, follow=True)


def sign_up(email):
    return Client().post(SIGN_UP, {"email": email, "name": "Nia", "password1": PASSWORD})


DEEDS = [ask_for_code, look_at_code_page, type_wrong_code, type_fourth_code, ask_for_another_code,
         sign_in_by_password, ask_for_password, sign_up]  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_a_known_and_an_unknown_address_are_met_alike(deed, hashed):
    assert learn(deed, KNOWN, hashed) == learn(deed, UNKNOWN, hashed)


@pytest.fixture
def followed():
    """Browsers in which an invitation to each address is followed, as by whoever found the mail."""
    browsers = {}
    for email in (KNOWN, UNKNOWN):
        browsers[email] = Client()
        browsers[email].post(reverse("groups:join", args=[make_invitation(email=email).token]))
    return browsers


def test_whoever_found_an_invitation_learns_nothing_by_following_it(followed, hashed):
    def sign_up(email):
        return followed[email].post(SIGN_UP, {"email": email, "name": "Nia", "password1": PASSWORD})

    def look(email):
        return followed[email].get(reverse("account_email_verification_sent"))

    members = Member.objects.count()
    for deed in (sign_up, look):
        assert learn(deed, KNOWN, hashed) == learn(deed, UNKNOWN, hashed)
    assert Member.objects.count() == members + 1


def test_whoever_is_in_learns_nothing_by_giving_an_address_as_theirs(hashed):
    client = sign_in(Client(), make_member())

    def add(email):
        return client.post(reverse("account_email"), {"action_add": "", "email": email})

    def look(email):
        return client.get(reverse("account_email"))

    client.get(reverse("account_email"))
    shown = {email: [learn(deed, email, hashed) for deed in (add, look)] for email in (KNOWN, UNKNOWN)}
    assert shown[KNOWN] == shown[UNKNOWN]


def test_a_wrong_password_of_somebody_who_has_none_costs_the_same(nia, hashed):
    nia.set_unusable_password()
    nia.save()
    assert learn(sign_in_by_password, KNOWN, hashed) == learn(sign_in_by_password, UNKNOWN, hashed)


def test_whoever_invites_learns_nothing_of_who_is_here(hashed):
    group = make_group()
    client = sign_in(Client(), group.members.get().member)

    def invite(email):
        return client.post(reverse("groups:invite", args=[group.slug]), {"emails": email}, follow=True)

    invite("first@example.org")
    shown = [learn(invite, email, hashed) for email in (KNOWN, UNKNOWN)]
    assert (shown[0].status, shown[0].hashed, shown[0].writes) == (shown[1].status, shown[1].hashed, shown[1].writes)


@pytest.mark.parametrize("deed", [ask_for_code, ask_for_password])
def test_to_an_address_that_nobody_has_nothing_is_sent(deed):
    deed(UNKNOWN)
    assert mails_to(UNKNOWN) == []
    assert mails_to("") == []
    assert not Outbox.objects.filter(to=UNKNOWN).exists()
    assert not Outbox.objects.waiting().exists(), "the row to nobody is let go"
