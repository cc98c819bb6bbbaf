"""Belonging to a group: who is in, what each group knows of a member, and who has which duty."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from groups.models import Duty, Group, Member, Membership
from tests.factories import (
    first_of,
    make_admin,
    make_group,
    make_meeting,
    make_member,
    make_membership,
)

pytestmark = pytest.mark.django_db

ROWS = {"contact-TOTAL_FORMS": "2", "contact-INITIAL_FORMS": "0"}
ME = {"known_as": "Nia", "pronouns": "", "about": "", "access_note": "", **ROWS}


def my_page(group) -> str:
    return reverse("groups:my_page", args=[group.slug])


def members_page(client, group) -> str:
    return client.get(reverse("groups:members", args=[group.slug])).content.decode()


# -- who is in


@pytest.mark.parametrize("state", ["left_at", "removed_at"])
def test_whoever_is_no_longer_in_meets_nothing_from_the_next_request_on(signed_in, state):
    membership = make_membership()
    client, home = signed_in(membership), reverse("home", args=[membership.group.slug])
    assert client.get(home).status_code == 200
    Membership.objects.filter(pk=membership.pk).update(**{state: timezone.now()})
    assert client.get(home).status_code == 404
    assert membership.group.name not in client.get(reverse("front")).content.decode()


def test_a_member_is_in_a_group_once():
    membership = make_membership()
    assert membership.group.welcome(membership.member) == membership
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(group=membership.group, member=membership.member, known_as="Twice")


def test_somebody_who_comes_back_begins_a_new_membership():
    before = make_membership()
    Membership.objects.filter(pk=before.pk).update(left_at=timezone.now())
    after = before.group.welcome(before.member)
    assert after != before
    assert list(before.group.members.filter(member=before.member)) == [after]


def test_a_membership_whose_member_is_gone_stays_and_shows_no_name():
    membership = make_membership()
    make_meeting(membership)
    Membership.objects.filter(pk=membership.pk).update(known_as="")
    membership.member.delete()
    membership.refresh_from_db()
    assert (membership.member, membership.name) == (None, "a former member")


def test_members_stand_in_the_order_they_came_in(signed_in):
    group = make_group()
    for name in ("Xenia", "Bea", "Ruth"):
        make_membership(group, name)
    page = members_page(signed_in(first_of(group)), group)
    assert page.index("Xenia") < page.index("Bea") < page.index("Ruth")


def test_a_group_of_one_says_what_comes_next(signed_in):
    group = make_group()
    assert "A copse needs more than one tree." in members_page(signed_in(first_of(group)), group)


def test_whoever_is_in_several_groups_reaches_each_from_the_others(signed_in):
    member = make_member()
    first, second = make_group(first=member), make_group(first=member)
    page = signed_in(member).get(reverse("home", args=[first.slug])).content.decode()
    assert reverse("home", args=[second.slug]) in page


# -- what a group knows of me


def test_each_group_knows_me_by_the_name_i_have_there(signed_in):
    member = make_member("Nia Okafor")
    first, second = make_group(first=member), make_group(first=member)
    client = signed_in(member)
    client.post(my_page(second), {**ME, "known_as": "Wren", "about": "Only here."})
    assert first_of(first).known_as == "Nia Okafor"
    assert "Only here." in members_page(client, second)
    assert "Only here." not in members_page(client, first)
    assert "Wren" not in members_page(client, first)


def test_what_i_write_of_me_the_others_read(signed_in):
    membership = make_membership()
    other = make_membership(membership.group)
    written = {"pronouns": "they/them", "about": "Clay\nand paint"}
    assert signed_in(membership).post(my_page(membership.group), {**ME, **written}).status_code == 302
    page = members_page(signed_in(other), membership.group)
    assert all(words in page for words in ("they/them", "Clay<br>and paint"))


def test_a_name_is_needed(signed_in):
    membership = make_membership(name="Nia")
    assert signed_in(membership).post(my_page(membership.group), {**ME, "known_as": " "}).status_code == 422
    membership.refresh_from_db()
    assert membership.known_as == "Nia"


def test_nobody_writes_more_on_their_page_than_the_page_has(signed_in):
    membership, other = make_membership(), make_membership()
    more = {"photo": 5, "group": other.group_id, "member": other.member_id, "left_at": "2026-01-01", "is_admin": "1"}
    signed_in(membership).post(my_page(membership.group), {**ME, **more})
    after = Membership.objects.get(pk=membership.pk)
    assert (after.photo, after.group_id, after.member_id) == (None, membership.group_id, membership.member_id)
    assert after.is_live
    assert not after.is_admin


def test_an_access_note_is_for_whoever_plans_the_meeting_alone(signed_in):
    group = make_group()
    planner, other = make_membership(group, duty=Duty.Name.FACILITATOR), make_membership(group)
    guest = make_membership(group, access_note="No stairs, and no nuts.")
    page = make_meeting(planner, facilitator=planner).get_absolute_url()
    for person, sees in ((planner, True), (other, False), (first_of(group), False)):
        assert ("No stairs, and no nuts." in signed_in(person).get(page).content.decode()) == sees
        assert "No stairs" not in members_page(signed_in(person), group)
    assert "No stairs, and no nuts." in signed_in(guest).get(my_page(group)).content.decode()


# -- duties


def test_in_a_new_group_everyone_plans_and_one_looks_after_invitations(signed_in):
    group = make_group()
    newcomer = make_membership(group)
    plan, invite = (reverse(name, args=[group.slug]) for name in ("meetings:plan", "groups:invite"))
    assert signed_in(newcomer).get(plan).status_code == 200
    assert signed_in(newcomer).get(invite).status_code == 403
    assert signed_in(first_of(group)).get(invite).status_code == 200


def test_where_not_everyone_plans_it_takes_the_duty(signed_in):
    group = make_group(all_facilitate=False)
    plan = reverse("meetings:plan", args=[group.slug])
    assert signed_in(make_admin(group)).get(plan).status_code == 403
    assert signed_in(make_membership(group, duty=Duty.Name.FACILITATOR)).get(plan).status_code == 200


def test_a_duty_in_one_group_is_none_in_another(signed_in):
    admin = make_admin()
    other = make_group()
    other.welcome(admin.member)
    assert signed_in(admin).get(reverse("groups:invite", args=[other.slug])).status_code == 403


def test_a_duty_given_back_is_none():
    membership = make_admin()
    membership.duties.update(until_at=timezone.now())
    assert not Membership.objects.get(pk=membership.pk).is_admin


def test_a_duty_taken_on_twice_is_held_once():
    membership = make_admin()
    membership.take_on(Duty.Name.ADMIN, by=membership)
    assert membership.duties.held().count() == 1


# -- the first of all


def test_the_first_group_is_made_by_command_and_its_first_member_signs_in_by_code():
    call_command("new_group", "Kettle Row", "Nia@Example.org", member_name="Nia")
    group = Group.objects.get(slug="kettle-row")
    nia = group.members.get()
    assert (nia.known_as, nia.is_admin, nia.member.email) == ("Nia", True, "nia@example.org")
    assert nia.member.emailaddress_set.get().verified
    assert group.topic_kinds.count() == 4


@pytest.mark.each
@pytest.mark.parametrize(
    ("group", "options"),
    [
        (("Kettle Row", "no address"), {}),
        (("Kettle Row", "n@example.org"), {"zone": "Mars"}),
        (("!!!", "n@example.org"), {}),
        (("Kettle Row", "n@example.org"), {"slug": "Kettle/Row"}),
        (("Kettle Row" * 9, "n@example.org"), {}),
    ],
)
def test_a_group_that_cannot_be_made_leaves_nothing_behind(group, options):
    with pytest.raises(CommandError):
        call_command("new_group", *group, **options)
    assert not Group.objects.exists()
    assert not Member.objects.exists()


def test_a_group_of_the_same_name_is_refused_with_a_way_out():
    call_command("new_group", "Kettle Row", "nia@example.org")
    with pytest.raises(CommandError, match="--slug"):
        call_command("new_group", "Kettle Row", "bea@example.org")
    call_command("new_group", "Kettle Row", "nia@example.org", slug="kettle-row-two")
    assert Member.objects.get().joined_groups().count() == 2
