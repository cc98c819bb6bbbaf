from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from groups.models import Member
from meetings.models import Attendance, OwnNotes
from meetings.page import MeetingPage
from tests.factories import make_group, make_meeting, make_membership, make_topic

pytestmark = pytest.mark.django_db


def page_of(meeting, who=None, at=None) -> MeetingPage:
    return MeetingPage(meeting, who or meeting.facilitator, at=at)


def read(signed_in, who, meeting) -> str:
    return signed_in(who).get(meeting.get_absolute_url()).content.decode()


# Who sees what


def test_the_facilitators_own_notes_are_theirs_alone(signed_in):
    nia = make_membership()
    ruth = make_membership(nia.group)
    meeting = make_meeting(nia)
    url = reverse("meetings:notes", args=[nia.group.slug, meeting.key])
    assert signed_in(nia).post(url, {"text": "Go slowly"}).status_code == 302
    assert signed_in(ruth).get(url).status_code == 403
    assert signed_in(ruth).post(url, {"text": "Go fast"}).status_code == 403
    assert ["Go slowly" in read(signed_in, who, meeting) for who in (nia, ruth)] == [True, False]
    with pytest.raises(ValueError, match="only whoever facilitates"):
        OwnNotes.keep(meeting, "Go fast", by=ruth)


def test_notes_follow_neither_the_duty_nor_a_change_of_facilitator(signed_in):
    nia = make_membership(duty="facilitator")
    ruth = make_membership(nia.group)
    meeting = make_meeting(nia, facilitator=ruth)
    OwnNotes.keep(meeting, "Go slowly", by=ruth)
    assert "Go slowly" not in read(signed_in, nia, meeting)
    meeting.change(by=nia, facilitator=nia)
    assert "Go slowly" not in read(signed_in, nia, meeting)
    meeting.change(by=nia, facilitator=ruth)
    assert "Go slowly" in read(signed_in, ruth, meeting)


def test_access_notes_are_seen_by_the_facilitator_until_the_meeting_is_over(signed_in):
    nia = make_membership()
    ruth = make_membership(nia.group, access_note="A chair with arms")
    meeting = make_meeting(nia)
    assert "A chair with arms" in read(signed_in, nia, meeting)
    assert "A chair with arms" not in read(signed_in, ruth, meeting)
    assert page_of(meeting, at=meeting.ends_at).access_notes == []


def test_the_link_of_the_online_room_is_gone_when_the_meeting_is_over(signed_in):
    link = "https://room.example.org/a"
    ahead, past = make_meeting(join_url=link), make_meeting(days=-5, join_url=link)
    assert [link in read(signed_in, m.facilitator, m) for m in (ahead, past)] == [True, False]


def test_only_who_may_plan_is_offered_to_change_it(signed_in):
    group = make_group(all_facilitate=False)
    nia, ruth = make_membership(group, duty="facilitator"), make_membership(group)
    meeting = make_meeting(nia)
    offers = [reverse(f"meetings:{name}", args=[group.slug, meeting.key]) for name in ("edit", "let_go", "run_sheet")]
    assert [url in read(signed_in, nia, meeting) for url in offers] == [True] * 3
    assert [url in read(signed_in, ruth, meeting) for url in offers] == [False] * 3


# Who can be there


def test_all_are_shown_each_time_with_what_they_said(signed_in):
    nia = make_membership(name="Nia")
    bea, tamsin, ruth = (make_membership(nia.group, name) for name in ("Bea", "Tamsin", "Ruth"))
    meeting = make_meeting(nia)
    Attendance.say(meeting, "can", by=nia)
    Attendance.say(meeting, "stretch", by=bea)
    Attendance.say(meeting, "cannot", by=tamsin)
    text = read(signed_in, ruth, meeting)
    first = nia.group.members.in_order().first().name
    said = ("Bea, at a stretch", "Tamsin can’t", "We wait to hear from Ruth", f"We wait to hear from {first}")
    assert [words for words in said if words not in text] == []
    assert page_of(meeting, ruth).in_words == (
        f"We wait to hear from {first} and Ruth. Bea can at a stretch. Tamsin can’t. Nia facilitates."
    )


def test_when_all_can_it_says_so_in_words():
    nia = make_membership()
    meeting = make_meeting(nia)
    for person in nia.group.members:
        Attendance.say(meeting, "can", by=person)
    page = page_of(meeting)
    assert (page.heading, page.in_words) == ("Both of us can be there", "Both of us can be there. You facilitate.")


def test_in_a_group_of_one_you_are_all(signed_in):
    first = make_group().members.get()
    meeting = make_meeting(first)
    Attendance.say(meeting, "can", by=first)
    assert "You can be there" in read(signed_in, first, meeting)


# When


def test_the_room_opens_ten_minutes_before_the_start_and_closes_at_the_end():
    meeting = make_meeting(join_url="https://room.example.org/a")
    minutes = {-11: False, -10: True, 0: True, 119: True, 120: False}
    joins = {m: page_of(meeting, at=meeting.starts_at + timedelta(minutes=m)).joins_now for m in minutes}
    assert joins == minutes


def test_nobody_is_sent_to_the_room_of_a_meeting_let_go():
    meeting = make_meeting(join_url="https://room.example.org/a")
    meeting.let_go(by=meeting.facilitator)
    assert not page_of(meeting, at=meeting.starts_at).joins_now


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/London", ""),
        ("Europe/Jersey", ""),  # another name for the same hours
        ("Europe/Vienna", "8 to 10 pm where you are (7 to 9 pm in London)"),
        (
            "Pacific/Auckland",
            "6 to 8 am where you are (Tuesday 3 June 2031, 7 to 9 pm in London)",
        ),
    ],
)
def test_my_own_hours_are_shown_where_they_differ(signed_in, zone, said):
    nia = make_membership()
    Member.objects.filter(pk=nia.member_id).update(zone=zone)
    meeting = make_meeting(nia, day=date(2031, 6, 3))
    text = " ".join(strip_tags(read(signed_in, nia, meeting)).split())
    assert said in text
    assert ("where you are" in text) == bool(said)


def test_whole_days_have_no_hours_to_differ(signed_in):
    nia = make_membership()
    Member.objects.filter(pk=nia.member_id).update(zone="Pacific/Auckland")
    retreat = make_meeting(nia, kind="retreat", start_time=None, end_time=None)
    assert "where you are" not in read(signed_in, nia, retreat)


def test_the_earlier_dates_stand_on_the_page(signed_in):
    meeting = make_meeting(day=date(2031, 6, 3))
    meeting.change(by=meeting.facilitator, starts_on=date(2031, 6, 10), ends_on=date(2031, 6, 10))
    text = read(signed_in, meeting.facilitator, meeting)
    assert "What it was before" in text
    assert "Tuesday 3 June" in text


# Afterwards


def outcomes_url(meeting) -> str:
    return reverse("meetings:outcomes", args=[meeting.group.slug, meeting.key])


def test_any_member_writes_what_came_of_a_topic_and_it_stands_with_the_topic(signed_in):
    nia = make_membership()
    topic, ruth = make_topic(nia), make_membership(nia.group)
    past = make_meeting(nia, days=-5, topics=[topic])
    signed_in(ruth).post(outcomes_url(past), {f"topic_{topic.key}": "A list of kitchens"})
    topic_page = reverse("larder:detail", args=[nia.group.slug, topic.key])
    assert "A list of kitchens" in read(signed_in, nia, past)
    assert "A list of kitchens" in signed_in(nia).get(topic_page).content.decode()


def test_of_two_who_write_what_came_of_it_the_second_sees_both_and_loses_nothing(signed_in):
    nia = make_membership()
    topic, ruth = make_topic(nia), make_membership(nia.group)
    past = make_meeting(nia, days=-5, topics=[topic])
    seen = signed_in(nia).get(outcomes_url(past)).context["form"]["seen"].value()
    signed_in(ruth).post(outcomes_url(past), {f"topic_{topic.key}": "What Ruth wrote", "seen": seen})
    late = {f"topic_{topic.key}": "What Nia wrote", "seen": seen}
    answer = signed_in(nia).post(outcomes_url(past), late)
    assert answer.status_code == 409
    assert [text in answer.content.decode() for text in ("What Ruth wrote", "What Nia wrote")] == [True, True]
    assert past.opened.get().came_of_it == "What Ruth wrote"
    signed_in(nia).post(outcomes_url(past), {**late, "seen": answer.context["form"]["seen"].value()})
    assert past.opened.get().came_of_it == "What Nia wrote"


@pytest.mark.parametrize("why", ["ahead", "let go", "never settled"])
def test_nothing_came_of_a_meeting_that_was_not_held(signed_in, why):
    nia = make_membership()
    meeting = make_meeting(nia, days=10, topics=[make_topic(nia)], settled=why != "never settled")
    if why == "let go":
        meeting.let_go(by=nia)
    if why != "ahead":
        type(meeting).objects.filter(pk=meeting.pk).update(
            ends_at=meeting.created_at, starts_at=meeting.created_at - timedelta(hours=2)
        )
        meeting.refresh_from_db()
    answer = signed_in(nia).get(outcomes_url(meeting), follow=True)
    assert "You can write this when the meeting has been." in answer.content.decode()
    assert outcomes_url(meeting) not in answer.content.decode()
    with pytest.raises(ValueError, match="nothing came of it"):
        meeting.note_outcomes({meeting.opened.get(): "A list"}, by=nia)


def test_a_topic_that_something_came_of_stays_with_the_meeting():
    nia = make_membership()
    topic, other = make_topic(nia), make_topic(nia, "Salt")
    past = make_meeting(nia, days=-5, topics=[topic])
    past.note_outcomes({past.opened.get(): "A list of kitchens"}, by=nia)
    past.choose([other])
    assert set(past.topics.all()) == {topic, other}


def test_a_meeting_let_go_says_nothing_of_who_comes_and_how_long_it_takes(signed_in):
    nia = make_membership(name="Nia")
    meeting = make_meeting(nia, kind="face")
    for who in nia.group.members.in_order():
        Attendance.say(meeting, "can", by=who)
    told = ["can be there", "Nia facilitates", "It fits the time we have"]
    assert [words in read(signed_in, nia, meeting) for words in told] == [True] * 3
    meeting.let_go(by=nia)
    year = signed_in(nia).get(reverse("meetings:year", args=[nia.group.slug])).content.decode()
    assert [words in read(signed_in, nia, meeting) + year for words in told] == [False] * 3


def test_who_was_there_is_absent_where_nobody_was_noted(signed_in):
    nia = make_membership()
    one, other = (make_meeting(nia, days=days) for days in (-5, -6))
    Attendance.objects.create(meeting=one, membership=nia, answer="can", at_sequence=0, answered_at=one.starts_at)
    assert ["Who was there" in read(signed_in, nia, meeting) for meeting in (one, other)] == [True, False]
