"""The manifesto is changed only together: a proposal may change several values at once, and makes an edition."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from manifesto.models import Change, Proposal, trial
from tests.factories import (
    first_of,
    make_change,
    make_correction,
    make_edition,
    make_group,
    make_membership,
    make_proposal,
    make_round,
    to_consent,
)

pytestmark = pytest.mark.django_db
VALUES = [("Turning up", "We come."), ("Kept here", "It stays in the room."), ("Balance", "Laughter and silence.")]


@pytest.fixture
def nia():
    nia = first_of(make_group())
    make_edition(nia, values=VALUES)
    return nia


@pytest.fixture
def bea(nia):
    return make_membership(nia.group, "Bea")


def value(nia, name):
    return nia.group.editions.in_force().entries.get(name=name).value


def wording(nia):
    return list(nia.group.editions.in_force().entries.values_list("name", "statement"))


def agree(begun, *people, at=None):
    """Everyone is done with asking and reacting, and consents."""
    while begun.stage in ("questions", "reactions"):
        begun.be_done(by=begun.waiting_for(at)[0], at=at)
    for person in people:
        if begun.is_open:
            begun.answer("consent", by=person, at=at)
    begun.refresh_from_db()
    assert begun.stage == "adopted"


def test_a_draft_is_nothing_without_a_change(nia):
    with pytest.raises(ValidationError, match="Nothing is changed"):
        Proposal.draft([], by=nia)


def test_several_changes_are_one_edition(nia, bea):
    begun = make_round(
        nia,
        make_change("Balance", "Laughter, rest and silence.", value=value(nia, "Balance")),
        make_change(value=value(nia, "Kept here"), act="retire"),
        make_change("Reading", "With a pencil.", order=1),
    )
    agree(begun, nia, bea)
    edition = nia.group.editions.in_force()
    assert edition.n == 2
    assert edition.proposal == begun.proposal
    assert wording(nia) == [
        ("Reading", "With a pencil."),
        ("Turning up", "We come."),
        ("Balance", "Laughter, rest and silence."),
    ]
    assert edition.because == "Balance reworded, Kept here retired and Reading added."


def test_whoever_consents_signs(nia, bea):
    agree(make_round(nia), nia, bea)
    assert set(nia.group.editions.in_force().signers) == {nia, bea}


def test_the_old_words_are_in_force_until_the_new_are_adopted(nia, bea):
    begun = make_round(nia, make_change("Balance", "Rest.", value=value(nia, "Balance")))
    assert wording(nia) == VALUES
    begun.withdraw(by=nia)
    assert wording(nia) == VALUES


def test_a_value_moves_and_its_words_stay(nia, bea):
    agree(make_round(nia, make_change(value=value(nia, "Balance"), act="move", order=1)), nia, bea)
    assert [name for name, _words in wording(nia)] == ["Balance", "Turning up", "Kept here"]


def test_a_value_keeps_its_identity_through_a_rewording(nia, bea):
    balance = value(nia, "Balance")
    agree(make_round(nia, make_change("Rest", "We stop on time.", value=balance)), nia, bea)
    assert value(nia, "Rest") == balance


def test_the_first_proposal_makes_the_first_edition():
    nia = first_of(make_group())
    agree(make_round(nia), nia)
    assert nia.group.editions.in_force().n == 1


def test_no_value_is_in_two_open_proposals(nia, bea):
    balance = value(nia, "Balance")
    make_round(nia, make_change("Balance", "Rest.", value=balance))
    second = make_proposal(bea, make_change("Balance", "Play.", value=balance))
    with pytest.raises(ValidationError, match="“Balance” is in another"):
        second.open(by=bea)


def test_what_was_written_from_other_words_is_looked_at_once_more(nia, bea):
    balance = value(nia, "Balance")
    draft = make_proposal(bea, make_change("Balance", "Play.", value=balance))
    agree(make_round(nia, make_change("Balance", "Rest.", value=balance)), nia, bea)
    with pytest.raises(ValidationError, match="has changed since"):
        draft.open(by=bea)
    draft.redraft([make_change("Balance", "Rest and play.", value=balance)], by=bea)
    draft.open(by=bea)
    assert draft.round.is_open


def test_two_proposals_about_different_values_both_stand(nia, bea):
    one = make_round(nia, make_change("Balance", "Rest.", value=value(nia, "Balance")))
    two = make_round(bea, make_change("Turning up", "We come, on time.", value=value(nia, "Turning up")))
    agree(one, nia, bea)
    agree(two, nia, bea)
    assert wording(nia) == [("Turning up", "We come, on time."), VALUES[1], ("Balance", "Rest.")]


def test_new_words_after_not_yet_are_what_is_adopted(nia, bea):
    balance = value(nia, "Balance")
    begun = make_round(nia, make_change("Balance", "We stop at nine.", value=balance))
    begun.be_done(by=bea)
    for person in (nia, bea):
        begun.be_done(by=person)
    begun.answer("not_yet", "The last bus goes at nine.", by=bea)
    begun.answer("consent", by=nia)
    begun.proposal.reword([make_change("Balance", "We stop at half past eight.", value=balance)], "For the bus", by=bea)
    for person in (nia, bea):
        begun.answer("consent", by=person)
    assert wording(nia)[-1] == ("Balance", "We stop at half past eight.")
    assert nia.group.editions.count() == 2


class TestOnTrial:
    def tried(self, nia, bea, *changes):
        until = nia.group.today() + timedelta(days=30)
        agree(make_round(nia, *changes, trial_until=until), nia, bea)
        return nia.group.editions.in_force()

    def asked(self, edition):
        at = timezone.now() + timedelta(days=31)
        for _ in range(2):
            trial.ask(at)
        edition.refresh_from_db()
        return edition.trial.round

    def test_nothing_is_asked_before_the_day(self, nia, bea):
        edition = self.tried(nia, bea, make_change("Rest", "We stop on time."))
        trial.ask(timezone.now() + timedelta(days=28))
        assert not Proposal.objects.filter(keeps=edition).exists()

    def test_on_the_day_all_of_us_are_asked_and_it_stands_until_we_have_answered(self, nia, bea):
        begun = self.asked(self.tried(nia, bea, make_change("Rest", "We stop on time.")))
        assert begun.stage == "consent"
        assert begun.waiting_for() == [nia, bea]
        assert len(wording(nia)) == 4

    def test_kept_is_kept_without_a_new_edition(self, nia, bea):
        edition = self.tried(nia, bea, make_change("Rest", "We stop on time."))
        agree(self.asked(edition), nia, bea)
        edition.refresh_from_db()
        assert edition.trial_over_at
        assert nia.group.editions.in_force() == edition

    def test_what_lapses_gives_back_the_former_words_as_a_new_edition(self, nia, bea):
        changes = [
            make_change("Balance", "Rest.", value=value(nia, "Balance")),
            make_change(value=value(nia, "Kept here"), act="retire"),
            make_change("Reading", "With a pencil.", order=1),
        ]
        begun = self.asked(self.tried(nia, bea, *changes))
        begun.answer("not_yet", "It is too quiet now.", by=bea)
        begun.answer("consent", by=nia)
        begun.let_rest("As it was", by=bea)
        begun.let_rest(by=nia)
        assert wording(nia) == VALUES
        assert nia.group.editions.in_force().n == 3
        assert nia.group.editions.in_force().because == "What we tried since version two has lapsed."

    def test_without_new_words_it_lapses_and_nobody_can_hold_it(self, nia, bea):
        begun = self.asked(self.tried(nia, bea, make_change("Rest", "We stop on time.")))
        begun.answer("consent", by=nia)
        begun.answer("not_yet", "It is too quiet now.", by=bea)
        begun.let_rest("As it was", by=bea)
        trial.let_lapse(begun.stage_since + nia.group.patience - timedelta(minutes=1))
        begun.refresh_from_db()
        assert begun.stage == "integrating"
        for _ in range(2):
            trial.let_lapse(begun.stage_since + nia.group.patience)
        begun.refresh_from_db()
        assert begun.stage == "set_aside"
        assert wording(nia) == VALUES
        assert nia.group.editions.count() == 3

    def test_what_one_of_us_proposed_is_set_aside_by_all_alone(self, nia, bea):
        begun = to_consent(make_round(nia, make_change("Rest", "We stop on time.")))
        begun.answer("consent", by=nia)
        begun.answer("not_yet", "The last bus goes at nine.", by=bea)
        trial.let_lapse(begun.stage_since + timedelta(weeks=52))
        begun.refresh_from_db()
        assert begun.stage == "integrating"

    def test_what_was_decided_about_since_does_not_lapse(self, nia, bea):
        balance = value(nia, "Balance")
        edition = self.tried(nia, bea, make_change("Balance", "Rest.", value=balance))
        agree(make_round(bea, make_change("Balance", "Rest and play.", value=balance)), nia, bea)
        begun = self.asked(edition)
        begun.answer("not_yet", "I would rather have neither.", by=bea)
        begun.answer("consent", by=nia)
        for person in (nia, bea):
            begun.let_rest("As it is", by=person)
        assert wording(nia)[-1] == ("Balance", "Rest and play.")
        assert nia.group.editions.count() == 3

    def test_a_slip_put_right_meanwhile_does_not_make_a_trial_permanent(self, nia, bea):
        balance, kept = value(nia, "Balance"), value(nia, "Kept here")
        edition = self.tried(nia, bea, make_change("Balance", "Rest and plya.", value=balance))
        agree(make_round(bea, make_change("Kept here", "It stays here.", value=kept)), nia, bea)
        make_correction(nia.group.editions.in_force().entries.get(value=balance), bea, statement="Rest and play.")
        self.set_aside(self.asked(edition), nia, bea)
        assert wording(nia) == [VALUES[0], ("Kept here", "It stays here."), VALUES[2]]

    def test_what_was_on_trial_before_does_not_come_back(self, nia, bea):
        balance = value(nia, "Balance")
        begun = self.asked(self.tried(nia, bea, make_change("Balance", "Rest.", value=balance)))
        begun.answer("not_yet", "Too quiet.", by=bea)
        begun.answer("consent", by=nia)
        another, until = make_change("Balance", "Rest and play.", value=balance), nia.group.today() + timedelta(days=60)
        begun.proposal.reword([another], "A try", by=bea, trial_until=until)
        agree(begun, nia, bea)
        trial.ask(timezone.now() + timedelta(days=61))
        self.set_aside(nia.group.editions.in_force().trial.round, nia, bea)
        assert wording(nia) == VALUES
        assert nia.group.editions.count() == 4

    def test_what_was_kept_comes_back(self, nia, bea):
        balance = value(nia, "Balance")
        agree(self.asked(self.tried(nia, bea, make_change("Balance", "Rest.", value=balance))), nia, bea)
        edition = self.tried(nia, bea, make_change("Balance", "Rest and play.", value=balance))
        self.set_aside(self.asked(edition), nia, bea)
        assert wording(nia)[-1] == ("Balance", "Rest.")

    def test_the_first_edition_is_not_tried_because_nothing_could_come_back(self, bea):
        ruth = first_of(make_group())
        until = ruth.group.today() + timedelta(days=30)
        with pytest.raises(ValidationError, match="Before the first version"):
            make_proposal(ruth, make_change("Rest", "We stop."), trial_until=until)

    def test_where_nothing_would_stand_it_stays(self, nia, bea):
        edition = self.tried(nia, bea, make_change("Rest", "We stop on time."))
        agree(
            make_round(nia, *(make_change(value=value(nia, name), act="retire") for name, _words in VALUES)), nia, bea
        )
        self.set_aside(self.asked(edition), nia, bea)
        assert wording(nia) == [("Rest", "We stop on time.")]

    def set_aside(self, begun, *people):
        begun.answer("not_yet", "It is too quiet now.", by=people[-1])
        for person in people[:-1]:
            begun.answer("consent", by=person)
        for person in people:
            begun.let_rest("As it was", by=person)
        assert begun.stage == "set_aside"

    def test_changed_is_a_new_wording(self, nia, bea):
        edition = self.tried(nia, bea, make_change("Rest", "We stop on time."))
        begun = self.asked(edition)
        begun.answer("not_yet", "Not at nine.", by=bea)
        begun.answer("consent", by=nia)
        change = make_change("Rest", "We stop when we are tired.", value=value(nia, "Rest"))
        begun.proposal.reword([change], "A try", by=bea)
        agree(begun, nia, bea)
        assert wording(nia)[-1] == ("Rest", "We stop when we are tired.")


class TestTwoAtOnce:
    """Each of two open proposals bears that the other is adopted too."""

    def test_something_stays_whichever_is_adopted(self, nia, bea):
        make_round(nia, *(make_change(value=value(nia, name), act="retire") for name in ("Turning up", "Kept here")))
        last = make_proposal(bea, make_change(value=value(nia, "Balance"), act="retire"))
        with pytest.raises(ValidationError, match="keep one value"):
            last.open(by=bea)

    def test_forty_stand_at_most(self, bea):
        ruth = first_of(make_group())
        make_edition(ruth, values=[(f"Value {n}", "We come.") for n in range(39)])
        make_round(ruth, make_change("Rest", "We stop."))
        with pytest.raises(ValidationError, match="forty values"):
            make_proposal(ruth, make_change("Reading", "With a pencil.")).open(by=ruth)

    def test_no_name_stands_twice(self, nia, bea):
        make_round(nia, make_change("Bread", "We bake."))
        for name in ("bread", "BALANCE"):
            with pytest.raises(ValidationError, match="the name"):
                make_proposal(bea, make_change(name, "We eat.")).open(by=bea)

    def test_nor_twice_in_one(self, nia):
        with pytest.raises(ValidationError, match="the name “Bread”"):
            make_proposal(nia, make_change("Bread", "We bake."), make_change("Bread", "We eat.")).open(by=nia)


def test_what_is_not_in_the_group_is_not_changed(nia):
    other = first_of(make_group())
    make_edition(other)
    foreign = other.group.editions.in_force().entries.get().value
    with pytest.raises(ValidationError, match="has gone since"):
        make_proposal(nia, Change(value=foreign, act="retire"))


def test_what_is_asked_about_as_a_trial_is_not_in_another_proposal(nia, bea):
    until = nia.group.today() + timedelta(days=30)
    agree(make_round(nia, make_change("Rest", "We stop."), trial_until=until), nia, bea)
    trial.ask(timezone.now() + timedelta(days=31))
    draft = make_proposal(bea, make_change("Rest", "We stop on time.", value=value(nia, "Rest")))
    with pytest.raises(ValidationError, match="“Rest” is in another"):
        draft.open(by=bea)


def test_a_slip_put_right_since_it_was_written_is_looked_at_before_it_is_opened(nia, bea):
    entry = nia.group.editions.in_force().entries.get(name="Kept here")
    draft = make_proposal(nia, make_change("Kept here", "It stays in the room, always.", value=entry.value))
    make_correction(entry, bea, statement="It stays in this room.")
    with pytest.raises(ValidationError, match="has changed since"):
        draft.open(by=nia)


def test_what_a_change_is_proposed_to_is_not_corrected(nia, bea):
    entry = nia.group.editions.in_force().entries.get(name="Kept here")
    make_round(nia, make_change("Kept here", "It stays here.", value=entry.value))
    with pytest.raises(ValidationError, match="A change to it is proposed"):
        make_correction(entry, bea, statement="It stays in this room.")


def test_something_stays_and_it_is_forty_values_at_most(nia, bea):
    gone = make_proposal(nia, *[make_change(value=value(nia, name), act="retire") for name, _words in VALUES])
    with pytest.raises(ValidationError, match="Something has to stay"):
        gone.open(by=nia)
    many = make_proposal(nia, *[make_change(f"Value {n}") for n in range(38)])
    with pytest.raises(ValidationError, match="forty values at most"):
        many.open(by=nia)
