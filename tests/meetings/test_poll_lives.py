"""Whatever members do to a poll, in whatever order: it is never settled without all, and no answer is lost."""

from contextlib import suppress
from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups.models import Sabbatical
from meetings.models import Attendance, Availability, DatePoll, Meeting
from tests.factories import make_group, make_meeting, make_membership
from tests.thorough import as_often

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WHO, DATE = st.integers(0, 2), st.integers(0, 1)
STEPS = st.one_of(
    st.tuples(st.just("say"), WHO, DATE, st.sampled_from(["can", "can", "can", "stretch", "cannot"])),
    st.tuples(st.just("all_can"), DATE),
    st.tuples(st.just("nearly_settle"), WHO, DATE),
    st.tuples(st.just("settle"), WHO, DATE),
    st.tuples(st.just("offer"), WHO, DATE),
    st.tuples(st.just("take_back"), WHO, DATE),
    st.tuples(st.just("confirm"), WHO, DATE),
    st.tuples(st.just("open_again"), WHO),
    st.tuples(st.just("rest"), WHO, DATE),
)


class Life:
    """Three members, a poll, and what each of them said last, told a second time in plain Python."""

    def __init__(self):
        group = make_group()
        self.us = [group.members.get(), make_membership(group, "Bea"), make_membership(group, "Ruth")]
        self.meeting = make_meeting(self.us[0], days=30, settled=False)
        self.first, self.said, self.all_right, self.resting = self.meeting.starts_on, {}, set(), set()

    def poll(self) -> DatePoll:
        return DatePoll.objects.get(meeting=self.meeting)

    def day(self, n: int):
        return self.first + timedelta(days=n)

    def option(self, n: int):
        return self.poll().options.filter(starts_on=self.day(n)).order_by("taken_back_at").first()

    def say(self, who, n, answer):
        option = self.option(n)
        if option and not self.poll().answer({option: answer}, by=self.us[who]):
            if self.said.get((option.pk, who)) != answer:
                self.all_right.discard((option.pk, who))
            self.said[option.pk, who] = answer

    def all_can(self, n):
        for who in range(3):
            self.say(who, n, "can")

    def nearly_settle(self, who, n):
        """All but one say that they can, and somebody tries."""
        for m in range(3):
            if m != who:
                self.say(m, n, "can")
        self.settle(who, n)

    def settle(self, who, n):
        if (option := self.option(n)) is None:
            return
        was = self.poll().closed_at
        self.poll().settle(option, by=self.us[who])
        if not was:
            needed = [m for m in range(3) if (m, n) not in self.resting]
            assert needed
            for m in needed:
                answer = self.said.get((option.pk, m))
                assert answer == "can" or (answer == "stretch" and (option.pk, m) in self.all_right)

    def offer(self, who, n):
        evening = {"start_time": time(19), "end_time": time(21), "zone": "Europe/London", "kind": "online"}
        self.poll().offer(by=self.us[who], starts_on=self.day(n), ends_on=self.day(n), **evening)

    def take_back(self, who, n):
        if option := self.option(n):
            option.take_back(by=self.us[who])

    def confirm(self, who, n):
        if option := self.option(n):
            option.confirm(by=self.us[who])
            self.all_right.add((option.pk, who))

    def open_again(self, who):
        DatePoll.open(Meeting.objects.get(pk=self.meeting.pk), by=self.us[who])

    def rest(self, who, n):
        if not any(m == who for m, _n in self.resting):
            Sabbatical.take(by=self.us[who], starts=self.day(n), ends=self.day(n))
            self.resting.add((who, n))

    def nothing_is_lost(self):
        rows = Availability.objects.values_list("option", "membership", "answer")
        kept = {(option, who): answer for option, who, answer in rows}
        for (option, who), answer in self.said.items():
            assert kept[option, self.us[who].pk] in (answer, "can")  # settled, “all right” is a yes

    def the_meeting_stands_as_its_poll_says(self):
        meeting, poll = Meeting.objects.get(pk=self.meeting.pk), self.poll()
        assert (meeting.settled_at is None) == (poll.closed_at is None)
        standing = poll.chosen or poll.options.ahead().first()
        assert (meeting.starts_at, meeting.ends_at) == (standing.starts_at, standing.ends_at)
        if meeting.settled_at:
            assert Attendance.objects.filter(meeting=meeting).exists()


@given(st.lists(STEPS, min_size=4, max_size=25))
@settings(
    max_examples=as_often(15, 300), deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_never_settled_without_all_and_no_answer_lost(steps):
    life = Life()
    for verb, *details in steps:
        with suppress(ValidationError):  # they are told so, and nothing has changed
            getattr(life, verb)(*details)
        life.nothing_is_lost()
        life.the_meeting_stands_as_its_poll_says()
