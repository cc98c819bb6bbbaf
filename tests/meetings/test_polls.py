"""Finding a date: what is offered, what each of us says to it, where it stands."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.models import Outbox
from groups.tick import tick
from meetings import mail
from meetings.finding import Finding
from meetings.in_words import state
from meetings.models import Attendance, Availability, DatePoll, Meeting
from meetings.same_days import copy_to, same_weekday
from meetings.when import dates_of
from tests.factories import days_from_now, make_group, make_meeting, make_membership, say, settle, suits

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    """The four members of a group."""
    group = make_group()
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin", "Ruth"))]


@pytest.fixture
def poll(four) -> DatePoll:
    return make_meeting(four[0], days=30, settled=False, title="Salt").poll


def another(poll, by, *, days: int = 7, **what):
    """A date offered so many days after the first."""
    first = poll.options.order_by("added_at").first()
    day = first.starts_on + timedelta(days=days)
    dates = {**dates_of(first), "starts_on": day, "ends_on": day}
    return poll.offer(by=by, **{"kind": "online", **dates, **what})


def lines(poll, by) -> list[tuple]:
    poll = DatePoll.objects.get(pk=poll.pk)
    return [(h.meeting.starts_on, state(h)) for h in Finding(poll, by).hearings]


# what is offered


def test_whoever_plans_a_meeting_without_a_date_asks_about_the_day_they_hope_for(poll, four):
    (option,) = poll.options.all()
    assert (option.starts_at, option.kind, option.by) == (poll.meeting.starts_at, "online", four[0])


def test_anyone_may_offer_another_date_and_the_programme_shows_the_nearest(poll, four):
    option = another(poll, four[3], days=-7)
    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.settled_at) == (option.starts_at, None)


def test_the_same_date_offered_twice_is_one(poll, four):
    assert another(poll, four[1]) == another(poll, four[2])


def test_a_date_that_is_over_is_not_offered(poll, four):
    with pytest.raises(ValidationError, match="over"):
        another(poll, four[1], days=-31)
    assert poll.options.count() == 1


def test_a_date_in_the_hour_that_the_clocks_leave_out_is_refused_with_another(poll, four):
    night = dict.fromkeys(("starts_on", "ends_on"), date(2031, 3, 30))
    with pytest.raises(ValidationError, match="so this time doesn’t exist"):
        poll.offer(by=four[0], kind="online", zone="Europe/London", start_time=time(1, 30), end_time=time(4), **night)


def test_a_date_is_taken_back_by_whoever_offered_it_but_never_the_last(poll, four):
    four[0].group.all_facilitate = False
    four[0].group.save()
    option = another(poll, four[2])
    four[1].group.refresh_from_db()
    with pytest.raises(ValueError, match="not theirs"):
        option.take_back(by=four[1])
    option.take_back(by=four[2])
    assert list(poll.options.standing().values_list("taken_back_at", flat=True)) == [None]
    with pytest.raises(ValidationError, match="only date"):
        poll.options.standing().get().take_back(by=four[0])


def test_the_date_that_was_settled_on_is_not_taken_back(poll, four):
    option = poll.options.get()
    another(poll, four[1])
    for person in four:
        say(poll.meeting, "can", by=person)
    settle(poll.meeting, by=four[0])
    with pytest.raises(ValidationError, match="settled"):
        option.take_back(by=four[0])


# answers


def test_a_date_left_blank_stays_unanswered_and_other_answers_stay(poll, four, signed_in):
    first, second = poll.options.get(), another(poll, four[0])
    url = poll.get_absolute_url()
    signed_in(four[1]).post(url, {f"date-{first.key}": "can", "note": ""})
    signed_in(four[1]).post(url, {f"date-{second.key}": "cannot", "note": "After six"})
    said = dict(Availability.objects.filter(membership=four[1]).values_list("option", "answer"))
    assert said == {first.pk: "can", second.pk: "cannot"}


def test_a_note_is_for_whoever_asks_and_whoever_facilitates(poll, four, signed_in):
    poll.answer({}, by=four[1], note="My knee again")
    url = poll.get_absolute_url()
    assert "My knee again" in signed_in(four[0]).get(url).content.decode()
    assert "My knee again" in signed_in(four[1]).get(url).content.decode()  # in my own form
    assert "My knee again" not in signed_in(four[2]).get(url).content.decode()


def test_an_answer_that_is_none_of_the_three_is_put_right_and_the_others_stand_there(poll, four, signed_in):
    option, other = poll.options.get(), another(poll, four[0])
    answer = signed_in(four[1]).post(
        poll.get_absolute_url(), {f"date-{option.key}": "perhaps", f"date-{other.key}": "can", "note": "Later"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose one of the three." in page
    assert 'value="Later"' in page
    assert "checked" in page
    assert not Availability.objects.exists()


def test_answers_to_a_date_taken_back_meanwhile_are_told_of_and_the_others_kept(poll, four, signed_in):
    first, second = poll.options.get(), another(poll, four[0])
    second.take_back(by=four[0])
    assert poll.answer({first: "can", second: "can"}, by=four[1]) == [second]
    assert Availability.objects.get().option == first


def test_all_dates_are_answered_in_one_go(poll, four, signed_in, queries_of):
    others = [make_meeting(four[0], days=40 + n, settled=False).poll for n in range(3)]
    url = reverse("meetings:all_dates", args=[poll.meeting.group.slug])
    client = signed_in(four[1])
    options = [p.options.get() for p in (poll, *others)]
    others[1].meeting.let_go(by=four[0])
    page = client.post(url, {f"date-{option.key}": "can" for option in options}, follow=True).content.decode()
    assert Availability.objects.filter(membership=four[1], answer="can").count() == 3
    assert "Your answers are with the others." in page


def test_the_sheet_of_all_dates_takes_as_many_queries_for_three_as_for_thirty(four, signed_in, queries_of):
    url = reverse("meetings:all_dates", args=[four[0].group.slug])
    counts = []
    for n in (3, 30):
        for day in range(n):
            say(make_meeting(four[0], days=10 + n + day, settled=False), "can", by=four[1])
        counts.append(queries_of(signed_in(four[2]), url))
    assert counts[0] == counts[1] <= 12


def test_the_page_of_a_poll_takes_as_many_queries_for_three_dates_as_for_twenty(poll, four, signed_in, queries_of):
    counts = []
    for days in (range(1, 3), range(3, 20)):
        for n in days:
            poll.answer({another(poll, four[0], days=n): "can"}, by=four[1])
        counts.append(queries_of(signed_in(four[2]), poll.get_absolute_url()))
    assert counts[0] == counts[1] <= 14


# where it stands


def test_those_that_suit_come_first_and_near_misses_last_in_words(poll, four):
    first, second, third = poll.options.get(), another(poll, four[0]), another(poll, four[0], days=14)
    for person in four:
        poll.answer({third: "can", second: "can"}, by=person)
    poll.answer({first: "cannot", second: "stretch"}, by=four[3])
    assert lines(poll, four[0]) == [
        (third.starts_on, "Suits all four of us"),
        (second.starts_on, "Suits everyone, Ruth at a stretch"),
        (first.starts_on, "Can’t suit everyone"),
    ]


def test_a_stretch_counts_once_it_is_said_to_be_all_right(poll, four):
    option = poll.options.get()
    for person in four:
        say(poll.meeting, "can", by=person)
    say(poll.meeting, "stretch", by=four[3])
    assert not suits(poll.meeting)
    with pytest.raises(ValidationError, match="at a stretch"):
        option.confirm(by=four[2])
    option.confirm(by=four[3])
    settle(poll.meeting, by=four[0])
    assert set(poll.meeting.answers.values_list("answer", flat=True)) == {"can"}


def test_changing_my_mind_takes_back_that_it_is_all_right(poll, four):
    option = poll.options.get()
    say(poll.meeting, "stretch", by=four[3])
    option.confirm(by=four[3])
    say(poll.meeting, "cannot", by=four[3])
    say(poll.meeting, "stretch", by=four[3])
    assert Availability.objects.get().confirmed_at is None


def test_whoever_asked_hears_once_when_all_have_answered(poll, four):
    for person in four:
        say(poll.meeting, "can", by=person)
    say(poll.meeting, "cannot", by=four[1])
    (row,) = Outbox.objects.filter(kind="all_heard")
    assert row.member == four[0].member
    assert "everyone has answered" in mail.all_heard(row).text
    another(poll, four[2])
    assert mail.all_heard(row) is None  # there is one more to answer


def test_when_the_day_we_hoped_for_is_over_we_hope_for_the_next(poll, four):
    later = another(poll, four[0])
    tick(poll.meeting.starts_at + timedelta(minutes=1))
    assert Meeting.objects.get().starts_at == later.starts_at


# settling, and looking for a date again


def test_a_settled_date_takes_its_answers_kind_and_place_into_the_programme(poll, four):
    option = another(poll, four[1], kind="face", place="The boathouse")
    for person in four:
        poll.answer({option: "can"}, by=person)
    poll.settle(option, by=four[2])
    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.kind, meeting.place) == (option.starts_at, "face", "The boathouse")
    assert meeting.settled_at
    assert meeting.answers.standing().able().count() == 4


def test_looked_for_again_the_settled_date_is_one_of_the_options_with_all_that_was_said(four):
    meeting = make_meeting(four[0], days=20)
    Attendance.say(meeting, "can", by=four[1])
    Attendance.say(meeting, "cannot", by=four[2])
    poll = DatePoll.open(meeting, by=four[3])
    (option,) = poll.options.all()
    assert dict(option.answers.values_list("membership", "answer")) == {four[1].pk: "can", four[2].pk: "cannot"}
    assert (meeting.settled_at, meeting.earlier_dates.get().starts_on) == (None, option.starts_on)
    assert DatePoll.open(meeting, by=four[0]).by == four[3]  # twice is once


def test_until_a_date_is_settled_its_plan_says_nothing_of_when_and_where(poll, four, signed_in):
    url = reverse("meetings:edit", args=[poll.meeting.group.slug, poll.meeting.key])
    assert 'name="starts_on"' not in signed_in(four[0]).get(url).content.decode()
    signed_in(four[0]).post(url, {"title": "Sugar"})
    assert Meeting.objects.get().title == "Sugar"
    with pytest.raises(ValueError, match="the poll"):
        poll.meeting.change(by=four[0], place="Elsewhere")


# the same days in another month


@pytest.mark.parametrize(
    ("day", "month", "then"),
    [("2031-10-11", "2031-11-01", "2031-11-08"), ("2031-10-29", "2032-02-01", "2032-02-25"),
     ("2031-12-30", "2032-02-01", "2032-02-24"), ("2032-02-29", "2032-03-01", "2032-03-28")],
)  # fmt: skip
def test_a_second_saturday_stays_the_second_and_a_fifth_becomes_the_last(day, month, then):
    assert same_weekday(*map(date.fromisoformat, (day, month))) == date.fromisoformat(then)


def test_the_same_days_are_offered_for_another_month(poll, four):
    another(poll, four[1], kind="face", place="The boathouse")
    month = poll.options.order_by("starts_at").last().starts_on.replace(day=1) + timedelta(days=62)
    meeting, _left_out = copy_to(month.replace(day=1), poll, by=four[2])
    copied = meeting.poll.options.all()
    assert sorted(o.place for o in copied) == ["", "The boathouse"]
    assert {(o.starts_on.year, o.starts_on.month) for o in copied} == {(month.year, month.month)}
    assert not Availability.objects.exists()


def test_days_that_would_all_be_over_are_not_copied(poll, four):
    with pytest.raises(ValidationError, match="later month"):
        copy_to(days_from_now(-40).date(), poll, by=four[0])


def test_whoever_asked_hears_when_the_date_that_waited_for_answers_is_taken_back(poll, four):
    for person in four:
        say(poll.meeting, "can", by=person)
    Outbox.objects.all().delete()
    day = days_from_now(40).date()
    later = poll.offer(by=four[1], **{**dates_of(poll.meeting), "starts_on": day, "ends_on": day, "kind": "online"})
    later.take_back(by=four[1])
    assert Outbox.objects.filter(kind="all_heard").count() == 1


@pytest.mark.parametrize(("kind", "nights"), [("face", 1), ("retreat", 2)])
def test_a_weekend_that_was_settled_can_still_be_changed(poll, four, signed_in, kind, nights):
    day = days_from_now(40).date()
    dates = {"starts_on": day.isoformat(), "ends_on": day.isoformat(), "zone": "Europe/London"}
    offer = reverse("meetings:offer", args=[poll.meeting.group.slug, poll.meeting.key])
    answer = signed_in(four[0]).post(offer, {**dates, "kind": kind})
    assert answer.status_code == 422, "a day without times is no weekend"
    dates["ends_on"] = (day + timedelta(days=nights)).isoformat()
    signed_in(four[0]).post(offer, {**dates, "kind": kind})
    option = poll.options.order_by("-pk").first()
    for person in four:
        poll.answer({option: "can"}, by=person)
    poll.settle(option, by=four[0])
    edit = reverse("meetings:edit", args=[poll.meeting.group.slug, poll.meeting.key])
    signed_in(four[0]).post(edit, {**dates, "kind": kind, "title": "Two days"})
    assert Meeting.objects.get().title == "Two days"
