from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from larder.models import Topic
from larder.places import MOST_COUNTED, MOST_OFFERED
from meetings.models import Meeting, RunSheetPart
from meetings.page import MeetingPage
from tests.factories import days_from_now, make_group, make_meeting, make_membership, make_topic
from tests.matrix import meeting_plan

pytestmark = pytest.mark.django_db


def plan_by_page(signed_in, by, **more):
    return signed_in(by).post(reverse("meetings:plan", args=[by.group.slug]), meeting_plan(**more))


def errors_of(answer) -> dict:
    assert answer.status_code == 422
    return {field: " ".join(errors) for field, errors in answer.context["form"].errors.items()}


def test_a_meeting_is_planned_by_page(signed_in):
    nia = make_membership()
    topic = make_topic(nia)
    answer = plan_by_page(
        signed_in, nia, title="Salt", topics=[topic.key], facilitator=nia.pk, join_url="https://room.example.org/a"
    )
    meeting = nia.group.meetings.get()
    assert answer.url == meeting.get_absolute_url()
    assert (meeting.title, meeting.facilitator, list(meeting.topics.all())) == ("Salt", nia, [topic])
    assert (meeting.start_time, meeting.end_time, meeting.zone) == (time(19), time(21), "Europe/London")
    assert meeting.settled_at is not None


def test_what_was_written_is_still_there_when_something_has_to_be_put_right(signed_in):
    nia = make_membership()
    answer = plan_by_page(signed_in, nia, title="A title that stays", end_time="")
    assert errors_of(answer) == {"end_time": "Choose a time."}
    assert "A title that stays" in answer.content.decode()
    assert not nia.group.meetings.exists()


def test_a_day_that_is_only_hoped_for_is_not_settled(signed_in):
    nia = make_membership()
    plan_by_page(signed_in, nia, settled="no")
    assert nia.group.meetings.get().settled_at is None


@pytest.mark.parametrize(
    ("day", "starts_at", "ends_at"),
    [
        (date(2031, 1, 14), datetime(2031, 1, 14, 19, tzinfo=UTC), datetime(2031, 1, 14, 21, tzinfo=UTC)),
        (date(2031, 7, 15), datetime(2031, 7, 15, 18, tzinfo=UTC), datetime(2031, 7, 15, 20, tzinfo=UTC)),
    ],
)
def test_wall_time_and_zone_are_the_instant_in_winter_and_in_summer(day, starts_at, ends_at):
    meeting = make_meeting(day=day)
    assert (meeting.starts_at, meeting.ends_at) == (starts_at, ends_at)


def test_a_meeting_over_the_change_to_summer_time_is_an_hour_shorter_than_its_wall_times():
    night = {"starts_on": date(2031, 3, 29), "ends_on": date(2031, 3, 30)}
    meeting = make_meeting(**night, start_time=time(23), end_time=time(3))
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=3)
    assert meeting.minutes == 180


def test_a_time_that_comes_twice_is_the_first():
    meeting = make_meeting(day=date(2031, 10, 26), start_time=time(1, 30), end_time=time(4))
    assert meeting.starts_at == datetime(2031, 10, 26, 0, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_leave_out_is_refused_with_a_suggestion():
    with pytest.raises(ValidationError) as refused:
        make_meeting(day=date(2031, 3, 30), start_time=time(1, 30), end_time=time(4))
    assert refused.value.message_dict == {
        "start_time": [
            "The clocks go forward that night, so this time doesn’t exist. Choose 2.30 am or later.",
        ]
    }


def test_the_suggestion_is_right_where_the_clocks_move_by_half_an_hour():
    with pytest.raises(ValidationError, match=r"Choose 2\.40 am or later"):
        make_meeting(day=date(2031, 10, 5), start_time=time(2, 10), end_time=time(4), zone="Australia/Lord_Howe")


def test_the_page_shows_the_refusal_beside_the_time(signed_in):
    spring = date(timezone.localdate().year + 1, 3, 31)
    last_sunday = spring - timedelta(days=(spring.weekday() + 1) % 7)
    answer = plan_by_page(signed_in, make_membership(), starts_on=last_sunday.isoformat(), start_time="01:30")
    assert "doesn’t exist" in errors_of(answer)["start_time"]


def test_a_retreat_can_do_without_times():
    days = {"starts_on": date(2031, 6, 6), "ends_on": date(2031, 6, 8)}
    retreat = make_meeting(kind="retreat", **days, start_time=None, end_time=None)
    assert retreat.starts_at == datetime(2031, 6, 5, 23, tzinfo=UTC)  # midnight, British summer time
    assert retreat.ends_at == datetime(2031, 6, 8, 23, tzinfo=UTC)
    assert retreat.minutes is None


def test_the_times_say_that_only_a_retreat_can_be_without_them(signed_in):
    nia = make_membership()
    form = signed_in(nia).get(reverse("meetings:plan", args=[nia.group.slug])).context["form"]
    for time_of in (form["start_time"], form["end_time"]):
        said = time_of.as_field_group()
        assert "Empty only for a retreat." in said
        assert f'aria-describedby="{time_of.auto_id}_helptext"' in said
        assert "(you can leave this empty)" not in said


def test_a_retreat_without_times_is_planned_by_page(signed_in):
    nia = make_membership()
    last = timezone.localdate() + timedelta(days=22)
    plan_by_page(signed_in, nia, kind="retreat", start_time="", end_time="", ends_on=last.isoformat())
    retreat = nia.group.meetings.get()
    assert (retreat.start_time, retreat.ends_on, retreat.parts.count()) == (None, last, 0)


def test_one_time_without_the_other_is_refused(signed_in):
    last = timezone.localdate() + timedelta(days=22)
    answer = plan_by_page(signed_in, make_membership(), kind="retreat", end_time="", ends_on=last.isoformat())
    assert errors_of(answer) == {"end_time": "Choose both times, or none."}


def test_an_end_before_the_start_is_refused(signed_in):
    with pytest.raises(ValidationError, match="The end comes before the start"):
        make_meeting(start_time=time(21), end_time=time(19))
    answer = plan_by_page(signed_in, make_membership(), start_time="21:00", end_time="19:00")
    assert errors_of(answer) == {"end_time": "The end comes before the start. Choose a later end."}


def test_what_is_wrong_with_times_is_said_together_with_what_else_is(signed_in):
    answer = plan_by_page(signed_in, make_membership(), start_time="21:00", end_time="19:00", join_url="x")
    assert set(errors_of(answer)) == {"end_time", "join_url"}


def test_a_last_day_before_the_first_is_refused(signed_in):
    today = timezone.localdate().isoformat()
    answer = plan_by_page(signed_in, make_membership(), kind="retreat", ends_on=today)
    assert errors_of(answer) == {"ends_on": "The last day comes before the first. Choose a later one."}


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ({"starts_on": "9999-12-31"}, "within the next ten years"),
        ({"ends_on": "9999-12-31"}, "a month at most"),
    ],
)
def test_a_slip_in_the_year_is_refused(signed_in, slip, said):
    whole_days = {"kind": "retreat", "start_time": "", "end_time": ""}
    answer = plan_by_page(signed_in, make_membership(), **whole_days, **slip)
    assert said in errors_of(answer)[next(iter(slip))]


def test_a_link_without_its_beginning_is_taken_as_a_safe_one(signed_in):
    nia = make_membership()
    plan_by_page(signed_in, nia, join_url="room.example.org/a")
    assert nia.group.meetings.get().join_url == "https://room.example.org/a"


def test_a_past_day_is_refused_and_today_is_not(signed_in):
    nia = make_membership()
    today = timezone.localdate()
    answer = plan_by_page(signed_in, nia, starts_on=(today - timedelta(days=1)).isoformat())
    assert errors_of(answer) == {"starts_on": "Choose a day from today on."}
    late_today = {"starts_on": today.isoformat(), "zone": "America/Los_Angeles"}
    assert plan_by_page(signed_in, nia, **late_today).status_code == 302


def where_it_is(hour: int = 13) -> dict:
    """A zone in which it is about this hour, and its date."""
    zones = ("Pacific/Auckland", "Asia/Tokyo", "Asia/Kolkata", "Europe/London", "America/New_York", "Pacific/Honolulu")
    there = ((zone, timezone.now().astimezone(ZoneInfo(zone))) for zone in zones)
    zone, now = min(there, key=lambda each: abs(each[1].hour - hour))
    return {"zone": zone, "starts_on": now.date().isoformat()}


def test_hours_that_are_over_are_refused_with_what_was_meant(signed_in):
    answer = plan_by_page(signed_in, make_membership(), **where_it_is(), start_time="07:00", end_time="09:00")
    assert errors_of(answer) == {"start_time": "These hours are over. Did you mean 7 to 9 pm?"}


def test_hours_that_are_over_in_the_evening_too_are_refused(signed_in):
    nia = make_membership()
    answer = plan_by_page(signed_in, nia, **where_it_is(20), start_time="00:10", end_time="00:20")
    assert errors_of(answer) == {"start_time": "These hours are over. Choose later ones."}
    assert not nia.group.meetings.exists()


def test_a_meeting_may_have_begun_when_it_is_planned(signed_in):
    answer = plan_by_page(signed_in, make_membership(), **where_it_is(), start_time="07:00", end_time="21:00")
    assert answer.status_code == 302


def test_a_retreat_has_a_night_in_it_and_the_page_asks_for_its_last_day(signed_in):
    nia = make_membership()
    answer = plan_by_page(signed_in, nia, kind="retreat", start_time="", end_time="")
    assert errors_of(answer) == {"ends_on": "A retreat has a night in it. Choose its last day."}
    asked = answer.content.decode()
    assert asked.index('<details class="folded" open>') < asked.index('id="id_ends_on"')


@pytest.mark.parametrize("role", ["facilitator", "focus"])
def test_nobody_of_another_group_facilitates_or_is_in_focus(signed_in, role):
    nia, stranger = make_membership(), make_membership()
    assert role in errors_of(plan_by_page(signed_in, nia, **{role: stranger.pk}))
    with pytest.raises(ValueError, match="another group"):
        make_meeting(nia, learning=True, **{role: stranger})


def test_a_topic_of_another_group_is_refused(signed_in):
    nia, topic = make_membership(), make_topic()
    assert "topics" in errors_of(plan_by_page(signed_in, nia, topics=[topic.key]))
    with pytest.raises(ValueError, match="another group"):
        make_meeting(nia, topics=[topic])
    assert not Meeting.objects.exists()


def test_whoever_is_in_focus_does_not_facilitate(signed_in):
    nia = make_membership()
    errors = errors_of(plan_by_page(signed_in, nia, facilitator=nia.pk, focus=nia.pk))
    assert errors == {"facilitator": "Whoever is in focus doesn’t facilitate. Choose somebody else."}


def test_a_focus_makes_it_an_action_learning_evening(signed_in):
    nia = make_membership()
    plan_by_page(signed_in, nia, focus=nia.pk)
    meeting = nia.group.meetings.get()
    assert (meeting.learning, meeting.mark, meeting.name) == (True, "learning", f"{nia.name} in focus")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Europe/Londn", "Did you mean Europe/London?"),
        ("london", "Did you mean Europe/London?"),
        ("New York", "Did you mean America/New_York?"),
        ("#", "like Europe/London"),
    ],
)
def test_an_unknown_zone_is_answered_with_the_nearest_name(signed_in, written, said):
    assert said in errors_of(plan_by_page(signed_in, make_membership(), zone=written))["zone"]


def test_the_zone_begins_as_the_groups_own(signed_in):
    nia = make_membership(make_group(zone="Europe/Lisbon"))
    page = signed_in(nia).get(reverse("meetings:plan", args=[nia.group.slug]))
    assert page.context["form"]["zone"].value() == "Europe/Lisbon"


@pytest.mark.parametrize("length", [20, 45, 60, 95, 120, 121, 180, 330, 24 * 60])
def test_the_five_parts_are_in_proportion_and_fill_the_time(length):
    start = datetime.combine(date(2031, 6, 3), time(0))
    end = start + timedelta(minutes=length)
    meeting = make_meeting(starts_on=start.date(), ends_on=end.date(), start_time=start.time(), end_time=end.time())
    minutes = [part.minutes for part in meeting.parts.all()]
    assert sum(minutes) == length
    shape = [section.minutes for section in RunSheetPart.SHAPE.values()]
    assert all(abs(m - s * length / 120) <= 2 for m, s in zip(minutes, shape, strict=True))


def test_two_hours_have_the_parts_as_they_are_agreed():
    meeting = make_meeting()
    assert [part.minutes for part in meeting.parts.all()] == [8, 18, 40, 42, 12]
    assert MeetingPage(meeting, meeting.facilitator).fit == "It fits the time we have."


def test_of_a_large_larder_the_first_are_offered_and_it_says_how_many_more_there_are(signed_in):
    me = make_membership()
    kind, page = me.group.topic_kinds.first(), reverse("meetings:plan", args=[me.group.slug])
    topics = [{"title": f"Topic {n}", "why": "", "kind": kind} for n in range(MOST_OFFERED)]
    oldest = make_topic(me, at=days_from_now(-9))
    Topic.put_by_all(topics[1:], by=me)
    assert "The larder has" not in signed_in(me).get(page).text
    Topic.put_by_all(topics[:3], by=me)
    assert "The larder has three topics more." in signed_in(me).get(page).text
    assert "The larder has two topics more." in signed_in(me).get(f"{page}?topic={oldest.key}").text
    Topic.put_by_all(topics * (MOST_COUNTED // MOST_OFFERED), by=me)
    assert "The larder has hundreds of topics more." in signed_in(me).get(page).text
