"""What the pages of a poll say back: nothing said, an answer taken back, a note that came too late."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.models import Outbox
from meetings.models import Availability, DatePoll
from meetings.when import dates_of
from tests.factories import make_group, make_meeting, make_membership, say, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    group = make_group()
    return [group.members.get(), make_membership(group, "Bea"), make_membership(group, "Tamsin")]


@pytest.fixture
def poll(three) -> DatePoll:
    return make_meeting(three[0], days=30, settled=False, title="Salt", facilitates_with=three[1]).poll


def pages(poll) -> list[str]:
    return [poll.get_absolute_url(), reverse("meetings:all_dates", args=[poll.meeting.group.slug])]


def field(poll) -> str:
    return f"date-{poll.options.get().key}"


def test_its_page_says_for_what_it_is_and_with_whom(poll, three, signed_in):
    text = signed_in(three[2]).get(poll.get_absolute_url()).content.decode()
    assert f"For <em>Salt</em>, with {three[0].name} and Bea." in text


@pytest.mark.parametrize("page", [0, 1], ids=["one poll", "the sheet"])
def test_an_answer_once_given_can_be_blank_again(poll, three, signed_in, page):
    url, client, no_answer = pages(poll)[page], signed_in(three[2]), f'name="{field(poll)}" value="none"'
    assert no_answer not in client.get(url).content.decode()
    say(poll.meeting, "can", by=three[2])
    assert no_answer in client.get(url).content.decode()
    client.post(url, {field(poll): "none"})
    assert not Availability.objects.exists()


def test_where_an_answer_was_taken_back_whoever_asked_hears_again_when_all_have_answered(poll, three):
    for person in three:
        say(poll.meeting, "can", by=person)
    for answer in ("", "stretch"):
        say(poll.meeting, answer, by=three[1])
    assert Outbox.objects.filter(kind="all_heard").count() == 2


@pytest.mark.parametrize("page", [0, 1], ids=["one poll", "the sheet"])
def test_whoever_answers_nothing_is_told_so(poll, three, signed_in, page):
    text = signed_in(three[2]).post(pages(poll)[page], {"note": ""}, follow=True).content.decode()
    assert ("You have answered no date yet" in text, "are with the others" in text) == (True, False)


@pytest.mark.parametrize("how", ["settled", "let go"])
def test_a_note_that_comes_too_late_stands_in_the_form_of_the_meeting(poll, three, signed_in, how):
    url, name = pages(poll)[0], field(poll)
    if how == "settled":
        for person in three:
            say(poll.meeting, "can", by=person)
        settle(poll.meeting, by=three[0])
    else:
        poll.meeting.let_go(by=three[0])
    answer = signed_in(three[2]).post(url, {name: "can", "note": "Only by the late train"})
    text = answer.content.decode()
    assert (answer.status_code, 'value="Only by the late train"' in text) == (409, True)
    assert ("came too late and was not kept" in text, "Choose one of" in text) == (True, False)


@pytest.mark.parametrize("how", ["settled", "let go"])
def test_no_date_is_offered_for_what_looks_for_none(three, signed_in, how):
    meeting = make_meeting(three[0], days=30, settled=False)
    if how == "settled":
        for person in three:
            say(meeting, "can", by=person)
        settle(meeting, by=three[0])
    else:
        meeting.let_go(by=three[0])
    answer = signed_in(three[1]).get(reverse("meetings:offer", args=[meeting.group.slug, meeting.key]), follow=True)
    assert answer.redirect_chain[-1][0] == meeting.get_absolute_url()
    assert ("The date is settled." if how == "settled" else "This meeting is let go.") in answer.content.decode()


def test_the_last_date_ahead_is_not_taken_back_though_an_older_one_is_past(poll, three):
    day = poll.meeting.starts_on + timedelta(days=7)
    later = poll.offer(by=three[0], **{**dates_of(poll.meeting), "starts_on": day, "ends_on": day, "kind": "online"})
    with pytest.raises(ValidationError, match="only date"):
        later.take_back(by=three[0], at=poll.meeting.starts_at)
