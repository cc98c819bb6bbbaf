"""From an invitation to the group: the whole way, and each way that leads nowhere (trust.md, S9 and S20)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.joining import after_oneself
from groups.models import Invitation, Member, Membership
from tests.factories import PASSWORD, first_of, make_edition, make_group, make_invitation, make_member
from tests.groups.post import code_in, mails_to, newest_to, path_in

pytestmark = pytest.mark.django_db

NIA = "nia@example.org"
SIGN_UP = reverse("account_signup")
CODE = reverse("account_email_verification_sent")
JOINING, ACCEPT, PROOF = (reverse(f"groups:{name}") for name in ("joining", "accept", "prove_address"))


def invite_nia(group=None, **fields) -> Invitation:
    return make_invitation(group, NIA, **fields)


def landing(invitation) -> str:
    return reverse("groups:join", args=[invitation.token])


def sign_up(client, email=NIA, **fields):
    return client.post(SIGN_UP, {"email": email, "name": "Nia", "password1": PASSWORD, **fields})


def say_yes(client):
    """Press the button at the end of what one has read; where there is nothing to read, send what one can."""
    seen = re.search(r'name="seen" value="(\w+)"', client.get(JOINING).content.decode())
    return client.post(ACCEPT, {"seen": seen[1] if seen else ""})


def step(name: str, group) -> str:
    return reverse(f"groups:{name}", args=[group.slug])


def is_in(group, email=NIA) -> bool:
    return group.members.filter(member__emailaddress__email=email, member__emailaddress__verified=True).exists()


# -- the whole way


def test_somebody_new_comes_all_the_way_from_the_mail_to_the_group(client, signed_in):
    group = make_group()
    edition = make_edition(first_of(group), values=[("We come", "A date is a promise.")])
    form = {"emails": NIA, "note": "We would love to write with you."}
    signed_in(first_of(group)).post(reverse("groups:invite", args=[group.slug]), form)

    path = path_in(newest_to(NIA))
    assert "We would love to write with you." in client.get(path).content.decode()
    assert client.post(path).url == SIGN_UP
    assert sign_up(client).url == CODE
    assert client.post(CODE, {"code": code_in(newest_to(NIA))}).url == JOINING
    page = client.get(JOINING).content.decode()
    assert group.name in page
    assert "A date is a promise." in page
    assert not is_in(group), "nobody is a member before saying yes"

    assert say_yes(client).url == step("joined", group)
    nia = Member.objects.get(email=NIA)
    me = {"known_as": "Nia", "pronouns": "she/her", "zone": "Stockholm", "about": "Clay."}
    assert client.post(step("joined", group), me).url == reverse(after_oneself(nia), args=[group.slug])
    first = {"goal": "To be read to.", "topic": "Salt", "topic_kind": group.topic_kinds.last().pk}
    assert client.post(step("first_things", group), first).url == reverse("home", args=[group.slug])
    home = client.get(reverse("home", args=[group.slug]))
    assert "You are one of us now. Welcome." in home.content.decode()
    nia = group.members.get(member__email=NIA)
    assert (nia.known_as, nia.pronouns, nia.about, nia.is_admin) == ("Nia", "she/her", "Clay.", False)
    assert nia.member.zone == "Europe/Stockholm"
    assert edition.is_signed_by(nia), "saying yes is saying yes to what we hold to"
    assert (nia.goals.get().text, nia.goals.get().shared_at) == ("To be read to.", None)
    assert (nia.topics.get().title, nia.topics.get().kind) == ("Salt", group.topic_kinds.last())


def test_a_member_who_is_signed_in_reads_and_accepts(signed_in):
    nia = make_member(email=NIA)
    invitation = invite_nia()
    client = signed_in(nia)
    assert client.post(landing(invitation)).url == JOINING
    assert say_yes(client).status_code == 302
    assert invitation.group.members.filter(member=nia).exists()


def test_a_member_who_is_signed_out_comes_in_and_goes_on_where_they_were(client):
    nia = make_member(email=NIA, password=PASSWORD)
    invitation = invite_nia()
    to_joining = client.post(reverse("groups:join_with_account", args=[invitation.token]), follow=True)
    assert to_joining.redirect_chain[-1][0].startswith(reverse("account_login"))
    response = client.post(reverse("account_login"), {"login": NIA, "password": PASSWORD})
    assert response.url == JOINING
    say_yes(client)
    assert invitation.group.members.filter(member=nia).exists()


def test_whoever_is_signed_in_with_another_address_proves_the_invited_one_and_gains_it(signed_in):
    member = make_member()
    invitation = invite_nia()
    client = signed_in(member)
    client.post(landing(invitation))
    page = client.get(JOINING).content.decode()
    assert invitation.group.name not in page
    assert say_yes(client).status_code == 410, "not before the address is proved"
    assert client.post(PROOF).url == CODE
    assert client.post(CODE, {"code": code_in(newest_to(NIA))}).url == JOINING
    say_yes(client)
    assert invitation.group.members.filter(member=member).exists()
    assert member.emailaddress_set.filter(email=NIA, verified=True, primary=False).exists()


def test_nobody_gains_an_address_that_is_somebody_elses(signed_in):
    owner, other = make_member(email=NIA), make_member()
    invitation = invite_nia()
    client = signed_in(other)
    client.post(landing(invitation))
    client.post(PROOF)
    client.post(CODE, {"code": code_in(newest_to(NIA))})
    assert say_yes(client).status_code == 410
    assert not is_in(invitation.group)
    assert list(owner.emailaddress_set.filter(verified=True).values_list("email", flat=True)) == [NIA]


# -- the landing


def test_looking_changes_nothing_however_often_a_mail_scanner_looks(client):
    invitation = invite_nia()
    for _ in range(10):
        assert client.get(landing(invitation)).status_code == 200
    assert client.head(landing(invitation)).status_code == 200
    assert not client.session.keys()
    assert Invitation.objects.get() == invitation
    assert Client().post(landing(invitation)).status_code == 302


def test_the_landing_says_who_invites_and_nothing_of_the_group(client):
    group = make_group("The Secret Gardeners")
    make_edition(first_of(group), values=[("Our value", "Our statement.")])
    page = client.get(landing(invite_nia(group))).content.decode()
    assert f"{first_of(group).name} invites you" in page
    assert not [word for word in ("Secret Gardeners", "Our value", "Our statement", group.slug) if word in page]


# -- links that no longer work


@pytest.fixture
def spent():
    """A link for each reason why one doesn't work."""
    now = timezone.now()
    gone = make_group()
    expired = invite_nia(sent_at=now - timedelta(days=14, seconds=1))
    used = invite_nia(used_at=now)
    taken_back = invite_nia(revoked_at=now)
    of_a_leaver, of_a_removed = invite_nia(gone), invite_nia()
    Membership.objects.filter(pk=of_a_leaver.invited_by_id).update(left_at=now)
    Membership.objects.filter(pk=of_a_removed.invited_by_id).update(removed_at=now)
    return [landing(i) for i in (expired, used, taken_back, of_a_leaver, of_a_removed)] + ["/join/never-made/"]


def test_each_link_that_does_not_work_meets_one_same_page(client, spent):
    answers = [client.get(path) for path in spent]
    assert {a.status_code for a in answers} == {410}
    assert len({a.content for a in answers}) == 1


def test_no_link_that_does_not_work_can_be_followed(client, signed_in, spent):
    member = signed_in(make_member())
    for path in spent:
        for way in (path, f"{path}sign-in/"):
            assert client.post(way).status_code == 410
            assert member.post(way).status_code == 410
    assert client.get(SIGN_UP).status_code == 200
    assert sign_up(client).status_code == 200
    assert not Member.objects.filter(email=NIA).exists()


def test_whoever_came_in_by_a_link_is_led_to_their_group_by_it_and_nobody_else_is(signed_in, client):
    invitation = invite_nia()
    nia = signed_in(make_member(email=NIA))
    nia.post(landing(invitation))
    home = reverse("home", args=[invitation.group.slug])
    assert say_yes(nia).url == step("joined", invitation.group)
    assert say_yes(nia).url == nia.get(JOINING).url == home
    assert nia.get(landing(invitation)).url == home
    assert client.get(landing(invitation)).status_code == 410
    assert signed_in(make_member()).get(landing(invitation)).status_code == 410
    Membership.objects.filter(member__email=NIA).update(left_at=timezone.now())
    assert nia.get(landing(invitation)).status_code == 410


@pytest.mark.parametrize("happened", ["revoked_at", "used_at"])
def test_an_invitation_taken_back_on_the_way_is_gone_at_every_step(signed_in, happened):
    invitation = invite_nia()
    client = signed_in(make_member(email=NIA))
    client.post(landing(invitation))
    Invitation.objects.update(**{happened: timezone.now()})
    assert [client.get(JOINING).status_code, client.post(PROOF).status_code, say_yes(client).status_code] == [
        410, 410, 410,
    ]  # fmt: skip
    assert not is_in(invitation.group)


# -- whom an invitation is for


def test_a_forwarded_link_makes_no_account_for_another_address(client):
    invitation = invite_nia()
    client.post(landing(invitation))
    response = sign_up(client, "finder@example.org")
    assert "This invitation is for another address." in response.content.decode()
    assert not Member.objects.filter(email="finder@example.org").exists()


def test_whoever_finds_a_link_comes_no_further_than_the_code(client):
    invitation = invite_nia()
    client.post(landing(invitation))
    assert sign_up(client).url == CODE
    for code in ("AAAAAA", "BBBBBB", "CCCCCC", "DDDDDD"):
        client.post(CODE, {"code": code, "action": "change", "email": "finder@example.org"})
    assert client.get(JOINING).status_code == 302
    assert not Member.objects.filter(email="finder@example.org").exists()
    assert not is_in(invitation.group)


def test_the_invited_person_can_begin_anew_whoever_began_before_them(client):
    invitation = invite_nia()
    finder = Client()
    finder.post(landing(invitation))
    sign_up(finder, name="Finder", password1="the-finder-knows-this-one")
    client.post(landing(invitation))
    assert sign_up(client).url == CODE
    assert client.post(CODE, {"code": code_in(newest_to(NIA))}).url == JOINING
    nia = Member.objects.get(email=NIA)
    assert (nia.name, nia.check_password(PASSWORD)) == ("Nia", True)


def test_a_password_set_by_whoever_found_the_link_never_opens_the_door(client):
    invitation = invite_nia()
    finder = Client()
    finder.post(landing(invitation))
    sign_up(finder, name="Finder", password1="the-finder-knows-this-one")
    before = len(mails_to(NIA))
    client.post(reverse("groups:join_with_account", args=[invitation.token]))
    client.post(reverse("account_request_login_code"), {"email": NIA})
    assert len(mails_to(NIA)) == before, "an account that nobody has proved has no code"
    assert "_auth_user_id" not in client.session


def test_a_claim_that_somebody_never_proved_does_not_keep_the_invited_person_out(client, signed_in):
    invitation = invite_nia()
    finder = signed_in(make_member())
    finder.post(landing(invitation))
    finder.post(PROOF)
    client.post(landing(invitation))
    sign_up(client)
    assert client.post(CODE, {"code": code_in(newest_to(NIA))}).url == JOINING


def test_signing_up_with_an_address_that_is_here_already_makes_nobody_and_says_so_by_mail(client):
    make_member("Nia Already", email=NIA)
    client.post(landing(invite_nia()))
    assert sign_up(client).url == CODE
    assert Member.objects.get(email=NIA).name == "Nia Already"
    letter = newest_to(NIA)
    assert f"wanted to join with {NIA}" in letter.body
    assert f"https://copse.test{reverse('account_reset_password')}" in letter.body


@pytest.mark.parametrize(
    ("address", "status"), [(SIGN_UP, 200), (f"{SIGN_UP}?next=/", 200), (reverse("account_login"), 422)]
)
def test_nobody_signs_up_without_an_invitation(client, address, status):
    form = {"email": "stranger@example.org", "login": "stranger@example.org", "name": "S", "password1": PASSWORD}
    assert client.post(address, {**form, "password": PASSWORD}).status_code == status
    assert not Member.objects.filter(email="stranger@example.org").exists()
    assert "You need an invitation" in client.get(SIGN_UP).content.decode()
