"""Saying yes and what comes after: reading what is signed, the steps, leaving them out, and who shows one round."""

import re

import pytest
from django.urls import reverse

from groups.joining import after_oneself, steps
from larder.models import Topic
from manifesto.models import Edition, Value
from tests.factories import (
    days_from_now,
    first_of,
    make_edition,
    make_group,
    make_invitation,
    make_member,
    make_membership,
)

pytestmark = pytest.mark.django_db

NIA = "nia@example.org"
JOINING, ACCEPT = reverse("groups:joining"), reverse("groups:accept")


@pytest.fixture
def nia(signed_in):
    """Nia's client, on her way into a group."""
    client = signed_in(make_member("Nia", email=NIA))
    client.group = make_group()
    client.post(reverse("groups:join", args=[make_invitation(client.group, NIA).token]))
    return client


def page_of(client, name: str, group) -> str:
    return client.get(reverse(f"groups:{name}", args=[group.slug])).content.decode()


def seen_on(page: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', page)[1]


# -- saying yes


def test_saying_yes_signs_the_edition_in_force_and_the_page_says_so_before(nia):
    edition = make_edition(first_of(nia.group))
    page = nia.get(JOINING).content.decode()
    assert "With your yes you sign this version" in page
    nia.post(ACCEPT, {"seen": seen_on(page)})
    assert edition.is_signed_by(nia.group.members.get(member__email=NIA))


def test_where_the_group_wants_no_signature_yet_saying_yes_signs_nothing_and_says_nothing_of_it(nia):
    edition = make_edition(first_of(nia.group))
    nia.group.arrange(by=first_of(nia.group), sign_on_joining=False)
    page = nia.get(JOINING).content.decode()
    assert "you sign" not in page
    nia.post(ACCEPT, {"seen": seen_on(page)})
    assert not edition.is_signed_by(nia.group.members.get(member__email=NIA))


def test_without_a_manifesto_nothing_is_signed_and_the_page_says_why(nia):
    page = nia.get(JOINING).content.decode()
    assert "We have not written down yet what we hold to." in page
    assert "you sign" not in page
    assert nia.post(ACCEPT, {"seen": seen_on(page)}).status_code == 302


def test_nobody_signs_what_they_have_not_read(nia):
    make_edition(first_of(nia.group))
    seen = seen_on(nia.get(JOINING).content.decode())
    newer = Edition.objects.create(group=nia.group, n=2, agreed_on=days_from_now(0).date())
    newer.set_out([(Value.objects.create(group=nia.group), "We go", "We leave in time.")])
    answer = nia.post(ACCEPT, {"seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "has changed since you opened this page" in page
    assert "We leave in time." in page
    assert not nia.group.members.filter(member__email=NIA).exists()
    assert nia.post(ACCEPT, {"seen": seen_on(page)}).status_code == 302
    assert newer.is_signed_by(nia.group.members.get(member__email=NIA))


def test_a_signature_of_somebody_else_meanwhile_changes_nothing_that_was_read(nia):
    edition = make_edition(first_of(nia.group))
    seen = seen_on(nia.get(JOINING).content.decode())
    edition.sign(by=first_of(nia.group))
    assert nia.post(ACCEPT, {"seen": seen}).status_code == 302


# -- the steps


def test_each_step_says_where_one_is(nia):
    here = r'aria-current="step">([^<]+)'
    assert re.findall(here, nia.get(JOINING).content.decode()) == ["What we hold to"]
    nia.post(ACCEPT, {"seen": seen_on(nia.get(JOINING).content.decode())})
    assert re.findall(here, page_of(nia, "joined", nia.group)) == ["You among us"]
    assert re.findall(here, page_of(nia, "first_things", nia.group)) == ["First things"]


def test_the_steps_before_are_done_and_those_after_are_not():
    done = [step["done"] for step in steps("reading")]
    assert done == sorted(done, reverse=True)
    assert [step["here"] for step in steps("reading")].count(True) == 1


def test_every_step_after_the_yes_can_be_left_out_and_leads_on(signed_in):
    ruth = make_membership()
    client = signed_in(ruth)
    on = reverse(after_oneself(ruth.member), args=[ruth.group.slug])
    assert f'href="{on}"' in page_of(client, "joined", ruth.group)
    assert f'href="{reverse("home", args=[ruth.group.slug])}"' in page_of(client, "first_things", ruth.group)


def test_nothing_written_is_nothing_kept(signed_in):
    ruth = make_membership()
    address = reverse("groups:first_things", args=[ruth.group.slug])
    assert signed_in(ruth).post(address, {"goal": "", "topic": " "}).status_code == 302
    assert not ruth.goals.exists()
    assert not Topic.objects.exists()


def test_a_topic_without_a_kind_is_of_the_first_kind(signed_in):
    ruth = make_membership()
    signed_in(ruth).post(reverse("groups:first_things", args=[ruth.group.slug]), {"goal": "", "topic": "Salt"})
    assert ruth.topics.get().kind == ruth.group.topic_kinds.first()


def test_a_kind_of_another_group_is_none(signed_in):
    ruth, other = make_membership(), make_group()
    said = {"goal": "To be read to.", "topic": "Salt", "topic_kind": other.topic_kinds.first().pk}
    address = reverse("groups:first_things", args=[ruth.group.slug])
    assert signed_in(ruth).post(address, said).status_code == 422
    assert not ruth.goals.exists()


def test_a_name_is_needed_and_a_zone_that_is_none_is_put_right(signed_in):
    ruth = make_membership(name="Ruth")
    address = reverse("groups:joined", args=[ruth.group.slug])
    answer = signed_in(ruth).post(address, {"known_as": "", "zone": "Europe/Lodnon"})
    assert answer.status_code == 422
    assert "Did you mean Europe/London?" in answer.content.decode()
    ruth.refresh_from_db()
    assert ruth.known_as == "Ruth"


def test_the_zone_of_a_new_account_is_the_groups_until_they_say(client):
    group = make_group(zone="Europe/Stockholm")
    client.post(reverse("groups:join", args=[make_invitation(group, NIA).token]))
    client.post(reverse("account_signup"), {"email": NIA, "name": "Nia", "password1": "four-words-in-a-row"})
    assert group.invitations.model.objects.get().email == NIA
    assert type(first_of(group).member).objects.get(email=NIA).zone == "Europe/Stockholm"


# -- showing somebody round


def test_the_others_are_asked_to_show_a_newcomer_round_for_thirty_days(signed_in):
    group = make_group()
    ruth = make_membership(group, "Ruth")
    words = "Show Ruth round"
    assert words in page_of(signed_in(first_of(group)), "members", group)
    assert words not in page_of(signed_in(ruth), "members", group), "not Ruth herself"
    later = make_membership(group, "Bea")
    assert words not in page_of(signed_in(later), "members", group), "nor whoever came after her"
    group.memberships.filter(pk=ruth.pk).update(joined_at=days_from_now(-31))
    assert words not in page_of(signed_in(first_of(group)), "members", group)
