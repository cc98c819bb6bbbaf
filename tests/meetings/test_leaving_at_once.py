"""Whoever goes while another acts: neither waits for the other for ever (groups.locking)."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from larder.models import Topic
from meetings.models import Attendance, DatePoll, ExceptionOffer, Meeting, Subscription, Turn
from tests import factories
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


class Scene:
    """Four of us, with meetings ahead: Ruth, who goes, has said something to each."""

    def __init__(self):
        self.nia = factories.make_admin(name="Nia")
        self.bea, self.ruth = (factories.make_membership(self.nia.group, name) for name in ("Bea", "Ruth"))
        self.settled, self.next = (
            factories.make_meeting(self.nia, days=days, facilitator=who)
            for days, who in ((7, self.bea), (14, self.ruth))
        )
        self.hoped = factories.make_meeting(self.nia, days=90, settled=False, facilitator=self.ruth)
        self.poll = DatePoll.objects.select_related("meeting__group").get(meeting=self.hoped)
        self.option = self.poll.options.get()
        for one in (self.nia, self.bea, self.ruth):
            self.poll.answer({self.option: "can"}, by=one)
            Attendance.say(self.settled, "cannot", by=one)
        self.exception = ExceptionOffer.make(self.settled, by=self.bea)
        self.topic = factories.make_topic(self.ruth)
        self.feed, _token = Subscription.begin(member=self.ruth.member, label="Telephone")
        self.feed.bring_up_to_date(timezone.now())
        self.nia.group.changed("programme")

    def offer(self):
        day = timezone.localdate() + timedelta(days=50)
        when = {"starts_on": day, "ends_on": day, "start_time": time(19), "end_time": time(21)}
        return self.poll.offer(by=self.bea, zone="Europe/London", kind="online", place="", **when)


DEEDS = {
    "skip": lambda at: Turn.skip(at.settled, by=at.bea),
    "let go": lambda at: at.next.let_go(by=at.nia),
    "answer": lambda at: at.poll.answer({at.option: "stretch"}, by=at.bea),
    "offer": Scene.offer,
    "accept": lambda at: at.exception.accept(by=at.nia),
    "wish": lambda at: at.topic.wish(by=at.bea),
    "hear": lambda at: DatePoll.hear(timezone.now()),
    "fetch": lambda at: at.feed.bring_up_to_date(timezone.now()),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_whoever_leaves_and_whoever_acts_don_t_wait_for_each_other(deed):
    scene = Scene()
    done = at_once(scene.ruth.leave, lambda: DEEDS[deed](scene))
    assert [one for one in done if isinstance(one, Exception) and not isinstance(one, ValidationError)] == []
    assert not scene.nia.group.members.filter(pk=scene.ruth.pk).exists()
    assert not Meeting.objects.ahead().filter(facilitator=scene.ruth).exists()
    assert Topic.objects.get().by.name != "Ruth"


@pytest.mark.parametrize("goes", ["removed", "erased", "ended"])
def test_nor_does_whoever_is_taken_out_or_ends_their_account_or_the_group(goes):
    scene = Scene()
    end = {
        "removed": lambda: scene.ruth.remove(by=scene.nia, reason="As we agreed."),
        "erased": scene.ruth.member.erase,
        "ended": scene.nia.group.delete_for_good,
    }[goes]
    ended, said = at_once(end, lambda: Attendance.say(scene.settled, "can", by=scene.bea))
    assert not isinstance(ended, Exception)
    assert not isinstance(said, Exception) or (goes == "ended" and isinstance(said, Meeting.DoesNotExist))


def test_nor_do_two_who_leave_groups_that_have_the_same_members():
    here, there = (factories.make_membership(known_as="Nia") for _group in range(2))
    for name in "Abcdef":
        one = factories.make_membership(here.group, name)
        there.group.welcome(one.member)
    last = there.group.members.order_by("pk").last()
    assert [one for one in at_once(here.leave, last.leave) if isinstance(one, Exception)] == []
