"""Whatever members do to a poll, in whatever order: it is never settled without all, and no answer is lost."""

from contextlib import suppress
from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups.models import Sabbatical
from meetings.models import Attendance, Availability, DatePoll, ExceptionOffer, Meeting
from meetings.page import MeetingPage
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
    st.tuples(st.just("all_but_one"), WHO, DATE),
    st.tuples(st.just("offer_exception"), WHO, DATE),
    st.tuples(st.just("accept"), WHO, WHO, DATE),
    st.tuples(st.just("second_thoughts"), WHO, WHO, DATE),
    st.tuples(st.just("take_offer_back"), WHO, DATE),
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
        self.without: dict[tuple, set] = {}  # by date and who offered it, for whom it is all right

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
            if answer != "cannot":
                self.without.pop((option.pk, who), None)

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
            asked = {m for m in range(3) if (m, n) not in self.resting}
            needed = asked - {m for m in asked if self.excused(option.pk, m, asked)}
            assert needed
            for m in needed:
                answer = self.said.get((option.pk, m))
                assert answer == "can" or (answer == "stretch" and (option.pk, m) in self.all_right)

    def excused(self, option, who, asked) -> bool:
        """Whether they can't, offered that the others meet without them, it is all right for each of those, and two at
        least are left.
        """
        offered = {by: agreed for (on, by), agreed in self.without.items() if on == option}
        can_not = {by for by in offered if self.said.get((option, by)) == "cannot"}
        found = {by for by in can_not if asked - {by} <= offered[by]}
        return who in found and len(asked - found) > 1

    def all_but_one(self, who, n):
        """One can't and offers it, it is all right for the others, and somebody settles."""
        for m in range(3):
            self.say(m, n, "cannot" if m == who else "can")
        self.offer_exception(who, n)
        for m in {0, 1, 2} - {who}:
            self.accept(m, who, n)
        self.settle(who, n)

    def offer_exception(self, who, n):
        if option := self.option(n):
            ExceptionOffer.make_for(option, by=self.us[who])
            assert self.said[option.pk, who] == "cannot"
            self.without.setdefault((option.pk, who), set())

    def offer_of(self, about, n):
        """(the date, the offer), which after settling is the meeting's own."""
        option, poll = self.option(n), self.poll()
        if option is None or (option.pk, about) not in self.without:
            return option, None
        settled = poll.chosen_id == option.pk and self.said[option.pk, about] == "cannot"
        return option, self.us[about].exceptions_offered.get(option=None if settled else option)

    def accept(self, who, about, n):
        option, offer = self.offer_of(about, n)
        if offer and who != about:
            offer.accept(by=self.us[who])
            assert self.said[option.pk, about] == "cannot"
            self.without[option.pk, about].add(who)

    def second_thoughts(self, who, about, n):
        option, offer = self.offer_of(about, n)
        if offer:
            offer.unaccept(by=self.us[who])
            self.without[option.pk, about].discard(who)

    def take_offer_back(self, who, n):
        option, offer = self.offer_of(who, n)
        if offer:
            offer.take_back(by=self.us[who])
            del self.without[option.pk, who]

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

    def the_meeting_is_at_risk_where_somebody_thought_again(self):
        """Whoever can't come to a settled meeting is excused by all the others, or it is at risk."""
        meeting, poll = Meeting.objects.get(pk=self.meeting.pk), self.poll()
        if meeting.settled_at:
            asked = {m for m in range(3) if (m, (poll.chosen.starts_on - self.first).days) not in self.resting}
            cannot = {m for m in asked if self.said.get((poll.chosen_id, m)) == "cannot"}
            missing = {m for m in cannot if not self.excused(poll.chosen_id, m, asked)}
            assert MeetingPage(meeting, self.us[0]).at_risk == bool(missing)

    def every_yes_to_an_offer_is_kept(self):
        kept = {(o.option_id, o.by_id): o.accepted_by for o in ExceptionOffer.objects.all()}
        for (option, who), agreed in self.without.items():
            by = self.us[who].pk
            found = kept.get((option, by), kept.get((None, by)))  # settled, it is the meeting's own
            assert found == {self.us[m].pk for m in agreed}


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
        life.the_meeting_is_at_risk_where_somebody_thought_again()
        life.every_yes_to_an_offer_is_kept()
