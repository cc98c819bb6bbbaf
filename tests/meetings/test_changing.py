from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from copse.home import Home
from meetings.models import Attendance, DatePoll, Meeting
from meetings.page import MeetingPage
from tests.at_once import at_once
from tests.factories import days_from_now, make_meeting, make_membership, make_topic, settle
from tests.meetings.test_planning import where_it_is

pytestmark = pytest.mark.django_db


def written(meeting, **changed) -> dict:
    """What the form of the meeting's page sends, with what somebody changed."""
    return {
        "kind": meeting.kind, "starts_on": meeting.starts_on.isoformat(), "start_time": meeting.start_time,
        "end_time": meeting.end_time, "zone": meeting.zone, "title": meeting.title, "place": meeting.place,
        "join_url": meeting.join_url, "facilitator": meeting.facilitator_id or "",
        "seen": meeting.changed_at.isoformat(), **changed,
    }  # fmt: skip


def url_of(meeting, name: str = "edit") -> str:
    return reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.key])


def answered_meeting(**what) -> Meeting:
    meeting = make_meeting(**what)
    Attendance.say(meeting, "can", by=meeting.facilitator)
    return meeting


def is_asked(meeting) -> bool:
    return meeting.group.meetings.awaiting_answer_from(meeting.facilitator).filter(pk=meeting.pk).exists()


def test_a_meeting_is_changed_by_page(signed_in):
    meeting = make_meeting()
    client = signed_in(meeting.facilitator)
    assert client.get(url_of(meeting)).status_code == 200
    answer = client.post(url_of(meeting), written(meeting, title="Salt", place="The barn"))
    assert answer.url == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert (meeting.title, meeting.place) == ("Salt", "The barn")


@pytest.mark.parametrize(
    "change",
    [
        {"start_time": time(18, 30), "end_time": time(20, 30)},
        {"end_time": time(22)},
        {"zone": "Europe/Paris"},
        {"kind": "face"},
        {"place": "The barn"},
    ],
    ids=["time", "length", "zone", "kind", "place"],
)
def test_a_new_time_length_zone_kind_or_place_asks_everyone_again_and_tells_calendars(change):
    meeting = answered_meeting()
    meeting.change(by=meeting.facilitator, **change)
    assert meeting.sequence == 1
    assert is_asked(meeting)


def test_a_new_link_tells_calendars_and_asks_nobody():
    meeting = answered_meeting()
    meeting.change(by=meeting.facilitator, join_url="https://room.example.org/b")
    assert meeting.sequence == 1
    assert not is_asked(meeting)


def test_title_facilitator_and_topics_ask_nobody_and_leave_the_sequence():
    meeting = answered_meeting()
    ruth = make_membership(meeting.group)
    meeting.change(by=ruth, title="Salt", facilitator=ruth, topics=[make_topic(ruth)])
    assert (meeting.sequence, meeting.title, meeting.opened.count()) == (0, "Salt", 1)
    assert meeting.answers.standing().exists()


def test_nothing_changed_tells_nobody():
    meeting = answered_meeting()
    meeting.change(by=meeting.facilitator, place=meeting.place, kind=meeting.kind)
    assert meeting.sequence == 0
    assert not is_asked(meeting)
    assert not meeting.earlier_dates.exists()


def test_the_uid_stays_through_move_letting_go_and_revival():
    meeting = make_meeting()
    uid = meeting.uid
    meeting.change(by=meeting.facilitator, start_time=time(18))
    meeting.let_go(by=meeting.facilitator)
    meeting.revive(by=meeting.facilitator)
    assert Meeting.objects.get().uid == uid
    assert meeting.sequence == 3


def test_earlier_dates_are_kept_with_who_moved_it():
    meeting = make_meeting()
    ruth = make_membership(meeting.group)
    first, second = meeting.starts_on, meeting.starts_on + timedelta(days=7)
    meeting.change(by=ruth, starts_on=second, ends_on=second)
    meeting.change(by=meeting.facilitator, start_time=time(18))
    kept = [(d.starts_on, d.start_time, d.by) for d in meeting.earlier_dates.all()]
    assert kept == [(first, time(19), ruth), (second, time(19), meeting.facilitator)]


def test_home_tells_of_a_move_and_not_of_another_place(signed_in):
    meeting = make_meeting()
    nia, deeds = meeting.facilitator, []
    for change in ({"place": "The barn"}, {"start_time": time(18)}, {"kind": "face"}):
        meeting.change(by=nia, **change)
        nia.group.refresh_from_db()
        deeds.append([news.deed for news in Home(nia).news if "moved" in news.deed])
    assert deeds == [[], ["moved a meeting"], ["moved a meeting"]]


def test_moving_the_first_day_of_an_evening_moves_its_last(signed_in):
    meeting = make_meeting()
    client = signed_in(meeting.facilitator)
    assert client.get(url_of(meeting)).context["form"]["ends_on"].value() is None
    later = meeting.starts_on + timedelta(days=7)
    client.post(url_of(meeting), written(meeting, starts_on=later.isoformat()))
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.ends_on) == (later, later)


def test_a_meeting_is_not_moved_into_the_past(signed_in):
    meeting = make_meeting()
    answer = signed_in(meeting.facilitator).post(url_of(meeting), written(meeting, starts_on="2026-01-01"))
    assert answer.context["form"].errors == {"starts_on": ["Choose a day from today on."]}


def test_a_meeting_is_not_moved_to_hours_that_are_over(signed_in):
    meeting = make_meeting()
    over = {**where_it_is(20), "start_time": "00:10", "end_time": "00:20"}
    answer = signed_in(meeting.facilitator).post(url_of(meeting), written(meeting, **over))
    assert answer.context["form"].errors == {"start_time": ["These hours are over. Choose later ones."]}


def test_an_evening_that_becomes_a_retreat_is_asked_for_its_last_day(signed_in):
    meeting = make_meeting()
    answer = signed_in(meeting.facilitator).post(url_of(meeting), written(meeting, kind="retreat"))
    assert answer.context["form"].errors == {"ends_on": ["A retreat has a night in it. Choose its last day."]}


def test_a_refused_change_leaves_everything_as_it_was():
    meeting = make_meeting()
    with pytest.raises(ValidationError):
        meeting.change(by=meeting.facilitator, title="Salt", start_time=time(22))
    meeting.refresh_from_db()
    assert (meeting.title, meeting.sequence, meeting.earlier_dates.count()) == ("", 0, 0)


def test_whole_days_that_get_times_get_a_run_sheet():
    meeting = make_meeting(kind="retreat", start_time=None, end_time=None)
    assert not meeting.parts.exists()
    meeting.change(by=meeting.facilitator, kind="online", start_time=time(19), end_time=time(21))
    assert [part.minutes for part in meeting.parts.all()] == [8, 18, 40, 42, 12]


def test_of_two_who_write_at_once_the_second_sees_both_and_loses_nothing(signed_in):
    meeting = make_meeting(title="As it was")
    nia, bea = meeting.facilitator, make_membership(meeting.group)
    assert signed_in(bea).post(url_of(meeting), written(meeting, title="What Bea wrote")).status_code == 302
    answer = signed_in(nia).post(url_of(meeting), written(meeting, title="What Nia wrote", place="The barn"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert [text in page for text in ("What Bea wrote", "What Nia wrote", "The barn")] == [True] * 3
    meeting.refresh_from_db()
    assert (meeting.title, meeting.place) == ("What Bea wrote", "")


def test_saving_again_puts_the_second_text_in_place_of_the_first(signed_in):
    meeting = make_meeting()
    nia, bea = meeting.facilitator, make_membership(meeting.group)
    signed_in(bea).post(url_of(meeting), written(meeting, title="What Bea wrote"))
    late = written(meeting, title="What Nia wrote")
    seen = signed_in(nia).post(url_of(meeting), late).context["form"]["seen"].value()
    assert signed_in(nia).post(url_of(meeting), {**late, "seen": seen}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.title == "What Nia wrote"


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_the_same_moment_one_counts_and_one_is_told():
    meeting = make_meeting()
    seen, by = meeting.changed_at, meeting.facilitator
    results = at_once(
        lambda: Meeting.objects.get().change(by=by, seen=seen, title="One"),
        lambda: Meeting.objects.get().change(by=by, seen=seen, title="The other"),
    )
    assert sorted(type(r) for r in results if r is not None) == [Meeting.ChangedMeanwhile]


def test_let_go_twice_is_let_go_once():
    meeting = make_meeting()
    meeting.let_go(by=meeting.facilitator)
    first = meeting.let_go_at
    meeting.let_go(by=meeting.facilitator)
    assert (meeting.let_go_at, meeting.sequence) == (first, 1)


def test_a_meeting_let_go_comes_back_and_asks_everyone_again():
    meeting = answered_meeting()
    meeting.let_go(by=meeting.facilitator)
    meeting.revive(by=meeting.facilitator)
    assert (meeting.let_go_at, meeting.sequence) == (None, 2)
    assert is_asked(meeting)


def test_revived_twice_is_revived_once():
    meeting = make_meeting()
    meeting.let_go(by=meeting.facilitator)
    late = Meeting.objects.get()
    meeting.revive(by=meeting.facilitator)
    late.revive(by=meeting.facilitator)
    assert Meeting.objects.get().sequence == 2


def test_it_is_let_go_and_comes_back_by_page(signed_in):
    meeting = make_meeting()
    client = signed_in(meeting.facilitator)
    assert client.get(url_of(meeting, "let_go")).status_code == 200
    client.post(url_of(meeting, "let_go"))
    assert Meeting.objects.get().let_go_at
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "This meeting is let go." in page
    assert url_of(meeting, "revive") in page
    client.post(url_of(meeting, "revive"))
    assert Meeting.objects.get().let_go_at is None


def test_a_past_meeting_can_not_be_let_go():
    meeting = make_meeting(days=-10)
    with pytest.raises(ValidationError, match="This meeting has been"):
        meeting.let_go(by=meeting.facilitator)


def test_what_was_let_go_does_not_come_back_once_its_day_is_over():
    meeting = make_meeting()
    meeting.let_go(by=meeting.facilitator)
    with pytest.raises(ValidationError, match="Its day is over"):
        meeting.revive(by=meeting.facilitator, at=days_from_now(20))


@pytest.mark.parametrize("past", [True, False], ids=["past", "let go"])
def test_the_plan_of_a_meeting_that_is_not_ahead_stays_as_it_was(signed_in, past):
    meeting = make_meeting(days=-10 if past else 10)
    if not past:
        meeting.let_go(by=meeting.facilitator)
    answer = signed_in(meeting.facilitator).post(url_of(meeting), written(meeting, title="Salt"), follow=True)
    assert "Its plan stays as it was." in answer.content.decode()
    with pytest.raises(ValidationError, match="has been, or was let go"):
        meeting.change(by=meeting.facilitator, title="Salt")
    assert Meeting.objects.get().title == ""


def test_a_date_that_was_looked_for_again_and_stayed_the_same_is_no_earlier_date():
    meeting = make_meeting()
    nia = meeting.facilitator
    for person in meeting.group.members:
        Attendance.say(meeting, "can", by=person)
    DatePoll.open(meeting, by=nia)
    meeting.refresh_from_db()
    settle(meeting, by=nia)
    assert (meeting.earlier_dates.count(), MeetingPage(meeting, nia).earlier_dates) == (1, [])
    meeting.change(by=nia, start_time=time(18))
    (earlier,) = MeetingPage(meeting, nia).earlier_dates
    assert (earlier.start_time, earlier.differs) == (time(19), {"when"})
