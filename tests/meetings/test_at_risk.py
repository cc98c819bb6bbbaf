"""Somebody can't come after all: it is derived, said kindly, and there are five ways on."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from copse.home import Home
from meetings.finding import Finding
from meetings.models import Attendance, DatePoll, ExceptionOffer, Meeting
from meetings.page import MeetingPage
from tests.at_once import at_once
from tests.factories import days_from_now, make_group, make_meeting, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    """The four members of a group."""
    group = make_group()
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin", "Ruth"))]


@pytest.fixture
def meeting(four):
    """Settled, in the barn; all have said that they can, and Bea then that she can't."""
    meeting = make_meeting(four[0], kind="face", place="The barn", days=12)
    make_meeting(four[0], days=5)
    for person in four:
        Attendance.say(meeting, "can", by=person)
    Attendance.say(meeting, "cannot", by=four[1])
    return meeting


def page(meeting, who) -> MeetingPage:
    return MeetingPage(Meeting.objects.get(pk=meeting.pk), who)


def do(signed_in, who, name: str, meeting, *more, **data):
    url = reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.key, *more])
    return signed_in(who).post(url, data, follow=True)


def asks(membership) -> list[tuple]:
    membership.group.refresh_from_db()
    return [(ask.words, ask.button) for ask in Home(membership).asks["first"] if ask.button != "Answer"]


def test_a_withdrawal_is_taken_kindly_and_puts_the_meeting_at_risk(signed_in, four, meeting):
    assert "I can’t after all" in signed_in(four[2]).get(meeting.get_absolute_url()).content.decode()
    text = do(signed_in, four[2], "answer", meeting, answer="cannot", seen=meeting.sequence).content.decode()
    assert "Thank you for saying so: nobody needs a reason." in text
    assert "Bea and Tamsin can’t come after all" in text
    Attendance.say(meeting, "can", by=four[1])
    Attendance.say(meeting, "can", by=four[2])
    assert page(meeting, four[0]).risk is None


@pytest.mark.parametrize("answer", ["stretch", None], ids=["at a stretch", "not heard from"])
def test_a_stretch_or_no_answer_puts_nothing_at_risk(four, meeting, answer):
    if answer:
        Attendance.say(meeting, answer, by=four[1])
    else:
        meeting.change(by=four[0], place="The mill")
    assert page(meeting, four[0]).risk is None


def test_it_shows_on_its_page_the_year_and_home_with_the_ways_on(signed_in, four, meeting):
    nia, bea, client = *four[:2], signed_in(four[0])
    text = client.get(meeting.get_absolute_url()).content.decode()
    ways = ("Find another date", "Meet online", "Meet as twos and threes", "Let it go", "Meet without Bea this once")
    assert [way for way in ways if way not in text] == []
    assert "Meet without me this once" in signed_in(bea).get(meeting.get_absolute_url()).content.decode()
    year = reverse("meetings:year_of", args=[nia.group.slug, meeting.starts_on.year])
    assert f"{meeting.get_absolute_url()}#at-risk" in client.get(year).content.decode()
    assert asks(nia) == [("Bea can’t come after all.", "See what we can do")]
    assert asks(bea) == []


def test_whoever_does_not_plan_sees_the_ways_and_can_arrange_a_smaller_one(signed_in, four, meeting):
    group = four[0].group
    group.all_facilitate = False
    group.save()
    text = signed_in(four[2]).get(meeting.get_absolute_url()).content.decode()
    assert reverse("meetings:open_again", args=[group.slug, meeting.key]) not in text
    assert f"{reverse('meetings:arrange_smaller', args=[group.slug])}?meeting={meeting.key}" in text
    assert asks(four[2]) == []


def test_moving_it_asks_which_dates_would_do_and_keeps_what_was_said(signed_in, four, meeting):
    do(signed_in, four[0], "open_again", meeting)
    poll = DatePoll.objects.get(meeting=meeting)
    assert (poll.closed_at, poll.options.get().answers.count()) == (None, 4)
    assert page(meeting, four[0]).risk is None


def test_going_online_asks_everyone_again(signed_in, four, meeting):
    refused = do(signed_in, four[0], "go_online", meeting, join_url="no link at all")
    assert (refused.status_code, "no link at all" in refused.content.decode()) == (422, True)
    text = do(signed_in, four[0], "go_online", meeting, join_url="room.example.org/a").content.decode()
    assert "We meet online." in text
    meeting.refresh_from_db()
    assert (meeting.kind, meeting.place, meeting.join_url) == ("online", "", "https://room.example.org/a")
    assert not meeting.answers.standing().exists()


@pytest.mark.parametrize("what", [{"kind": "online"}, {"kind": "retreat", "start_time": None, "end_time": None}])
def test_what_is_online_or_has_no_hours_does_not_go_online(signed_in, four, what):
    last = days_from_now(12).date()
    meeting = make_meeting(four[0], ends_on=last, **what)
    assert "or has no hours" in do(signed_in, four[0], "go_online", meeting).content.decode()
    assert (Meeting.objects.get().kind, Meeting.objects.get().sequence) == (what["kind"], 0)


def test_where_there_are_no_others_nobody_offers_to_be_met_without(signed_in):
    meeting = make_meeting(make_membership(make_group()))
    meeting.group.members.exclude(pk=meeting.facilitator_id).get().leave()
    Attendance.say(meeting, "cannot", by=meeting.facilitator)
    text = signed_in(meeting.facilitator).get(meeting.get_absolute_url()).content.decode()
    assert ("These are the ways on" in text, "Meet without" in text) == (True, False)


def test_an_offer_is_gone_once_they_can_come_and_comes_back_with_nobodys_yes(four, meeting):
    ExceptionOffer.make(meeting, by=four[1]).accept(by=four[0])
    for answer in ("can", "cannot"):
        Attendance.say(meeting, answer, by=four[1])
    assert not meeting.exceptions.exists()


def test_without_one_of_us_needs_their_own_offer_and_the_yes_of_all_others(signed_in, four, meeting):
    nia, bea, tamsin, ruth = four
    do(signed_in, bea, "offer_exception", meeting)
    offer = meeting.exceptions.get()
    assert asks(tamsin) == [("It would be all right for Bea if we met without them this once.", "Say if it is for you")]
    for person in (nia, tamsin):
        do(signed_in, person, "accept_exception", meeting, offer.key)
    assert page(meeting, nia).at_risk
    assert "We wait to hear from Ruth." in page(meeting, nia).risk.offers[0].in_words
    do(signed_in, ruth, "accept_exception", meeting, offer.key)
    found = page(meeting, nia)
    assert (found.at_risk, found.all_can, found.who_can) == (
        False,
        True,
        f"{four[0].name}, Tamsin and Ruth can be there. Bea can’t.",
    )
    assert asks(nia) == []
    do(signed_in, ruth, "unaccept_exception", meeting, offer.key)
    assert page(meeting, nia).at_risk


def test_nobody_offers_it_for_another_and_whoever_can_come_offers_nothing(signed_in, four, meeting):
    nia, bea = four[:2]
    assert "Say first that you can’t come." in do(signed_in, nia, "offer_exception", meeting).content.decode()
    offer = ExceptionOffer.make(meeting, by=bea)
    assert do(signed_in, bea, "accept_exception", meeting, offer.key).status_code == 404
    assert do(signed_in, nia, "take_back_exception", meeting, offer.key).status_code == 404
    with pytest.raises(ValueError, match="oneself"):
        offer.accept(by=bea)
    with pytest.raises(ValueError, match="another group"):
        offer.accept(by=make_membership())
    with pytest.raises(ValueError, match="not theirs"):
        offer.take_back(by=nia)


@pytest.mark.parametrize("since", ["can come", "another date", "taken back"])
def test_an_offer_stands_for_this_date_and_while_they_cannot_come(four, meeting, since):
    nia, bea = four[:2]
    offer = ExceptionOffer.make(meeting, by=bea)
    for person in (nia, *four[2:]):
        offer.accept(by=person)
    if since == "can come":
        Attendance.say(meeting, "can", by=bea)
    elif since == "another date":
        meeting.change(by=nia, place="The mill")
        Attendance.say(meeting, "cannot", by=bea)
        assert page(meeting, nia).at_risk
        with pytest.raises(ValidationError, match="Look again"):
            offer.accept(by=nia)
        assert not ExceptionOffer.make(meeting, by=bea).acceptances.exists()
    else:
        offer.take_back(by=bea)
        assert page(meeting, nia).at_risk
    assert page(meeting, nia).excused == set()


def test_of_two_who_cannot_come_each_offers_and_each_accepts_the_others(four, meeting):
    nia, bea, tamsin, ruth = four
    Attendance.say(meeting, "cannot", by=tamsin)
    offers = [ExceptionOffer.make(meeting, by=person) for person in (bea, tamsin)]
    for offer in offers:
        for person in (nia, ruth):
            offer.accept(by=person)
    assert page(meeting, nia).excused == set()
    offers[0].accept(by=tamsin)
    assert [m.name for m in page(meeting, nia).missing] == ["Tamsin"]
    offers[1].accept(by=bea)
    assert not page(meeting, nia).at_risk


def test_home_and_the_meetings_page_agree_on_it(four):
    meeting = make_meeting(four[0])
    for person in four:
        Attendance.say(meeting, "cannot" if person is four[1] else "can", by=person)
    offer = ExceptionOffer.make(meeting, by=four[1])
    for n in range(4):
        four[0].group.refresh_from_db()
        assert Home(four[0]).next.at_risk == page(meeting, four[0]).at_risk == (n < 3)
        if n < 3:
            offer.accept(by=[four[0], *four[2:]][n])


def test_what_is_over_is_at_no_risk(four, meeting):
    assert MeetingPage(meeting, four[0], at=days_from_now(20)).risk is None
    with pytest.raises(ValidationError, match="has been"):
        ExceptionOffer.make(meeting, by=four[1], at=days_from_now(20))


@pytest.mark.django_db(transaction=True)
def test_offered_twice_and_accepted_twice_at_one_moment_is_once(four, meeting):
    offers = at_once(*[lambda: ExceptionOffer.make(Meeting.objects.get(pk=meeting.pk), by=four[1])] * 2)
    assert len({offer.pk for offer in offers}) == 1
    at_once(*[lambda: ExceptionOffer.objects.get().accept(by=four[0])] * 2)
    assert offers[0].acceptances.count() == 1


@pytest.mark.parametrize("others", [1, 2], ids=["of two", "of three"])
def test_we_never_meet_without_so_many_that_one_is_left(signed_in, others):
    nia = make_group().members.get()
    meeting = make_meeting(nia)
    absent = [make_membership(nia.group) for _other in range(others)]
    for person in absent:
        Attendance.say(meeting, "cannot", by=person)
    *before, last = absent
    for person in before:
        ExceptionOffer.make(meeting, by=person)
    text = signed_in(last).get(meeting.get_absolute_url()).content.decode()
    assert "Offer it" not in text
    with pytest.raises(ValidationError, match="One of us alone would be left"):
        ExceptionOffer.make(meeting, by=last)


def test_nor_where_one_of_three_leaves_after_the_others_agreed(four, meeting):
    nia, bea, tamsin, ruth = four
    ruth.leave()
    offer = ExceptionOffer.make(meeting, by=bea)
    for person in (nia, tamsin):
        offer.accept(by=person)
    assert not page(meeting, nia).at_risk
    tamsin.leave()
    assert page(Meeting.objects.get(pk=meeting.pk), nia).at_risk


def test_no_date_is_offered_to_be_settled_with_one_alone(four):
    nia, bea, *others = four
    for person in others:
        person.leave()
    poll = make_meeting(nia, settled=False).poll
    poll.answer({poll.options.get(): "cannot"}, by=bea)
    assert Finding(poll, bea).i_could_offer == []
    with pytest.raises(ValidationError, match="One of us alone would be left"):
        ExceptionOffer.make_for(poll.options.get(), by=bea)
