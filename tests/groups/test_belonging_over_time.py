"""Whatever the members do one after the other, each sees exactly what a model of sixty lines says (trust.md, S6)."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from groups import middleware, personal
from groups.models import Goal, Membership
from groups.tick import tick
from meetings.models import Subscription
from tests.factories import first_of, make_admin, make_group, make_meeting, make_member
from tests.kept import strayed
from tests.thorough import as_often

# On SQLite alone: each deed meets PostgreSQL in the tests of its own, and the order of them is the model's business.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

NAMES = ("Nia", "Bea", "Ruth")
MONTH = timedelta(days=31)


class Place:
    """The model: one belonging of one person, and what the group sees of theirs."""

    def __init__(self, person: str):
        self.person, self.state, self.goals, self.feeds = person, "in", {}, {}

    def show(self, text: str) -> None:
        self.goals[text] = self.person

    def hide(self, text: str) -> None:
        self.goals[text] = None

    def end_access(self, state: str) -> None:
        self.state, self.feeds = state, dict.fromkeys(self.feeds, False)

    def leave(self, fate: str) -> None:
        self.end_access("left")
        for text, name in self.goals.items():
            if name:
                self.goals[text] = {"goes": None, "unnamed": "a former member", "named": self.person}[fate]

    def come_back(self) -> None:
        self.state = "in"
        self.goals = {text: name and self.person for text, name in self.goals.items()}


class Model:
    """Everything that anybody sees: who is in, which goals with which name, which feeds still show our meetings."""

    def __init__(self):
        self.places: list[Place] = []

    def of(self, person: str, *states: str) -> Place | None:
        return next((p for p in reversed(self.places) if p.person == person and p.state in states), None)

    def join(self, person: str) -> Place:
        self.places.append(Place(person))
        return self.places[-1]

    def month(self) -> None:
        for place in self.places:
            if place.state == "left":
                place.state = "final"
            elif place.state == "removed":
                place.leave("goes")

    def goals(self) -> set:
        return {(text, name) for place in self.places for text, name in place.goals.items() if name}

    def sees(self, person: str) -> set | None:
        """What `person` reads on the goals' page; None for nothing, as if there were no page."""
        return self.goals() if self.of(person, "in") else None


class Life(RuleBasedStateMachine):
    """The same deeds done to the model and to Copse, through the verbs that the pages use."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.group, self.model, self.n, self.months = make_group(), Model(), 0, 0
        self.first, self.second = first_of(self.group), make_admin(self.group)
        make_meeting(self.first)
        self.people = {name: make_member(name) for name in NAMES}
        self.rows: dict[Place, Membership] = {}
        self.tokens: list[str] = []
        for name in NAMES:  # a life begins with something to lose
            self.join(name)
            self.share_one(name)
            self.feed(name)

    def join(self, name: str) -> None:
        self.rows[self.model.join(name)] = self.group.welcome(self.people[name])

    def teardown(self):
        try:
            assert strayed() == set()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def row(self, place: Place) -> Membership:
        return Membership.objects.get(pk=self.rows[place].pk)

    who = st.sampled_from(NAMES)

    @rule(name=who)
    def join_anew(self, name):
        if not self.model.of(name, "in"):
            self.join(name)

    @rule(name=who, fate=st.sampled_from(["goes", "unnamed", "named"]))
    def leave(self, name, fate):
        if place := self.model.of(name, "in"):
            self.row(place).leave({"goals": fate})
            place.leave(fate)

    @rule(name=who)
    def remove(self, name):
        if place := self.model.of(name, "in"):
            self.row(place).remove(by=self.first, reason="x")
            place.end_access("removed")

    @rule(name=who)
    def undo_removal(self, name):
        if (place := self.model.of(name, "removed")) and not self.model.of(name, "in"):
            self.row(place).undo_removal(by=self.second)
            place.come_back()

    @rule(name=who)
    def agree(self, name):
        if place := self.model.of(name, "removed"):
            self.row(place).agree_to_removal(by=self.second)
            place.leave("goes")

    @rule(name=who)
    def rejoin(self, name):
        if (place := self.model.of(name, "left", "removed")) and not self.model.of(name, "in"):
            before = self.group.once_left_by(self.people[name])
            assert before == self.row(place)
            self.group.welcome_back(before)
            place.come_back()

    @rule(name=who)
    def share(self, name):
        if self.model.of(name, "in"):
            self.share_one(name)

    def share_one(self, name: str) -> None:
        place = self.model.of(name, "in")
        self.n += 1
        goal = Goal.objects.create(group=self.group, author=self.row(place), text=f"goal-{self.n}-")
        goal.share(by=self.row(place))
        place.show(goal.text)

    @rule(name=who)
    def withdraw(self, name):
        place = self.model.of(name, "in")
        if shown := place and [text for text, who in place.goals.items() if who]:
            self.group.goals.get(text=shown[-1]).keep_to_myself(by=self.row(place))
            place.hide(shown[-1])

    @rule(name=who)
    def make_feed(self, name):
        if self.model.of(name, "in") and len(self.tokens) < 6:
            self.feed(name)

    def feed(self, name: str) -> None:
        _feed, token = Subscription.begin(member=self.people[name], label="x", group=self.group)
        self.model.of(name, "in").feeds[token] = True
        self.tokens.append(token)

    @rule(name=who)
    def revoke(self, name):
        place = self.model.of(name, "in")
        if working := place and [token for token, works in place.feeds.items() if works]:
            Subscription.find(working[0]).revoke()
            place.feeds[working[0]] = False

    @rule()
    def month(self):
        self.months += 1
        tick(timezone.now() + self.months * MONTH)
        self.model.month()

    @invariant()
    def each_sees_what_the_model_says(self):
        seen = {g.text: g.author.name for g in self.group.goals.visible_to(self.first).select_related("author")}
        assert set(seen.items()) == self.model.goals()
        for name, member in self.people.items():
            assert self.page(member) == self.model.sees(name), name

    def page(self, member) -> set | None:
        client = Client()
        client.force_login(member)
        answer = client.get(reverse("groups:goals", args=[self.group.slug]))
        if answer.status_code == 404:
            return None
        words = answer.content.decode()
        known = {text: name for place in self.model.places for text, name in place.goals.items()}
        mine = set(self.group.goals.filter(author__member=member, shared_at=None).values_list("text", flat=True))
        return {(text, known[text]) for text in known if text in words and text not in mine}

    @invariant()
    @precondition(lambda self: self.tokens)
    def a_feed_shows_meetings_while_its_owner_is_in(self):
        works = {token: on for place in self.model.places for token, on in place.feeds.items()}
        for token in self.tokens:
            answer = Client().get(reverse("calendar:feed", args=[token]))
            assert (b"BEGIN:VEVENT" in answer.content) == works[token]


def live(examples: int, **more) -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=examples, stateful_step_count=12, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck), **more,
        ),
    )  # fmt: skip


def test_each_sees_exactly_what_the_model_says():
    live(as_often(6, 150))


def test_a_goal_that_haunts_the_page_after_its_author_left_is_found(monkeypatch):
    monkeypatch.setattr(personal.Goals, "part", lambda *_: None)
    with pytest.raises(AssertionError):
        live(40, phases=[Phase.generate])


def test_a_door_that_stays_open_for_who_has_left_is_found(monkeypatch):
    monkeypatch.setattr(middleware, "DOOR", middleware.door(Membership.objects.all))
    with pytest.raises(AssertionError):
        live(40, phases=[Phase.generate])
