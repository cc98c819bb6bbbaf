"""However a feed came to be what it is, by pieces put in or all joined anew, it is what a new one would be.

Whatever members do in whatever order, with a fetch after each deed or after several.
"""

import random
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from meetings import splicing
from meetings.models import FeedDocument, Meeting, SmallerGuest, Subscription
from meetings.models.feed_document import LONGEST_DEED
from tests.factories import (
    days_from_now,
    first_of,
    make_group,
    make_meeting,
    make_membership,
    make_smaller_meeting,
    say,
    settle,
)
from tests.meetings.icslint import lint
from tests.meetings.test_feed import bytes_of, make_feed, pieces_of
from tests.thorough import as_often

pytestmark = pytest.mark.django_db

LINK = "https://room.example.org/"


class Lives:
    """A group's meetings and what may become of them, by chance."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)
        self.nia = make_membership(make_group(), "Nia")
        self.bea, self.col = (make_membership(self.nia.group, name) for name in ("Bea", "Col"))
        self.elsewhere = make_group().welcome(self.nia.member)
        for n in range(6):
            make_meeting(self.nia, days=20 * n + 5)
            make_meeting(self.elsewhere, days=20 * n + 6)
        self.small = [make_smaller_meeting(self.nia, self.bea, days=9 + n) for n in range(2)]
        Meeting.of_any_size.update(changed_at=days_from_now(-1))  # of all this, nothing has just been touched

    def deed(self) -> None:
        by = self.chance.choice([self.nia, self.elsewhere])
        meeting = self.chance.choice(list(by.group.meetings.ahead().settled()) or [make_meeting(by, days=200)])
        self.chance.choice(
            [self.words, self.words, self.move, self.let_go, self.revive, self.plan, self.leave, self.call]
        )(by, meeting)

    def words(self, by, meeting):
        words = self.chance.choice(["END:VEVENT", "BEGIN:VEVENT\\r\\n", "漢" * 90, "The ropewalk; upstairs"])
        meeting.change(by=by, kind="hybrid", place=words, join_url=LINK + str(self.chance.random()))

    def move(self, by, meeting):
        day = meeting.starts_on + timedelta(days=self.chance.randint(1, 40))
        meeting.change(by=by, starts_on=day, ends_on=day, start_time=time(self.chance.randint(8, 20)),
                       zone=self.chance.choice(["Europe/London", "Asia/Kolkata"]))  # fmt: skip

    def let_go(self, by, meeting):
        meeting.let_go(by=by)

    def revive(self, by, _meeting):
        for gone in by.group.meetings.filter(let_go_at__isnull=False)[:1]:
            gone.revive(by=by)

    def plan(self, by, _meeting):
        hoped = make_meeting(by, days=self.chance.randint(1, 300), settled=False)
        if self.chance.random() < 0.5:
            for person in by.group.members:
                say(hoped, "can", by=person)
            settle(hoped, by=by)

    def leave(self, _by, _meeting):
        if self.small:
            SmallerGuest.leave(self.small.pop(), by=self.nia)

    def call(self, by, _meeting):
        by.group.arrange(by=first_of(by.group), name=f"The {self.chance.choice(['Ash', 'Elm', 'Oak'])}")


@pytest.mark.parametrize("seed", range(as_often(3, 100)))
@pytest.mark.slow
def test_a_feed_is_what_a_new_one_would_be(seed):
    lives = Lives(seed)
    kinds = [{}, {"group": lives.nia.group}, {"detail": "discreet"}, {"cancelled": False}, {"tentative": True},
             {"detail": "full"}]  # fmt: skip
    feeds = [make_feed(lives.nia, **options) for options in kinds]
    for _deed in range(12):
        lives.deed()
        if lives.chance.random() < 0.7:
            for feed, options in zip(feeds, kinds, strict=True):
                same, new = bytes_of(feed), make_feed(lives.nia, **options)
                assert same == bytes_of(new), (seed, options)
                assert (feed.etag, lint(same)) == (Subscription.objects.get(pk=new.pk).etag, [])
                new.delete()
            # What was touched before is not looked at again, as if five minutes had gone by.
            FeedDocument.objects.update(built_at=timezone.now() + LONGEST_DEED)


def test_where_words_alone_change_one_event_is_put_into_the_bytes_that_are_there(django_assert_max_num_queries):
    nia = make_membership()
    meetings = [make_meeting(nia, days=10 * n + 1) for n in range(5)]
    Meeting.objects.update(changed_at=days_from_now(-1))
    feed = make_feed(nia)
    before = bytes_of(feed)
    FeedDocument.objects.update(content=before.replace(b"SUMMARY:", b"SUMMARY:Not "))  # so that one sees what is new
    meetings[2].change(by=nia, join_url=LINK)
    after = bytes_of(feed)
    (new,) = (piece for piece in pieces_of(after) if b"SUMMARY:Not" not in piece)
    assert str(meetings[2].uid).encode() in new
    assert len(pieces_of(after)) == 5


def test_two_meetings_that_change_places_are_in_their_order():
    nia = make_membership()
    first, second = make_meeting(nia, days=5), make_meeting(nia, days=6)
    feed = make_feed(nia)
    bytes_of(feed)
    day: date = second.starts_on + timedelta(days=1)
    first.change(by=nia, starts_on=day, ends_on=day)
    data = bytes_of(feed)
    assert data.index(str(second.uid).encode()) < data.index(str(first.uid).encode())


def test_an_event_of_another_time_or_none_is_not_put_in():
    head, end = b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n"
    event = "BEGIN:VEVENT\r\nUID:1@copse\r\nDTSTART:2\r\nDTEND:3\r\nSUMMARY:END:VEVENT\r\nEND:VEVENT\r\n"
    whole = head + event.encode() + end
    assert splicing.swap(whole, event.replace("UID:1", "UID:2"), 2) is None
    assert splicing.swap(whole, event.replace("DTEND:3", "DTEND:4"), 1) is None
    changed = event.replace("SUMMARY:", "SUMMARY:Not ")
    content, more = splicing.swap(whole, changed, 1)
    assert content == head + changed.encode() + end
    assert (splicing.total([event]) + more) % splicing.WHOLE == splicing.total([changed])


def test_what_changed_while_the_clock_was_wrong_is_seen_all_the_same():
    """The clock goes back by two hours between a fetch and a change."""
    nia = make_membership()
    meeting, feed = make_meeting(nia), make_feed(nia)
    bytes_of(feed, timezone.now() + timedelta(hours=2))
    meeting.change(by=nia, join_url=LINK)
    assert LINK.encode() in bytes_of(feed)
