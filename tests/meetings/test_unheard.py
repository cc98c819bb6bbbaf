"""Reminding each other by name, and going on without somebody who isn't heard from."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from groups.models import Outbox, Sabbatical
from groups.tick import tick
from meetings import mail
from meetings.models import DatePoll, PollReminder, TreatedAway
from meetings.when import dates_of
from tests.factories import make_group, make_meeting, make_membership, say, settle, suits

pytestmark = pytest.mark.django_db

A_WEEK = timedelta(days=7)


@pytest.fixture
def four():
    group = make_group()
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin", "Ruth"))]


@pytest.fixture
def poll(four) -> DatePoll:
    """All but Ruth have said that they can."""
    meeting = make_meeting(four[0], days=60, settled=False)
    for person in four[:3]:
        say(meeting, "can", by=person)
    return meeting.poll


def remind_twice(poll, ruth, bea, tamsin):
    PollReminder.send(poll, ruth, by=bea)
    PollReminder.send(poll, ruth, by=tamsin, at=timezone.now() + A_WEEK)


def test_only_those_whom_we_wait_to_hear_from_are_reminded(poll, four):
    with pytest.raises(ValidationError, match="Tamsin has been heard from"):
        PollReminder.send(poll, four[2], by=four[1])
    assert not Outbox.objects.filter(kind="poll_reminder").exists()


def test_a_reminder_comes_by_name_and_once(poll, four):
    for _ in range(2):
        PollReminder.send(poll, four[3], by=four[1])
    (row,) = Outbox.objects.filter(kind="poll_reminder")
    letter = mail.poll_reminder(row)
    assert (row.to, "Bea asks which dates you could make" in letter.text) == (four[3].member.email, True)


def test_a_reminder_that_waits_while_an_answer_comes_is_not_sent(poll, four):
    PollReminder.send(poll, four[3], by=four[1])
    say(poll.meeting, "cannot", by=four[3])
    assert mail.poll_reminder(Outbox.objects.get(kind="poll_reminder")) is None


def test_a_second_one_comes_a_week_later_and_no_third(poll, four):
    ruth = four[3]
    PollReminder.send(poll, ruth, by=four[1])
    with pytest.raises(ValidationError, match="has been reminded"):
        PollReminder.send(poll, ruth, by=four[2])
    PollReminder.send(poll, ruth, by=four[2], at=timezone.now() + A_WEEK)
    with pytest.raises(ValidationError, match="has been reminded"):
        PollReminder.send(poll, ruth, by=four[0], at=timezone.now() + 2 * A_WEEK)


def test_the_page_offers_to_ask_and_in_the_end_to_go_on(poll, four, signed_in):
    url = poll.get_absolute_url()
    assert "Ask Ruth in my name" in signed_in(four[1]).get(url).content.decode()
    remind_twice(poll, four[3], four[1], four[2])
    DatePoll.objects.update(asked_at=timezone.now() - 5 * A_WEEK)
    page = signed_in(four[1]).get(url).content.decode()
    assert "Ask Ruth in my name" not in page
    assert "Go on as if Ruth were away" in page


@pytest.mark.parametrize("lacks", ["patience", "reminders"])
def test_nobody_is_treated_as_away_too_soon(poll, four, lacks):
    if lacks == "reminders":
        DatePoll.objects.update(asked_at=timezone.now() - 5 * A_WEEK)
    else:
        remind_twice(poll, four[3], four[1], four[2])
    with pytest.raises(ValidationError, match="too soon"):
        TreatedAway.agree(DatePoll.objects.get(), four[3], by=four[0])


def test_when_all_the_others_agree_the_date_is_settled_without_them(poll, four):
    *others, ruth = four
    remind_twice(poll, ruth, *others[1:])
    DatePoll.objects.update(asked_at=timezone.now() - 5 * A_WEEK)
    for person in others:
        assert not suits(poll.meeting)
        TreatedAway.agree(DatePoll.objects.get(), ruth, by=person)
    settle(poll.meeting, by=others[0])
    assert poll.meeting.settled_at


def test_one_answer_from_them_and_it_was_never_said(poll, four):
    *others, ruth = four
    remind_twice(poll, ruth, *others[1:])
    DatePoll.objects.update(asked_at=timezone.now() - 5 * A_WEEK)
    for person in others:
        TreatedAway.agree(DatePoll.objects.get(), ruth, by=person)
    say(poll.meeting, "cannot", by=ruth)
    assert not TreatedAway.objects.exists()
    assert not suits(poll.meeting)


def test_nobody_agrees_to_it_of_themselves_or_of_another_group(poll, four):
    for about, by in ((four[3], four[3]), (four[3], make_membership()), (make_membership(), four[0])):
        with pytest.raises(ValueError, match="another group"):
            TreatedAway.agree(poll, about, by=by)


def test_where_another_date_is_looked_for_nobody_is_away_and_each_can_be_reminded_again(poll, four):
    ruth, bea, tamsin = four[3], four[1], four[2]
    remind_twice(poll, ruth, bea, tamsin)
    later = timezone.now() + timedelta(days=30)
    for person in four[:3]:
        TreatedAway.agree(poll, ruth, by=person, at=later)
    settle(poll.meeting, by=four[0], at=later)
    poll = DatePoll.open(poll.meeting, by=four[0], at=later)
    assert poll.away() == set()
    assert PollReminder.may_be_sent(poll, ruth, by=bea, at=later)


@pytest.mark.parametrize("how", ["leaves", "rests", "is treated as away", "has no date left to answer"])
def test_whoever_asked_hears_too_when_the_last_one_we_waited_for_is_not_waited_for_any_more(poll, four, how):
    *others, ruth = four
    at = timezone.now()
    tick(at)
    assert not Outbox.objects.filter(kind="all_heard").exists()
    if how == "leaves":
        ruth.leave()
    elif how == "rests":
        Sabbatical.take(by=ruth, starts=ruth.group.today(), ends=None)
    elif how == "is treated as away":
        remind_twice(poll, ruth, *others[1:])
        for person in others:
            tick(at)
            assert not Outbox.objects.filter(kind="all_heard").exists()
            TreatedAway.agree(poll, ruth, by=person, at=at + 5 * A_WEEK)
        at += 5 * A_WEEK
    else:
        day = poll.meeting.starts_on + A_WEEK
        later = poll.offer(by=ruth, **{**dates_of(poll.meeting), "starts_on": day, "ends_on": day, "kind": "online"})
        for person in four:
            poll.answer({later: "can"}, by=person)
        at = poll.meeting.starts_at
    for _twice in range(2):
        tick(at)
    assert Outbox.objects.get(kind="all_heard").member == four[0].member


def test_where_somebody_is_waited_for_a_tick_asks_once(poll, django_assert_num_queries):
    with django_assert_num_queries(1):
        DatePoll.hear(timezone.now())
