"""Passkeys: a device and a face, finger or PIN (trust.md, S11)."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.authenticator import Passkey
from tests.factories import PASSWORD, make_member
from tests.fresh import sign_in
from tests.groups.post import mails_to

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ADD, KEYS, COME_IN = (reverse(f"mfa_{name}_webauthn") for name in ("add", "list", "login"))
NIA = "nia@example.org"
NONSENSE = '{"response": {"userHandle": "MQ"}}'


@pytest.fixture
def nia():
    return make_member("Nia", email=NIA, password=PASSWORD)


def add(member, passkey=None, *, client=None, **data):
    """Add `passkey` to what `member` has; what the site answers."""
    client = client or sign_in(Client(), member)
    asked = client.get(ADD).context["js_data"]["creation_options"]
    options = json.loads(json.dumps(asked, default=dict))
    return client.post(ADD, {"name": "my phone", "credential": (passkey or Passkey()).made(options), **data})


def asked(client) -> dict:
    return client.get(COME_IN, headers={"Accept": "application/json"}).json()["request_options"]


def come_in(client, passkey, **data):
    return client.post(COME_IN, {"credential": passkey.used(asked(client)), **data})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_passkey_lets_its_member_in_without_an_address(client, nia):
    passkey = Passkey()
    add(nia, passkey)
    assert come_in(client, passkey).url == reverse("front")
    assert client.session["_auth_user_id"] == str(nia.pk)


def test_a_passkey_leads_to_where_one_wanted_to_and_never_to_another_site(nia):
    passkey = Passkey()
    add(nia, passkey)
    wanted = {"/help/": "/help/", "//evil.example": reverse("front"), "javascript:alert(1)": reverse("front")}
    assert {target: come_in(Client(), passkey, next=target).url for target in wanted} == wanted


def test_what_does_not_fit_leads_back_and_what_one_wanted_is_not_lost(nia):
    add(nia)
    lost, stale = Client(), sign_in(Client(), nia, ago=301)
    refused = lost.post(COME_IN, {"credential": NONSENSE, "next": "/help/"})
    assert refused.url == f"{reverse('account_login')}?next=%2Fhelp%2F"
    assert "That doesn’t fit." in lost.get(refused.url).content.decode()
    again = reverse("mfa_reauthenticate_webauthn")
    assert stale.post(again, {"credential": NONSENSE, "next": ADD}).url.startswith(f"{again}?next=")


def test_with_the_first_passkey_come_spare_codes_and_then_what_one_came_for(nia):
    first = add(nia, next="/help/")
    assert first.url == f"{reverse('mfa_view_recovery_codes')}?next=%2Fhelp%2F"
    client = sign_in(Client(), nia)
    assert 'href="/help/"' in client.get(first.url).content.decode()
    assert add(nia, client=client, next="/help/").url == "/help/"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "javascript:alert(1)"])
def test_adding_a_passkey_never_leads_to_another_site(nia, elsewhere):
    add(nia)
    client = sign_in(Client(), nia)
    assert add(nia, client=client, next=elsewhere).url == KEYS
    for page in (f"{ADD}?next={elsewhere}", f"{reverse('mfa_view_recovery_codes')}?next={elsewhere}"):
        assert "evil" not in client.get(page).content.decode()
        assert "javascript:" not in client.get(page).content.decode()


def test_a_challenge_is_long_and_used_once(client, nia):
    passkey = Passkey()
    add(nia, passkey)
    options = asked(client)
    assert len(options["publicKey"]["challenge"]) >= 22, "64 bit are 11 letters; ours has 256"
    credential = passkey.used(options)
    client.post(COME_IN, {"credential": credential})
    client.post(reverse("account_logout"))
    client.post(COME_IN, {"credential": credential})
    assert not is_in(client)


def test_an_answer_for_another_browser_or_another_site_opens_nothing(client, nia):
    passkey = Passkey()
    add(nia, passkey)
    credential = passkey.used(asked(client))
    other = Client()
    asked(other)
    other.post(COME_IN, {"credential": credential})
    passkey.origin = "https://evil.example"
    come_in(client, passkey)
    assert not is_in(client)
    assert not is_in(other)


def test_a_key_that_asked_for_no_face_finger_or_pin_is_refused(client, nia):
    add(nia, Passkey(verifies=False))
    assert not Authenticator.objects.exists()
    passkey = Passkey()
    add(nia, passkey)
    passkey.flags = 0x01
    come_in(client, passkey)
    assert not is_in(client)


def test_a_key_that_is_no_passkey_does_not_sign_in_alone(client, nia):
    passkey = Passkey(resident=False)
    add(nia, passkey)
    come_in(client, passkey)
    assert not is_in(client)


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", NONSENSE, "x" * 9])
def test_what_is_no_passkey_is_met_with_the_door(client, nia, credential):
    asked(client)
    answer = client.post(COME_IN, {"credential": credential})
    assert answer.url == reverse("account_login")
    assert not is_in(client)


def test_a_passkey_is_asked_for_after_a_password(client, nia):
    passkey = Passkey()
    add(nia, passkey)
    step = client.post(reverse("account_login"), {"login": NIA, "password": PASSWORD})
    assert step.url == reverse("mfa_authenticate")
    assert not is_in(client)
    options = json.loads(json.dumps(client.get(step.url).context["js_data"]["request_options"], default=dict))
    client.post(step.url, {"credential": passkey.used(options)})
    assert is_in(client)


def test_a_flood_of_wrong_passwords_never_shuts_the_passkeys_way(client, nia):
    passkey = Passkey()
    add(nia, passkey)
    for _ in range(25):
        Client().post(reverse("account_login"), {"login": NIA, "password": "wrong-wrong-wrong"})
    come_in(client, passkey)
    assert is_in(client)


def test_a_passkey_is_named_and_removed_by_its_member_alone(nia):
    add(nia)
    key = Authenticator.objects.get(type="webauthn")
    name, removal = (reverse(f"mfa_{deed}_webauthn", args=[key.pk]) for deed in ("edit", "remove"))
    stranger = sign_in(Client(), make_member())
    assert {stranger.post(url, {"name": "mine"}).status_code for url in (name, removal)} == {404}
    client = sign_in(Client(), nia)
    client.post(name, {"name": "the old phone"})
    assert "the old phone" in client.get(KEYS).content.decode()
    client.post(removal)
    assert not Authenticator.objects.exists(), "and the spare codes go with the last"
    subjects = [mail.subject for mail in mails_to(NIA)]
    assert "A passkey was added" in subjects
    assert "A passkey was removed" in subjects


@pytest.mark.parametrize("keys", [1, 6])
def test_the_list_asks_the_same_whatever_its_length(nia, keys, django_assert_num_queries):
    for _ in range(keys):
        add(nia)
    client = sign_in(Client(), nia)
    with django_assert_num_queries(3):
        client.get(KEYS)
