"""A date that one of us can't make is settled on where they offer it, and it is all right for all the others."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from copse.home import Home
from meetings.finding import Finding
from meetings.in_words import state
from meetings.models import (
    Attendance,
    DatePoll,
    ExceptionAcceptance,
    ExceptionOffer,
    Meeting,
    PollReminder,
    TreatedAway,
)
from meetings.outlook import Outlook
from meetings.page import MeetingPage
from tests.at_once import at_once
from tests.factories import days_from_now, make_group, make_meeting, make_membership, say, settle, suits

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    """The four members of a group."""
    group = make_group()
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin", "Ruth"))]


@pytest.fixture
def meeting(four) -> Meeting:
    """One without a date: all can make the day that we hope for but Bea."""
    meeting = make_meeting(four[0], days=30, settled=False, title="Salt")
    for person in four:
        say(meeting, "cannot" if person is four[1] else "can", by=person)
    return meeting


def the_date(meeting):
    return DatePoll.objects.get(meeting=meeting).options.get()


def offered(meeting, by) -> ExceptionOffer:
    return ExceptionOffer.make_for(the_date(meeting), by=by)


def excused(meeting, four) -> ExceptionOffer:
    """Bea's offer, which is all right for all the others."""
    offer = offered(meeting, four[1])
    for person in (four[0], *four[2:]):
        offer.accept(by=person)
    return offer


def asks(membership) -> list[tuple]:
    membership.group.refresh_from_db()
    return [(ask.words, ask.button) for ask in Home(membership).asks["first"]]


def press(signed_in, who, name: str, meeting, *more):
    url = reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.key, *more])
    return signed_in(who).post(url, follow=True).content.decode()


def test_it_needs_the_offer_of_the_absent_one_and_the_yes_of_all_the_others(four, meeting):
    nia, bea, tamsin, ruth = four
    offer = offered(meeting, bea)
    for person in (nia, tamsin):
        offer.accept(by=person)
        assert not suits(meeting)
    with pytest.raises(ValidationError, match="all can"):
        settle(meeting, by=nia)
    offer.accept(by=ruth)
    settle(meeting, by=nia)
    assert meeting.settled_at


def test_settled_on_the_meeting_is_at_no_risk_and_the_offer_is_its_own(four, meeting):
    offer = excused(meeting, four)
    settle(meeting, by=four[0])
    offer.refresh_from_db()
    assert (offer.option, offer.at_sequence, offer.acceptances.count()) == (None, meeting.sequence, 3)
    page = MeetingPage(Meeting.objects.get(), four[0])
    assert (page.at_risk, page.who_can) == (False, f"{four[0].name}, Tamsin and Ruth can be there. Bea can’t.")
    four[0].group.refresh_from_db()
    assert not Home(four[0]).next.at_risk
    offer.unaccept(by=four[3])
    assert MeetingPage(Meeting.objects.get(), four[0]).at_risk


def test_opened_again_it_is_about_that_date_as_before(four, meeting):
    offer = excused(meeting, four)
    settle(meeting, by=four[0])
    poll = DatePoll.open(meeting, by=four[2])
    offer.refresh_from_db()
    assert (offer.option, suits(meeting)) == (poll.options.get(), True)


def test_only_whoever_cannot_make_it_offers_and_only_others_of_the_group_accept(four, meeting):
    nia, bea = four[:2]
    for person in (nia, make_membership()):
        with pytest.raises(ValidationError, match="Say first"):
            offered(meeting, person)
    offer = offered(meeting, bea)
    for person in (bea, make_membership()):
        with pytest.raises(ValueError, match="oneself, or somebody of another group"):
            offer.accept(by=person)
    with pytest.raises(ValueError, match="not theirs"):
        offer.take_back(by=nia)


@pytest.mark.parametrize("answer", ["can", "stretch"])
def test_an_offer_stands_while_they_cannot(four, meeting, answer):
    offer = excused(meeting, four)
    say(meeting, answer, by=four[1])
    assert not ExceptionOffer.objects.standing().exists()
    assert suits(meeting) == (answer == "can")
    with pytest.raises(ValidationError, match="Look again"):
        offer.accept(by=four[2])


@pytest.mark.parametrize("since", ["taken back", "second thoughts", "somebody new"])
def test_it_holds_while_they_offer_it_and_all_the_others_agree(four, meeting, since):
    offer = excused(meeting, four)
    assert suits(meeting)
    if since == "taken back":
        offer.take_back(by=four[1])
        offer.take_back(by=four[1])
    elif since == "second thoughts":
        offer.unaccept(by=four[2])
    else:
        say(meeting, "can", by=make_membership(four[0].group))
    assert not suits(meeting)


def test_it_is_for_one_date_alone_and_while_that_is_offered(four, meeting):
    nia, bea = four[:2]
    excused(meeting, four)
    first, poll = the_date(meeting), DatePoll.objects.get()
    day = days_from_now(40).date()
    evening = {"start_time": first.start_time, "end_time": first.end_time, "zone": first.zone, "kind": "online"}
    other = poll.offer(by=nia, starts_on=day, ends_on=day, **evening)
    for person in four:
        poll.answer({other: "cannot" if person is bea else "can"}, by=person)
    assert [hearing.suits for hearing in poll.hearings()] == [True, False]
    other.take_back(by=nia)
    for option in (other, first):
        with pytest.raises(ValidationError, match="isn’t offered any more"):
            ExceptionOffer.make_for(option, by=bea, at=first.starts_at)
    settle(meeting, by=nia)
    with pytest.raises(ValidationError, match="isn’t offered any more"):
        ExceptionOffer.make_for(first, by=bea)


def test_of_two_who_cannot_each_offers_and_each_accepts_the_others(four, meeting):
    nia, bea, tamsin, ruth = four
    say(meeting, "cannot", by=tamsin)
    one, two = offered(meeting, bea), offered(meeting, tamsin)
    for offer in (one, two):
        for person in (nia, ruth):
            offer.accept(by=person)
    one.accept(by=tamsin)
    assert not suits(meeting)
    two.accept(by=bea)
    assert suits(meeting)


def test_nobody_waits_for_the_word_of_whoever_is_treated_as_away(four):
    nia, bea, tamsin, ruth = four
    long_ago = days_from_now(-60)
    meeting = make_meeting(nia, days=30, settled=False, at=long_ago)
    for person, answer in ((nia, "can"), (bea, "cannot"), (tamsin, "can")):
        say(meeting, answer, by=person)
    for person, days in ((nia, -40), (tamsin, -30)):
        PollReminder.send(meeting.poll, ruth, by=person, at=days_from_now(days))
    for person in (nia, bea, tamsin):
        TreatedAway.agree(meeting.poll, ruth, by=person)
    offer = offered(meeting, bea)
    for person in (nia, tamsin):
        offer.accept(by=person)
    assert suits(meeting)


def test_the_page_and_the_verbs_agree(four, meeting):
    offer = offered(meeting, four[1])
    for person in (None, four[0], *four[2:]):
        if person:
            offer.accept(by=person)
        group = type(four[0].group).objects.get()
        found = Outlook(group, group.people, days_from_now(0)).dates_of(Meeting.objects.get())
        assert [hearing.suits for hearing in found] == [suits(meeting)]
    assert state(Finding(DatePoll.objects.get(), four[0]).hearings[0]) == "Suits all three of us"


def test_it_is_offered_and_accepted_on_the_page_and_home_asks_those_who_can(signed_in, four, meeting):
    nia, bea, tamsin, ruth = four
    url, date = meeting.poll.get_absolute_url(), the_date(meeting)
    assert "Meet without me this once" in signed_in(bea).get(url).content.decode()
    assert "Meet without me this once" not in signed_in(nia).get(url).content.decode()
    assert "Say first that you can’t come." in press(signed_in, nia, "offer_exception_on_date", meeting, date.key)
    text = press(signed_in, bea, "offer_exception_on_date", meeting, date.key)
    assert "You offer that the others meet without you this once." in text
    offer = ExceptionOffer.objects.get()
    (asked,) = asks(tamsin)
    assert asked[0].startswith("It would be all right for Bea if we met without them on")
    assert (asked[1], asks(bea)) == ("Say if it is for you", [])
    for person in (nia, tamsin, ruth):
        text = press(signed_in, person, "accept_exception", meeting, offer.key)
    assert "Bea offered that we meet without them this once. It is all right for all the others." in text
    assert [button for _words, button in asks(nia)] == ["Settle the date"]
    text = press(signed_in, ruth, "unaccept_exception", meeting, offer.key)
    assert "We wait to hear from Ruth." in text
    assert "The date is settled." not in press(signed_in, nia, "settle", meeting, date.key)
    assert "Your offer is taken back." in press(signed_in, bea, "take_back_exception", meeting, offer.key)


def test_a_no_to_a_settled_meeting_is_another_matter(four, meeting):
    """What was offered for a date that wasn't settled on says nothing of the one that was."""
    offer = excused(meeting, four)
    settle(meeting, by=four[0])
    meeting.change(by=four[0], starts_on=meeting.starts_on, place="The mill")
    Attendance.say(meeting, "cannot", by=four[1])
    assert MeetingPage(Meeting.objects.get(), four[0]).at_risk
    assert ExceptionOffer.make(meeting, by=four[1]).pk != offer.pk


@pytest.mark.django_db(transaction=True)
def test_offered_twice_and_accepted_twice_at_one_moment_is_once(four, meeting):
    offers = at_once(*[lambda: offered(Meeting.objects.get(), four[1])] * 2)
    assert len({offer.pk for offer in offers}) == 1
    at_once(*[lambda: ExceptionOffer.objects.get().accept(by=four[0])] * 2)
    assert offers[0].acceptances.count() == 1


@pytest.mark.each
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", ["second thoughts", "taken back"])
def test_a_date_is_never_settled_over_second_thoughts_at_the_same_moment(four, meeting, deed):
    offer = excused(meeting, four)
    deeds = {"second thoughts": lambda: offer.unaccept(by=four[3]), "taken back": lambda: offer.take_back(by=four[1])}
    settled, _thought = at_once(lambda: settle(Meeting.objects.get(), by=four[0]), deeds[deed])
    assert ExceptionAcceptance.objects.count() == (2 if deed == "second thoughts" else 0)
    found = Meeting.objects.get()
    assert (found.settled_at is None) == isinstance(settled, ValidationError)
    assert found.settled_at is None or MeetingPage(found, four[0]).at_risk  # it was settled first, then they thought


@pytest.mark.django_db(transaction=True)
def test_of_a_yes_to_it_and_a_settling_at_the_same_moment_neither_is_lost(four, meeting):
    offer = offered(meeting, four[1])
    for person in (four[0], four[2]):
        offer.accept(by=person)
    at_once(lambda: offer.accept(by=four[3]), lambda: settle(Meeting.objects.get(), by=four[0]))
    assert offer.acceptances.count() == 3
    found = Meeting.objects.get()
    assert suits(meeting) if found.settled_at is None else not MeetingPage(found, four[0]).at_risk


@pytest.mark.parametrize("answer", ["can", "stretch", ""])
def test_an_offer_is_gone_once_they_say_anything_but_no(four, meeting, answer):
    excused(meeting, four)
    say(meeting, answer, by=four[1])
    say(meeting, "cannot", by=four[1])
    assert not meeting.exceptions.exists()
    assert not suits(meeting)
