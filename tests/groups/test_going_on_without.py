"""Where somebody isn't heard from, all others can go on; whoever was heard from is never passed over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from groups.models import Absence, ConsentRound
from tests.factories import first_of, make_group, make_membership, make_round, to_consent
from tests.groups.post import newest_to

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


def test_after_the_time_that_the_group_gives_all_others_may_go_on_without_somebody(nia, bea, ruth):
    begun = to_consent(make_round(nia))
    begun.answer("consent", by=nia)
    begun.answer("consent", by=bea)
    later = begun.stage_since + timedelta(weeks=4)
    with pytest.raises(ValidationError, match="still time"):
        Absence.agree(begun, ruth, by=nia, at=later - timedelta(days=1))
    Absence.agree(begun, ruth, by=nia, at=later)
    assert begun.stage == "consent"
    Absence.agree(begun, ruth, by=bea, at=later)
    assert begun.stage == "adopted"
    assert nia.group.log_entries.filter(act="without", about=ruth).count() == 2


def test_one_word_of_theirs_undoes_it(nia, bea, ruth):
    begun = to_consent(make_round(nia))
    later = begun.stage_since + timedelta(weeks=4)
    begun.answer("consent", by=nia)
    Absence.agree(begun, ruth, by=nia, at=later)
    begun.answer("not_yet", "I was ill", by=ruth, at=later)
    begun.answer("consent", by=bea, at=later)
    assert begun.stage == "integrating"
    assert not begun.absences.exists()


def test_two_who_are_both_silent_do_not_hold_each_other_up(nia, bea, ruth):
    zoe = make_membership(nia.group, "Zoe")
    begun = to_consent(make_round(nia))
    later = begun.stage_since + timedelta(weeks=4)
    for person in (nia, bea):
        begun.answer("consent", by=person)
        for silent in (ruth, zoe):
            Absence.agree(begun, silent, by=person, at=later)
    assert begun.stage == "adopted"


def test_nobody_goes_on_without_all_others(nia, bea):
    begun = to_consent(make_round(nia))
    later = begun.stage_since + timedelta(weeks=4)
    Absence.agree(begun, bea, by=nia, at=later)
    assert begun.stage == "consent"  # nobody has consented yet
    begun.answer("consent", by=nia, at=later)
    assert begun.stage == "adopted"


def test_whoever_has_said_not_yet_is_not_passed_over(nia, bea, ruth):
    begun = to_consent(make_round(nia))
    begun.answer("not_yet", "The bus", by=ruth)
    for person in (nia, bea):
        begun.answer("consent", by=person)
    later = begun.stage_since + timedelta(weeks=5)
    with pytest.raises(ValidationError, match="heard from"):
        Absence.agree(begun, ruth, by=nia, at=later)


def test_new_words_ask_whoever_has_answered_before_and_give_them_the_whole_time(nia, bea, ruth):
    begun = to_consent(make_round(nia))
    later = begun.stage_since + timedelta(weeks=5)
    begun.answer("not_yet", "The bus", by=bea)
    begun.answer("consent", by=nia)
    Absence.agree(begun, ruth, by=nia, at=later)
    begun.answer("consent", by=ruth, at=later)
    begun.reword("For the bus", by=nia, at=later)
    assert begun.waiting_for(later) == [nia, bea, ruth]
    with pytest.raises(ValidationError, match="still time"):
        Absence.agree(begun, bea, by=nia, at=later + timedelta(weeks=1))


def test_whoever_took_back_a_minute_ago_is_not_silent(nia, bea, ruth):
    begun = make_round(nia)
    later = begun.stage_since + timedelta(weeks=5)
    begun.be_done(by=bea, at=later)
    begun.take_back_said(by=bea, at=later)
    with pytest.raises(ValidationError, match="heard from"):
        Absence.agree(begun, bea, by=nia, at=later + timedelta(minutes=1))


def test_while_we_look_for_new_words_only_whom_it_is_up_to_is_asked(nia, bea, ruth):
    begun = to_consent(make_round(nia))
    begun.answer("not_yet", "The bus", by=bea)
    for person in (nia, ruth):
        begun.answer("consent", by=person)
    assert begun.hearing().expected_from == [nia, bea]  # who proposed it, and who can't yet


def silent_for_weeks(begun) -> None:
    long_ago = timezone.now() - timedelta(weeks=5)
    ConsentRound.objects.filter(pk=begun.pk).update(stage_since=long_ago)
    begun.saids.update(at=long_ago)
    begun.refresh_from_db()


def test_what_was_adopted_without_somebody_says_so_and_names_them(nia, bea, ruth, signed_in):
    begun = to_consent(make_round(nia))
    silent_for_weeks(begun)
    for person in (nia, bea):
        begun.answer("consent", by=person)
        Absence.agree(begun, ruth, by=person)
    assert begun.stage == "adopted"
    page = signed_in(ruth).get(begun.get_absolute_url()).text
    assert "They agreed not to wait for Ruth, of whom nobody had heard." in page
    assert "when everyone who was asked" not in page
    letter = newest_to(bea.member.email)
    assert "all whom we had heard from have consented" in letter.body
    assert "Ruth" not in letter.body


def test_what_was_set_aside_without_somebody_says_so_and_names_them(nia, bea, ruth, signed_in):
    begun = to_consent(make_round(nia))
    silent_for_weeks(begun)
    for person in (nia, bea):
        begun.answer("not_yet", "The bus", by=person)
        Absence.agree(begun, ruth, by=person)
    for person in (nia, bea):
        begun.let_rest("Not this year", by=person)
    assert begun.stage == "set_aside"
    assert "They agreed not to wait for Ruth" in signed_in(nia).get(begun.get_absolute_url()).text
    assert "all whom we had heard from set it aside" in newest_to(nia.member.email).body


def test_whom_not_all_agreed_on_is_not_told_of_as_if_they_had(nia, bea, ruth, signed_in):
    begun = to_consent(make_round(nia))
    silent_for_weeks(begun)
    begun.answer("consent", by=nia)
    Absence.agree(begun, ruth, by=nia)
    ruth.leave()
    begun.answer("consent", by=bea)
    assert begun.stage == "adopted"
    page = signed_in(nia).get(begun.get_absolute_url()).text
    assert "when everyone who was asked had consented" in page
    assert "Ruth" not in page
