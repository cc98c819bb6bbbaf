from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from copse.home import Home
from meetings.models import Availability, Meeting
from meetings.when import dates_of
from tests.at_once import at_once
from tests.factories import make_group, make_meeting, make_membership, say, settle, suits

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    """The four members of a group."""
    group = make_group()
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin", "Ruth"))]


def all_can(people, **what) -> Meeting:
    meeting = make_meeting(people[0], settled=False, **what)
    for person in people:
        say(meeting, "can", by=person)
    return meeting


def settle_by_page(signed_in, by, meeting) -> str:
    option = meeting.poll.options.first()
    url = reverse("meetings:settle", args=[meeting.group.slug, meeting.key, option.key])
    return signed_in(by).post(url, follow=True).content.decode()


def test_a_date_that_all_can_make_is_settled(signed_in, four):
    meeting = all_can(four)
    assert "The date is settled." in settle_by_page(signed_in, four[1], meeting)
    meeting.refresh_from_db()
    assert (meeting.settled_at is not None, meeting.sequence) == (True, 1)


def test_settling_asks_nobody_again(four):
    meeting = all_can(four)
    settle(meeting, by=four[0])
    assert meeting.answers.standing().count() == 4


@pytest.mark.parametrize("answer", ["cannot", "stretch", None], ids=["cannot", "at a stretch", "no answer"])
def test_a_date_that_one_member_has_not_said_they_can_make_is_not_settled(signed_in, four, answer):
    meeting = all_can(four)
    if answer:
        say(meeting, answer, by=four[3])
    else:
        make_membership(four[0].group)  # who has just come and hasn't answered
    assert "We meet only when all can." in settle_by_page(signed_in, four[0], meeting)
    with pytest.raises(ValidationError):
        settle(meeting, by=four[0])
    assert Meeting.objects.get().settled_at is None


def test_a_date_is_not_settled_by_answers_to_another(four):
    meeting = all_can(four)
    day = meeting.starts_on - timedelta(days=1)
    meeting.poll.offer(by=four[0], kind="online", **{**dates_of(meeting), "starts_on": day, "ends_on": day})
    with pytest.raises(ValidationError, match="all can"):
        settle(meeting, by=four[0])


def test_whoever_has_left_is_not_waited_for(four):
    meeting = make_meeting(four[0], settled=False)
    for person in four[:3]:
        say(meeting, "can", by=person)
    four[3].left_at = meeting.created_at
    four[3].save()
    meeting.group.changed("people")
    meeting = Meeting.objects.get()
    settle(meeting, by=four[0])
    assert meeting.settled_at


def test_answers_of_another_group_count_for_nothing(four):
    all_can([make_membership()])
    meeting = make_meeting(four[0], settled=False)
    assert not suits(meeting)


def test_a_date_that_is_let_go_is_not_settled(four):
    meeting = all_can(four)
    meeting.let_go(by=four[0])
    with pytest.raises(ValidationError, match="has been let go"):
        settle(meeting, by=four[0])


def test_a_date_that_has_begun_is_not_settled(four):
    meeting = all_can(four)
    with pytest.raises(ValidationError, match="is over"):
        meeting.poll.settle(meeting.poll.options.get(), by=four[0], at=meeting.starts_at)


def test_the_page_offers_to_settle_only_when_all_can(signed_in, four):
    meeting = all_can(four)
    url = meeting.poll.get_absolute_url()
    assert "Settle on this date" in signed_in(four[0]).get(url).content.decode()
    say(meeting, "stretch", by=four[2])
    assert "Settle on this date" not in signed_in(four[0]).get(url).content.decode()


def test_settled_twice_is_settled_once_and_the_second_is_told_so(signed_in, four):
    meeting = all_can(four)
    settle(meeting, by=four[0])
    first = meeting.settled_at
    assert "The date is settled." in settle_by_page(signed_in, four[1], meeting)
    meeting.refresh_from_db()
    assert (meeting.settled_at, meeting.sequence) == (first, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_settle_at_the_same_moment_one_does(four):
    all_can(four)
    results = at_once(*[lambda by=by: settle(Meeting.objects.get(), by=by) for by in four[:2]])
    assert results == [None, None]
    assert Meeting.objects.get().sequence == 1


@pytest.mark.django_db(transaction=True)
def test_a_date_is_never_settled_over_a_no_said_at_the_same_moment(four):
    all_can(four)
    at_once(
        lambda: settle(Meeting.objects.get(), by=four[0]),
        lambda: say(Meeting.objects.get(), "cannot", by=four[1]),
    )
    said_no = Availability.objects.filter(membership=four[1], answer="cannot").exists()
    assert (Meeting.objects.get().settled_at is not None) != said_no


def asks(membership) -> list[tuple]:
    membership.group.refresh_from_db()  # as for each request
    return [(ask.title, ask.button) for ask in Home(membership).asks["first"]]


def test_home_asks_each_for_an_answer_and_then_whoever_facilitates_to_settle(four):
    meeting = make_meeting(four[0], settled=False, title="Salt")
    assert [asks(person) for person in four] == [[("A date for Salt", "Say if you can")]] * 4
    for person in four[:3]:
        say(meeting, "can", by=person)
    assert [asks(person) for person in four] == [[], [], [], [("A date for Salt", "Say if you can")]]
    say(meeting, "can", by=four[3])
    assert [asks(person) for person in four] == [[("A date for Salt", "Settle the date")]] * 4
    settle(meeting, by=four[0])
    assert [asks(person) for person in four] == [[]] * 4


def test_home_asks_only_those_to_settle_who_may(four):
    group = four[0].group
    group.all_facilitate = False
    group.save()
    four[1].take_on("facilitator", by=four[0])
    meeting = all_can(four, title="Salt")
    for person in four:
        person.group = group
    assert [bool(asks(person)) for person in four] == [False, True, False, False]
    assert suits(meeting)
