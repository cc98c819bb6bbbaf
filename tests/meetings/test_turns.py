"""Turns: laid over the meetings ahead, said yes to, or left to the next one (docs/decisions/0046)."""

import pytest
from django.core.exceptions import ValidationError

from groups.models import Sabbatical
from meetings.models import Attendance, RotaOrder, Turn, TurnOffer
from meetings.rota import Way
from meetings.turns import Laying
from tests.at_once import at_once
from tests.factories import first_of, make_group, make_meeting, make_member, make_membership
from tests.meetings.laid import ahead, four, lay, laying, led

pytestmark = pytest.mark.django_db


@pytest.fixture
def us():
    return four()


def test_turns_are_laid_in_order_over_the_meetings_that_have_nobody(us):
    nia, bea, *_others = us
    make_meeting(nia, days=-7, facilitator=nia)
    ahead(nia, 1, 2, 4)
    make_meeting(nia, days=21, facilitator=bea)
    lay(nia)
    assert led(nia) == [["Ruth"], ["Cleo"], ["Bea"], ["Nia"]], "who has a turn within the round waits for it"
    assert not Turn.objects.exclude(accepted_at=None).exists()


def test_what_nobody_has_said_yes_to_is_laid_anew_and_what_somebody_has_stays(us):
    nia, bea, *_others = us
    first, second, third = ahead(nia, 1, 2, 3)
    lay(nia)
    Turn.accept(second, by=bea)
    Sabbatical.take(by=nia, starts=nia.group.today())
    lay(bea)
    assert led(bea) == [["Ruth"], ["Bea"], ["Cleo"]]
    assert laying(bea).proposed == []
    first.refresh_from_db()
    first.change(by=bea, facilitator=us[3])
    assert laying(bea).proposed[0].go.meeting == third, "whom somebody chose by hand stays"


def test_a_meeting_that_is_left_out_of_the_laying_stays_without_anybody(us):
    first, _second = ahead(us[0], 1, 2)
    lay(us[0], first)
    assert led(us[0]) == [[], ["Bea"]]


def test_where_something_changed_since_one_looked_nothing_is_laid(us):
    nia = us[0]
    (meeting,) = ahead(nia, 1)
    seen = laying(nia).stamp
    make_meeting(nia, days=3, facilitator=nia)
    assert Laying.lay({meeting.key}, by=nia, seen=seen) is None
    assert led(nia) == [["Nia"], []]


def test_nobody_takes_a_turn_at_a_retreat_unless_the_group_wants_it_so(us):
    nia = us[0]
    ahead(nia, 3, kind="retreat")
    assert laying(nia).proposed == []
    RotaOrder.arrange({"retreat": Way(2, 1)}, by=nia)
    lay(nia)
    assert led(nia) == [["Nia", "Bea"]]


def test_the_focus_of_a_set_is_passed_over_and_keeps_the_place(us):
    nia = us[0]
    make_meeting(nia, days=7, learning=True, focus=nia, facilitator=None)
    make_meeting(nia, days=14, learning=True, focus=us[1], facilitator=None)
    lay(nia)
    assert led(nia) == [["Bea"], ["Nia"]]
    meeting = nia.group.meetings.ahead().first()
    with pytest.raises(ValidationError, match="in focus doesn’t facilitate"):
        meeting.change(by=nia, facilitates_with=nia)


def test_a_term_and_a_pair_are_the_groups_own(us):
    nia = us[0]
    RotaOrder.arrange({"online": Way(2, 2)}, by=nia)
    with pytest.raises(ValidationError):
        RotaOrder.arrange({"online": Way(1, 7)}, by=nia)
    ahead(nia, 1, 2, 3)
    lay(nia)
    assert led(nia) == [["Nia", "Bea"], ["Nia", "Bea"], ["Ruth", "Cleo"]]


# I can't, and it is off


def test_whoever_cannot_keeps_their_place_and_the_next_one_goes(us):
    nia, bea, *_others = us
    first, second, _third = ahead(nia, 1, 2, 3)
    lay(nia)
    instead = Turn.skip(first, by=nia)
    assert (instead.goes, instead.mine) == (bea, second)
    assert led(nia) == [["Bea"], ["Nia"], ["Ruth"]]
    assert laying(nia).proposed == [], "that is the order now"


def test_a_turn_that_was_passed_on_can_be_taken_again_until_the_next_one_says_yes(us):
    nia, bea, *_others = us
    first, _second, _third = ahead(nia, 1, 2, 3)
    lay(nia)
    before = led(nia)
    Turn.skip(first, by=nia)
    with pytest.raises(ValidationError, match=r"already\. Bea facilitates"):
        Turn.skip(first, by=nia)
    for _again in range(2):
        Turn.take_again(first, by=nia)
    assert led(nia) == before
    assert laying(nia).proposed == [], "that is the order still"
    Turn.skip(first, by=nia)
    Turn.accept(first, by=bea)
    with pytest.raises(ValidationError, match="said yes to this turn since"):
        Turn.take_again(first, by=nia)
    assert led(nia) == [["Bea"], ["Nia"], ["Ruth"]]


def test_a_turn_that_was_passed_on_to_nobody_or_to_one_of_two_can_be_taken_again(us):
    nia, bea, ruth, cleo = us
    RotaOrder.arrange({"face": Way(2, 1)}, by=nia)
    (pair,) = ahead(nia, 1, kind="face", facilitator=nia, facilitates_with=bea)
    Turn.skip(pair, by=bea)
    Turn.take_again(pair, by=bea)
    assert led(nia) == [["Nia", "Bea"]]
    with pytest.raises(ValidationError, match="agreed on otherwise"):
        Turn.take_again(pair, by=ruth)
    Turn.skip(pair, by=bea)
    pair.change(by=nia, facilitator=nia, facilitates_with=cleo)
    with pytest.raises(ValidationError, match="agreed on otherwise"):
        Turn.take_again(pair, by=bea)


def test_a_turn_that_the_next_one_said_yes_to_stays_theirs(us):
    nia, bea, *_others = us
    first, second = ahead(nia, 1, 2)
    lay(nia)
    Turn.accept(second, by=bea)
    instead = Turn.skip(first, by=nia)
    assert (instead.goes.name, instead.mine) == ("Ruth", None)
    assert led(nia) == [["Ruth"], ["Bea"]]
    ahead(nia, 3)
    lay(nia)
    assert led(nia)[2] == ["Nia"]


def test_where_nobody_else_could_nobody_has_the_turn():
    nia = make_membership(make_group(first=make_member("Ada")), "Nia")
    Sabbatical.take(by=first_of(nia.group), starts=nia.group.today())
    (meeting,) = ahead(nia, 1)
    lay(nia)
    assert Turn.skip(meeting, by=nia) == (None, None)
    assert led(nia) == [[]]


def test_one_of_two_who_cannot_leaves_the_other_there(us):
    nia, bea, *_others = us
    (meeting,) = ahead(nia, 1, facilitator=nia, facilitates_with=bea)
    assert Turn.skip(meeting, by=nia).goes.name == "Ruth"
    assert led(nia) == [["Ruth", "Bea"]]


def test_where_a_meeting_is_let_go_whoever_had_the_turn_has_the_next(us):
    nia = us[0]
    first, second, _third = ahead(nia, 1, 2, 3)
    lay(nia)
    Turn.accept(first, by=nia)
    first.let_go(by=nia)
    lay(nia)
    assert led(nia) == [["Nia"], ["Bea"]]
    assert second == nia.group.meetings.ahead().first()


def test_whoever_cannot_come_is_passed_over_and_keeps_the_place(us):
    nia = us[0]
    first, _second = ahead(nia, 1, 2)
    Attendance.say(first, "cannot", by=nia)
    lay(nia)
    assert led(nia) == [["Bea"], ["Nia"]]


def test_only_whoever_has_a_turn_says_yes_or_cannot(us):
    nia, bea, *_others = us
    (meeting,) = ahead(nia, 1, facilitator=nia)
    for verb in (Turn.accept, Turn.skip):
        with pytest.raises(ValidationError, match="You don’t facilitate"):
            verb(meeting, by=bea)
    meeting.let_go(by=nia)
    with pytest.raises(ValidationError, match="was let go"):
        Turn.accept(meeting, by=nia)


def test_said_twice_is_said_once_and_what_was_agreed_otherwise_wipes_it_out(us):
    nia, bea, *_others = us
    (meeting,) = ahead(nia, 1, facilitator=nia)
    for _again in range(2):
        Turn.accept(meeting, by=nia)
    assert Turn.objects.get().accepted_at
    meeting.change(by=bea, facilitator=bea)
    assert not Turn.objects.exists()


def test_whoever_leaves_frees_their_turns_and_the_second_of_two_stays(us):
    nia, bea, *_others = us
    meeting, alone = ahead(nia, 1, 2, facilitator=nia)
    meeting.change(by=nia, facilitates_with=bea)
    Turn.accept(meeting, by=nia)
    offer = TurnOffer.make(alone, by=nia)
    nia.leave()
    assert led(bea) == [["Bea"], []]
    assert not Turn.objects.filter(membership=nia).exists()
    offer.refresh_from_db()
    assert offer.withdrawn_at


@pytest.mark.django_db(transaction=True)
def test_of_two_who_lay_at_the_same_moment_one_does(us):
    nia, bea, *_others = us
    ahead(nia, 1, 2)
    found = laying(nia)
    keys = {told.go.meeting.key for told in found.proposed}
    results = at_once(*[lambda by=by: Laying.lay(keys, by=by, seen=found.stamp) for by in (nia, bea)])
    assert sorted(result is not None for result in results) == [False, True]
    assert led(nia) == [["Nia"], ["Bea"]]
