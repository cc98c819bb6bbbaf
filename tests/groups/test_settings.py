"""How a group is set up: its name, where it is found, who plans and who invites; and how it ends."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from groups.models import Duty, Ending, Group, Membership
from groups.tick import tick
from meetings.models import RunSheetPart
from tests.factories import (
    first_of,
    make_admin,
    make_edition,
    make_group,
    make_meeting,
    make_membership,
    make_topic,
)
from tests.groups.post import mails_to
from tests.matrix import GROUP_SETTINGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    """The admin of a group."""
    return first_of(make_group("The Withies"))


@pytest.fixture
def ruth(nia):
    return make_membership(nia.group, "Ruth")


def page(group, name: str = "groups:settings") -> str:
    return reverse(name, args=[group.slug])


def test_an_admin_changes_them_and_all_can_read_them(nia, ruth, signed_in):
    settings = {**GROUP_SETTINGS, "slug": nia.group.slug, "name": "The Alders", "all_facilitate": "True"}
    signed_in(nia).post(page(nia.group), settings)
    text = signed_in(ruth).get(page(nia.group)).content.decode()
    assert "The Alders" in text
    assert "Check-in and check-out" in text
    assert "Britain" in text
    assert "Those who look after invitations" in text
    assert "False" not in text
    assert "Save our settings" not in text
    assert "changed our settings" in signed_in(ruth).get(page(nia.group, "groups:log")).content.decode()


def test_nobody_else_changes_them(nia, ruth, signed_in):
    assert signed_in(ruth).post(page(nia.group), GROUP_SETTINGS).status_code == 403
    with pytest.raises(ValueError, match="only an admin"):
        nia.group.arrange(by=ruth, name="Mine")


@pytest.mark.parametrize(
    ("field", "value"),
    [("slug", "Not a slug"), ("slug", ""), ("zone", "Narnia"), ("name", ""), ("country", "XX"), ("rounds", "laps")],
)
def test_what_can_not_be_is_said_at_its_field_and_nothing_is_lost(nia, signed_in, field, value):
    answer = signed_in(nia).post(page(nia.group), {**GROUP_SETTINGS, "name": "The Alders", field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    nia.group.refresh_from_db()
    assert nia.group.name == "The Withies"


# -- the address


def test_the_old_address_leads_members_on_and_tells_strangers_nothing(nia, ruth, signed_in):
    old = nia.group.slug
    nia.group.arrange(by=nia, slug="alders")
    year = f"/groups/{old}/year/"
    assert signed_in(ruth).get(year).headers["Location"] == "/groups/alders/year/"
    stranger = signed_in(make_membership())
    assert stranger.get(year).content == stranger.get("/groups/nowhere/year/").content
    goal = f"/groups/{old}/goals/new/"
    assert stranger.post(goal).status_code == 404


def test_what_is_sent_to_the_old_address_is_sent_on_with_all_that_was_asked(nia, ruth, signed_in):
    old = nia.group.slug
    nia.group.arrange(by=nia, slug="alders")
    sent = signed_in(ruth).post(f"/groups/{old}/goals/new/?a=1&b=%C3%A4", {"text": "To write"})
    assert (sent.status_code, sent.headers["Location"]) == (308, "/groups/alders/goals/new/?a=1&b=%C3%A4")


def test_an_address_that_another_group_has_or_had_is_not_free(nia, signed_in):
    other = first_of(make_group())
    had = other.group.slug
    other.group.arrange(by=other, slug="alders")
    for slug in ("alders", had):
        with pytest.raises(ValidationError, match="Another group has this address"):
            nia.group.arrange(by=nia, slug=slug)
    answer = signed_in(nia).post(page(nia.group), {**GROUP_SETTINGS, "slug": "alders"})
    assert list(answer.context["form"].errors) == ["slug"]
    with pytest.raises(CommandError, match="exists already"):
        call_command("new_group", "Another", "somebody@example.org", slug=had)


def test_a_group_may_go_back_to_its_old_address(nia, ruth, signed_in):
    old = nia.group.slug
    nia.group.arrange(by=nia, slug="alders")
    nia.group.arrange(by=nia, slug=old)
    assert signed_in(ruth).get(f"/groups/{old}/year/").status_code == 200
    assert signed_in(ruth).get("/groups/alders/year/").headers["Location"] == f"/groups/{old}/year/"


# -- who plans and who invites


def test_where_not_all_of_us_plan_whoever_changed_it_still_does(nia, ruth, signed_in):
    nia.group.arrange(by=nia, all_facilitate=False)
    assert signed_in(nia).get(page(nia.group, "meetings:plan")).status_code == 200
    assert signed_in(ruth).get(page(nia.group, "meetings:plan")).status_code == 403


def test_where_all_of_us_invite_anyone_can(nia, ruth, signed_in):
    client = signed_in(ruth)
    assert client.get(page(nia.group, "groups:invite")).status_code == 403
    nia.group.arrange(by=nia, all_invite=True)
    assert client.post(page(nia.group, "groups:invite"), {"emails": "bea@example.org"}).status_code == 302
    assert "bea@example.org" in client.get(page(nia.group, "groups:members")).content.decode()


def test_the_rounds_are_called_as_the_group_calls_them(nia, signed_in):
    meeting = make_meeting(nia)
    assert "Opening round" in signed_in(nia).get(meeting.get_absolute_url()).content.decode()
    nia.group.arrange(by=nia, rounds="checks")
    for name in ("meetings:detail", "meetings:run_sheet"):
        text = signed_in(nia).get(reverse(name, args=[nia.group.slug, meeting.key])).content.decode()
        assert "Check-in" in text
        assert "Check-out" in text
        assert "Opening round" not in text
    assert {part.name for part in RunSheetPart.objects.filter(meeting=meeting)} >= {"Check-in", "Check-out"}


# -- the end of a group


def everything(nia) -> Group:
    """A group in which something of each sort was made."""
    topic = make_topic(nia)
    make_meeting(nia, topics=[topic], start_time=time(18))
    make_edition(nia)
    nia.group.invite("bea@example.org", by=nia)
    return nia.group


def test_two_admins_and_seven_days_end_a_group(nia):
    ruth, at = make_admin(nia.group, "Ruth"), timezone.now()
    group = everything(nia)
    ending = Ending.ask(by=nia, at=at)
    tick(at + timedelta(days=30))
    assert Group.objects.filter(pk=group.pk).exists()
    ending.agree(by=ruth, at=at + timedelta(days=1))
    tick(at + timedelta(days=7, hours=23))
    assert Group.objects.filter(pk=group.pk).exists()
    tick(at + timedelta(days=8))
    assert not Group.objects.filter(pk=group.pk).exists()
    assert not Membership.objects.filter(pk__in=[nia.pk, ruth.pk]).exists()
    nia.member.refresh_from_db()  # the person stays


def test_where_one_admin_is_alone_it_is_fourteen_days(nia, ruth):
    at = timezone.now()
    group = everything(nia)
    Ending.ask(by=nia, at=at)
    tick(at + timedelta(days=13, hours=23))
    assert Group.objects.filter(pk=group.pk).exists()
    tick(at + timedelta(days=14))
    assert not Group.objects.filter(pk=group.pk).exists()


def test_who_asked_can_not_agree_too(nia, ruth):
    make_admin(nia.group)
    with pytest.raises(ValidationError, match="Somebody else"):
        Ending.ask(by=nia).agree(by=nia)


def test_who_is_no_admin_neither_asks_nor_agrees_nor_takes_it_back(nia, ruth):
    with pytest.raises(ValueError, match="only an admin"):
        Ending.ask(by=ruth)
    ending = Ending.ask(by=nia)
    for deed in (ending.agree, ending.withdraw):
        with pytest.raises(ValueError, match="only an admin"):
            deed(by=ruth)


def test_any_admin_takes_it_back(nia):
    ruth, at = make_admin(nia.group, "Ruth"), timezone.now()
    ending = Ending.ask(by=nia, at=at)
    ending.agree(by=ruth, at=at)
    ending.withdraw(by=nia, at=at)
    tick(at + timedelta(days=30))
    assert Group.objects.filter(pk=nia.group_id).exists()


def test_all_of_us_are_told_at_each_step(nia, ruth):
    bea = make_admin(nia.group, "Bea")
    ending = Ending.ask(by=nia)
    assert [m.subject for m in mails_to(ruth.member.email)] == ["Our group is to be deleted"]
    ending.agree(by=bea)
    assert "take a copy of what is yours" in mails_to(ruth.member.email)[-1].body
    ending.withdraw(by=nia)
    assert mails_to(ruth.member.email)[-1].subject == "Our group stays"


def test_the_whole_way_by_the_page(nia, ruth, signed_in):
    bea = make_admin(nia.group, "Bea")
    client = signed_in(nia)
    client.post(page(nia.group, "groups:ending"))
    assert (
        "Somebody else who looks after settings has to agree." in signed_in(ruth).get(page(nia.group)).content.decode()
    )
    client.post(page(nia.group, "groups:agree_to_ending"))
    assert nia.group.endings.get().agreed_at is None
    signed_in(bea).post(page(nia.group, "groups:agree_to_ending"))
    assert "everything written in it goes" in signed_in(ruth).get(page(nia.group)).content.decode()
    client.post(page(nia.group, "groups:withdraw_ending"))
    assert not nia.group.endings.open().exists()


def test_an_admin_fewer_in_the_meantime_makes_it_fourteen_days(nia):
    ruth, at = make_admin(nia.group), timezone.now()
    ending = Ending.ask(by=nia, at=at)
    assert ending.ends_at is None
    Duty.lay_down(Duty.Name.ADMIN, by=ruth)
    assert ending.ends_at == at + timedelta(days=14)
