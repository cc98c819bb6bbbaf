"""What becomes of a turn that was given away, of what was offered, and how it is said to whom."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from copse.home import Home
from groups.models import Outbox, Sabbatical
from meetings.models import Attendance, Turn, TurnOffer
from meetings.turn_mail import remind, turn
from tests.at_once import at_once
from tests.factories import days_from_now, make_meeting
from tests.meetings.laid import ahead, four, lay, led, pages, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def us():
    return four()


def given(meeting, by, to) -> None:
    meeting.refresh_from_db()
    TurnOffer.make(meeting, by=by, to=to).take(by=to)


def swapped(meeting, by) -> None:
    other = by.group.meetings.filter(facilitator__member__name="Ruth").get()
    TurnOffer.make(meeting, by=by, other=other, to=other.facilitator).take(by=other.facilitator)


AFTER_A_GIFT = {
    "nothing": (lambda m, us: None, "Bea, for Nia"),
    "given back": (lambda m, us: given(m, us[1], us[0]), "Nia"),
    "handed on": (lambda m, us: given(m, us[1], us[2]), "Ruth, for Nia"),
    "swapped": (lambda m, us: swapped(m, us[1]), "Ruth"),
    "by hand": (lambda m, us: m.change(by=us[0], facilitator=us[3]), "Cleo"),
    "passed on": (lambda m, us: Turn.skip(m, by=us[1]), "Ruth"),
}


@pytest.mark.parametrize("what", AFTER_A_GIFT)
def test_what_came_before_names_whose_turn_it_counts_as(us, what):
    nia, bea, ruth, _cleo = us
    deed, whose = AFTER_A_GIFT[what]
    (first,) = ahead(nia, 1, facilitator=nia)
    ahead(nia, 3, kind="face", facilitator=ruth)
    given(first, nia, bea)
    deed(first, us)
    told = pages(nia, first.ends_at + timedelta(hours=1)).kinds
    assert [words for kind in told if kind.sort == "online" for _meeting, words in kind.before] == [whose]


def test_whoever_gave_a_turn_away_isnt_found_for_it_again(us):
    nia, bea, *_others = us
    meeting = ahead(nia, 1, facilitator=nia)[0]
    given(meeting, nia, bea)
    assert Turn.skip(meeting, by=bea).goes.name == "Ruth"
    assert pages(nia).kinds[0].ahead[0].why.startswith("Nia gave it away. Bea can’t that day.")


@pytest.mark.parametrize("how", ["by hand", "by laying"])
def test_an_offer_doesnt_come_back_with_the_turn(us, how):
    nia, bea, *_others = us
    (meeting,) = ahead(nia, 1)
    lay(nia)
    offer = TurnOffer.make(meeting, by=nia)
    if how == "by hand":
        meeting.refresh_from_db()
        meeting.change(by=bea, facilitator=bea)
    else:
        sabbatical = Sabbatical.take(by=nia, starts=nia.group.today())
        lay(bea)
        sabbatical.come_back(by=nia)
    assert led(nia) == [["Bea"]]
    meeting.refresh_from_db()
    meeting.change(by=bea, facilitator=nia)
    assert not TurnOffer.objects.standing().filter(pk=offer.pk).exists()


def test_a_turn_is_neither_offered_to_nor_taken_by_whoever_cannot_come(us):
    nia, bea, *_others = us
    (meeting,) = ahead(nia, 1, facilitator=nia)
    offer = TurnOffer.make(meeting, by=nia)
    asks = "Nia gives a turn to whoever takes it"
    bea.group.refresh_from_db()
    assert asks in [ask.title for ask in Home(bea).asks["first"]]
    Attendance.say(meeting, "cannot", by=bea)
    bea.group.refresh_from_db()
    assert asks not in [ask.title for ask in Home(bea).asks["first"]], "an answer is enough to draw it anew"
    assert pages(bea).to_me == []
    for verb in (lambda: TurnOffer.make(meeting, by=nia, to=bea), lambda: offer.take(by=bea)):
        with pytest.raises(ValidationError, match="Bea has said that they can’t come"):
            verb()


# In words


def test_a_turn_near_by_stands_before_what_is_further_off_and_the_mail_says_why_it_is_mine(us):
    nia, bea, *_others = us
    (meeting,) = ahead(nia, 1)
    lay(nia)
    for days in range(1, 6):
        make_meeting(nia, days=days, facilitator=us[3])
    Turn.skip(meeting, by=nia)
    bea.group.refresh_from_db()
    assert Home(bea).asks["first"][0].title.startswith("Your turn to facilitate")
    remind(days_from_now(0))
    letter = turn(Outbox.objects.get(kind="turn", member=bea.member))
    assert "Whoever had the turn can’t go, and by our order it is yours." in letter.text
    Turn.accept(meeting, by=bea)
    assert "by our order" not in turn(Outbox.objects.get(kind="turn", member=bea.member)).text


def test_i_am_spoken_to_and_why_it_is_mine_is_said_also_when_the_order_has_moved_on(us, signed_in):
    nia, bea, ruth, _cleo = us
    first, _second, _third = ahead(nia, 1, 2, 3)
    lay(nia)
    Turn.skip(first, by=nia)
    text = read(signed_in, bea, "turn", first.key)
    assert "It is your turn Nia can’t that day. You have not had a turn online yet; you are here since" in text
    Turn.accept(first, by=bea)
    make_meeting(bea, days=-3, facilitator=bea)
    assert pages(ruth).kinds[0].ahead[0].why.startswith("Nia can’t that day. By the order when it was laid.")
    given(first, bea, ruth)
    given(first, ruth, bea)
    assert pages(ruth).kinds[0].ahead[0].why == "Ruth gave it back."


# Declined, and void


def test_whom_a_turn_is_offered_to_declines_it_and_whoever_offered_it_hears_on_their_home(us, signed_in):
    nia, bea, *_others = us
    meeting, theirs = ahead(nia, 2, facilitator=nia)[0], ahead(nia, 4, facilitator=bea)[0]
    offer = TurnOffer.make(meeting, by=nia, other=theirs, to=bea)
    assert "It doesn’t suit me" in read(signed_in, bea)
    with pytest.raises(ValueError, match="somebody else"):
        offer.decline(by=us[2])
    for _again in range(2):
        said = signed_in(bea).post(reverse("meetings:decline_turn", args=[bea.group.slug, offer.key]), follow=True)
        assert "All stays as it is." in said.content.decode()
    with pytest.raises(ValidationError, match="doesn’t stand any more"):
        offer.take(by=bea)
    nia.group.refresh_from_db()
    assert (bea, "can’t swap turns with you") in [(news.by, news.deed) for news in Home(nia).news]
    assert led(nia) == [["Nia"], ["Bea"]]
    assert not TurnOffer.objects.standing().exists()
    assert "What you have offered" not in read(signed_in, nia, "turn", meeting.key)


def test_whoever_offered_a_turn_is_told_that_nobody_can_take_it_any_more(us, signed_in):
    nia = us[0]
    (meeting,) = ahead(nia, 2, facilitator=nia)
    TurnOffer.make(meeting, by=nia)
    assert "can’t be taken any more" not in read(signed_in, nia, "turn", meeting.key)
    day = meeting.starts_on + timedelta(days=1)
    meeting.change(by=nia, starts_on=day, ends_on=day)
    assert "The turn that you offered can’t be taken any more" in read(signed_in, nia, "turn", meeting.key)
    assert "Take the turn" not in read(signed_in, us[1])
    meeting.refresh_from_db()
    TurnOffer.make(meeting, by=nia)
    assert "can’t be taken any more" not in read(signed_in, nia, "turn", meeting.key)


@pytest.mark.django_db(transaction=True)
def test_of_taking_and_declining_at_the_same_moment_one_counts(us):
    nia, bea, *_others = us
    (meeting,) = ahead(nia, 2, facilitator=nia)
    offer = TurnOffer.make(meeting, by=nia, to=bea)
    at_once(
        *[lambda do=do: do(TurnOffer.objects.get(pk=offer.pk), by=bea) for do in (TurnOffer.take, TurnOffer.decline)]
    )
    offer.refresh_from_db()
    assert bool(offer.taken_at) != bool(offer.declined_at)
    assert led(nia) == [["Bea" if offer.taken_at else "Nia"]]
