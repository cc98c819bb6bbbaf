"""A sabbatical: chosen, dated, and nobody waits for whoever takes it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.models import Membership, Sabbatical
from meetings.models import Attendance
from tests.factories import first_of, make_edition, make_group, make_meeting, make_membership, make_topic, say, suits

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return first_of(make_group())


@pytest.fixture
def ruth(nia):
    return make_membership(nia.group, "Ruth")


def day(group, days: int):
    return group.today() + timedelta(days=days)


def rest(membership, first: int = 0, last: int | None = None, **what) -> Sabbatical:
    """From `first` to `last` days from today."""
    ends = None if last is None else day(membership.group, last)
    return Sabbatical.take(by=membership, starts=day(membership.group, first), ends=ends, **what)


def home(client, group) -> str:
    return client.get(reverse("home", args=[group.slug])).content.decode()


def test_both_ends_belong_to_it(nia, ruth):
    rest(ruth, 2, 4)
    required = {days: ruth in Membership.objects.required(on=day(nia.group, days)) for days in range(1, 6)}
    assert required == {1: True, 2: False, 3: False, 4: False, 5: True}
    assert [ruth.rests_on(day(nia.group, days)) for days in range(1, 6)] == [False, True, True, True, False]


def test_an_open_one_lasts_until_they_are_back(nia, ruth):
    sabbatical = rest(ruth)
    assert ruth not in Membership.objects.required(on=day(nia.group, 3000))
    sabbatical.come_back(by=ruth)
    assert ruth in Membership.objects.required(on=day(nia.group, 0))


def test_one_that_had_begun_stays_in_memory_and_one_that_had_not_never_was(nia, ruth):
    rest(ruth, -20).come_back(by=ruth)
    assert ruth.sabbaticals.get().ends == day(nia.group, -1)
    rest(ruth, 5).come_back(by=ruth)
    assert ruth.sabbaticals.count() == 1


def test_there_is_one_at_a_time(nia, ruth):
    rest(ruth, 0, 10)
    rest(ruth, 0, 20, note="A little longer")
    assert ruth.sabbaticals.get().ends == day(nia.group, 20)


def test_it_can_not_end_before_it_starts(ruth, signed_in):
    with pytest.raises(ValidationError, match="comes before the first"):
        rest(ruth, 5, 4)
    group = ruth.group
    dates = {"starts": day(group, 5), "ends": day(group, 4), "note": "I write a book"}
    answer = signed_in(ruth).post(reverse("groups:sabbatical", args=[group.slug]), dates)
    assert answer.status_code == 422
    assert "I write a book" in answer.content.decode()


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"starts": "1900-01-01"}, "Choose a day within the last ten years."),
        ({"starts": "9999-01-01"}, "Choose a day within the next ten years."),
        ({"starts": "", "ends": "9999-01-01"}, "Choose a day within the next ten years."),
    ],
)
def test_a_day_that_is_a_slip_of_the_finger_is_not_taken(ruth, signed_in, dates, words):
    dates = {"starts": "", "ends": "", **dates}
    answer = signed_in(ruth).post(reverse("groups:sabbatical", args=[ruth.group.slug]), dates)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ruth.sabbaticals.exists()


def test_one_that_began_before_they_came_here_can_be_said(ruth, signed_in):
    since = day(ruth.group, -400)
    signed_in(ruth).post(reverse("groups:sabbatical", args=[ruth.group.slug]), {"starts": since})
    assert ruth.sabbaticals.get().starts == since


def test_nobody_ends_somebody_else_s(nia, ruth):
    with pytest.raises(ValueError, match="whose sabbatical"):
        rest(ruth).come_back(by=nia)


# -- nobody waits


def test_a_date_in_it_is_settled_without_them(nia, ruth):
    meeting = make_meeting(nia, days=10, settled=False)
    say(meeting, "can", by=nia)
    assert not suits(meeting)
    rest(ruth, 10, 10)
    assert suits(meeting)


def test_a_date_outside_it_waits_for_them(nia, ruth):
    meeting = make_meeting(nia, days=10, settled=False)
    say(meeting, "can", by=nia)
    rest(ruth, 11)
    assert not suits(meeting)


def test_where_all_of_us_rest_no_date_is_settled(nia, ruth):
    meeting = make_meeting(nia, days=10, settled=False)
    for membership in (nia, ruth):
        rest(membership)
    assert not suits(meeting)


def test_the_meeting_s_page_says_who_is_on_sabbatical_and_waits_for_the_others(nia, ruth, signed_in):
    bea = make_membership(nia.group, "Bea")
    meeting = make_meeting(nia, days=10, settled=False)
    say(meeting, "can", by=nia)
    rest(ruth)
    client = signed_in(nia)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Ruth is on sabbatical." in page
    assert "We wait to hear from Bea" in page
    say(meeting, "can", by=bea)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Both of us can be there" in page
    assert "Settle on this date" in client.get(meeting.poll.get_absolute_url()).content.decode()


def test_they_may_come_all_the_same(nia, ruth, signed_in):
    meeting = make_meeting(nia, days=10)
    rest(ruth)
    Attendance.say(meeting, "can", by=ruth)
    assert "Ruth is on sabbatical" not in signed_in(nia).get(meeting.get_absolute_url()).content.decode()


def test_home_asks_them_nothing_and_says_why(nia, ruth, signed_in):
    make_meeting(nia, days=10)
    make_edition(nia)
    assert "Waiting for you" in home(signed_in(ruth), nia.group)
    rest(ruth)
    page = home(signed_in(ruth), nia.group)
    assert "Waiting for you" not in page
    assert "You are on sabbatical" in page
    assert "You are on sabbatical" not in home(signed_in(nia), nia.group)


def test_the_manifesto_waits_for_no_signature_of_theirs(nia, ruth, signed_in):
    make_edition(nia)
    rest(ruth)
    page = signed_in(nia).get(reverse("manifesto:current", args=[nia.group.slug])).content.decode()
    assert "hear from Ruth" not in page
    assert "Ruth has" not in page


# -- coming back


def test_whoever_is_back_is_welcomed_and_sees_what_happened_meanwhile(nia, ruth, signed_in):
    rest(ruth, -60)
    make_topic(nia, "Thresholds", at=None)
    make_meeting(nia, days=-1)
    client = signed_in(ruth)
    answer = client.post(reverse("groups:come_back", args=[nia.group.slug]), follow=True)
    page = answer.content.decode()
    assert "Welcome back" in page
    assert "Thresholds" in page


def test_all_of_us_see_who_rests_until_when_and_their_note(nia, ruth, signed_in):
    rest(ruth, 0, 30, note="I write a book")
    page = signed_in(nia).get(reverse("groups:members", args=[nia.group.slug])).content.decode()
    assert "On sabbatical from" in page
    assert "I write a book" in page


def test_it_is_in_the_log_without_the_note(nia, ruth):
    rest(ruth, note="I write a book").come_back(by=ruth)
    assert [e.sentence for e in nia.group.log_entries.for_page()][:2] == [
        "Ruth came back from sabbatical.", "Ruth took a sabbatical.",
    ]  # fmt: skip
