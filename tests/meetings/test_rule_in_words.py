"""What is said of dates where a group doesn't need all of us, or a stretch counts for nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from copse.home import Home
from groups.models import Outbox, Sabbatical
from meetings.finding import Finding
from meetings.in_words import state, where_it_stands
from meetings.mail import poll_reminder
from meetings.models import DatePoll, DateRule, PollReminder
from meetings.outlook import Outlook
from tests.factories import days_from_now, make_group, make_meeting, make_membership, make_rhythm, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    group = make_group()
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Cy", "Dee"))]


def answered(four, answers: str) -> DatePoll:
    """A date that the four have answered: c for can, s for at a stretch, n for can't, - for nothing yet."""
    words = {"c": "can", "s": "stretch", "n": "cannot"}
    meeting = make_meeting(four[0], days=30, settled=False)
    for person, letter in zip(four, answers, strict=True):
        if letter in words:
            say(meeting, words[letter], by=person)
    return DatePoll.objects.get(meeting=meeting)


def found(poll, by) -> Finding:
    poll.meeting.group.refresh_from_db()
    return Finding(DatePoll.of(poll.meeting), by)


@pytest.mark.parametrize(("needed", "answers", "who"), [
    ("but_one", "cccn", "{0}, Bea and Cy"),
    ("some", "cc-n", "{0} and Bea"),
])  # fmt: skip
def test_where_not_all_can_whoever_can_is_named(four, signed_in, needed, answers, who):
    DateRule.agree(by=four[0], online=needed)
    poll, who = answered(four, answers), who.format(four[0].name)
    page = found(poll, four[0])
    assert state(page.hearings[0]) == f"Suits by our rule: {who} can"
    assert where_it_stands(page.hearings, timezone.localdate()).startswith(f"{who} can make ")
    assert [ask.words.startswith(f"{who} can make ") for ask in Home(page.membership).asks["first"]] == [True]
    text = signed_in(four[3]).get(poll.get_absolute_url()).content.decode()
    assert f"{who} can make " in text
    assert [words for words in ("ll four of us can", "suits everyone", "left out") if words in text] == []


@pytest.mark.parametrize(("needed", "answers", "said"), [
    ("all", "cccc", "Suits all four of us"),
    ("all", "ccc-", "Suits everyone who has answered"),
    ("but_one", "ccn-", "Could suit by our rule"),
    ("but_one", "csnc", "Suits by our rule, Bea at a stretch"),
    ("but_one", "cnnc", "Can’t suit everyone"),
])  # fmt: skip
def test_where_a_date_stands_is_said_by_the_rule(four, needed, answers, said):
    DateRule.agree(by=four[0], online=needed)
    assert state(found(answered(four, answers), four[0]).hearings[0]) == said


def test_a_stretch_that_does_not_count_is_a_near_miss(four, signed_in):
    DateRule.agree(by=four[0], stretch="no")
    poll = answered(four, "cccs")
    page = found(poll, four[0])
    assert (state(page.hearings[0]), page.none_can_suit) == ("Would suit, but for Dee only at a stretch", True)
    text = signed_in(four[0]).get(poll.get_absolute_url()).content.decode()
    assert "No date suits all four of us yet." in text
    assert "Offer more dates" in text


def test_but_somebody_at_a_stretch_puts_no_settled_meeting_at_risk(four):
    DateRule.agree(by=four[0], stretch="no")
    meeting = make_meeting(four[0])
    meeting.answers.create(membership=four[3], answer="stretch", at_sequence=meeting.sequence)
    four[0].group.refresh_from_db()
    assert not Outlook(four[0].group, four[0].group.people, timezone.now()).coming(meeting).at_risk


def test_a_stretch_that_is_all_right_reads_as_a_yes(four, signed_in):
    poll = answered(four, "cccs")
    poll.options.get().confirm(by=four[3])
    assert "could, at a stretch" not in signed_in(four[0]).get(poll.get_absolute_url()).content.decode()
    assert state(found(poll, four[0]).hearings[0]) == "Suits all four of us"


@pytest.mark.parametrize("needed", ["all", "but_one"])
def test_a_reminder_says_that_all_are_needed_only_where_they_are(four, needed):
    DateRule.agree(by=four[0], online=needed)
    poll = answered(four, "ccc-")
    PollReminder.send(poll, four[3], by=four[0])
    text = poll_reminder(Outbox.objects.get(kind="poll_reminder")).text
    assert ("only when all can" in text) == (needed == "all")


@pytest.mark.parametrize("where", ["plan", "rhythms", "lay_out"])
def test_no_page_promises_that_all_of_us_can_where_our_rule_needs_fewer(four, signed_in, where):
    make_rhythm(four[0])
    args = [four[0].group.slug, *([four[0].group.today().year + 1] if where == "lay_out" else [])]
    lede = signed_in(four[0]).get(reverse(f"meetings:{where}", args=args)).content.decode().split('class="lede">')[1]
    assert "all who have to be there can make it." in lede.split("</p>")[0]


def test_in_a_group_of_one_you_can_make_it():
    alone = make_group().members.get()
    meeting = make_meeting(alone, settled=False)
    say(meeting, "can", by=alone)
    alone.group.refresh_from_db()
    assert [ask.words.split(" can make")[0] for ask in Home(alone).asks["first"]] == ["You"]


def test_whoever_rests_on_the_nearest_date_is_asked_about_those_after(four):
    poll = answered(four, "----")
    later = days_from_now(90).date()
    poll.offer(by=four[0], kind="online", starts_on=later, ends_on=later, zone="Europe/London",
               start_time=poll.meeting.start_time, end_time=poll.meeting.end_time)  # fmt: skip
    today = four[0].group.today()
    Sabbatical.take(by=four[3], starts=today, ends=days_from_now(60).date())
    dee = four[0].group.members.get(pk=four[3].pk)
    assert [ask.button for ask in Home(dee).asks["first"]] == ["Say if you can"]
    poll.answer({poll.options.get(starts_on=later): "can"}, by=dee)
    dee.group.refresh_from_db()
    assert Home(dee).asks["first"] == []
