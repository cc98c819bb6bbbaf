"""What becomes of dates meanwhile: all are over, one is settled, a meeting has begun; and what no date can be."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from copse.home import Home
from meetings.models import DatePoll, Meeting
from meetings.page import MeetingPage
from meetings.same_days import copy_to
from meetings.when import dates_of
from tests.factories import days_from_now, make_group, make_meeting, make_membership, say, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    group = make_group()
    return [group.members.get(), make_membership(group, "Bea")]


@pytest.fixture
def poll(two) -> DatePoll:
    return make_meeting(two[0], days=30, settled=False, title="Salt").poll


def page_of(poll, name: str, *more) -> str:
    return reverse(f"meetings:{name}", args=[poll.meeting.group.slug, poll.meeting.key, *more])


@pytest.fixture
def over(two) -> DatePoll:
    """One whose only date went by yesterday."""
    return make_meeting(two[0], days=-1, settled=False, title="Salt", at=days_from_now(-20)).poll


def test_where_all_dates_are_over_the_page_offers_one_thing(over, two, signed_in):
    text = signed_in(two[1]).get(over.get_absolute_url()).content.decode()
    assert [words for words in ("We meet only when", 'name="note"', "Save my answers") if words in text] == []
    assert "No date is offered any more." in text
    assert "Offer another one" in text


def test_and_it_is_not_lost(over, two, signed_in):
    home = [(ask.title, ask.words, ask.button) for ask in Home(two[0]).asks["first"]]
    assert home == [("A date for Salt", "The dates that were offered are over.", "Offer another one")]
    client = signed_in(two[0])
    text = client.get(reverse("meetings:all_dates", args=[two[0].group.slug])).content.decode()
    assert ("Salt" in text, "Offer another one" in text, "Save my answers" in text) == (True, True, False)
    day = days_from_now(20).date()
    over.offer(by=two[1], kind="online", **{**dates_of(over.meeting), "starts_on": day, "ends_on": day})
    two[0].group.refresh_from_db()
    assert [ask.button for ask in Home(two[0]).asks["first"]] == ["Say if you can"]


def test_copied_dates_keep_their_notes_the_first_one_too(poll, two):
    at, day = dates_of(poll.meeting), poll.meeting.starts_on - timedelta(days=2)
    poll.offer(by=two[0], kind="online", note="Bring lunch", **{**at, "starts_on": day, "ends_on": day})
    meeting, _left_out = copy_to(poll.meeting.starts_on + timedelta(days=70), poll, by=two[0])
    assert {option.note for option in meeting.poll.options.all()} == {"", "Bring lunch"}
    assert meeting.poll.options.count() == 2


def test_a_copied_date_that_would_fall_into_the_missing_hour_is_left_out_and_told(two, signed_in):
    night = {"start_time": time(1, 30), "end_time": time(2, 30)}
    poll = make_meeting(two[0], day=date(2027, 2, 28), settled=False, **night).poll
    with pytest.raises(ValidationError, match="clocks go forward"):
        copy_to(date(2027, 3, 1), poll, by=two[0])
    other = {**dates_of(poll.meeting), "starts_on": date(2027, 2, 20), "ends_on": date(2027, 2, 20)}
    poll.offer(by=two[0], kind="online", **other)
    sent = signed_in(two[0]).post(page_of(poll, "copy_dates"), {"month": "2027-03-01"}, follow=True)
    assert "Sunday 28 March 2027 is left out: the clocks go forward" in sent.content.decode()
    assert Meeting.objects.latest("pk").poll.options.get().starts_on == date(2027, 3, 20)


def offered_again(poll, signed_in, by, note: str) -> str:
    at = poll.options.get()
    said = {"starts_on": at.starts_on, "start_time": "19:00", "end_time": "21:00", "zone": at.zone, "kind": at.kind}
    answer = signed_in(by).post(page_of(poll, "offer"), {**said, "note": note}, follow=True)
    return answer.content.decode()


def test_a_note_to_a_date_that_is_offered_already_is_kept_or_told_of(poll, two, signed_in):
    offered_again(poll, signed_in, two[1], "Bring tea")
    assert poll.options.get().note == "Bring tea"
    assert "with a note that stays: “Bring tea”" in offered_again(poll, signed_in, two[1], "Bring salt")
    assert poll.options.get().note == "Bring tea"


def test_a_meeting_that_has_begun_keeps_its_date(two, signed_in):
    meeting = make_meeting(two[0], days=3)
    say_no = meeting.starts_at - timedelta(hours=1)
    meeting.answers.create(membership=two[1], answer="cannot", at_sequence=meeting.sequence, answered_at=say_no)
    text = signed_in(two[0]).get(meeting.get_absolute_url()).content.decode()
    assert "Look for a date" in text
    with pytest.raises(ValidationError, match="has begun"):
        DatePoll.open(meeting, by=two[0], at=meeting.starts_at + timedelta(minutes=30))
    assert Meeting.objects.get().settled_at
    assert not MeetingPage(meeting, two[0]).risk.has_begun
    assert MeetingPage(meeting, two[0], at=meeting.starts_at).risk.has_begun


@pytest.mark.parametrize(("what", "refused"), [
    ({"kind": "online", "ends_on": 2}, "Only a retreat has dates alone."),
    ({"kind": "retreat", "ends_on": 2, "start_time": "10:00", "end_time": "16:00"}, "A retreat has dates only."),
    ({"kind": "retreat", "ends_on": 2}, ""),
    ({"kind": "face", "start_time": "10:00", "end_time": "16:00"}, ""),
])  # fmt: skip
def test_a_date_has_times_and_a_retreat_days(poll, two, signed_in, what, refused):
    day = poll.meeting.starts_on
    said = {"starts_on": day, "zone": "Europe/London", **what}
    if "ends_on" in said:
        said["ends_on"] = day + timedelta(days=said["ends_on"])
    answer = signed_in(two[1]).post(page_of(poll, "offer"), said)
    assert (answer.status_code == 422, refused in answer.content.decode()) == (bool(refused), True)


def test_whoever_answers_on_the_sheet_what_was_settled_meanwhile_is_told_so(poll, two, signed_in):
    client, name = signed_in(two[1]), f"date-{poll.options.get().key}"
    for person in two:
        say(poll.meeting, "can", by=person)
    settle(poll.meeting, by=two[0])
    url = reverse("meetings:all_dates", args=[two[0].group.slug])
    text = client.post(url, {name: "can"}, follow=True).content.decode()
    assert ("has been settled since you opened the page" in text, "offered any more" in text) == (True, False)


@pytest.mark.parametrize("deed", ["settle", "take_back", "confirm"])
def test_and_whoever_comes_too_late_to_it_hears_one_thing(poll, two, signed_in, deed):
    day = poll.meeting.starts_on + timedelta(days=1)
    at = {**dates_of(poll.meeting), "starts_on": day, "ends_on": day}
    other = poll.offer(by=two[1], kind="online", **at)
    poll.answer({other: "stretch"}, by=two[1])
    for person in two:
        say(poll.meeting, "can", by=person)
    settle(poll.meeting, by=two[0])
    answer = signed_in(two[1]).post(page_of(poll, deed, other.key), follow=True)
    assert answer.redirect_chain[-1][0] == poll.meeting.get_absolute_url()
    assert len(list(answer.context["messages"])) == 1
    assert "It counts as a yes" not in answer.content.decode()


def test_a_stretch_on_a_date_that_was_taken_back_is_not_confirmed(poll, two):
    day = poll.meeting.starts_on + timedelta(days=1)
    other = poll.offer(by=two[1], kind="online", **{**dates_of(poll.meeting), "starts_on": day, "ends_on": day})
    poll.answer({other: "stretch"}, by=two[1])
    other.take_back(by=two[1])
    with pytest.raises(ValidationError, match="isn’t offered any more"):
        other.confirm(by=two[1])
