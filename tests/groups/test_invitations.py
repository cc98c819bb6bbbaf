"""Invitations: their verbs, their links, and the page where an admin writes them (trust.md, S19 and S20)."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from copse.templatetags.ui import on_day
from groups.models import Duty, Invitation, Membership, Outbox
from tests.factories import first_of, make_group, make_invitation, make_member, make_membership
from tests.groups.elsewhere import at_once
from tests.groups.post import mails_to, newest_to, path_in

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


# -- the page


def invite(client, group, emails, note=""):
    return client.post(reverse("groups:invite", args=[group.slug]), {"emails": emails, "note": note})


def test_twenty_invitations_go_out_in_a_day_and_the_next_says_so(signed_in):
    group = make_group()
    client = signed_in(first_of(group))
    assert invite(client, group, "\n".join(f"n{i}@example.org" for i in range(20))).status_code == 302
    response = invite(client, group, "one-more@example.org")
    assert response.status_code == 422
    assert "You have sent twenty invitations today." in response.content.decode()
    group.invitations.update(created_at=timezone.now() - timedelta(days=1))
    assert invite(client, group, "one-more@example.org").status_code == 302


def test_of_several_addresses_the_good_ones_go_out_and_the_others_stay_with_a_word_each(signed_in):
    group = make_group()
    member = group.welcome(make_member())
    pasted = f"Nia Elm <{NIA}>, {member.member.email}; not an address\nruth@example.org bea@example.org"
    response = invite(signed_in(first_of(group)), group, pasted, note="Come.")
    page = response.content.decode()
    assert response.status_code == 422
    assert f"An invitation is on its way to {NIA}, ruth@example.org and bea@example.org." in page
    assert f"{member.member.email}: Whoever has this address is already one of us." in page
    assert "not an address: This doesn’t look like an e-mail address." in page
    field = re.search(r"<textarea[^>]*name=\"emails\"[^>]*>\s*([^<]*)<", page)[1]
    assert field.split("\n") == [member.member.email, "not an address"]
    assert "Come.</textarea>" in page, "the note is still there for them"
    assert set(group.invitations.values_list("email", flat=True)) == {NIA, "ruth@example.org", "bea@example.org"}


def test_where_the_limit_is_reached_nothing_is_lost(signed_in):
    group = make_group()
    emails = [f"n{i}@example.org" for i in range(23)]
    page = invite(signed_in(first_of(group)), group, "\n".join(emails)).content.decode()
    assert group.invitations.count() == 20
    assert "n20@example.org, n21@example.org and n22@example.org: You have sent twenty invitations today." in page


def test_an_address_that_a_member_has_beside_their_first_one_is_one_of_us(signed_in):
    group = make_group()
    first_of(group).member.emailaddress_set.create(email=NIA, verified=True)
    page = invite(signed_in(first_of(group)), group, NIA).content.decode()
    assert "is already one of us." in page


def test_inviting_the_same_address_again_sends_the_same_link_again(signed_in):
    group = make_group()
    client = signed_in(first_of(group))
    invite(client, group, NIA)
    invite(client, group, NIA.upper(), note="Now with a note.")
    assert len({path_in(letter) for letter in mails_to(NIA)}) == 1
    assert group.invitations.get().note == "Now with a note."


def test_another_admin_who_invites_again_takes_it_over_from_one_who_left(signed_in):
    invitation = make_invitation(email=NIA)
    Membership.objects.filter(pk=invitation.invited_by_id).update(left_at=timezone.now())
    other = make_membership(invitation.group, duty=Duty.Name.ADMIN)
    invite(signed_in(other), invitation.group, NIA)
    assert Invitation.objects.find(invitation.token).invited_by == other


def test_whom_we_wait_for_is_for_admins_to_see(signed_in):
    group = make_group()
    make_invitation(group, NIA)
    members = reverse("groups:members", args=[group.slug])
    assert NIA in signed_in(first_of(group)).get(members).content.decode()
    assert NIA not in signed_in(make_membership(group)).get(members).content.decode()


def test_the_page_says_where_each_invitation_stands_by_whom_and_since_when(signed_in):
    group = make_group()
    amara = first_of(group)
    type(amara).objects.filter(pk=amara.pk).update(known_as="Amara")
    make_invitation(group, "waiting@example.org")
    make_invitation(group, "late@example.org", sent_at=timezone.now() - timedelta(days=15))
    make_invitation(group, "back@example.org").take_back(by=amara)
    make_invitation(group, NIA).accept(make_member("Nia", email=NIA))
    page = signed_in(amara).get(reverse("groups:members", args=[group.slug])).content.decode()
    today, until = on_day(timezone.now()), on_day(timezone.now() + timedelta(days=14))
    words = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert f"waiting@example.org By Amara, {today}. We wait to hear from them. The link works until {until}." in words
    assert f"late@example.org By Amara, {on_day(timezone.now() - timedelta(days=15))}. The link has run out." in words
    assert f"back@example.org: Amara took it back on {today}. Amara had sent it." in words
    assert f"{NIA}: Nia accepted it on {today}. Amara had sent it." in words


def test_an_invitation_stops_when_whoever_sent_it_gives_the_duty_back_and_the_page_says_so(signed_in):
    group = make_group()
    other = make_membership(group, duty=Duty.Name.ADMIN)
    invitation = group.invite(NIA, by=other)
    other.duties.update(until_at=timezone.now())
    assert Invitation.objects.find(invitation.token) is None
    with pytest.raises(ValidationError):
        invitation.accept(make_member(email=NIA))
    first = signed_in(first_of(group))
    members = reverse("groups:members", args=[group.slug])
    assert "so the link has stopped" in first.get(members).content.decode()
    first.post(reverse("groups:resend_invitation", args=[group.slug, invitation.key]))
    assert Invitation.objects.find(invitation.token) == invitation


def test_where_all_of_us_invite_an_invitation_counts_while_whoever_sent_it_is_in():
    group = make_group(all_invite=True)
    bea = make_membership(group)
    invitation = group.invite(NIA, by=bea)
    assert invitation.is_open()
    group.arrange(by=first_of(group), all_invite=False)
    assert not invitation.is_open()
    group.arrange(by=first_of(group), all_invite=True)
    Membership.objects.filter(pk=bea.pk).update(left_at=timezone.now())
    assert not invitation.is_open()


def test_the_rows_of_the_page_cost_the_same_however_many_they_are(signed_in):
    group = make_group()
    client, members = signed_in(first_of(group)), reverse("groups:members", args=[group.slug])

    def fill(n):
        for i in range(n):
            make_invitation(group, f"{n}-{i}@example.org", created_at=timezone.now() - timedelta(days=2))
            make_invitation(group, f"b{n}-{i}@example.org").take_back(by=first_of(group))
            group.invitations.update(created_at=timezone.now() - timedelta(days=2))
            make_membership(group)
        client.get(members)
        with CaptureQueriesContext(connection) as asked:
            client.get(members)
        return len(asked)

    assert fill(3) == fill(12)
