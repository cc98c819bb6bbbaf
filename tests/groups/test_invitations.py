"""Invitations: their verbs and their links (trust.md, S19 and S20)."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from groups.models import Duty, Invitation, Membership, Outbox
from tests.factories import first_of, make_group, make_invitation, make_member, make_membership
from tests.groups.elsewhere import at_once
from tests.groups.post import a_while_ago, mails_to, newest_to, path_in

pytestmark = pytest.mark.django_db

NIA = "nia@example.org"


def whole_database() -> str:
    """Every row of every table, sessions too."""
    return "".join(serializers.serialize("json", model._base_manager.all()) for model in apps.get_models())


# -- the verbs


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_accept_at_once_one_joins():
    nia = make_member(email=NIA)
    invitation = make_invitation(email=NIA)
    results = at_once(*[lambda: Invitation.objects.get().accept(nia)] * 20)
    assert sum(isinstance(r, Membership) for r in results) == 1
    assert {type(r) for r in results} == {Membership, ValidationError}
    assert invitation.group.memberships.filter(member=nia).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_invite_one_address_at_once_make_one_invitation():
    group = make_group()
    admins = [first_of(group), make_membership(group, duty=Duty.Name.ADMIN)]
    results = at_once(*[lambda by=by: group.invite(NIA, by=by) for by in admins])
    assert results[0] == results[1] == group.invitations.get()


def test_accepting_twice_is_refused_and_changes_nothing():
    nia = make_member(email=NIA)
    invitation = make_invitation(email=NIA)
    invitation.accept(nia)
    with pytest.raises(ValidationError):
        invitation.accept(nia)
    assert invitation.group.memberships.filter(member=nia).count() == 1


def test_an_invitation_is_accepted_with_the_invited_address_alone():
    invitation, other, unproved = make_invitation(email=NIA), make_member(), make_member()
    unproved.emailaddress_set.create(email=NIA, verified=False)
    for member in (other, unproved):
        with pytest.raises(ValidationError):
            invitation.accept(member)
    assert invitation.is_open()


def test_an_invitation_works_for_fourteen_days_and_no_longer():
    invitation = make_invitation()
    assert invitation.is_open(invitation.sent_at + timedelta(days=14, seconds=-1))
    assert not invitation.is_open(invitation.sent_at + timedelta(days=14))


def test_sent_again_it_is_good_for_another_fourteen_days():
    invitation = make_invitation(sent_at=timezone.now() - timedelta(days=15))
    assert not invitation.is_open()
    invitation.send_again(by=invitation.invited_by)
    assert Invitation.objects.find(invitation.token) == invitation


@pytest.mark.parametrize("state", ["used_at", "revoked_at"])
def test_what_is_used_or_taken_back_is_not_sent_again(state):
    invitation = make_invitation(**{state: timezone.now()})
    with pytest.raises(ValidationError):
        invitation.send_again(by=invitation.invited_by)
    assert Outbox.objects.filter(kind="invitation").count() == 1


def test_taken_back_the_same_address_can_be_invited_afresh():
    invitation = make_invitation(email=NIA)
    invitation.take_back(by=invitation.invited_by)
    again = invitation.group.invite(NIA, by=invitation.invited_by)
    assert again.token != invitation.token
    assert Invitation.objects.find(invitation.token) is None


def test_somebody_who_left_can_be_invited_and_comes_back():
    group, nia = make_group(), make_member(email=NIA)
    Membership.objects.filter(pk=group.welcome(nia).pk).update(left_at=timezone.now())
    make_invitation(group, NIA).accept(nia)
    assert group.members.filter(member=nia).count() == 1
    assert group.memberships.filter(member=nia).count() == 2


# -- the link


def test_no_live_token_rests_in_the_database(client):
    invitation = make_invitation()
    client.post(reverse("groups:join", args=[invitation.token]))
    before = whole_database()
    newest_to(invitation.email)
    assert invitation.token_hash in before
    assert invitation.token not in before + whole_database()


def test_a_resent_mail_holds_the_very_link_of_the_first(signed_in):
    invitation = make_invitation(email=NIA)
    a_while_ago(invitation)
    url = reverse("groups:resend_invitation", args=[invitation.group.slug, invitation.key])
    signed_in(invitation.invited_by).post(url)
    first, second = mails_to(NIA)
    assert path_in(first) == path_in(second) == reverse("groups:join", args=[invitation.token])


def test_links_hold_256_bits_and_differ():
    first, second = make_invitation(), make_invitation()
    assert len(first.token) == len(second.token) == 43
    assert first.token != second.token


def test_a_link_still_works_after_a_change_of_keys(settings):
    invitation = make_invitation()
    token = invitation.token
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key" * 6
    assert Invitation.objects.find(token) == invitation
    assert invitation.token == token


def test_after_a_change_of_keys_that_forgets_the_old_one_it_can_be_sent_again(settings):
    invitation = make_invitation()
    settings.SECRET_KEY = "another key" * 6
    invitation.send_again(by=invitation.invited_by)
    assert Invitation.objects.find(path_in(newest_to(invitation.email)).split("/")[2]) == invitation
