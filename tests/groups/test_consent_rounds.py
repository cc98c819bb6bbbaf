"""How we agree: nobody's silence counts as a yes, nobody closes it for the others, and what was said stays readable."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from groups.models import ConsentRound, Outbox, Position, Sabbatical
from groups.reminding import remind
from tests.at_once import at_once
from tests.factories import first_of, make_change, make_group, make_membership, make_round, to_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return first_of(make_group())


@pytest.fixture
def bea(nia):
    return make_membership(nia.group, "Bea")


@pytest.fixture
def ruth(nia):
    return make_membership(nia.group, "Ruth")


def test_a_draft_is_seen_by_its_proposer_alone(nia, bea):
    begun = ConsentRound.begin("manifesto", by=nia)
    assert list(nia.group.rounds_of_consent.visible_to(nia)) == [begun]
    assert not nia.group.rounds_of_consent.visible_to(bea).exists()


def test_only_its_proposer_opens_it(nia, bea):
    with pytest.raises(ValueError, match="proposer"):
        ConsentRound.begin("manifesto", by=nia).open(by=bea)


def test_at_most_two_are_open(nia, bea):
    make_round(nia), make_round(nia, make_change("Reading", "With a pencil."))
    third = ConsentRound.begin("manifesto", by=nia)
    with pytest.raises(ValidationError, match="Two are open"):
        third.open(by=nia)


def test_questions_end_when_everyone_has_none(nia, bea, ruth):
    begun = make_round(nia)
    begun.be_done(by=bea)
    assert begun.stage == "questions"
    assert begun.waiting_for() == [ruth]  # whoever proposes has no question
    begun.be_done(by=ruth)
    assert begun.stage == "reactions"


def test_whoever_asks_again_is_awaited_again(nia, bea, ruth):
    begun = make_round(nia)
    begun.be_done(by=bea)
    begun.speak("Every month?", by=bea)
    begun.be_done(by=ruth)
    assert begun.stage == "questions"
    assert begun.waiting_for() == [bea]


def test_a_reaction_is_said_once_and_can_be_passed(nia, bea):
    begun = make_round(nia)
    begun.be_done(by=bea)
    begun.speak("It sits well.", by=bea)
    begun.be_done(by=nia)
    assert begun.stage == "consent"


def test_everyone_consents_and_it_is_adopted(nia, bea, ruth):
    begun = to_consent(make_round(nia))
    begun.answer("consent", by=nia)
    begun.answer("thought", "And in May?", by=bea)
    assert begun.stage == "consent"
    begun.answer("consent", by=ruth)
    assert begun.stage == "adopted"
    assert begun.hearing().consenting == [nia, bea, ruth]


def test_not_yet_names_what_would_be_harmed(nia, bea):
    begun = to_consent(make_round(nia))
    with pytest.raises(ValidationError, match="harmed"):
        begun.answer("not_yet", "  ", by=bea)
    assert begun.waiting_for() == [nia, bea]


def test_not_yet_leads_to_new_words_when_all_are_heard(nia, bea):
    begun = to_consent(make_round(nia))
    begun.answer("not_yet", "My Tuesdays", by=bea)
    assert begun.stage == "consent"
    begun.answer("consent", by=nia)
    assert begun.stage == "integrating"


def test_new_words_ask_everyone_anew_and_keep_what_was_answered(nia, bea):
    begun = to_consent(make_round(nia))
    begun.answer("not_yet", "My Tuesdays", by=bea)
    begun.answer("consent", by=nia)
    begun.reword("On Mondays", by=bea)
    assert begun.stage == "consent"
    assert begun.waiting_for() == [nia, bea]
    first = begun.versions.get(n=1)
    assert set(first.positions.values_list("answer", flat=True)) == {"consent", "not_yet"}


def test_an_answer_to_words_that_are_no_longer_the_newest_is_not_taken(nia, bea):
    begun = to_consent(make_round(nia))
    begun.answer("not_yet", "My Tuesdays", by=bea)
    begun.answer("consent", by=nia)
    begun.reword("On Mondays", by=bea, seen=1)
    with pytest.raises(ValidationError, match="new wording"):
        begun.answer("consent", by=nia, seen=1)


def test_two_new_wordings_at_once_are_one(nia, bea):
    begun = to_consent(make_round(nia))
    begun.answer("not_yet", "My Tuesdays", by=bea)
    begun.answer("consent", by=nia)
    begun.reword("On Mondays", by=bea, seen=1)
    with pytest.raises(ValidationError):
        begun.reword("On Fridays", by=nia, seen=1)


def test_whoever_said_not_yet_can_come_round_and_then_it_is_adopted(nia, bea):
    begun = to_consent(make_round(nia))
    begun.answer("not_yet", "My Tuesdays", by=bea)
    begun.answer("consent", by=nia)
    begun.answer("consent", by=bea)
    assert begun.stage == "adopted"


def test_it_is_set_aside_when_each_of_us_says_so_with_a_reason(nia, bea):
    begun = to_consent(make_round(nia))
    begun.answer("not_yet", "My Tuesdays", by=bea)
    begun.answer("consent", by=nia)
    with pytest.raises(ValidationError):
        begun.let_rest(by=bea)
    begun.let_rest("Not this year", by=bea)
    assert begun.stage == "integrating"
    begun.let_rest(by=nia)
    assert begun.stage == "set_aside"


def test_only_its_proposer_takes_it_back(nia, bea):
    begun = make_round(nia)
    with pytest.raises(ValueError, match="proposer"):
        begun.withdraw(by=bea)
    begun.withdraw(by=nia)
    begun.withdraw(by=nia)
    assert begun.stage == "withdrawn"


def test_what_is_over_is_not_answered(nia, bea):
    begun = to_consent(make_round(nia))
    begun.withdraw(by=nia)
    with pytest.raises(ValidationError, match="moved on"):
        begun.answer("consent", by=bea)


def test_time_alone_moves_nothing_and_only_reminds(nia, bea, ruth):
    begun = to_consent(make_round(nia))
    begun.answer("consent", by=nia)
    begun.answer("consent", by=bea)
    for days in (8, 8, 365, 365):
        remind(timezone.now() + timedelta(days=days))
    begun.refresh_from_db()
    assert begun.stage == "consent"
    reminders = Outbox.objects.filter(kind="round_reminder")
    assert [row.member for row in reminders] == [ruth.member] * 2  # on its day, and once more


def test_nobody_is_reminded_before_the_day(nia, bea):
    make_round(nia)
    remind(timezone.now() + timedelta(days=6))
    assert not Outbox.objects.filter(kind="round_reminder").exists()


def test_whoever_joined_after_it_was_opened_reads_and_does_not_answer(nia, bea):
    begun = to_consent(make_round(nia))
    newcomer = make_membership(nia.group)
    assert newcomer not in begun.waiting_for()
    with pytest.raises(ValidationError, match="before you joined"):
        begun.answer("consent", by=newcomer)


def test_nobody_waits_for_whoever_is_on_sabbatical_but_they_may_answer(nia, bea, ruth):
    begun = to_consent(make_round(nia))
    Sabbatical.take(by=ruth, starts=nia.group.today())
    assert begun.waiting_for() == [nia, bea]
    begun.answer("not_yet", "The autumn", by=ruth)
    begun.answer("consent", by=nia)
    begun.answer("consent", by=bea)
    assert begun.stage == "integrating"


def test_whoever_leaves_is_dropped_and_it_takes_one_fresh_act(nia, bea, ruth):
    begun = to_consent(make_round(nia))
    begun.answer("consent", by=nia)
    begun.answer("consent", by=bea)
    ruth.leave()
    begun.refresh_from_db()
    assert begun.stage == "consent"
    begun.go_on(by=bea)
    assert begun.stage == "adopted"


def test_the_no_of_whoever_has_left_counts_no_more(nia, bea, ruth):
    begun = to_consent(make_round(nia))
    begun.answer("not_yet", "The autumn", by=ruth)
    begun.answer("consent", by=nia)
    ruth.leave()
    begun.answer("consent", by=bea)
    assert begun.stage == "adopted"


def test_it_does_not_go_on_while_somebody_is_awaited(nia, bea):
    begun = to_consent(make_round(nia))
    begun.answer("consent", by=nia)
    with pytest.raises(ValidationError, match="wait to hear"):
        begun.go_on(by=nia)


def test_with_everyone_on_sabbatical_nothing_is_adopted(nia, bea):
    begun = to_consent(make_round(nia))
    for person in (nia, bea):
        Sabbatical.take(by=person, starts=nia.group.today())
    with pytest.raises(ValidationError):
        begun.go_on(by=nia)
    assert begun.stage == "consent"


def test_a_group_of_one_decides_too(nia):
    begun = make_round(nia)
    assert begun.stage == "reactions"
    begun.be_done(by=nia)
    begun.answer("consent", by=nia)
    assert begun.stage == "adopted"


@pytest.mark.django_db(transaction=True)
def test_two_last_answers_at_once_adopt_once():
    nia = first_of(make_group())
    bea = make_membership(nia.group, "Bea")
    begun = to_consent(make_round(nia))
    at_once(*[lambda who=who: ConsentRound.objects.get(pk=begun.pk).answer("consent", by=who) for who in (nia, bea)])
    begun.refresh_from_db()
    assert begun.stage == "adopted"
    assert Position.objects.filter(version=begun.version).count() == 2
    assert nia.group.editions.count() == 1


def test_each_of_us_is_told_when_it_opens_moves_on_and_is_adopted(nia, bea):
    begun = to_consent(make_round(nia))
    for person in (nia, bea):
        begun.answer("consent", by=person)
    told = Outbox.objects.filter(kind="round", member=bea.member).order_by("pk").values_list("reference", flat=True)
    assert [reference.split(":")[1] for reference in told] == ["questions", "reactions", "consent", "adopted"]
