from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from copse.home import Home
from meetings.models import Attendance, Meeting
from tests.at_once import at_once
from tests.factories import make_group, make_meeting, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    """The four members of a group."""
    group = make_group()
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin", "Ruth"))]


def all_can(people, **what) -> Meeting:
    meeting = make_meeting(people[0], settled=False, **what)
    for person in people:
        Attendance.say(meeting, "can", by=person)
    return meeting


def settle_by_page(signed_in, by, meeting) -> str:
    url = reverse("meetings:settle", args=[meeting.group.slug, meeting.key])
    return signed_in(by).post(url, follow=True).content.decode()


def test_a_date_that_all_can_make_is_settled(signed_in, four):
    meeting = all_can(four)
    assert "The date is settled." in settle_by_page(signed_in, four[1], meeting)
    meeting.refresh_from_db()
    assert (meeting.settled_at is not None, meeting.sequence) == (True, 1)


def test_settling_asks_nobody_again(four):
    meeting = all_can(four)
    meeting.settle(by=four[0])
    assert meeting.answers.standing().count() == 4


@pytest.mark.parametrize("answer", ["cannot", "stretch", None], ids=["cannot", "at a stretch", "no answer"])
def test_a_date_that_one_member_has_not_said_they_can_make_is_not_settled(signed_in, four, answer):
    meeting = all_can(four)
    if answer:
        Attendance.say(meeting, answer, by=four[3])
    else:
        make_membership(four[0].group)  # who has just come and hasn't answered
    assert "We meet only when all can." in settle_by_page(signed_in, four[0], meeting)
    with pytest.raises(ValidationError):
        meeting.settle(by=four[0])
    assert Meeting.objects.get().settled_at is None


def test_a_date_is_not_settled_by_answers_to_an_earlier_one(four):
    meeting = all_can(four)
    meeting.change(by=four[0], start_time=time(18))
    with pytest.raises(ValidationError, match="all can"):
        meeting.settle(by=four[0])


def test_whoever_has_left_is_not_waited_for(four):
    meeting = make_meeting(four[0], settled=False)
    for person in four[:3]:
        Attendance.say(meeting, "can", by=person)
    four[3].left_at = meeting.created_at
    four[3].save()
    meeting.settle(by=four[0])
    assert meeting.settled_at


def test_answers_of_another_group_count_for_nothing(four):
    all_can([make_membership()])
    meeting = make_meeting(four[0], settled=False)
    assert not meeting.everyone_can()


@pytest.mark.parametrize("gone", ["over", "let go"])
def test_a_date_that_is_over_or_let_go_is_not_settled(four, gone):
    meeting = all_can(four)
    if gone == "let go":
        meeting.let_go(by=four[0])
    with pytest.raises(ValidationError, match="has been, or was let go"):
        meeting.settle(by=four[0], at=meeting.ends_at)


def test_the_page_offers_to_settle_only_when_all_can(signed_in, four):
    meeting = all_can(four)
    button = reverse("meetings:settle", args=[meeting.group.slug, meeting.key])
    assert button in signed_in(four[0]).get(meeting.get_absolute_url()).content.decode()
    Attendance.say(meeting, "stretch", by=four[2])
    assert button not in signed_in(four[0]).get(meeting.get_absolute_url()).content.decode()


def test_settled_twice_is_settled_once_and_the_second_is_told_so(signed_in, four):
    meeting = all_can(four)
    meeting.settle(by=four[0])
    first = meeting.settled_at
    assert "The date is settled." in settle_by_page(signed_in, four[1], meeting)
    meeting.refresh_from_db()
    assert (meeting.settled_at, meeting.sequence) == (first, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_settle_at_the_same_moment_one_does(four):
    meeting = all_can(four)
    results = at_once(*[lambda by=by: Meeting.objects.get(pk=meeting.pk).settle(by=by) for by in four[:2]])
    assert results == [None, None]
    assert Meeting.objects.get().sequence == 1


@pytest.mark.django_db(transaction=True)
def test_a_date_is_never_settled_over_a_no_said_at_the_same_moment(four):
    meeting = all_can(four)
    at_once(
        lambda: Meeting.objects.get().settle(by=four[0]),
        lambda: Attendance.say(meeting, "cannot", by=four[1]),
    )
    came_after_settling = meeting.answers.get(membership=four[1]).at_sequence == 1
    assert (Meeting.objects.get().settled_at is not None) == came_after_settling


def asks(membership) -> list[tuple]:
    membership.group.refresh_from_db()  # as for each request
    return [(ask.title, ask.button) for ask in Home(membership).asks["first"]]


def test_home_asks_each_for_an_answer_and_then_whoever_facilitates_to_settle(four):
    meeting = make_meeting(four[0], settled=False, title="Salt")
    assert [asks(person) for person in four] == [[("A date for Salt", "Say if you can")]] * 4
    for person in four[:3]:
        Attendance.say(meeting, "can", by=person)
    assert [asks(person) for person in four] == [[], [], [], [("A date for Salt", "Say if you can")]]
    Attendance.say(meeting, "can", by=four[3])
    assert [asks(person) for person in four] == [[("A date for Salt", "Settle the date")]] * 4
    meeting.settle(by=four[0])
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
    assert meeting.everyone_can()
