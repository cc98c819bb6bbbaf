"""The page where an invitation is written, where one sees what became of it, and how many go out in a day."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from copse.templatetags.ui import on_day
from groups.models import Duty, Invitation, Membership, Outbox
from groups.models.invitation import JUST_NOW
from tests.factories import first_of, make_admin, make_group, make_invitation, make_member, make_membership
from tests.groups.elsewhere import at_once
from tests.groups.post import a_while_ago, mails_to, path_in

pytestmark = pytest.mark.django_db

NIA = "nia@example.org"


def invite(client, group, emails, note=""):
    return client.post(reverse("groups:invite", args=[group.slug]), {"emails": emails, "note": note})


def test_twenty_invitations_go_out_in_a_day_and_the_next_says_so(signed_in):
    group = make_group()
    client = signed_in(first_of(group))
    assert invite(client, group, "\n".join(f"n{i}@example.org" for i in range(20))).status_code == 302
    response = invite(client, group, "one-more@example.org")
    assert response.status_code == 422
    assert "You have sent twenty invitations today." in response.content.decode()
    group.log_entries.update(at=timezone.now() - timedelta(days=1))
    assert invite(client, group, "one-more@example.org").status_code == 302


def test_new_ones_and_those_sent_again_are_twenty_together(signed_in):
    group = make_group()
    client = signed_in(first_of(group))
    invite(client, group, "\n".join(f"n{i}@example.org" for i in range(10)))
    again = reverse("groups:resend_invitation", args=[group.slug, group.invitations.first().key])
    for _ in range(5):
        a_while_ago(*group.invitations.all())
        client.post(again)
    a_while_ago(*group.invitations.all())
    invite(client, group, "\n".join(f"n{i}@example.org" for i in range(4)))  # who wait already: sent again
    a_while_ago(*group.invitations.all())
    client.post(again)
    a_while_ago(*group.invitations.all())
    before = list(group.invitations.values())
    assert "You have sent twenty invitations today." in client.post(again, follow=True).content.decode()
    assert invite(client, group, "one-more@example.org").status_code == 422
    assert list(group.invitations.values()) == before
    assert Outbox.objects.filter(kind="invitation").count() == 20


def test_the_day_is_full_for_whoever_filled_it_and_in_all_their_groups():
    group = make_group()
    nia, ruth = first_of(group), make_admin(group, "Ruth")
    invitation = group.invite("bea@example.org", by=nia)
    for n in range(1, 20):
        invitation.send_again(by=nia, at=timezone.now() + n * JUST_NOW)
    elsewhere = make_group()
    there = elsewhere.welcome(nia.member)
    with pytest.raises(ValidationError, match="twenty"):
        elsewhere.invite("ann@example.org", by=there)
    invitation.send_again(by=ruth, at=timezone.now() + 20 * JUST_NOW)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_send_no_more_than_twenty():
    group = make_group()
    nia = first_of(group)
    invitations = [group.invite(f"n{i}@example.org", by=nia) for i in range(18)]
    a_while_ago(*invitations)
    at_once(*[lambda each=each: Invitation.objects.get(pk=each.pk).send_again(by=nia) for each in invitations[:4]])
    assert group.log_entries.filter(act__startswith="invited").count() == 20


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


def test_of_several_on_a_line_each_is_taken_by_itself(signed_in):
    group = make_group()
    page = invite(signed_in(first_of(group)), group, "nia@example.org bea@example amara@example.org")
    assert sorted(group.invitations.values_list("email", flat=True)) == ["amara@example.org", "nia@example.org"]
    assert page.context["form"]["emails"].value() == "bea@example"


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
    a_while_ago(group.invitations.get())
    invite(client, group, NIA.upper(), note="Now with a note.")
    assert len({path_in(letter) for letter in mails_to(NIA)}) == 1
    assert group.invitations.get().note == "Now with a note."


def test_invited_twice_within_a_minute_one_mail_goes_out_with_the_newer_note(signed_in):
    group = make_group()
    client = signed_in(first_of(group))
    answers = [invite(client, group, NIA, note).url for note in ("Come.", "Come to us.")]
    again = reverse("groups:resend_invitation", args=[group.slug, group.invitations.get().key])
    answers.append(client.post(again).url)
    assert set(answers) == {reverse("groups:members", args=[group.slug])}
    assert (group.invitations.get().note, len(mails_to(NIA))) == ("Come to us.", 1)
    assert group.log_entries.filter(act__startswith="invited").count() == 1


def test_after_a_minute_it_is_sent_again():
    invitation = make_invitation(email=NIA)
    sent = invitation.sent_at
    for seconds in (59, 60, 119, 120):
        invitation.send_again(by=invitation.invited_by, at=sent + timedelta(seconds=seconds))
    assert Outbox.objects.filter(kind="invitation").count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_several_who_invite_one_address_at_once_one_mail_goes_out():
    group = make_group()
    admins = [first_of(group), make_admin(group), make_admin(group)]
    at_once(*[lambda by=by: group.invite(NIA, by=by) for by in admins])
    assert Outbox.objects.filter(kind="invitation").count() == 1


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
            make_invitation(group, f"{n}-{i}@example.org")
            make_invitation(group, f"b{n}-{i}@example.org").take_back(by=first_of(group))
            group.log_entries.update(at=timezone.now() - timedelta(days=2))
            make_membership(group)
        client.get(members)
        with CaptureQueriesContext(connection) as asked:
            client.get(members)
        return len(asked)

    assert fill(3) == fill(12)
