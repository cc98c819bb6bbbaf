"""The first group of a site, by a link that is printed once; and further ones, where the site allows it."""

import re
from datetime import timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.models import FoundingLink, Group, Member
from tests.factories import PASSWORD, make_group, make_member
from tests.groups.elsewhere import at_once
from tests.groups.post import code_in, newest_to
from tests.groups.test_invitations import whole_database

pytestmark = pytest.mark.django_db

NIA = "nia@example.org"
FOUND, SIGN_UP, CODE = reverse("groups:found"), reverse("account_signup"), reverse("account_email_verification_sent")
OAK = {"name": "Oak", "slug": "", "zone": "Europe/London"}


def printed() -> str:
    """The path of the link that the command prints."""
    out = StringIO()
    call_command("first_group_link", stdout=out)
    (address,) = out.getvalue().split()
    assert address.startswith("https://copse.test/begin/")
    return urlsplit(address).path


def found(**what) -> dict:
    return {"name": "Oak", "slug": "oak", "zone": "Europe/London", **what}


# -- the first


def test_from_the_link_to_the_first_group(client):
    path = printed()
    assert client.get(path).status_code == 200
    assert client.post(path).url == SIGN_UP
    account = {"email": NIA, "name": "Nia", "password1": PASSWORD}
    assert client.post(SIGN_UP, account).url == CODE
    assert client.post(FOUND, OAK).status_code == 302, "not before the address is proved"
    assert not Group.objects.exists()
    assert client.post(CODE, {"code": code_in(newest_to(NIA))}).url == FOUND
    assert client.post(FOUND, {**OAK, "zone": "stockholm"}).url == reverse("home", args=["oak"])
    group = Group.objects.get()
    nia = group.members.get()
    assert (group.name, group.slug, group.zone) == ("Oak", "oak", "Europe/Stockholm")
    assert (nia.known_as, nia.member.email, nia.is_admin) == ("Nia", NIA, True)
    assert group.topic_kinds.count() == 4
    assert "A copse needs more than one tree." in client.get(reverse("groups:members", args=["oak"])).content.decode()


def test_looking_changes_nothing_however_often(client):
    path = printed()
    for _ in range(10):
        assert client.get(path).status_code == client.head(path).status_code == 200
    assert not client.session.keys()
    assert Client().post(path).status_code == 302


def test_the_link_works_for_three_days_while_there_is_no_group():
    FoundingLink.make()
    link = FoundingLink.objects.get()
    assert FoundingLink.objects.open(link.made_at + timedelta(days=3, seconds=-1)).exists()
    assert not FoundingLink.objects.open(link.made_at + timedelta(days=3)).exists()
    make_group()
    assert not FoundingLink.objects.open().exists()


def test_the_newest_link_alone_works(client):
    first, second = printed(), printed()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_each_link_that_does_not_work_meets_one_same_page_and_leads_nowhere(client):
    replaced, newest = printed(), printed()
    FoundingLink.objects.update(used_at=timezone.now())
    spent = [replaced, newest, "/begin/never-made/"]
    assert len({client.get(path).content for path in spent}) == 1
    for path in spent:
        assert [client.get(path).status_code, client.post(path).status_code] == [410, 410]
        assert client.post(f"{path}sign-in/").status_code == 410
    assert "You need an invitation" in client.get(SIGN_UP).content.decode()
    client.post(SIGN_UP, {"email": NIA, "name": "Nia", "password1": PASSWORD})
    assert not Member.objects.exists()


def test_whoever_was_on_the_way_when_a_group_was_made_comes_too_late(client, signed_in):
    path = printed()
    late = signed_in(make_member())
    late.post(path)
    make_group()
    assert late.get(FOUND).status_code == late.post(FOUND, OAK).status_code == 404
    assert Group.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_begin_at_once_one_makes_the_group():
    FoundingLink.make()
    nia = make_member()

    def begin(n):
        return lambda: FoundingLink.objects.get().found(first=nia, **found(slug=f"oak-{n}"))

    results = at_once(*[begin(n) for n in range(20)])
    assert {type(r) for r in results} == {Group, ValidationError}
    assert sum(isinstance(r, Group) for r in results) == Group.objects.count() == 1


def test_an_account_that_is_here_already_can_begin(client):
    make_member(email=NIA, password=PASSWORD)
    path = printed()
    asked = client.post(f"{path}sign-in/", follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert client.post(reverse("account_login"), {"login": NIA, "password": PASSWORD}).url == FOUND
    assert client.post(FOUND, OAK).status_code == 302


def test_no_live_token_rests_in_the_database_or_on_the_page(client):
    path = printed()
    token = path.split("/")[2]
    client.post(path)
    assert len(token) == 43
    assert token not in whole_database()
    assert token not in client.get(path).content.decode()


def test_where_there_is_a_group_no_link_is_printed():
    make_group()
    with pytest.raises(CommandError, match="There is a group already"):
        call_command("first_group_link")
    assert not FoundingLink.objects.exists()


# -- another


def test_another_group_is_begun_only_where_the_site_allows_it(signed_in, settings):
    group = make_group()
    client = signed_in(group.members.get())
    home = reverse("home", args=[group.slug])
    assert client.get(FOUND).status_code == client.post(FOUND, OAK).status_code == 404
    assert FOUND not in client.get(home).content.decode()
    settings.FOUNDING = True
    me = {"name": "Nia", "zone": "Europe/London", "language": "en-gb"}
    client.post(reverse("me"), me)  # the frame of the pages is drawn anew
    assert FOUND in client.get(home).content.decode()
    assert client.post(FOUND, OAK).url == reverse("home", args=["oak"])
    assert Group.objects.get(slug="oak").members.get().is_admin


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "id_name"),
        ({"slug": "Oak Street"}, "id_slug"),
        ({"name": "!!!"}, "Choose one: the name has no letters that an address can have."),
        ({"slug": "taken"}, "Another group has this address, or had it. Choose another."),
        ({"zone": "Mars"}, "id_zone"),
    ],
)
def test_what_is_to_be_put_right_is_said_and_no_group_is_made(signed_in, settings, wrong, words):
    settings.FOUNDING = True
    Group.objects.filter(pk=make_group().pk).update(slug="taken")
    answer = signed_in(make_member()).post(FOUND, {**OAK, **wrong})
    assert answer.status_code == 422
    assert words in re.search(r'role="alert".*?</ul>', answer.content.decode(), re.DOTALL)[0]
    assert Group.objects.count() == 1
