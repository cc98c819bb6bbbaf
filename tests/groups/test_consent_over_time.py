"""Whatever the members do one after the other, a round stands where a plain model of it stands: no silence adopts,
one round makes one version of the manifesto, and what is in force can always be read.
"""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from groups.models import ConsentRound, Sabbatical
from tests.factories import first_of, make_change, make_edition, make_group, make_member, make_membership, make_round
from tests.kept import strayed
from tests.thorough import as_often

# On SQLite alone: each verb meets PostgreSQL in test_consent_rounds.py, and the order of them is the model's business.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

NAMES = ("Nia", "Bea", "Ruth")
WHO = st.sampled_from(NAMES)
ANSWERS = st.sampled_from(["consent", "thought", "not_yet"])


class Model:
    """One round among three who were here when it was opened: who is asked, what each has said, what follows."""

    def __init__(self):
        self.stage, self.wording, self.adopted_with = "questions", 1, None
        self.here, self.resting = set(NAMES), set()
        self.done, self.answers = {"Nia"}, {}

    @property
    def asked(self) -> set:
        return self.here - self.resting

    @property
    def positions(self) -> dict:
        return {name: answer for name, answer in self.answers.items() if name in self.here}

    def begin(self, stage: str) -> None:
        self.stage, self.done = stage, set()

    def consented(self) -> bool:
        given = self.positions
        return bool(given) and self.asked <= given.keys() and "not_yet" not in given.values()

    def follow(self) -> None:
        """What follows from somebody's word, and from nothing else."""
        if self.stage in ("consent", "integrating") and self.consented():
            self.adopted_with = dict(self.positions)
            self.begin("adopted")
        elif self.stage == "questions" and self.asked <= self.done:
            self.begin("reactions")
        elif self.stage == "reactions" and self.asked <= self.done:
            self.begin("consent")
        elif self.stage == "consent" and self.positions and self.asked <= self.positions.keys():
            self.begin("integrating")
        elif self.stage == "integrating" and self.done and self.asked <= self.done:
            self.begin("set_aside")

    @property
    def is_open(self) -> bool:
        return self.stage in ("questions", "reactions", "consent", "integrating")


class Round(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        nia = first_of(make_group(first=make_member("Nia")))
        self.group = nia.group
        make_edition(nia)
        self.people = {"Nia": nia} | {name: make_membership(nia.group, name) for name in NAMES[1:]}
        self.round = make_round(nia, make_change("Rest", "We stop."))
        self.model = Model()

    def teardown(self):
        try:
            assert strayed() == set()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def act(self, name: str, allowed: bool, verb) -> bool:
        """Do it; where the model says that it can't be done, it is refused and changes nothing."""
        found = ConsentRound.objects.get(pk=self.round.pk)
        try:
            with transaction.atomic():
                verb(found, self.people[name])
        except ValidationError:
            assert not allowed
            return False
        assert allowed
        return True

    def can(self, name: str, *stages: str) -> bool:
        return name in self.model.here and self.model.stage in stages

    @rule(name=WHO)
    def speaks(self, name):
        allowed = self.can(name, "questions", "reactions", "integrating")
        if self.act(name, allowed, lambda found, by: found.speak("And in May?", by=by)):
            if self.model.stage == "questions":
                self.model.done.discard(name)
            if self.model.stage == "reactions":
                self.model.done.add(name)
                self.model.follow()

    @rule(name=WHO)
    def is_done(self, name):
        if self.act(name, self.can(name, "questions", "reactions"), lambda found, by: found.be_done(by=by)):
            self.model.done.add(name)
            self.model.follow()

    @rule(name=WHO, answer=ANSWERS)
    def answers(self, name, answer):
        allowed = self.can(name, "consent", "integrating")
        if self.act(name, allowed, lambda found, by: found.answer(answer, "The bus", by=by)):
            self.model.answers[name] = answer
            self.model.follow()

    @rule(name=WHO)
    def brings_new_words(self, name):
        def reword(found, by):
            found.proposal.reword([make_change("Rest", "We stop, and sit.")], "To sit", by=by)

        if self.act(name, self.can(name, "integrating"), reword):
            self.model.begin("consent")
            self.model.answers, self.model.wording = {}, self.model.wording + 1

    @rule(name=WHO)
    def would_set_it_aside(self, name):
        if self.act(name, self.can(name, "integrating"), lambda found, by: found.let_rest("Not now", by=by)):
            self.model.done.add(name)
            self.model.follow()

    @rule(name=WHO)
    def takes_the_next_step(self, name):
        before = self.model.stage
        if self.can(name, before) and self.model.is_open:
            self.model.follow()
        moved = self.model.stage != before
        self.act(name, moved, lambda found, by: found.go_on(by=by))

    @rule(name=st.sampled_from(NAMES[1:]))
    def leaves(self, name):
        self.people[name].leave()
        self.people[name].refresh_from_db()
        self.model.here.discard(name)

    @rule(name=WHO)
    def goes_on_sabbatical_or_comes_back(self, name):
        if name not in self.model.here:
            return
        if name in self.model.resting:
            self.people[name].sabbaticals.get().come_back(by=self.people[name])
        else:
            Sabbatical.take(by=self.people[name], starts=self.group.today())
        self.model.resting ^= {name}

    @invariant()
    def it_stands_where_the_model_stands(self):
        found = ConsentRound.objects.get(pk=self.round.pk)
        assert (found.stage, found.version.n) == (self.model.stage, self.model.wording)
        if self.model.is_open:
            heard = self.model.positions.keys() if found.stage == "consent" else self.model.done
            assert {member.name for member in found.waiting_for()} == self.model.asked - heard

    @invariant()
    def nobodys_silence_adopts(self):
        if self.model.stage == "adopted":
            assert self.model.adopted_with
            assert "not_yet" not in self.model.adopted_with.values()

    @invariant()
    def one_round_makes_one_version_and_what_is_in_force_can_be_read(self):
        adopted = self.model.stage == "adopted"
        assert self.group.editions.count() == 1 + adopted
        assert [row.name for row in self.group.editions.in_force().wording()] == ["We come"] + ["Rest"] * adopted


def live(examples: int) -> None:
    run_state_machine_as_test(
        Round,
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, derandomize=True, database=None,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_a_round_stands_where_the_model_stands():
    live(as_often(15, 120))
