from datetime import date, time

import pytest
from django.urls import reverse

from meetings.models import Meeting
from meetings.page import MeetingPage
from tests.factories import make_group, make_meeting, make_membership

pytestmark = pytest.mark.django_db


def sheet(minutes=(8, 18, 40, 42, 12), **more) -> dict:
    """What the page of a run sheet sends."""
    data = {"part-TOTAL_FORMS": len(minutes), "part-INITIAL_FORMS": len(minutes), "materials": ""}
    for i, m in enumerate(minutes):
        data |= {f"part-{i}-minutes": m, f"part-{i}-leader": "", f"part-{i}-words": ""}
    return data | more


def save(signed_in, meeting, *, by=None, **data):
    url = reverse("meetings:run_sheet", args=[meeting.group.slug, meeting.key])
    return signed_in(by or meeting.facilitator).post(url, sheet(**data), follow=True)


def times(meeting) -> list[str]:
    page = MeetingPage(meeting, meeting.facilitator)
    return [part.at.strftime("%H:%M") for part in page.parts] + [page.stops_at.strftime("%H:%M")]


def test_each_part_says_when_it_begins_and_the_last_when_we_stop():
    assert times(make_meeting()) == ["19:00", "19:08", "19:26", "20:06", "20:48", "21:00"]


def test_times_follow_a_new_length(signed_in):
    meeting = make_meeting()
    save(signed_in, meeting, minutes=(10, 20, 30, 40, 15))
    assert times(meeting) == ["19:00", "19:10", "19:30", "20:00", "20:40", "20:55"]


def test_times_follow_the_meeting_when_it_moves():
    meeting = make_meeting()
    meeting.change(by=meeting.facilitator, start_time=time(18), end_time=time(20))
    assert times(meeting)[0] == "18:00"


def test_times_are_those_of_the_clock_when_it_changes_meanwhile():
    meeting = make_meeting(day=date(2031, 3, 30), start_time=time(0, 30), end_time=time(3, 30))
    assert times(meeting) == ["00:30", "00:38", "00:56", "02:36", "03:18", "03:30"]


def test_minutes_leaders_words_and_what_to_bring_are_saved(signed_in):
    meeting = make_meeting()
    ruth = make_membership(meeting.group, "Ruth")
    more = {"part-2-leader": ruth.pk, "part-2-words": "Write to a table", "materials": "Paper and a pen"}
    save(signed_in, meeting, minutes=(10, 16, 40, 42, 12), **more)
    creative = meeting.parts.get(part="creative")
    assert [p.minutes for p in meeting.parts.all()] == [10, 16, 40, 42, 12]
    assert (creative.leader, creative.words) == (ruth, "Write to a table")
    text = signed_in(ruth).get(meeting.get_absolute_url()).content.decode()
    assert [said in text for said in ("Ruth leads", "Write to a table", "Paper and a pen")] == [True] * 3


@pytest.mark.parametrize(
    ("closing", "said"),
    [
        (12, "It fits the time we have."),
        (17, "Five minutes longer than the time we have."),
        (11, "One minute shorter than the time we have."),
    ],
)
def test_whether_it_fits_is_said_and_never_blocks(signed_in, closing, said):
    meeting = make_meeting()
    page = save(signed_in, meeting, minutes=(8, 18, 40, 42, closing))
    assert f"The run sheet is saved. {said}" in page.content.decode()
    assert MeetingPage(meeting, meeting.facilitator).fit == said


def test_a_run_sheet_raises_no_sequence_and_asks_nobody(signed_in):
    meeting = make_meeting()
    save(signed_in, meeting, minutes=(10, 16, 40, 42, 12))
    now = Meeting.objects.get()
    assert (now.sequence, now.asks_since, now.changed_at) == (0, 0, meeting.changed_at)


@pytest.mark.parametrize("minutes", ["0", "601", "", "soon"])
def test_a_part_takes_between_a_minute_and_ten_hours(signed_in, minutes):
    meeting = make_meeting()
    page = save(signed_in, meeting, **{"part-0-minutes": minutes, "part-1-words": "Words that stay"})
    assert page.status_code == 422
    assert "Words that stay" in page.content.decode()
    assert meeting.parts.first().minutes == 8


def test_nobody_of_another_group_leads_a_part(signed_in):
    meeting, stranger = make_meeting(), make_membership()
    assert save(signed_in, meeting, **{"part-0-leader": stranger.pk}).status_code == 422
    assert not meeting.parts.exclude(leader=None).exists()


@pytest.mark.parametrize("minutes", [(60, 60), (20,) * 7])
def test_there_are_five_parts_no_more_and_no_fewer(signed_in, minutes):
    meeting = make_meeting()
    assert save(signed_in, meeting, minutes=minutes).status_code == 422
    assert meeting.parts.count() == 5


def test_whole_days_and_a_weekend_have_no_run_sheet(signed_in):
    days = {"starts_on": date(2031, 6, 6), "ends_on": date(2031, 6, 8)}
    for hours in ({"start_time": None, "end_time": None}, {"start_time": time(17), "end_time": time(15)}):
        retreat = make_meeting(kind="retreat", **days, **hours)
        assert not retreat.parts.exists()
        assert "Run sheet" not in signed_in(retreat.facilitator).get(retreat.get_absolute_url()).content.decode()


def test_a_run_sheet_rests_while_its_meeting_has_no_times():
    meeting = make_meeting()
    meeting.change(by=meeting.facilitator, kind="retreat", start_time=None, end_time=None)
    assert MeetingPage(meeting, meeting.facilitator).parts == []
    assert meeting.parts.count() == 5


def test_of_two_who_write_at_once_the_second_sees_both_and_loses_nothing(signed_in):
    meeting = make_meeting()
    ruth = make_membership(meeting.group)
    url = reverse("meetings:run_sheet", args=[meeting.group.slug, meeting.key])
    seen = signed_in(meeting.facilitator).get(url).context["form"]["seen"].value()
    save(signed_in, meeting, by=ruth, **{"part-0-words": "What Ruth wrote", "seen": seen})
    answer = save(signed_in, meeting, **{"part-0-words": "What Nia wrote", "seen": seen})
    assert answer.status_code == 409
    assert [text in answer.content.decode() for text in ("What Ruth wrote", "What Nia wrote")] == [True, True]
    assert meeting.parts.first().words == "What Ruth wrote"
    save(signed_in, meeting, **{"part-0-words": "What Nia wrote", "seen": answer.context["form"]["seen"].value()})
    assert meeting.parts.first().words == "What Nia wrote"


def test_only_who_may_plan_changes_it(signed_in):
    group = make_group(all_facilitate=False)
    nia, ruth = make_membership(group, duty="facilitator"), make_membership(group)
    meeting = make_meeting(nia)
    assert save(signed_in, meeting, by=ruth).status_code == 403
    assert save(signed_in, meeting, by=nia).status_code == 200
