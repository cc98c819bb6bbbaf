from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import Membership
from tests.factories import days_from_now, make_group, make_meeting, make_member, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_two():
    """One person's two memberships, as (Alder, Birch)."""
    person = make_member("Nia")
    return [make_group(name).welcome(person) for name in ("Alder", "Birch")]


def front(signed_in, who):
    return signed_in(who).get(reverse("front"))


def test_whoever_is_in_one_group_goes_straight_to_its_home(signed_in):
    nia = make_membership()
    assert front(signed_in, nia).url == reverse("home", args=[nia.group.slug])


def test_whoever_is_in_none_is_told_how_people_come_in(signed_in):
    text = front(signed_in, make_member()).content.decode()
    assert "You are not in a group yet" in text
    assert "A group invites the people it would love to work with." in text


def test_a_group_that_one_has_left_is_a_group_no_longer(signed_in):
    nia = make_membership()
    Membership.objects.filter(pk=nia.pk).update(left_at=days_from_now(-1))
    assert "You are not in a group yet" in front(signed_in, nia.member).content.decode()


def test_whoever_is_in_several_sees_the_next_meetings_of_all_the_nearest_first(signed_in, in_two):
    alder, birch = in_two
    later, sooner = make_meeting(alder, days=20, title="Salt"), make_meeting(birch, days=10, title="Smoke")
    answer = front(signed_in, alder)
    assert list(answer.context["meetings"]) == [sooner, later]
    text = answer.content.decode()
    assert [words in text for words in ("Alder", "Birch", "Salt", "Smoke")] == [True] * 4
    assert [reverse("home", args=[m.group.slug]) in text for m in in_two] == [True, True]


def test_a_meeting_of_another_year_says_which(signed_in, in_two):
    year = timezone.localdate().year
    for membership in in_two:
        make_meeting(membership, day=date(year, 12, 31), zone="America/Los_Angeles")
        make_meeting(membership, day=date(year + 1, 1, 8))
    text = front(signed_in, in_two[0]).content.decode()
    assert text.count(f"<span>Jan</span><span>{year + 1}</span>") == 2
    assert f"<span>{year}</span>" not in text


def test_neither_what_is_over_nor_let_go_nor_unsettled_nor_of_another_group_is_next(signed_in, in_two):
    alder, birch = in_two
    make_meeting(alder, days=-3)
    make_meeting(birch, settled=False)
    make_meeting(birch).let_go(by=birch)
    make_meeting()
    answer = front(signed_in, alder)
    assert list(answer.context["meetings"]) == []
    assert "Nothing is settled yet." in answer.content.decode()


def test_the_menu_switches_to_my_other_groups_in_one_step(signed_in, in_two):
    alder, birch = in_two
    here, there = (reverse("home", args=[m.group.slug]) for m in in_two)
    for path in (here, reverse("larder:list", args=[alder.group.slug])):
        text = signed_in(alder).get(path).content.decode()
        assert "My other groups" in text
        assert f'<a href="{there}">{birch.group.name}</a>' in text


def test_there_is_nothing_to_switch_to_for_whoever_is_in_one_group(signed_in):
    nia = make_membership()
    text = signed_in(nia).get(reverse("home", args=[nia.group.slug])).content.decode()
    assert "My other groups" not in text
