"""The day came and we didn't meet: any facilitator says so afterwards, and can take it back."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.models import Duty
from meetings.models import Meeting, MeetingTopic
from meetings.programme import Programme
from tests.factories import make_meeting, make_membership, make_topic
from tests.meetings.test_feed import bytes_of, events_of, make_feed

pytestmark = pytest.mark.django_db


@pytest.fixture
def past():
    """A meeting that was settled and is over, with a topic."""
    nia = make_membership(name="Nia")
    return make_meeting(nia, days=-10, topics=[make_topic(nia, "Salt")])


def say(signed_in, by, meeting, name: str = "did_not_happen"):
    return signed_in(by).post(reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.key]), follow=True)


def test_a_facilitator_says_so_and_takes_it_back(signed_in, past):
    nia, feed = past.facilitator, make_feed(past.facilitator)
    text = say(signed_in, nia, past).content.decode()
    assert ("We didn’t meet, then." in text, "Nia facilitat" in text) == (True, False)
    past.refresh_from_db()
    assert (past.was_held(), past.group.meetings.held().exists()) == (False, False)
    assert events_of(bytes_of(feed)) == {}
    text = say(signed_in, nia, past, "did_happen").content.decode()
    assert ("We met, then." in text, "Nia facilitated" in text) == (True, True)
    past.refresh_from_db()
    assert (past.was_held(), past.not_held_at, len(events_of(bytes_of(feed)))) == (True, None, 1)


def test_its_topics_were_not_opened_and_nobody_had_a_turn(past):
    nia = past.facilitator
    past.did_not_happen(by=nia)
    past.group.refresh_from_db()
    programme = Programme(past.group, past.starts_on.year, reader=nia)
    assert (programme.turns, programme.marks, programme.in_words) == ([], [], ".")
    assert not MeetingTopic.objects.counting(past.ends_at).exists()
    assert not MeetingTopic.objects.behind().exists()
    with pytest.raises(ValueError, match="nothing came of it"):
        past.note_outcomes({}, by=nia)


@pytest.mark.parametrize("not_yet", ["ahead", "let go", "never settled"])
def test_it_is_said_of_nothing_else(past, not_yet):
    meeting = make_meeting(past.facilitator, days=10 if not_yet != "never settled" else -3,
                           settled=not_yet != "never settled")  # fmt: skip
    if not_yet == "let go":
        meeting.let_go(by=past.facilitator)
    with pytest.raises(ValidationError, match="once it is over"):
        meeting.did_not_happen(by=past.facilitator)


def test_said_twice_is_said_once(past):
    for _time in range(2):
        past.did_not_happen(by=past.facilitator)
    first = past.not_held_at
    past.did_not_happen(by=past.facilitator)
    assert Meeting.objects.get().not_held_at == first


def test_only_whoever_plans_says_it_and_nobody_of_another_group(signed_in, past):
    past.group.all_facilitate = False
    past.group.save()
    bea = make_membership(past.group)
    assert say(signed_in, bea, past).status_code == 403
    bea.take_on(Duty.Name.FACILITATOR, by=bea)
    assert say(signed_in, bea, past).status_code == 200
    with pytest.raises(ValueError, match="another group"):
        past.did_happen(by=make_membership())
