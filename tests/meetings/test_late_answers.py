"""An answer from a page that is older than what it answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from meetings.models import DatePoll
from meetings.when import dates_of
from tests.factories import days_from_now, make_group, make_meeting, make_membership, say, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    group = make_group()
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin", "Ruth"))]


@pytest.fixture
def poll(four) -> DatePoll:
    return make_meeting(four[0], days=30, settled=False).poll


def later_date(poll, by):
    day = poll.meeting.starts_on + timedelta(days=7)
    return poll.offer(by=by, **{**dates_of(poll.meeting), "starts_on": day, "ends_on": day, "kind": "online"})


@pytest.mark.parametrize("page", ["dates", "all_dates"])
def test_whoever_answers_a_date_that_was_taken_back_since_is_told_so(poll, four, signed_in, page):
    first, second = poll.options.get(), later_date(poll, four[0])
    second.take_back(by=four[0])
    url = reverse(f"meetings:{page}", args=[poll.meeting.group.slug, *[poll.meeting.key][: page == "dates"]])
    answer = signed_in(four[1]).post(url, {f"date-{first.key}": "can", f"date-{second.key}": "can"}, follow=True)
    assert "isn’t offered any more." in answer.content.decode()


def test_whoever_answers_once_it_is_settled_is_told_that_nothing_was_kept(poll, four, signed_in):
    for person in four:
        say(poll.meeting, "can", by=person)
    settle(poll.meeting, by=four[0])
    answers = {f"date-{poll.options.get().key}": "cannot"}
    answer = signed_in(four[1]).post(poll.get_absolute_url(), answers, follow=True)
    assert "came too late and was not kept" in answer.content.decode()


def test_a_date_offered_while_the_meeting_is_let_go_is_refused_whole(poll, four, signed_in, monkeypatch):
    def refused(*args, **kwargs):
        raise ValidationError("This meeting has been let go since you opened the page.")

    monkeypatch.setattr(DatePoll, "answer", refused)
    url = reverse("meetings:offer", args=[poll.meeting.group.slug, poll.meeting.key])
    day = days_from_now(40).date().isoformat()
    times = {"starts_on": day, "start_time": "19:00", "end_time": "21:00", "zone": "Europe/London", "kind": "online"}
    before = poll.options.count()
    answer = signed_in(four[1]).post(url, times)
    assert (answer.status_code, poll.options.count()) == (422, before)
