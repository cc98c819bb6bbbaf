"""What is on trial until a day is asked about on it, and stays, changes or lapses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from manifesto.models import Proposal, trial
from tests.factories import (
    first_of,
    make_change,
    make_correction,
    make_group,
    make_proposal,
    make_round,
    to_consent,
)
from tests.manifesto.rounds import VALUES, agree, value, wording

pytestmark = pytest.mark.django_db


def tried(nia, bea, *changes):
    until = nia.group.today() + timedelta(days=30)
    agree(make_round(nia, *changes, trial_until=until), nia, bea)
    return nia.group.editions.in_force()


def asked(edition):
    at = timezone.now() + timedelta(days=31)
    for _ in range(2):
        trial.ask(at)
    edition.refresh_from_db()
    return edition.trial.round


def test_nothing_is_asked_before_the_day(nia, bea):
    edition = tried(nia, bea, make_change("Rest", "We stop on time."))
    trial.ask(timezone.now() + timedelta(days=28))
    assert not Proposal.objects.filter(keeps=edition).exists()


def test_on_the_day_all_of_us_are_asked_and_it_stands_until_we_have_answered(nia, bea):
    begun = asked(tried(nia, bea, make_change("Rest", "We stop on time.")))
    assert begun.stage == "consent"
    assert begun.waiting_for() == [nia, bea]
    assert len(wording(nia)) == 4


def test_kept_is_kept_without_a_new_edition(nia, bea):
    edition = tried(nia, bea, make_change("Rest", "We stop on time."))
    agree(asked(edition), nia, bea)
    edition.refresh_from_db()
    assert edition.trial_over_at
    assert nia.group.editions.in_force() == edition


def test_what_lapses_gives_back_the_former_words_as_a_new_edition(nia, bea):
    changes = [
        make_change("Balance", "Rest.", value=value(nia, "Balance")),
        make_change(value=value(nia, "Kept here"), act="retire"),
        make_change("Reading", "With a pencil.", order=1),
    ]
    begun = asked(tried(nia, bea, *changes))
    begun.answer("not_yet", "It is too quiet now.", by=bea)
    begun.answer("consent", by=nia)
    begun.let_rest("As it was", by=bea)
    begun.let_rest(by=nia)
    assert wording(nia) == VALUES
    assert nia.group.editions.in_force().n == 3
    assert nia.group.editions.in_force().because == "What we tried since version two has lapsed."


def test_without_new_words_it_lapses_and_nobody_can_hold_it(nia, bea):
    begun = asked(tried(nia, bea, make_change("Rest", "We stop on time.")))
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


def test_what_one_of_us_proposed_is_set_aside_by_all_alone(nia, bea):
    begun = to_consent(make_round(nia, make_change("Rest", "We stop on time.")))
    begun.answer("consent", by=nia)
    begun.answer("not_yet", "The last bus goes at nine.", by=bea)
    trial.let_lapse(begun.stage_since + timedelta(weeks=52))
    begun.refresh_from_db()
    assert begun.stage == "integrating"


def test_what_was_decided_about_since_does_not_lapse(nia, bea):
    balance = value(nia, "Balance")
    edition = tried(nia, bea, make_change("Balance", "Rest.", value=balance))
    agree(make_round(bea, make_change("Balance", "Rest and play.", value=balance)), nia, bea)
    begun = asked(edition)
    begun.answer("not_yet", "I would rather have neither.", by=bea)
    begun.answer("consent", by=nia)
    for person in (nia, bea):
        begun.let_rest("As it is", by=person)
    assert wording(nia)[-1] == ("Balance", "Rest and play.")
    assert nia.group.editions.count() == 3


def test_a_slip_put_right_meanwhile_does_not_make_a_trial_permanent(nia, bea):
    balance, kept = value(nia, "Balance"), value(nia, "Kept here")
    edition = tried(nia, bea, make_change("Balance", "Rest and plya.", value=balance))
    agree(make_round(bea, make_change("Kept here", "It stays here.", value=kept)), nia, bea)
    make_correction(nia.group.editions.in_force().entries.get(value=balance), bea, statement="Rest and play.")
    set_aside(asked(edition), nia, bea)
    assert wording(nia) == [VALUES[0], ("Kept here", "It stays here."), VALUES[2]]


def test_what_was_on_trial_before_does_not_come_back(nia, bea):
    balance = value(nia, "Balance")
    begun = asked(tried(nia, bea, make_change("Balance", "Rest.", value=balance)))
    begun.answer("not_yet", "Too quiet.", by=bea)
    begun.answer("consent", by=nia)
    another, until = make_change("Balance", "Rest and play.", value=balance), nia.group.today() + timedelta(days=60)
    begun.proposal.reword([another], "A try", by=bea, trial_until=until)
    agree(begun, nia, bea)
    trial.ask(timezone.now() + timedelta(days=61))
    set_aside(nia.group.editions.in_force().trial.round, nia, bea)
    assert wording(nia) == VALUES
    assert nia.group.editions.count() == 4


def test_what_was_kept_comes_back(nia, bea):
    balance = value(nia, "Balance")
    agree(asked(tried(nia, bea, make_change("Balance", "Rest.", value=balance))), nia, bea)
    edition = tried(nia, bea, make_change("Balance", "Rest and play.", value=balance))
    set_aside(asked(edition), nia, bea)
    assert wording(nia)[-1] == ("Balance", "Rest.")


def test_the_first_edition_is_not_tried_because_nothing_could_come_back(bea):
    ruth = first_of(make_group())
    until = ruth.group.today() + timedelta(days=30)
    with pytest.raises(ValidationError, match="Before the first version"):
        make_proposal(ruth, make_change("Rest", "We stop."), trial_until=until)


def test_of_several_changes_each_lapses(nia, bea):
    changes = [
        make_change("Rest", "We stop on time."),
        make_change("Reading", "With a pencil."),
        make_change("Turning up", "We come early.", value=value(nia, "Turning up")),
        make_change(value=value(nia, "Balance"), act="move", order=1),
    ]
    set_aside(asked(tried(nia, bea, *changes)), nia, bea)
    assert wording(nia) == VALUES


def test_something_stays_and_no_name_stands_twice_even_if_a_trial_lapses(nia, bea):
    changes = [make_change("Rest", "We stop."), make_change("Laughter", "We laugh.", value=value(nia, "Balance"))]
    tried(nia, bea, *changes)
    retired = [make_change(value=value(nia, name), act="retire") for name in ("Turning up", "Kept here", "Laughter")]
    for wanted, words in ((retired, "keep one value"), ([make_change("Balance", "Both.")], "the name “Balance”")):
        with pytest.raises(ValidationError, match=words):
            make_proposal(nia, *wanted).open(by=nia)


def test_where_it_is_only_moved_meanwhile_it_lapses(nia, bea):
    balance = value(nia, "Balance")
    edition = tried(nia, bea, make_change("Balance", "Rest.", value=balance))
    agree(make_round(bea, make_change(value=balance, act="move", order=1)), nia, bea)
    set_aside(asked(edition), nia, bea)
    assert ("Balance", "Rest.") not in wording(nia)
    assert VALUES[2] in wording(nia)


def test_what_is_agreed_on_until_a_later_day_comes_back_until_then(nia, bea):
    balance, at = value(nia, "Balance"), timezone.now()
    first = make_change("Balance", "Rest.", value=balance)
    agree(make_round(nia, first, trial_until=nia.group.today() + timedelta(days=60)), nia, bea)
    edition = tried(nia, bea, make_change("Balance", "Rest and play.", value=balance))
    set_aside(asked(edition), nia, bea)
    assert wording(nia)[-1] == ("Balance", "Rest.")
    trial.ask(at + timedelta(days=61))
    set_aside(nia.group.editions.get(n=2).trial.round, nia, bea)
    assert wording(nia) == VALUES


def set_aside(begun, *people):
    begun.answer("not_yet", "It is too quiet now.", by=people[-1])
    for person in people[:-1]:
        begun.answer("consent", by=person)
    for person in people:
        begun.let_rest("As it was", by=person)
    assert begun.stage == "set_aside"


def test_changed_is_a_new_wording(nia, bea):
    edition = tried(nia, bea, make_change("Rest", "We stop on time."))
    begun = asked(edition)
    begun.answer("not_yet", "Not at nine.", by=bea)
    begun.answer("consent", by=nia)
    change = make_change("Rest", "We stop when we are tired.", value=value(nia, "Rest"))
    begun.proposal.reword([change], "A try", by=bea)
    agree(begun, nia, bea)
    assert wording(nia)[-1] == ("Rest", "We stop when we are tired.")


def test_what_is_asked_about_as_a_trial_is_not_in_another_proposal(nia, bea):
    until = nia.group.today() + timedelta(days=30)
    agree(make_round(nia, make_change("Rest", "We stop."), trial_until=until), nia, bea)
    trial.ask(timezone.now() + timedelta(days=31))
    draft = make_proposal(bea, make_change("Rest", "We stop on time.", value=value(nia, "Rest")))
    with pytest.raises(ValidationError, match="“Rest” is in another"):
        draft.open(by=bea)
