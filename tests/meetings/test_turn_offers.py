"""A turn that is swapped or given away: offered by one, taken by another, both or neither."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from groups.models import Sabbatical
from meetings.models import DatePoll, Turn, TurnOffer
from meetings.turns import Laying, Turns
from tests.at_once import at_once
from tests.factories import first_of, make_group, make_meeting, make_member, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def us():
    group = make_group(first=make_member("Nia"))
    return [first_of(group), *(make_membership(group, name) for name in ("Bea", "Ruth"))]


@pytest.fixture
def mine(us):
    return make_meeting(us[0], days=7)


@pytest.fixture
def theirs(us):
    return make_meeting(us[1], days=14)


def leaders(*meetings) -> list[list[str]]:
    for meeting in meetings:
        meeting.refresh_from_db()
    return [meeting.seats.names for meeting in meetings]


def stands(offer) -> bool:
    return TurnOffer.objects.standing().filter(pk=offer.pk).exists()


def test_both_turns_change_hands_at_once_and_both_are_said_yes_to(us, mine, theirs):
    nia, bea, _ruth = us
    offer = TurnOffer.make(mine, by=nia, other=theirs, to=bea)
    assert leaders(mine, theirs) == [["Nia"], ["Bea"]]
    offer.take(by=bea)
    assert leaders(mine, theirs) == [["Bea"], ["Nia"]]
    assert set(Turn.objects.exclude(accepted_at=None).values_list("meeting", "membership")) == {
        (mine.pk, bea.pk), (theirs.pk, nia.pk),
    }  # fmt: skip
    offer.take(by=bea)
    assert leaders(mine, theirs) == [["Bea"], ["Nia"]]


def test_a_turn_given_away_counts_for_whoever_gave_it(us, mine):
    nia, _bea, ruth = us
    TurnOffer.make(mine, by=nia).take(by=ruth)
    make_meeting(nia, days=21, facilitator=None)
    make_meeting(nia, days=28, facilitator=None)
    nia.group.refresh_from_db()
    told = Turns(nia.group).rota().told
    assert [nia.group.people[who].name for one in told for who in one.who] == ["Ruth", "Bea", "Ruth"]


def test_a_gift_that_is_given_on_is_still_the_first_givers_turn(us, mine):
    nia, bea, ruth = us
    TurnOffer.make(mine, by=nia, to=bea).take(by=bea)
    TurnOffer.make(mine, by=bea).take(by=ruth)
    (told,) = Turns(nia.group).rota().told
    assert told.go.owners == {ruth.pk: nia.pk}
    TurnOffer.make(mine, by=ruth).take(by=nia)
    nia.group.refresh_from_db()
    (told,) = Turns(nia.group).rota().told
    assert told.go.owners == {nia.pk: nia.pk}


def test_a_swapped_turn_isnt_laid_anew(us, mine, theirs):
    nia, bea, _ruth = us
    TurnOffer.make(mine, by=nia, other=theirs, to=bea).take(by=bea)
    nia.group.refresh_from_db()
    assert Laying(Turns(nia.group)).proposed == []


def move(offer) -> None:
    day = offer.meeting.starts_on + timedelta(days=1)
    offer.meeting.change(by=offer.by, starts_on=day, ends_on=day)


def let_go_and_revive(offer) -> None:
    offer.other.let_go(by=offer.by)
    offer.other.revive(by=offer.by)


VOIDS = {
    "mine is moved": move,
    "theirs is let go": lambda offer: offer.other.let_go(by=offer.by),
    "it takes place after all": let_go_and_revive,
    "it is asked about anew": lambda offer: DatePoll.open(offer.meeting, by=offer.by),
    "it has another place": lambda offer: offer.meeting.change(by=offer.by, place="The barn"),
    "somebody else has mine": lambda offer: offer.meeting.change(by=offer.by, facilitator=None),
    "somebody else has theirs": lambda offer: offer.other.change(by=offer.by, facilitator=None),
    "it was taken back": lambda offer: offer.withdraw(by=offer.by),
}


@pytest.mark.parametrize("how", VOIDS)
def test_an_offer_is_void_once_either_meeting_is_not_what_it_was(us, mine, theirs, how):
    nia, bea, _ruth = us
    offer = TurnOffer.make(mine, by=nia, other=theirs, to=bea)
    assert stands(offer)
    VOIDS[how](offer)
    assert not stands(offer)
    before = leaders(mine, theirs)
    with pytest.raises(ValidationError):
        offer.take(by=bea)
    assert leaders(mine, theirs) == before


def test_an_offer_ends_with_the_meeting(us, mine):
    offer = TurnOffer.make(mine, by=us[0])
    assert not TurnOffer.objects.standing(mine.ends_at).filter(pk=offer.pk).exists()


def test_a_title_or_a_new_link_leaves_an_offer_as_it_is(us, mine, theirs):
    offer = TurnOffer.make(mine, by=us[0], other=theirs, to=us[1])
    mine.change(by=us[0], title="Salt", join_url="https://room.example.org/2")
    assert stands(offer)


def test_an_offer_ends_with_the_turn_and_doesnt_come_back_with_it(us, mine, theirs):
    nia, bea, ruth = us
    gift = TurnOffer.make(mine, by=nia, to=ruth)
    TurnOffer.make(mine, by=nia, other=theirs, to=bea).take(by=bea)
    TurnOffer.make(mine, by=bea, other=theirs, to=nia).take(by=nia)
    assert (leaders(mine), stands(gift)) == ([["Nia"]], False)


def test_offered_twice_is_offered_once_and_a_gift_to_another_takes_the_firsts_place(us, mine):
    nia, bea, ruth = us
    first = TurnOffer.make(mine, by=nia, to=bea)
    assert TurnOffer.make(mine, by=nia, to=bea) == first
    second = TurnOffer.make(mine, by=nia, to=ruth)
    assert [stands(first), stands(second)] == [False, True]


def test_what_somebody_couldnt_do_isnt_offered_to_them(us, mine, theirs):
    nia, bea, ruth = us
    with pytest.raises(ValidationError, match="Ruth doesn’t facilitate"):
        TurnOffer.make(mine, by=nia, other=theirs, to=ruth)
    Sabbatical.take(by=ruth, starts=timezone.localdate())
    with pytest.raises(ValidationError, match="Ruth is on sabbatical"):
        TurnOffer.make(mine, by=nia, to=nia.group.members.get(pk=ruth.pk))
    theirs.change(by=bea, learning=True, focus=nia)
    with pytest.raises(ValidationError, match="Nia is in focus"):
        TurnOffer.make(mine, by=nia, other=theirs, to=bea)
    with pytest.raises(ValidationError, match="You don’t facilitate"):
        TurnOffer.make(mine, by=bea)


def test_only_whom_it_was_offered_to_takes_it_and_whoever_offered_takes_it_back(us, mine):
    nia, bea, ruth = us
    offer = TurnOffer.make(mine, by=nia, to=bea)
    for who in (ruth, nia, make_membership()):
        with pytest.raises(ValueError, match="somebody else"):
            offer.take(by=who)
    with pytest.raises(ValueError, match="only whoever"):
        offer.withdraw(by=bea)
    offer.take(by=bea)
    with pytest.raises(ValidationError, match="taken it already"):
        offer.withdraw(by=nia)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_turn_at_the_same_moment_one_has_it(us, mine):
    nia, bea, ruth = us
    offer = TurnOffer.make(mine, by=nia)
    results = at_once(*[lambda by=by: TurnOffer.objects.get(pk=offer.pk).take(by=by) for by in (bea, ruth)])
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "ValidationError"]
    offer.refresh_from_db()
    assert leaders(mine) == [[offer.taken_by.name]]


@pytest.mark.django_db(transaction=True)
def test_of_two_swaps_of_one_turn_taken_at_the_same_moment_one_is_done_whole(us, mine, theirs):
    nia, bea, ruth = us
    third = make_meeting(ruth, days=21)
    offers = [
        (TurnOffer.make(mine, by=nia, other=theirs, to=bea), bea),
        (TurnOffer.make(mine, by=nia, other=third, to=ruth), ruth),
    ]
    at_once(*[lambda o=o, by=by: TurnOffer.objects.get(pk=o.pk).take(by=by) for o, by in offers])
    assert leaders(mine, theirs, third) in (
        [["Bea"], ["Nia"], ["Ruth"]],
        [["Ruth"], ["Bea"], ["Nia"]],
    )


@pytest.mark.django_db(transaction=True)
def test_a_swap_crossed_by_its_opposite_is_done_once(us, mine, theirs):
    nia, bea, _ruth = us
    one = TurnOffer.make(mine, by=nia, other=theirs, to=bea)
    other = TurnOffer.make(theirs, by=bea, other=mine, to=nia)
    at_once(
        lambda: TurnOffer.objects.get(pk=one.pk).take(by=bea), lambda: TurnOffer.objects.get(pk=other.pk).take(by=nia)
    )
    assert leaders(mine, theirs) == [["Bea"], ["Nia"]]


@pytest.mark.django_db(transaction=True)
def test_a_swap_taken_while_a_meeting_is_let_go_is_whole_or_not_at_all(us, mine, theirs):
    nia, bea, _ruth = us
    offer = TurnOffer.make(mine, by=nia, other=theirs, to=bea)
    at_once(lambda: TurnOffer.objects.get(pk=offer.pk).take(by=bea), lambda: theirs.let_go(by=bea))
    assert leaders(mine, theirs) in ([["Bea"], ["Nia"]], [["Nia"], ["Bea"]])


def test_what_somebody_offered_who_is_removed_stands_no_more(signed_in, us, mine):
    nia, bea, _ruth = us
    admin = make_membership(nia.group, "Cleo", duty="admin")
    offer = TurnOffer.make(mine, by=nia, to=bea)
    nia.remove(by=admin, reason="A word that was broken.")
    assert signed_in(bea).get(reverse("home", args=[nia.group.slug])).status_code == 200
    with pytest.raises(ValidationError, match="doesn’t stand any more"):
        offer.take(by=bea)
