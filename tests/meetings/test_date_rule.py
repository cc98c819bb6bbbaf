"""Who has to be able to come, before a date is settled: what a group agrees on."""

from itertools import product

import pytest
from django.urls import reverse

from groups.models import LogEntry, Sabbatical
from meetings.models import DateRule
from tests.factories import make_group, make_meeting, make_membership, say, suits

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    """The four members of a group; the first looks after settings."""
    group = make_group()
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin", "Ruth"))]


def answered(four, answers: str, **what):
    """A date that the four have answered: c for can, s for at a stretch, n for can't, - for nothing yet."""
    words = {"c": "can", "s": "stretch", "n": "cannot"}
    meeting = make_meeting(four[0], settled=False, **what)
    for person, letter in zip(four, answers, strict=True):
        if letter in words:
            say(meeting, words[letter], by=person)
    return meeting


@pytest.mark.parametrize(("needed", "suiting"), [
    ("all", {"cccc"}),
    ("but_one", {"cccc", "cccn", "ccnc"}),
    ("some", {"cccc", "cccn", "ccnc", "ccc-", "ccnn", "cc--"}),
])  # fmt: skip
def test_who_has_to_be_able_to_come_is_for_the_group_to_say(four, needed, suiting):
    DateRule.agree(by=four[0], online=needed)
    tried = ("cccc", "cccn", "ccnc", "ccc-", "ccnn", "cc--", "nccc", "-ccc", "c---", "----")
    assert {answers for answers in tried if suits(answered(four, answers))} == suiting


def test_each_kind_of_meeting_may_ask_for_others(four):
    DateRule.agree(by=four[0], face="but_one")
    found = {(kind, a) for kind, a in product(("online", "face"), ("cccn",)) if suits(answered(four, a, kind=kind))}
    assert found == {("face", "cccn")}


@pytest.mark.parametrize(("stretch", "enough"), [("yes", True), ("confirmed", False), ("no", False)])
def test_what_a_stretch_counts_for_is_for_the_group_to_say(four, stretch, enough):
    DateRule.agree(by=four[0], stretch=stretch)
    assert suits(answered(four, "cccs")) == enough


def test_a_stretch_that_counts_for_nothing_is_not_asked_to_be_confirmed(four, signed_in):
    DateRule.agree(by=four[0], stretch="no")
    meeting = answered(four, "cccs")
    assert "It is all right, I’ll come" not in signed_in(four[3]).get(meeting.poll.get_absolute_url()).content.decode()


def test_only_an_admin_changes_it_and_it_stands_in_the_log(four, signed_in):
    url = reverse("meetings:rule", args=[four[0].group.slug])
    said = {**dict.fromkeys(("online", "face", "hybrid", "retreat"), "but_one"), "stretch": "no"}
    assert signed_in(four[1]).post(url, said).status_code == 403
    signed_in(four[0]).post(url, said)
    assert DateRule.objects.get().retreat == "but_one"
    assert four[0].group.log_entries.filter(act=LogEntry.Act.SETTINGS, by=four[0]).exists()
    with pytest.raises(ValueError, match="only an admin"):
        DateRule.agree(by=four[1], online="all")
    assert "All of us but one" in signed_in(four[1]).get(url).content.decode()


@pytest.mark.parametrize(("answers", "expected"), [("c-cc", False), ("cncc", False), ("cccn", True), ("cc--", True)])
def test_whoever_facilitates_with_somebody_has_to_be_there_too(four, answers, expected):
    DateRule.agree(by=four[0], online="some")
    assert suits(answered(four, answers, facilitates_with=four[1])) == expected


def test_whoever_facilitates_and_is_on_sabbatical_is_not_waited_for(four):
    DateRule.agree(by=four[0], online="some")
    Sabbatical.take(by=four[0], starts=four[0].group.today(), ends=None)
    assert suits(answered(four, "-ccn"))
