"""Activities in a run sheet: picked for a part, left out again, and remembered with how they went."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from groups import registry
from larder.memory import Memory
from meetings.models import Meeting, Use
from meetings.models.run_sheet import RunSheetPart
from meetings.page import MeetingPage
from tests.at_once import at_once
from tests.factories import make_activity, make_group, make_meeting, make_membership, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return make_membership(name="Nia")


def url_of(meeting, name: str = "repertoire", place: int = 3, **more) -> str:
    return reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.key, place, *more.values()])


def pick(client, meeting, activity, place: int = 3):
    return client.post(url_of(meeting, "pick", place), {"activity": activity.key})


def offered(client, meeting, query: str = "", place: int = 3) -> list[str]:
    return [
        activity.title for activity in client.get(url_of(meeting, place=place) + query).context["repertoire"].activities
    ]


# Picking


def test_several_are_picked_for_a_part_and_the_run_sheet_shows_them_in_their_order(signed_in, nia):
    meeting, client = make_meeting(nia), signed_in(nia)
    for title in ("Salt", "Bread"):
        more = {"content_note": f"{title} note", "alternative": f"{title} another way", "materials": f"{title}, a bowl"}
        assert pick(client, meeting, make_activity(nia, title, **more)).url == meeting.get_absolute_url() + "#run-sheet"
    assert [use.activity.title for use in meeting.parts.get(order=3).uses.all()] == ["Salt", "Bread"]
    page = client.get(meeting.get_absolute_url()).text
    for words in ("Salt note", "Bread another way", "To bring: Salt, a bowl · Bread, a bowl"):
        assert words in page
    assert page.index("Salt note") < page.index("Bread note")


def test_materials_are_gathered_each_once_after_those_of_the_run_sheet(nia):
    meeting = make_meeting(nia)
    Meeting.objects.update(materials="Biscuits.")
    meeting.refresh_from_db()
    for title, materials, place in (("A", "Paper", 1), ("B", "", 2), ("C", "Paper", 3)):
        meeting.parts.get(order=place).pick(make_activity(nia, title, materials=materials), by=nia)
    assert MeetingPage(meeting, nia).to_bring == "Biscuits · Paper"


def test_picked_twice_is_picked_once_and_in_another_part_it_stands_twice(signed_in, nia):
    meeting, activity = make_meeting(nia), make_activity(nia)
    for place in (3, 3, 4):
        pick(signed_in(nia), meeting, activity, place)
    assert list(Use.objects.of(meeting).values_list("part__order", flat=True)) == [3, 4]


@pytest.mark.django_db(transaction=True)
def test_picked_by_two_at_the_same_moment_it_is_picked_once(nia):
    activity, part = make_activity(nia), make_meeting(nia).parts.first()
    results = at_once(*[lambda: RunSheetPart.objects.get(pk=part.pk).pick(activity, by=nia)] * 2)
    assert [type(result) for result in results if isinstance(result, Exception)] == []
    assert Use.objects.count() == 1


def test_it_is_left_out_again_but_not_where_somebody_wrote_how_it_went(signed_in, nia):
    meeting, activity = make_meeting(nia, days=-3), make_activity(nia)
    use = meeting.parts.get(order=3).pick(activity, by=nia)
    meeting.note_outcomes({use: "Quiet."}, by=nia)
    leave_out = url_of(meeting, "leave_out", activity=activity.key)
    answer = signed_in(nia).post(leave_out, follow=True)
    assert "Somebody has written how it went" in answer.text
    meeting.note_outcomes({use: ""}, by=nia)
    assert signed_in(nia).post(leave_out).url == url_of(meeting)
    assert not Use.objects.exists()
    assert signed_in(nia).post(leave_out).status_code == 404


def test_what_suits_the_part_the_place_and_the_time_comes_first_and_all_others_are_one_step_away(signed_in, nia):
    meeting, client = make_meeting(nia), signed_in(nia)  # online; the creative part has forty minutes
    for title, facts in {
        "Suits": {}, "Any part": {"part": ""}, "Long": {"minutes": 41}, "In the room": {"place": "room"},
        "Closing": {"part": "closing"},
    }.items():  # fmt: skip
        make_activity(nia, title, **facts)
    assert offered(client, meeting) == ["Any part", "Suits"]
    page = client.get(url_of(meeting)).text
    assert f'href="{url_of(meeting)}?part="' in page
    assert len(offered(client, meeting, "?part=")) == 5
    assert offered(client, meeting, "?part=closing&time=10") == []
    assert offered(client, meeting, "?place=room&time=longer&medium=writing") == ["Long"]


@pytest.mark.parametrize(
    ("kind", "places"), [("online", "bo"), ("face", "br"), ("hybrid", "b")]
)  # fmt: skip
def test_what_is_offered_can_be_done_where_we_meet(signed_in, nia, kind, places):
    for place in ("both", "online", "room"):
        make_activity(nia, place[0], place=place)
    assert "".join(offered(signed_in(nia), make_meeting(nia, kind=kind))) == places


def test_whoever_facilitates_the_meeting_picks_and_whoever_may_change_its_run_sheet_and_nobody_else(signed_in):
    group = make_group(all_facilitate=False)
    bea, ruth, nia = (make_membership(group, name) for name in ("Bea", "Ruth", "Nia"))
    ruth.take_on("facilitator", by=ruth)
    meeting, activity = make_meeting(ruth, facilitator=bea), make_activity(nia)
    for person, status in ((bea, 302), (ruth, 302), (nia, 403)):
        client = signed_in(person)
        assert pick(client, meeting, activity).status_code == status
        assert (url_of(meeting) in client.get(meeting.get_absolute_url()).text) is (status == 302)


def test_a_cached_run_sheet_offers_nothing_to_whoever_may_not_pick(signed_in):
    group = make_group(all_facilitate=False)
    bea, nia = make_membership(group, "Bea"), make_membership(group, "Nia")
    meeting = make_meeting(bea)
    for person, offers in ((bea, True), (nia, False), (bea, True)):
        assert (url_of(meeting) in signed_in(person).get(meeting.get_absolute_url()).text) is offers


def test_no_activity_of_another_group_and_none_that_was_taken_out_is_picked(signed_in, nia):
    meeting, activity = make_meeting(nia), make_activity(nia)
    part = meeting.parts.get(order=3)
    with pytest.raises(ValueError, match="another group"):
        part.pick(make_activity(), by=nia)
    activity.take_out(by=nia)
    with pytest.raises(ValidationError, match="taken out"):
        part.pick(activity, by=nia)
    for key in (make_activity().key, "none", ""):
        assert signed_in(nia).post(url_of(meeting, "pick"), {"activity": key}).status_code == 404


def test_a_meeting_let_go_one_without_a_run_sheet_and_a_part_that_is_not_have_nothing_to_pick_for(signed_in, nia):
    meeting, client = make_meeting(nia), signed_in(nia)
    assert client.get(url_of(meeting, place=6)).status_code == 404
    meeting.change(by=nia, kind="retreat", start_time=None, end_time=None)
    assert client.get(url_of(meeting)).status_code == 404
    gone = make_meeting(nia)
    part = gone.parts.first()
    gone.let_go(by=nia)
    assert client.get(url_of(gone)).status_code == 404
    with pytest.raises(ValidationError, match="let go"):
        part.pick(make_activity(nia), by=nia)


def test_a_run_sheet_that_is_rewritten_keeps_its_activities(nia):
    meeting = make_meeting(nia)
    stamp = RunSheetPart.stamp(meeting, meeting.parts.all())
    meeting.parts.first().pick(make_activity(nia), by=nia)
    new = [{"minutes": 9, "leader": None, "words": "Anew"}] * 5
    RunSheetPart.rewrite(meeting, new, by=nia, materials="", seen=stamp)
    assert Use.objects.of(meeting).count() == 1


# Memory


def test_anyone_writes_how_it_went_and_the_activity_remembers_it_newest_first(signed_in, nia):
    activity, bea = make_activity(nia), make_membership(nia.group, "Bea")
    for days, words in ((-90, "Loud."), (-9, "Quiet.")):
        past = make_meeting(bea, days=days)
        use = past.parts.get(order=3).pick(activity, by=bea)
        url = reverse("meetings:outcomes", args=[nia.group.slug, past.key])
        assert "How it went: Ten lines" in signed_in(nia).get(url).text
        signed_in(nia).post(url, {f"use_{use.pk}": words})
        assert words in signed_in(nia).get(past.get_absolute_url()).text
    ahead = make_meeting(nia, days=9)
    ahead.parts.first().pick(activity, by=nia)
    page = signed_in(nia).get(reverse("larder:activity", args=[nia.group.slug, activity.key])).text
    assert page.index("We will do it on") < page.index("Quiet.") < page.index("Loud.")
    assert "with Bea" in page
    assert ahead.get_absolute_url() in page


def test_a_meeting_let_go_or_never_settled_is_no_memory(nia):
    activity = make_activity(nia)
    gone, unsettled = make_meeting(nia), make_meeting(nia, days=-9, settled=False)
    for meeting in (gone, unsettled):
        meeting.parts.first().pick(activity, by=nia)
    gone.let_go(by=nia)
    uses = registry.uses(nia.group).filter(activity=activity)
    assert (uses.ahead().count(), uses.behind().count()) == (0, 0)
    memory = Memory(activity, nia.group, timezone.now(), {})
    assert memory.ahead + memory.behind == []


def test_of_two_who_write_how_it_went_the_second_sees_both(signed_in, nia):
    past = make_meeting(nia, days=-9)
    use = past.parts.first().pick(make_activity(nia), by=nia)
    url = reverse("meetings:outcomes", args=[nia.group.slug, past.key])
    seen = signed_in(nia).get(url).context["form"]["seen"].value()
    signed_in(nia).post(url, {f"use_{use.pk}": "What Bea wrote", "seen": seen})
    answer = signed_in(nia).post(url, {f"use_{use.pk}": "What Nia wrote", "seen": seen})
    assert answer.status_code == 409
    assert [words in answer.text for words in ("What Bea wrote", "What Nia wrote")] == [True, True]


def test_a_topic_remembers_the_activities_of_each_meeting_each_once(nia, django_assert_num_queries):
    activity, topic = make_activity(nia), make_topic(nia)
    for days in (-90, -9):
        meeting = make_meeting(nia, days=days, topics=[topic])
        for place in (2, 3):
            meeting.parts.get(order=place).pick(activity, by=nia)
        meeting.parts.get(order=1).pick(make_activity(nia, f"At {days}"), by=nia)
    with django_assert_num_queries(2):
        times = Memory(topic, nia.group, timezone.now(), {nia.pk: nia}).behind
    assert [titles_of(time) for time in times] == [["At -9", "Ten lines"], ["At -90", "Ten lines"]]
    activity.go()
    assert titles_of(Memory(topic, nia.group, timezone.now(), {}).behind[0]) == ["At -9"]


def titles_of(time) -> list[str]:
    return [title for _url, title in time.activities]


def test_what_we_did_when_a_topic_was_opened_leads_to_the_activities(signed_in, nia):
    topic, activity = make_topic(nia), make_activity(nia, "Salt")
    make_meeting(nia, days=-9, topics=[topic]).parts.first().pick(activity, by=nia)
    page = signed_in(nia).get(reverse("larder:detail", args=[nia.group.slug, topic.key])).text
    there = reverse("larder:activity", args=[nia.group.slug, activity.key])
    assert f'<a href="{there}">Salt</a>' in page


def test_a_meeting_takes_as_many_queries_with_thirty_activities_as_with_one(signed_in, nia, queries_of):
    client, counts = signed_in(nia), []
    ahead, past = make_meeting(nia), make_meeting(nia, days=-9)
    for numbers in (range(1), range(1, 30)):
        for n in numbers:
            for meeting in (ahead, past):
                meeting.parts.get(order=n % 5 + 1).pick(make_activity(nia, f"Activity {n}"), by=nia)
        outcomes = reverse("meetings:outcomes", args=[nia.group.slug, past.key])
        urls = (ahead.get_absolute_url(), past.get_absolute_url(), outcomes, url_of(ahead))
        counts.append([queries_of(client, url) for url in urls])
    assert counts[0] == counts[1]
