"""What else all of us decide by consent: whom we invite, where the group wishes so, and whether a removal stands."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from groups.models import ConsentRound, Membership, Newcomer, Return
from tests.at_once import at_once
from tests.factories import first_of, make_group, make_membership, to_consent
from tests.fresh import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return first_of(make_group(invite_by_consent=True))


@pytest.fixture
def bea(nia):
    return make_membership(nia.group, "Bea")


def propose(nia, email="zoe@example.org"):
    return Newcomer.propose(by=nia, name="Zoë", email=email, reason="She asks well.", note="Come.")


def consent(begun, *people):
    to_consent(begun)
    for person in people:
        begun.answer("consent", by=person)


def not_now(begun, *people):
    """All of them would rather not, and set it aside."""
    to_consent(begun)
    for person in people:
        begun.answer("not_yet", "We are full.", by=person)
    for person in people:
        begun.let_rest("Not now", by=person)
    assert begun.stage == "set_aside"


def test_nobody_is_invited_until_all_consent(nia, bea):
    with pytest.raises(ValidationError, match="all of us consent"):
        nia.group.invite("zoe@example.org", by=nia)
    newcomer = propose(nia)
    assert not nia.group.invitations.exists()
    consent(newcomer.round, nia, bea)
    invitation = nia.group.invitations.get()
    assert (invitation.email, invitation.note, invitation.invited_by) == ("zoe@example.org", "Come.", nia)
    newcomer.refresh_from_db()
    assert newcomer.invitation == invitation


def test_where_it_is_set_aside_nobody_is_invited(nia, bea):
    newcomer = propose(nia)
    not_now(newcomer.round, nia, bea)
    assert not nia.group.invitations.exists()


def test_whoever_is_one_of_us_is_not_proposed(nia, bea):
    with pytest.raises(ValidationError, match="already one of us"):
        propose(nia, bea.member.email.upper())


def test_whoever_came_in_meanwhile_is_not_invited_and_the_page_says_so(nia, bea, client):
    newcomer = propose(nia)
    nia.group.welcome(make_membership(name="Zoe").member)
    joined = nia.group.members.last().member
    Newcomer.objects.update(email=joined.email)
    newcomer = Newcomer.objects.get()
    consent(newcomer.round, nia, bea)
    assert newcomer.round.stage == "adopted"
    assert not nia.group.invitations.exists()
    sign_in(client, nia.member)
    assert "no invitation could be sent" in client.get(newcomer.round.get_absolute_url()).text


def test_whom_one_of_us_proposes_twice_is_proposed_once(nia, bea):
    newcomer = propose(nia)
    assert propose(nia, "ZOE@example.org") == newcomer
    assert nia.group.rounds_of_consent.count() == 1
    newcomer.round.withdraw(by=nia)
    assert propose(nia) != newcomer


def test_whom_somebody_else_has_proposed_is_being_decided_already(nia, bea, client):
    begun = propose(nia).round
    sign_in(client, make_membership(nia.group, duty="admin").member)
    said = {"name": "Zoë", "email": "Zoe@example.org", "reason": "She sings."}
    page = client.post(reverse("groups:propose_newcomer", args=[nia.group.slug]), said)
    assert page.status_code == 422
    assert "All of us are deciding it." in page.text
    assert begun.get_absolute_url() in page.text
    assert "She sings." in page.text


def test_whom_we_agreed_on_before_is_agreed_on_once_more_and_both_rounds_say_so(nia, bea):
    first = propose(nia)
    consent(first.round, nia, bea)
    second = propose(nia)
    consent(second.round, nia, bea)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.invitation == second.invitation == nia.group.invitations.get()


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_one_proposes():
    nia = first_of(make_group(invite_by_consent=True))
    twice = [lambda: propose(Membership.objects.get(pk=nia.pk)).pk] * 2
    assert len(set(at_once(*twice))) == 1
    assert nia.group.rounds_of_consent.count() == 1


def test_the_others_read_why_and_not_where_they_can_be_reached(nia, bea, client):
    newcomer = propose(nia)
    sign_in(client, bea.member)
    page = client.get(newcomer.round.get_absolute_url()).text
    assert "Zoë" in page
    assert "She asks well." in page
    assert "zoe@example.org" not in page
    assert "Come." not in page


def test_inviting_leads_to_asking_all_of_us(nia, bea, client):
    sign_in(client, nia.member)
    page = client.get(reverse("groups:invite", args=[nia.group.slug]), follow=True)
    assert page.redirect_chain == [(reverse("groups:propose_newcomer", args=[nia.group.slug]), 302)]
    said = {"name": "Zoë", "email": "zoe@example.org", "reason": "She asks well."}
    page = client.post(page.redirect_chain[0][0], said, follow=True)
    assert "before all of us now" in page.text


def test_whoever_is_forgotten_is_forgotten_here_too(nia, bea):
    newcomer = propose(nia)
    Newcomer.forget_address("ZOE@example.org")
    newcomer.refresh_from_db()
    assert (newcomer.name, newcomer.email, newcomer.note) == ("", "", "")
    assert ConsentRound.objects.get().called == "Somebody new"


class TestTalkingItOver:
    @pytest.fixture
    def ruth(self, nia):
        return make_membership(nia.group, "Ruth")

    @pytest.fixture
    def asked(self, nia, bea, ruth):
        ruth.remove(by=nia, reason="It was too much.")
        return Return.ask(by=bea, of=ruth, reason="I would like to hear more.")

    def test_any_of_us_can_ask_for_it(self, nia, bea, ruth, client):
        ruth.remove(by=nia, reason="It was too much.")
        sign_in(client, bea.member)
        members = client.get(reverse("groups:members", args=[nia.group.slug])).text
        url = reverse("groups:talk_over", args=[nia.group.slug, ruth.key])
        assert url in members
        page = client.post(url, {"reason": "I would like to hear more."}, follow=True)
        assert "I would like to hear more." in page.text
        assert "It was too much." not in page.text

    def test_asked_twice_is_asked_once(self, asked, nia, ruth):
        assert Return.ask(by=nia, of=ruth, reason="Me too.") == asked

    def test_while_we_talk_nothing_is_final(self, asked, nia, ruth):
        Membership.finish_removals(timezone.now() + timedelta(days=30))
        ruth.refresh_from_db()
        assert ruth.removal_final_at is None
        second = make_membership(nia.group, duty="admin")
        with pytest.raises(ValidationError, match="talking it over"):
            ruth.agree_to_removal(by=second)

    def test_when_all_consent_they_are_one_of_us_again(self, asked, nia, bea, ruth):
        consent(asked.round, nia, bea)
        ruth.refresh_from_db()
        assert ruth.is_live
        assert nia.group.log_entries.filter(act="return_agreed", about=ruth).exists()

    def test_set_aside_the_removal_stands_and_takes_its_course(self, asked, nia, bea, ruth):
        not_now(asked.round, nia, bea)
        Membership.finish_removals(timezone.now() + timedelta(days=8))
        ruth.refresh_from_db()
        assert ruth.removal_final_at

    def test_they_themselves_do_not_take_part(self, asked, ruth):
        assert ruth not in asked.round.waiting_for()
        with pytest.raises(ValidationError):
            asked.round.be_done(by=ruth)

    def test_what_is_final_is_not_talked_over(self, nia, bea, ruth):
        ruth.remove(by=nia, reason="It was too much.")
        Membership.finish_removals(timezone.now() + timedelta(days=8))
        with pytest.raises(ValidationError, match="decided meanwhile"):
            Return.ask(by=bea, of=ruth, reason="Too late?")


def test_an_earlier_invitation_is_not_sent_again_past_us(nia):
    nia.group.invite_by_consent = False
    invitation = nia.group.invite("zoe@example.org", by=nia)
    type(nia.group).objects.filter(pk=nia.group_id).update(invite_by_consent=True)
    invitation = nia.group.invitations.select_related("group").get(pk=invitation.pk)
    invitation.group.refresh_from_db()
    with pytest.raises(ValidationError, match="all of us consent"):
        invitation.send_again(by=nia)


def test_whom_all_of_us_agreed_on_is_invited_though_an_earlier_invitation_waits(nia, bea):
    group = nia.group
    group.invite_by_consent = False
    earlier = group.invite("zoe@example.org", by=nia)
    type(group).objects.filter(pk=group.pk).update(invite_by_consent=True)
    newcomer = propose(nia)
    consent(newcomer.round, nia, bea)
    newcomer.refresh_from_db()
    assert newcomer.invitation == earlier
    assert group.invitations.get().note == "Come."
