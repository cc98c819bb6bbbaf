"""The manifesto is changed only together: a proposal may change several values at once, and makes an edition."""

import pytest
from django.core.exceptions import ValidationError

from manifesto.models import Change, Proposal
from tests.factories import (
    first_of,
    make_change,
    make_correction,
    make_edition,
    make_group,
    make_proposal,
    make_round,
)
from tests.manifesto.rounds import VALUES, agree, value, wording

pytestmark = pytest.mark.django_db


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
