"""Twos and threes: a meeting of some of us, which counts for nothing and is seen by those whom it is for."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from copse.home import Home
from groups.models import Entry
from meetings.bringing_in import PastMeetings
from meetings.models import Attendance, Meeting, SmallerGuest
from meetings.programme import Programme
from tests.at_once import at_once
from tests.factories import make_group, make_meeting, make_membership, make_smaller_meeting
from tests.meetings.test_feed import bytes_of, events_of, make_feed

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    """The four members of a group."""
    group = make_group()
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin", "Ruth"))]


def page_of(meeting, name: str = "") -> str:
    name = f"meetings:{name}_smaller" if name else "meetings:smaller"
    return reverse(name, args=[meeting.group.slug, meeting.key])


def written(*guests, **more) -> dict:
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    plan = {"kind": "online", "starts_on": day, "start_time": "10:00", "end_time": "11:00", "zone": "Europe/London"}
    return {**plan, "guests": [guest.key for guest in guests], "shown_to_all": "no", **more}


def test_any_of_us_arranges_one_and_the_others_in_it_are_asked(signed_in, four):
    nia, bea, *_others = four
    nia.group.all_facilitate = False
    nia.group.save()
    url = reverse("meetings:arrange_smaller", args=[nia.group.slug])
    answer = signed_in(bea).post(url, written(nia, title="Salt"))
    meeting = Meeting.of_any_size.get()
    assert (answer.url, meeting.smaller, meeting.title) == (page_of(meeting), True, "Salt")
    assert {guest.membership for guest in meeting.guests.all()} == {nia, bea}
    assert [(said.membership, said.answer) for said in meeting.answers.all()] == [(bea, "can")]
    assert [ask.url for ask in Home(nia).asks["first"]] == [f"{page_of(meeting)}#coming"]
    assert Home(bea).asks["first"] == []


@pytest.mark.parametrize(
    ("who", "says"), [([], "Choose somebody to meet with."), ([1, 2, 3], "That is all of us.")], ids=["nobody", "all"]
)
def test_it_is_neither_of_one_nor_of_all(signed_in, four, who, says):
    url = reverse("meetings:arrange_smaller", args=[four[0].group.slug])
    answer = signed_in(four[0]).post(url, written(*(four[n] for n in who), title="What I wrote"))
    page = answer.content.decode()
    assert (answer.status_code, says in page, "What I wrote" in page) == (422, True, True)
    assert not Meeting.of_any_size.exists()


def test_of_an_hour_that_comes_twice_it_is_asked_which(signed_in, four):
    client, url = signed_in(four[0]), reverse("meetings:arrange_smaller", args=[four[0].group.slug])
    said = written(four[1], starts_on="2027-10-31", start_time="01:30", end_time="02:30")
    assert "comes twice" in client.post(url, said).content.decode()
    client.post(url, {**said, "start_fold": "second"})
    assert Meeting.of_any_size.get().minutes == 60


def test_pressed_twice_it_is_arranged_once(signed_in, four):
    client, url = signed_in(four[0]), reverse("meetings:arrange_smaller", args=[four[0].group.slug])
    for _press in range(2):
        client.post(url, written(four[1]))
    assert (Meeting.of_any_size.count(), SmallerGuest.objects.count()) == (1, 2)


def test_it_counts_for_nothing(four):
    nia, bea, tamsin, _ruth = four
    past, ahead = (make_smaller_meeting(nia, bea, tamsin, days=days) for days in (-20, 5))
    nia.group.refresh_from_db()
    programme, home = Programme(nia.group, ahead.starts_on.year, reader=nia), Home(bea)
    assert (programme.meetings, programme.next, programme.turns, programme.marks) == ([], None, [], [])
    assert (programme.has_past, home.next, home.outlook.last_met, home.news) == (False, None, None, [])
    assert not nia.group.meetings.exists()
    assert not nia.group.meetings.awaiting_answer_from(bea).exists()
    assert not Entry.objects.filter(source="meetings").exists()
    assert not ahead.parts.exists()
    at_that_hour = f"date,start,end\n{past.starts_on},10:00,11:00"
    assert len(PastMeetings(at_that_hour, by=nia).new) == 1  # it isn't one that we have already


@pytest.mark.parametrize("field", ["facilitator", "learning"])
def test_it_is_nobodys_turn_and_no_set(four, field):
    meeting = make_smaller_meeting(four[0], four[1])
    value = four[0] if field == "facilitator" else True
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.itself().update(**{field: value})


@pytest.mark.parametrize("shown", [True, False], ids=["shown to all", "kept among them"])
def test_others_see_it_where_those_in_it_chose_so_and_otherwise_nothing_is_there(signed_in, four, shown):
    nia, bea, ruth = four[0], four[1], four[3]
    meeting = make_smaller_meeting(nia, bea, shown_to_all=shown, title="A word of ours")
    year = reverse("meetings:year_of", args=[nia.group.slug, meeting.starts_on.year])
    met = {who: signed_in(who).get(page_of(meeting)).status_code for who in (nia, bea, ruth)}
    assert met == {nia: 200, bea: 200, ruth: 200 if shown else 404}
    seen = {who: "A word of ours" in signed_in(who).get(year).content.decode() for who in (nia, bea, ruth)}
    assert seen == {nia: True, bea: True, ruth: shown}


@pytest.mark.parametrize("name", ["", "edit", "answer"])
def test_one_that_is_kept_among_them_is_the_same_to_others_as_none(signed_in, four, name):
    meeting, client = make_smaller_meeting(four[0], four[1]), signed_in(four[3])
    url = page_of(meeting, name)
    there, missing = (client.post(at) if name else client.get(at) for at in (url, url.replace(meeting.key, "nowhere")))
    assert (there.status_code, there.content) == (missing.status_code, missing.content) == (404, missing.content)


@pytest.mark.parametrize("deed", ["edit", "answer", "let_go", "revive"])
def test_only_those_in_it_do_anything_with_it(signed_in, four, deed):
    meeting, ruth = make_smaller_meeting(four[0], four[1], shown_to_all=True), four[3]
    assert signed_in(ruth).post(page_of(meeting, deed), {"answer": "can"}).status_code == 403
    with pytest.raises(ValueError, match="isn’t in it"):
        Attendance.say(meeting, "can", by=ruth)


def test_the_pages_of_our_own_meetings_know_nothing_of_it(signed_in, four):
    meeting, client = make_smaller_meeting(four[0], four[1]), signed_in(four[0])
    for name in ("detail", "edit", "run_sheet", "ics", "outcomes"):
        assert client.get(reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.key])).status_code == 404


def test_those_in_it_answer_and_it_is_let_go_and_taken_up_again(signed_in, four):
    nia, bea = four[:2]
    meeting = make_smaller_meeting(nia, bea)
    client = signed_in(bea)
    assert 'name="answer" value="cannot"' in client.get(page_of(meeting)).content.decode()
    client.post(page_of(meeting, "answer"), {"answer": "cannot", "seen": 0})
    assert meeting.answers.get(membership=bea).answer == "cannot"
    client.post(page_of(meeting, "let_go"))
    assert "This meeting is let go." in client.get(page_of(meeting)).content.decode()
    client.post(page_of(meeting, "revive"))
    assert not meeting.answers.standing().exists()


def test_it_is_changed_with_who_is_in_it_and_nothing_is_lost_of_two_who_write_at_once(signed_in, four):
    nia, bea, tamsin, _ruth = four
    meeting = make_smaller_meeting(nia, bea)
    seen = meeting.changed_at.isoformat()
    assert signed_in(nia).post(page_of(meeting, "edit"), written(bea, tamsin, seen=seen)).status_code == 302
    late = signed_in(bea).post(page_of(meeting, "edit"), written(nia, title="What Bea wrote", seen=seen))
    assert (late.status_code, "What Bea wrote" in late.content.decode()) == (409, True)
    assert {guest.membership for guest in meeting.guests.all()} == {nia, bea, tamsin}
    assert meeting.answers.standing().get().membership == nia


def test_it_is_in_the_calendars_of_those_in_it_and_in_no_other(four):
    nia, bea, _tamsin, ruth = four
    ours = make_meeting(nia)
    meeting = make_smaller_meeting(nia, bea, shown_to_all=True, place="The mill")
    for who, there in ((nia, True), (bea, True), (ruth, False)):
        events = events_of(bytes_of(make_feed(who, group=who.group)))
        assert (str(ours.uid) in events, str(meeting.uid) in events) == (True, there)
    assert "twos and threes" in str(events_of(bytes_of(make_feed(nia)))[str(meeting.uid)]["SUMMARY"])


def test_whoever_leaves_is_in_none_that_is_ahead(four):
    nia, bea = four[:2]
    past, ahead = (make_smaller_meeting(nia, bea, days=days) for days in (-20, 5))
    bea.leave()
    assert [m.guests.count() for m in (past, ahead)] == [2, 1]
    nia.leave()
    assert not Meeting.of_any_size.exists()  # it would say something to nobody


def test_the_year_asks_as_often_for_three_of_them_as_for_thirty(signed_in, queries_of, four):
    nia, client = four[0], signed_in(four[0])
    counts, day = [], timezone.localdate() + timedelta(days=1)
    for n in (3, 27):
        for _made in range(n):
            make_smaller_meeting(nia, four[1], day=day)
        nia.group.changed("programme")
        counts.append(queries_of(client, reverse("meetings:year_of", args=[nia.group.slug, day.year])))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_the_same_moment_one_meeting_comes(four):
    day = timezone.localdate() + timedelta(days=3)
    made = at_once(*[lambda: make_smaller_meeting(four[0], four[1], key="pressedtwice", day=day)] * 2)
    assert [m.key for m in made] == ["pressedtwice"] * 2
    assert SmallerGuest.objects.count() == 2


def test_somebody_of_another_group_is_not_in_it(four):
    with pytest.raises(ValueError, match="another group"):
        make_smaller_meeting(four[0], make_membership())
    with pytest.raises(ValidationError, match="all of us"):
        make_smaller_meeting(*four)


def test_its_day_is_within_ten_years(signed_in, four):
    url = reverse("meetings:arrange_smaller", args=[four[0].group.slug])
    late = written(four[1], starts_on="9999-12-31", start_time="22:00", end_time="23:30", zone="America/New_York")
    answer = signed_in(four[0]).post(url, late)
    assert (answer.status_code, "within the next ten years" in answer.content.decode()) == (422, True)


def test_arranged_again_after_it_was_let_go_it_is_another(signed_in, four):
    nia, bea = four[:2]
    url = reverse("meetings:arrange_smaller", args=[nia.group.slug])
    signed_in(nia).post(url, written(bea))
    Meeting.of_any_size.get().let_go(by=nia)
    signed_in(nia).post(url, written(bea))
    assert Meeting.of_any_size.standing().count() == 1


def test_it_can_be_changed_after_the_others_of_us_have_left_but_nobody_be_added(signed_in, four):
    nia, bea, tamsin, ruth = four
    meeting, client = make_smaller_meeting(nia, bea), signed_in(nia)
    tamsin.leave()
    ruth.leave()
    seen = meeting.changed_at.isoformat()
    assert client.post(page_of(meeting, "edit"), written(bea, title="Salt", seen=seen)).status_code == 302
    newest = make_membership(nia.group)
    with pytest.raises(ValidationError, match="all of us"):
        SmallerGuest.rearrange(meeting, [bea, newest], by=nia)
    meeting.refresh_from_db()
    assert (meeting.title, meeting.guests.count()) == ("Salt", 2)


def test_whoever_is_in_it_takes_themselves_out_and_of_two_it_is_let_go(signed_in, four):
    nia, bea, tamsin, _ruth = four
    meeting = make_smaller_meeting(nia, bea, tamsin)
    for person, left in ((bea, {nia, tamsin}), (tamsin, {nia})):
        assert "Take me out of it" in signed_in(person).get(page_of(meeting)).content.decode()
        answer = signed_in(person).post(page_of(meeting, "leave"), follow=True)
        assert "You are not in it any more." in answer.content.decode()
        assert {guest.membership for guest in meeting.guests.all()} == left
    assert Meeting.of_any_size.get().let_go_at
    assert "Take me out of it" not in signed_in(nia).get(page_of(meeting)).content.decode()


@pytest.mark.parametrize(("n", "says"), [(1, "you are alone here"), (2, "When the two of you meet"), (3, "Arrange it")])
def test_it_takes_three_of_us_and_there_is_a_way_back(signed_in, four, n, says):
    for person in four[n:]:
        person.leave()
    year = reverse("meetings:year", args=[four[0].group.slug])
    text = signed_in(four[0]).get(reverse("meetings:arrange_smaller", args=[four[0].group.slug])).content.decode()
    assert (says in text, f"{year}#smaller" in text) == (True, True)


@pytest.mark.parametrize(("end", "minutes"), [("00:30", 120), ("00:00", 90), ("06:30", 480)])
def test_it_may_go_on_into_the_night(signed_in, four, end, minutes):
    url = reverse("meetings:arrange_smaller", args=[four[0].group.slug])
    signed_in(four[0]).post(url, written(four[1], start_time="22:30", end_time=end))
    assert Meeting.of_any_size.get().minutes == minutes


def test_an_end_before_its_beginning_by_a_slip_is_no_night(signed_in, four):
    url = reverse("meetings:arrange_smaller", args=[four[0].group.slug])
    answer = signed_in(four[0]).post(url, written(four[1], start_time="11:00", end_time="10:00"))
    assert "Choose a later end" in answer.content.decode()
