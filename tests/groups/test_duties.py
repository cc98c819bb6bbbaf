"""Duties: given, taken away, laid down, and claimed where nobody has one any more. All of it is seen by all."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.models import AdminClaim, Duty
from groups.tick import tick
from tests.at_once import at_once
from tests.factories import first_of, make_admin, make_group, make_membership
from tests.groups.post import mails_to

pytestmark = pytest.mark.django_db

ADMIN, FACILITATOR = Duty.Name.ADMIN, Duty.Name.FACILITATOR


@pytest.fixture
def nia():
    """The admin of a group."""
    return first_of(make_group())


@pytest.fixture
def ruth(nia):
    return make_membership(nia.group, "Ruth")


def admins(group) -> list:
    return list(group.admins().in_order())


def sentences(group) -> list[str]:
    return [entry.sentence for entry in group.log_entries.for_page()]


# -- given and taken


def test_an_admin_gives_a_duty_and_all_can_see_it(nia, ruth, signed_in):
    Duty.give(ADMIN, ruth, by=nia)
    assert admins(nia.group) == [nia, ruth]
    assert f"{nia.name} asked Ruth to look after invitations and settings." in sentences(nia.group)
    page = signed_in(make_membership(nia.group)).get(reverse("groups:duties", args=[nia.group.slug, ruth.key]))
    assert f"asked by {nia.name}" in page.content.decode()


def test_a_duty_given_twice_is_given_once(nia, ruth):
    assert Duty.give(ADMIN, ruth, by=nia) == Duty.give(ADMIN, ruth, by=nia)
    assert len([line for line in sentences(nia.group) if "asked Ruth" in line]) == 1


def test_whoever_is_no_admin_gives_and_takes_nothing(nia, ruth):
    for deed in (lambda: Duty.give(ADMIN, ruth, by=ruth), lambda: Duty.take(ADMIN, nia, by=ruth)):
        with pytest.raises(ValueError, match="only an admin"):
            deed()


def test_nobody_of_another_group_gets_a_duty(nia):
    with pytest.raises(ValueError, match="another group"):
        Duty.give(ADMIN, make_membership(), by=nia)


def test_whoever_has_left_gets_no_duty(nia, ruth):
    ruth.leave()
    with pytest.raises(ValueError, match="any more"):
        Duty.give(ADMIN, ruth, by=nia)


def test_the_last_admin_stays_one(nia):
    for deed in (lambda: Duty.lay_down(ADMIN, by=nia), lambda: Duty.take(ADMIN, nia, by=nia)):
        with pytest.raises(ValidationError, match="Ask somebody to, first"):
            deed()


def test_an_admin_lays_the_duty_down_when_there_is_another(nia, ruth):
    Duty.give(ADMIN, ruth, by=nia)
    Duty.lay_down(ADMIN, by=nia)
    assert admins(nia.group) == [ruth]
    assert f"{nia.name} laid down invitations and settings." in sentences(nia.group)


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_who_take_it_from_each_other_at_once_one_keeps_it():
    nia = first_of(make_group())
    ruth = make_admin(nia.group, "Ruth")
    results = at_once(lambda: Duty.take(ADMIN, ruth, by=nia), lambda: Duty.take(ADMIN, nia, by=ruth))
    assert len(admins(nia.group)) == 1
    assert sorted(type(result) for result in results if result) == [ValueError]


def test_a_page_that_is_behind_says_so_and_changes_nothing(nia, ruth, signed_in):
    Duty.give(ADMIN, ruth, by=nia)
    Duty.lay_down(ADMIN, by=nia)
    url = reverse("groups:take_duty", args=[nia.group.slug, ruth.key, ADMIN.value])
    assert signed_in(nia).post(url).status_code == 403
    assert admins(nia.group) == [ruth]


def test_a_duty_that_there_is_not_is_not_there(nia, ruth, signed_in):
    url = reverse("groups:give_duty", args=[nia.group.slug, ruth.key, "treasurer"])
    assert signed_in(nia).post(url).status_code == 404


def test_planning_is_a_duty_only_where_not_all_of_us_plan(nia, ruth, signed_in):
    page = reverse("groups:duties", args=[nia.group.slug, ruth.key])
    assert "Planning meetings" not in signed_in(nia).get(page).content.decode()
    nia.group.arrange(by=nia, all_facilitate=False)
    assert "Planning meetings" in signed_in(nia).get(page).content.decode()


# -- claimed


def test_where_nobody_is_admin_one_of_us_offers_and_has_the_duty_after_seven_days(nia, ruth):
    nia.leave()
    at = timezone.now()
    AdminClaim.make(by=ruth, at=at)
    tick(at + timedelta(days=6, hours=23))
    assert admins(nia.group) == []
    tick(at + timedelta(days=7))
    tick(at + timedelta(days=8))
    assert admins(nia.group) == [ruth]
    assert sentences(nia.group).count("Ruth took on invitations and settings.") == 1


def test_all_of_us_are_told_of_an_offer_in_a_mail(nia, ruth):
    bea = make_membership(nia.group, "Bea")
    nia.leave()
    AdminClaim.make(by=ruth)
    (letter,) = mails_to(bea.member.email)
    assert letter.subject == "Ruth offers to look after invitations and settings"
    assert mails_to(nia.member.email) == []


def test_while_there_is_an_admin_nobody_needs_to_offer(nia, ruth):
    with pytest.raises(ValidationError, match="already"):
        AdminClaim.make(by=ruth)


def test_one_offer_at_a_time_and_the_same_once(nia, ruth):
    bea = make_membership(nia.group, "Bea")
    nia.leave()
    assert AdminClaim.make(by=ruth) == AdminClaim.make(by=ruth)
    with pytest.raises(ValidationError, match="Ruth has offered already"):
        AdminClaim.make(by=bea)


def test_an_offer_taken_back_or_of_somebody_who_left_comes_to_nothing(nia, ruth):
    nia.leave()
    at = timezone.now()
    AdminClaim.make(by=ruth, at=at).withdraw(by=ruth)
    AdminClaim.make(by=ruth, at=at)
    ruth.leave()
    tick(at + timedelta(days=8))
    assert admins(nia.group) == []
    assert not nia.group.admin_claims.open().exists()


def test_the_members_page_offers_it_only_where_nobody_has_the_duty(nia, ruth, signed_in):
    client, page = signed_in(ruth), reverse("groups:members", args=[nia.group.slug])
    assert "I will look after them" not in client.get(page).content.decode()
    nia.leave()
    assert "I will look after them" in client.get(page).content.decode()
    client.post(reverse("groups:claim", args=[nia.group.slug]))
    assert "Take my offer back" in client.get(page).content.decode()
    client.post(reverse("groups:withdraw_claim", args=[nia.group.slug]))
    assert "I will look after them" in client.get(page).content.decode()


@pytest.mark.once  # how many questions are asked is the same on both
def test_the_log_takes_as_many_queries_for_three_hundred_entries_as_for_three(
    nia, signed_in, django_assert_num_queries
):
    client, page = signed_in(nia), reverse("groups:log", args=[nia.group.slug])
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for _ in range(300):
        nia.group.log("settings", by=nia)
    with django_assert_num_queries(len(few)):
        assert "Earlier" in client.get(page).content.decode()


def test_whoever_lacks_a_duty_is_led_to_where_it_says_who_has_it(signed_in):
    me = make_membership()
    answer = signed_in(me).get(reverse("groups:invite", args=[me.group.slug]))
    assert answer.status_code == 403
    assert f'<a href="{reverse("groups:members", args=[me.group.slug])}">The page of members</a>' in answer.text
