"""After leaving: thirty days in which what is mine there is still mine, and the way back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import AdminClaim, Departure, Duty, Gathering, Goal, Membership
from groups.models.departure import TIME_TO_THINK
from groups.tick import tick
from tests.factories import days_from_now, first_of, make_invitation, make_topic
from tests.groups.test_leaving import make_goal, nia

pytestmark = pytest.mark.django_db


# -- thirty days


def left_page(membership) -> str:
    return reverse("groups:left_group", args=[membership.key])


def test_what_is_mine_is_found_in_my_settings_by_me_and_by_nobody_else(signed_in):
    me = nia()
    me.leave()
    client = signed_in(me)
    assert reverse("groups:left") in client.get(reverse("me")).content.decode()
    assert me.group.name in client.get(reverse("groups:left")).content.decode()
    assert client.get(left_page(me)).status_code == 200
    assert signed_in(first_of(me.group)).get(left_page(me)).status_code == 404


def test_less_can_be_left_and_more_can_not(signed_in):
    me = nia()
    goal = make_goal(me)
    other = first_of(me.group)
    departure = me.leave({"goals": "named"})
    client = signed_in(me)
    assert client.post(left_page(me), {"goals": "unnamed", "topics": "unnamed"}).status_code == 302
    assert me.group.goals.visible_to(other).get(pk=goal.pk).author.name == "a former member"
    client.post(left_page(me), {"goals": "goes", "topics": "unnamed"})
    assert not me.group.goals.visible_to(other).filter(pk=goal.pk).exists()
    with pytest.raises(ValueError, match="come back"):
        departure.choose({"goals": "named"})


def test_on_the_thirtieth_day_it_is_final_and_not_before():
    me = nia()
    departure = me.leave()
    tick(departure.at + TIME_TO_THINK - timedelta(minutes=1))
    me.refresh_from_db()
    assert me.anonymised_at is None
    tick(departure.at + TIME_TO_THINK)
    me.refresh_from_db()
    departure.refresh_from_db()
    assert (me.member, me.name, departure.kept) == (None, "a former member", {})
    assert me.anonymised_at
    tick(departure.at + TIME_TO_THINK * 2)


def test_everything_can_go_at_once(signed_in):
    me = nia()
    goal, topic = make_goal(me), make_topic(me, "Salt")
    me.leave({"goals": "named"})
    answer = signed_in(me).post(reverse("groups:erase_left", args=[me.key]))
    assert answer.status_code == 302
    assert not Goal.objects.filter(pk=goal.pk).exists()
    assert not me.group.topics.filter(pk=topic.pk).exists()
    assert not Membership.objects.filter(known_as="Nia").exists()
    assert signed_in(me).get(left_page(me)).status_code == 404


def test_words_for_a_gathering_that_is_not_opened_stay_with_whoever_goes():
    me = nia()
    other = first_of(me.group)
    gathering = Gathering.begin("goals", by=other)
    gathering.write("To sing of it", by=me)
    gathering.be_ready(by=other)
    me.leave()
    gathering.open(by=other)
    assert not gathering.contributions.exists()
    assert [(g.text, g.shared_at) for g in me.goals.all()] == [("To sing of it", None)]


@pytest.mark.parametrize(("fate", "names"), [("goes", []), ("unnamed", ["a former member"]), ("named", ["Nia"])])
def test_words_of_an_opened_gathering_become_what_the_goals_become(fate, names):
    me = nia()
    gathering = Gathering.begin("goals", by=me)
    gathering.write("To sing of it", by=me)
    gathering.be_ready(by=first_of(me.group))
    gathering.be_ready(by=me)
    me.leave({"goals": fate}, at=days_from_now(-31))
    for _again in range(2):
        assert [c.membership.name for c in gathering.contributions.all()] == names
        assert [g.author.name for g in me.group.goals.visible_to(first_of(me.group))] == names
        tick()


def test_an_offer_to_look_after_the_group_ends_with_leaving():
    me = nia()
    Duty.objects.update(until_at=timezone.now())
    claim = AdminClaim.make(by=me)
    me.leave()
    claim.refresh_from_db()
    assert claim.withdrawn_at


# -- coming back


def come_back(membership, *, again: bool):
    invitation = make_invitation(membership.group, membership.member.email)
    return invitation.accept(membership.member, again=again)


def test_who_comes_back_takes_the_old_place_up_again_if_they_wish():
    me = nia()
    goal, topic = make_goal(me), make_topic(me)
    me.leave({"goals": "named"})
    assert come_back(me, again=True) == me
    me.refresh_from_db()
    assert (me.is_live, me.name, me.about) == (True, "Nia", "I write in hospitals")
    assert me.group.goals.get(pk=goal.pk).author == me
    topic.refresh_from_db()
    assert topic.by == me
    assert me.group.log_entries.for_page()[0].sentence == "Nia is one of us again."
    tick(days_from_now(60))
    me.refresh_from_db()
    assert me.name == "Nia"


def test_or_begins_anew_and_the_old_place_goes_its_way():
    me = nia()
    me.leave()
    new = come_back(me, again=False)
    assert new != me
    tick(days_from_now(31))
    me.refresh_from_db()
    assert (me.member, me.name) == (None, "a former member")
    new.refresh_from_db()
    assert new.is_live


def test_what_is_final_can_not_be_taken_up_again():
    me = nia()
    member = me.member
    me.leave(at=days_from_now(-31))
    tick()
    assert me.group.once_left_by(member) is None
    invitation = make_invitation(me.group, member.email)
    assert invitation.accept(member, again=True) != me


def test_the_page_before_saying_yes_asks_whoever_was_here_before(signed_in):
    me = nia()
    me.leave()
    invitation = make_invitation(me.group, me.member.email)
    client = signed_in(me)
    client.post(reverse("groups:join", args=[invitation.token]))
    page = client.get(reverse("groups:joining"))
    assert "Take up the place I had" in page.content.decode()
    client.post(reverse("groups:accept"), {"again": "yes", "seen": page.context["seen"]})
    me.refresh_from_db()
    assert me.is_live
    assert Departure.objects.open().count() == 0
