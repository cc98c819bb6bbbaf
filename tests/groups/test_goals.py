"""Goals: mine until I show them, and ours."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.models import Goal
from tests.factories import make_group, make_membership

pytestmark = pytest.mark.django_db

WORDS = {"text": "To be read to", "state": "beginning"}


def make_goal(author=None, text="To be read to", **fields) -> Goal:
    author = author or make_membership()
    return Goal.objects.create(group=author.group, author=author, text=text, **fields)


def url(name: str, *arguments, group) -> str:
    return reverse(f"groups:{name}", args=[group.slug, *arguments])


def goals_page(client, group) -> str:
    return client.get(url("goals", group=group)).content.decode()


def test_what_i_write_is_mine_until_i_show_it(signed_in):
    me = make_membership()
    other = make_membership(me.group)
    signed_in(me).post(url("new_goal", group=me.group), WORDS)
    assert "To be read to" in goals_page(signed_in(me), me.group)
    assert "To be read to" not in goals_page(signed_in(other), me.group)

    goal = Goal.objects.get()
    signed_in(me).post(url("show_goal", goal.key, group=me.group))
    assert "To be read to" in goals_page(signed_in(other), me.group)
    signed_in(me).post(url("hide_goal", goal.key, group=me.group))
    assert "To be read to" not in goals_page(signed_in(other), me.group)


def test_a_goal_can_be_changed_and_keeps_whether_it_is_shown(signed_in):
    goal = make_goal(shared_at=timezone.now())
    form = {"text": "To write", "state": "rooted", "look_back": "2027-03-01"}
    response = signed_in(goal.author).post(url("edit_goal", goal.key, group=goal.group), form, follow=True)
    assert "Your goal is saved. The others read it as it is now." in response.content.decode()
    after = Goal.objects.get()
    assert (after.text, after.state, after.look_back) == ("To write", "rooted", date(2027, 3, 1))
    assert after.shared_at == goal.shared_at


@pytest.mark.parametrize("shared_at", [None, timezone.now()], ids=["mine alone", "shown"])
@pytest.mark.parametrize("name", ["edit_goal", "show_goal", "hide_goal"])
def test_nobody_touches_a_goal_of_somebody_elses(signed_in, name, shared_at):
    goal = make_goal(shared_at=shared_at)
    other = signed_in(make_membership(goal.group))
    assert other.post(url(name, goal.key, group=goal.group), {"text": "Mine now", "state": "rooted"}).status_code == 404
    after = Goal.objects.get()
    assert (after.text, after.shared_at, after.author) == (goal.text, goal.shared_at, goal.author)


def test_only_its_author_shows_a_goal_or_takes_it_back():
    goal = make_goal()
    other = make_membership(goal.group)
    for verb in (goal.share, goal.keep_to_myself):
        with pytest.raises(ValueError, match="only its author"):
            verb(by=other)


def test_shown_twice_it_was_shown_when_it_was_shown_first():
    goal = make_goal()
    goal.share(by=goal.author)
    first = goal.shared_at
    goal.share(by=goal.author)
    assert goal.shared_at == first


def test_a_goal_in_one_group_is_unknown_in_another(signed_in):
    me = make_membership()
    elsewhere = make_group(first=me.member)
    goal = make_goal(me, "Only for the first group")
    client = signed_in(me)
    assert "Only for the first group" not in goals_page(client, elsewhere)
    assert client.get(url("edit_goal", goal.key, group=elsewhere)).status_code == 404


def test_what_all_of_us_want_stands_beside_and_on_our_home_until_it_is_let_go(signed_in):
    me = make_membership()
    shared = Goal.objects.create(group=me.group, text="A weekend away", shared_at=timezone.now())
    client, home = signed_in(me), reverse("home", args=[me.group.slug])
    assert "A weekend away" in goals_page(client, me.group)
    assert "A weekend away" in client.get(home).content.decode()
    Goal.objects.filter(pk=shared.pk).update(state=Goal.State.LET_GO)
    me.group.changed("people")
    assert "A weekend away" not in client.get(home).content.decode()


def test_a_goal_of_all_is_shown_to_all():
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.create(group=make_group(), text="Nobody's and hidden")


@pytest.mark.parametrize("form", [{"state": "beginning"}, {"text": " ", "state": "beginning"}, {"text": "A"},
                                  {**WORDS, "state": "winning"}, {**WORDS, "look_back": "31.2.2027"}])  # fmt: skip
def test_a_goal_without_words_or_with_a_state_that_is_none_is_not_saved(signed_in, form):
    me = make_membership()
    response = signed_in(me).post(url("new_goal", group=me.group), form)
    assert response.status_code == 422
    assert "<title>Error:" in response.content.decode()
    assert not Goal.objects.exists()


def test_what_i_wrote_stands_in_the_box_when_something_is_to_be_put_right(signed_in):
    me = make_membership()
    response = signed_in(me).post(url("new_goal", group=me.group), {**WORDS, "state": "winning"})
    assert "To be read to</textarea>" in response.content.decode()


# -- what all of us want


def our_goal(by, text="To meet each month", **what) -> Goal:
    return Goal.write(by=by, ours=True, text=text, **what)


def test_each_of_us_may_change_what_all_of_us_want_and_what_it_said_stays(signed_in):
    nia = make_membership()
    ruth = make_membership(nia.group, "Ruth")
    goal = our_goal(nia)
    form = {"text": "To meet every six weeks", "state": "growing", "seen": goal.stamp}
    signed_in(ruth).post(url("edit_our_goal", goal.key, group=nia.group), form)
    page = goals_page(signed_in(nia), nia.group)
    assert "To meet every six weeks" in page
    assert "Ruth changed it. Before:" in page
    assert "To meet each month" in page


def test_of_two_who_change_it_at_once_the_second_sees_both(signed_in):
    nia = make_membership()
    goal = our_goal(nia)
    seen = goal.stamp
    goal.change(by=nia, text="To meet in a room")
    form = {"text": "To meet by the sea", "state": "growing", "seen": seen}
    answer = signed_in(nia).post(url("edit_our_goal", goal.key, group=nia.group), form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "To meet in a room" in page
    assert "To meet by the sea" in page
    goal.refresh_from_db()
    assert goal.text == "To meet in a room"
    form["seen"] = goal.stamp
    assert signed_in(nia).post(url("edit_our_goal", goal.key, group=nia.group), form).status_code == 302


def test_what_a_goal_said_before_it_was_shown_is_read_by_nobody(signed_in):
    me = make_membership()
    other = make_membership(me.group)
    goal = Goal.write(by=me, text="To write about my brother")
    goal.change(by=me, text="To write")
    goal.share(by=me)
    assert "my brother" not in goals_page(signed_in(other), me.group)
    goal.change(by=me, state="growing")
    assert "How it has grown" in goals_page(signed_in(other), me.group)
    assert "my brother" not in goals_page(signed_in(other), me.group)


def test_nothing_changed_leaves_no_history():
    goal = our_goal(make_membership())
    goal.change(by=goal.group.members.first(), text=goal.text)
    assert goal.changes.count() == 0


def test_somebody_else_s_goal_is_theirs():
    goal = make_goal()
    with pytest.raises(ValueError, match="somebody else's"):
        goal.change(by=make_membership(goal.group), text="Mine now")


@pytest.mark.parametrize("ours", [True, False], ids=["ours", "mine"])
def test_when_its_day_comes_home_asks_to_look_back_at_it(signed_in, ours):
    me = make_membership()
    other = make_membership(me.group)
    today = me.group.today()
    goal = Goal.write(by=me, ours=ours, text="To be read to", state="growing", look_back=today)
    homes = {who: signed_in(who).get(reverse("home", args=[me.group.slug])).content.decode() for who in (me, other)}
    assert "A goal to look back at" in homes[me]
    assert ("A goal to look back at" in homes[other]) == ours
    goal.change(by=me, state="rooted")
    assert "A goal to look back at" not in signed_in(me).get(reverse("home", args=[me.group.slug])).content.decode()


@pytest.mark.once  # how many questions are asked is the same on both
@pytest.mark.slow
def test_the_page_takes_as_many_queries_for_three_hundred_as_for_three(signed_in, django_assert_num_queries):
    me = make_membership()
    client = signed_in(me)

    def add(number: int) -> None:
        for n in range(number):
            goal = our_goal(me, f"Goal {n}")
            goal.change(by=me, state="growing")

    add(3)
    goals_page(client, me.group)
    with CaptureQueriesContext(connection) as asked:
        goals_page(client, me.group)
    few = len(asked)
    add(297)
    goals_page(client, me.group)
    with django_assert_num_queries(few):
        goals_page(client, me.group)
