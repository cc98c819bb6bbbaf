"""Whoever it concerns is told when a way in has changed: at the address before, and at the one after (S14)."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_member
from tests.fresh import sign_in
from tests.groups.post import code_in, mails_to, newest_to

pytestmark = pytest.mark.django_db

OLD, NEW = "old@example.org", "new@example.org"


@pytest.fixture
def nia():
    return make_member("Nia", email=OLD, password=PASSWORD)


def subjects(address: str) -> list[str]:
    return [letter.subject for letter in mails_to(address)]


def test_of_another_address_and_of_the_change_to_it_both_are_told(nia):
    client, mine = sign_in(Client(), nia), reverse("account_email")
    asks = client.post(mine, {"action_add": "", "email": NEW}).url
    client.post(asks, {"code": code_in(newest_to(NEW))})
    assert "Your address is confirmed" in subjects(OLD)
    assert "Your address is confirmed" in subjects(NEW)
    client.post(mine, {"action_primary": "", "email": NEW})
    for address in (OLD, NEW):
        assert subjects(address)[-1] == "Your address was changed"
    client.post(mine, {"action_remove": "", "email": OLD})
    for address in (OLD, NEW):
        assert subjects(address)[-1] == "An address was removed"
    assert [address.email for address in EmailAddress.objects.filter(user=nia)] == [NEW]


def test_an_address_is_not_removed_or_made_the_main_one_without_proof(nia):
    EmailAddress.objects.create(user=nia, email=NEW, verified=True)
    client = sign_in(Client(), nia, ago=301)
    for action in ("action_primary", "action_remove"):
        asked = client.post(reverse("account_email"), {action: "", "email": NEW})
        assert asked.url.startswith(reverse("account_reauthenticate"))
    assert EmailAddress.objects.get(primary=True).email == OLD
    assert EmailAddress.objects.count() == 2


def test_a_new_password_is_told_of(nia):
    client = sign_in(Client(), nia)
    new = "four-other-words-now"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert subjects(OLD) == ["Your password was changed"]
