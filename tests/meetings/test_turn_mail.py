"""Whoever facilitates is reminded 14 and 7 days before: once each, and only of what still is so when it is sent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from groups.models import Outbox, Sabbatical
from groups.tick import tick
from meetings.models import DatePoll, Turn, TurnOffer
from meetings.turn_mail import due_at, remind, turn, turn_offer
from tests.factories import days_from_now, first_of, make_group, make_meeting, make_member, make_membership

pytestmark = pytest.mark.django_db

DAY = date(2031, 6, 18)


@pytest.fixture
def nia():
    return first_of(make_group(first=make_member("Nia", email="nia@example.org"), zone="Europe/London"))


def moment(days_before: int, hour: int = 8, minute: int = 0) -> datetime:
    """So many days before the meeting; London is an hour ahead of UTC in June."""
    return datetime(2031, 6, 18, hour, minute, tzinfo=UTC) - timedelta(days=days_before)


def queued() -> list[tuple]:
    return list(Outbox.objects.filter(kind="turn").order_by("pk").values_list("to", "reference", "due_at"))


def test_two_mails_in_the_morning_where_the_group_is_however_often_it_is_asked(nia):
    meeting = make_meeting(nia, day=DAY)
    for at in (moment(15), moment(14, 7, 59)):
        remind(at)
    assert queued() == []
    for at in (moment(14), moment(14, 8, 1), moment(8), moment(7), moment(6), moment(0)):
        remind(at)
    assert queued() == [
        ("nia@example.org", f"{meeting.key}:14", moment(14)), ("nia@example.org", f"{meeting.key}:7", moment(7)),
    ]  # fmt: skip
    assert due_at(meeting, 14) == moment(14)


def test_both_of_two_are_reminded(nia):
    bea = make_membership(nia.group, "Bea")
    make_meeting(nia, day=DAY, facilitates_with=bea)
    remind(moment(7))
    assert {to for to, *_rest in queued()} == {"nia@example.org", bea.member.email}


@pytest.mark.parametrize("what", [{"settled": False}, {"facilitator": None}])
def test_neither_a_day_that_is_hoped_for_nor_a_meeting_without_anybody_is_a_reminder(nia, what):
    make_meeting(nia, day=DAY, **what)
    remind(moment(7))
    assert queued() == []


def test_whoever_takes_the_turn_later_is_reminded_too_and_a_meeting_that_is_moved_once_more(nia):
    bea = make_membership(nia.group, "Bea")
    meeting = make_meeting(nia, day=DAY)
    remind(moment(14))
    meeting.change(by=nia, facilitator=bea)
    remind(moment(10))
    assert [to for to, *_rest in queued()] == ["nia@example.org", bea.member.email]
    later = DAY + timedelta(days=30)
    meeting.change(by=nia, starts_on=later, ends_on=later)
    remind(moment(14) + timedelta(days=30))
    assert len(queued()) == 3


# At the moment of sending


@pytest.fixture
def waiting(nia):
    """A reminder that waits to be sent, of a meeting in ten days."""
    meeting = make_meeting(nia, days=10)
    tick(days_from_now(0))
    return meeting, Outbox.objects.get(kind="turn")


def test_it_says_when_and_nothing_of_what_is_planned(nia, waiting):
    meeting, row = waiting
    meeting.change(by=nia, title="Salt", facilitates_with=make_membership(nia.group, "Bea"))
    letter = turn(row)
    assert letter.subject.startswith("You facilitate on ")
    assert "you and Bea facilitate" in letter.text
    assert meeting.get_absolute_url() in letter.text
    assert "Salt" not in letter.text
    Outbox.deliver_due()
    assert [m.to for m in mail.outbox] == [["nia@example.org"]]


def move_far(meeting, nia):
    day = meeting.starts_on + timedelta(days=30)
    meeting.change(by=nia, starts_on=day, ends_on=day)


GONE = {
    "let go": lambda meeting, nia: meeting.let_go(by=nia),
    "given to another": lambda meeting, nia: meeting.change(by=nia, facilitator=make_membership(nia.group)),
    "can’t": lambda meeting, nia: Turn.skip(meeting, by=nia),
    "moved": move_far,
    "asked about anew": lambda meeting, nia: DatePoll.open(meeting, by=nia),
    "on sabbatical": lambda meeting, nia: Sabbatical.take(by=nia, starts=nia.group.today()),
    "left": lambda meeting, nia: nia.leave(),
}


@pytest.mark.parametrize("how", GONE)
def test_what_is_so_no_longer_isnt_sent(nia, waiting, how):
    meeting, row = waiting
    GONE[how](meeting, nia)
    assert turn(row) is None


def test_the_first_isnt_sent_once_it_is_time_for_the_second(nia):
    meeting = make_meeting(nia, days=5)
    late = Outbox.queue(
        "turn", f"{meeting.key}:14", to="nia@example.org", key="late", member=nia.member, group=nia.group
    )
    assert turn(late) is None


# A turn that is offered


def test_whoever_is_offered_a_turn_by_name_is_written_to_once_and_without_what_is_planned(nia):
    bea, meeting = make_membership(nia.group, "Bea"), make_meeting(nia, days=10, title="Salt")
    other = make_meeting(bea, days=20)
    TurnOffer.make(meeting, by=nia)
    assert not Outbox.objects.filter(kind="turn_offer").exists(), "a gift to whoever takes it is on everybody's home"
    for _again in range(2):
        TurnOffer.make(meeting, by=nia, other=other, to=bea)
    row = Outbox.objects.get(kind="turn_offer")
    letter = turn_offer(row)
    assert (letter.to, letter.subject) == (bea.member.email, "Nia would swap turns with you")
    assert ("which is your turn" in letter.text, "Salt" in letter.text) == (True, False)


NO_MORE = {
    "taken back": lambda offer: offer.withdraw(by=offer.by),
    "in focus since": lambda offer: offer.meeting.change(by=offer.by, learning=True, focus=offer.to),
    "gone": lambda offer: offer.to.leave(),
}


@pytest.mark.parametrize("how", NO_MORE)
def test_an_offer_that_is_none_any_more_isnt_sent(nia, how):
    offer = TurnOffer.make(make_meeting(nia, days=10), by=nia, to=make_membership(nia.group, "Bea"))
    row = Outbox.objects.get(kind="turn_offer")
    assert turn_offer(row).subject == "Nia would give you a turn"
    NO_MORE[how](offer)
    assert turn_offer(row) is None
