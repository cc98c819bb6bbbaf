"""The Friday letter: one for a group, where there is something to say, on Friday morning, never twice."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from groups import friday
from groups.kinds import Kind, Rhythm
from groups.models import ConsentRound, LogEntry, MailChoice, Member, Membership, Outbox, Sabbatical
from meetings.models import Meeting
from tests.factories import (
    make_group,
    make_meeting,
    make_membership,
    make_round,
    make_topic,
)  # fmt: skip

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def nia():
    group = make_group("The Alders", zone="Europe/London")
    long_ago = datetime(2024, 1, 1, tzinfo=UTC)
    Membership.objects.update(joined_at=long_ago)
    person = make_membership(group, "Nia", joined_at=long_ago)
    LogEntry.objects.update(at=long_ago)
    MailChoice.keep({Kind.LETTER: Rhythm.NEVER}, by=group.members.in_order().first())
    return person


def friday_after(at: datetime) -> datetime:
    """Friday at nine in London, then or later."""
    due = friday.last_due("Europe/London", at)
    return due if due == at else friday.last_due("Europe/London", due + WEEK + timedelta(hours=2))


def written(at: datetime | None = None) -> list:
    """Letters, once what is due by `at` is queued and sent: now, whatever the day."""
    friday.write(at or friday_after(timezone.now()))
    Outbox.objects.filter(kind=friday.KIND, sent_at=None, dropped_at=None).update(due_at=timezone.now())
    Outbox.objects.exclude(kind=friday.KIND).delete()
    Outbox.deliver_due()
    return mail.outbox


def first(group):
    return group.members.in_order().first()


# -- when


def test_a_zone_that_this_server_does_not_know_keeps_no_letter_from_the_others(nia):
    lost = make_membership(nia.group, "Bea", joined_at=nia.joined_at)
    Member.objects.filter(pk=lost.member_id).update(zone="Atlantis/Poseidonis")
    friday.write(friday_after(timezone.now()))
    assert list(Outbox.objects.filter(kind=friday.KIND).values_list("member", flat=True)) == [nia.member_id]


@pytest.mark.once
@pytest.mark.parametrize(
    ("zone", "at", "due"),
    [
        ("Europe/London", "2027-01-08T09:00", "2027-01-08T09:00"),
        ("Europe/London", "2027-01-08T08:59", "2027-01-01T09:00"),
        ("Europe/London", "2027-01-14T23:00", "2027-01-08T09:00"),
        ("Europe/London", "2027-03-26T12:00", "2027-03-26T09:00"),
        ("Europe/London", "2027-04-02T12:00", "2027-04-02T08:00"),  # summer time
        ("Pacific/Auckland", "2027-01-07T20:00", "2027-01-07T20:00"),  # Friday there
        ("America/Los_Angeles", "2027-01-08T16:59", "2027-01-01T17:00"),
    ],
)
def test_it_is_due_on_friday_at_nine_where_its_reader_is(zone, at, due):
    at, due = (datetime.fromisoformat(said).replace(tzinfo=UTC) for said in (at, due))
    assert friday.last_due(zone, at) == due


def test_each_gets_it_on_their_own_friday_morning(nia):
    Member.objects.filter(pk=nia.member_id).update(zone="Pacific/Auckland")
    dawn = datetime(2027, 1, 7, 19, 59, tzinfo=UTC)
    Outbox.objects.all().delete()
    Outbox.objects.create(kind="letter", key=f"letter:2027-01-01:{nia.pk}", member=nia.member, group=nia.group)
    friday.write(dawn)
    assert Outbox.objects.count() == 1
    friday.write(dawn + timedelta(minutes=1))
    assert Outbox.objects.get(key=f"letter:2027-01-08:{nia.pk}").to == nia.member.email


def test_after_a_silence_of_the_worker_there_is_one_and_not_three(nia):
    make_topic(first(nia.group))
    monday = friday_after(timezone.now() + 2 * WEEK) + timedelta(days=3)
    assert len(written(monday)) == 1
    for minutes in range(3):
        written(monday + timedelta(minutes=minutes))
    assert len(mail.outbox) == 1, "written once, however often it is asked"


def test_one_that_is_later_than_four_days_waits_for_the_next_friday(nia):
    make_topic(first(nia.group))
    friday.write(friday_after(timezone.now()) + timedelta(days=5))
    assert not Outbox.objects.filter(kind="letter").exists()


def test_whoever_turns_it_on_gets_the_next_fridays_and_not_the_last_ones(nia):
    due = friday_after(timezone.now())
    MailChoice.keep({Kind.LETTER: Rhythm.NEVER}, by=nia)
    sunday = due + timedelta(days=2)
    MailChoice.keep({Kind.LETTER: Rhythm.FRIDAY}, by=nia, at=sunday)
    friday.write(sunday + timedelta(minutes=1))
    assert not Outbox.objects.waiting().filter(kind=friday.KIND).exists()
    friday.write(due + WEEK)
    letter = Outbox.objects.waiting().get(kind=friday.KIND)
    assert friday.since(letter, nia, due + WEEK) == due, "it tells from the one that they missed"


def test_whoever_had_it_turned_on_all_the_time_gets_one_that_is_late(nia):
    make_topic(first(nia.group))
    sunday = friday_after(timezone.now()) + timedelta(days=2)
    MailChoice.keep({Kind.LETTER: Rhythm.FRIDAY}, by=nia, at=sunday)  # which it was
    assert len(written(sunday)) == len(written(sunday + timedelta(days=1))) == 1


def test_quiet_hours_hold_it_back(nia):
    now = timezone.now().astimezone(nia.member.tzinfo)
    nia.member.be_quiet((now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time())
    make_topic(first(nia.group))
    assert written() == []
    assert Outbox.objects.waiting().get().due_at > timezone.now()


# -- whether


def test_where_there_is_nothing_to_say_there_is_none(nia):
    assert written() == []
    assert Outbox.objects.get(kind="letter").dropped_at


def test_whoever_wants_none_or_came_since_or_has_left_gets_none(nia):
    make_topic(first(nia.group))
    make_membership(nia.group, "Bea", joined_at=friday_after(timezone.now()) + timedelta(minutes=1))
    LogEntry.objects.update(at=timezone.now() - 2 * WEEK)
    MailChoice.keep({Kind.LETTER: Rhythm.NEVER}, by=nia)
    assert written() == []
    MailChoice.keep({Kind.LETTER: Rhythm.FRIDAY}, by=nia)
    nia.leave()
    assert written() == []


def test_somebody_in_two_groups_gets_one_of_each(nia):
    other = make_group("The Osiers")
    mine = other.welcome(nia.member, at=timezone.now() - 2 * WEEK)
    LogEntry.objects.update(at=timezone.now() - 2 * WEEK)
    MailChoice.keep({Kind.LETTER: Rhythm.NEVER}, by=other.admins().get())
    for group in (nia.group, other):
        make_topic(group.members.exclude(member=nia.member).first())
    assert mine.group == other
    assert {letter.from_email.partition(" <")[0] for letter in written()} == {"The Alders", "The Osiers"}


def test_what_still_waits_is_no_reason_for_another_letter_but_stands_in_it(nia):
    make_meeting(first(nia.group), settled=False, days=60)
    (letter,) = written()
    assert letter.subject == "What waits for you"
    assert "- a meeting that we look for a date for" in letter.body
    earlier = timezone.now() - timedelta(minutes=5)
    Outbox.objects.filter(kind="letter").update(key="letter:before", sent_at=timezone.now())
    assert len(written()) == 1, "nothing has come up since"
    Outbox.objects.filter(kind="letter", sent_at=None).delete()
    Outbox.objects.update(sent_at=earlier)
    Meeting.objects.update(created_at=earlier - WEEK)
    nia.group.meetings.get().poll.options.update(added_at=earlier - WEEK)
    make_topic(first(nia.group))
    Outbox.objects.filter(key__startswith="letter:2").delete()
    letter = written()[-1]
    assert letter.subject == "Our week, and what waits for you"
    assert "- a meeting that we look for a date for" in letter.body


# -- what


def test_it_tells_what_waits_and_what_has_happened_without_anybodys_words(nia):
    other = first(nia.group)
    other.known_as = "Tamsin"
    other.save()
    make_topic(other, "Salt", "Because of the sea.")
    make_meeting(other, days=20, title="The long evening", place="The barn", kind="face")
    make_meeting(other, days=25).let_go(by=other)
    make_meeting(nia, days=10)
    begun = make_round(other, reason="For a reason of mine.")
    make_membership(nia.group, "Bea")
    MailChoice.keep({Kind.MEETING: Rhythm.FRIDAY}, by=nia)
    (letter,) = (letter for letter in written() if letter.to == [nia.member.email])
    for line in (
        "something that we are deciding waits for your word", "whether you can come on ", "you facilitate on ",
        "a topic was put by", "we meet on ", "we don’t meet on ", "somebody has joined us",
    ):  # fmt: skip
        assert f"- {line}" in letter.body
    words = ("Salt", "sea", "long evening", "barn", "Tamsin", "Bea", "reason", begun.key)
    assert [w for w in words if w in letter.body + letter.subject] == []


def test_what_comes_at_once_is_not_told_again_and_what_never_comes_not_at_all(nia):
    make_meeting(first(nia.group), days=20)
    (letter,) = written()
    assert "whether you can come" in letter.body
    assert "we meet on" not in letter.body, "it came at once"
    Outbox.objects.all().delete()
    MailChoice.keep({Kind.MEETING: Rhythm.NEVER}, by=nia)
    assert len(written()) == 1


def test_of_more_than_six_the_others_are_counted_and_two_on_one_day_are_told_apart(nia):
    other = first(nia.group)
    for days in range(20, 27):
        make_meeting(other, days=days).let_go(by=other)
    make_meeting(other, days=22, start_time=time(9), end_time=time(11)).let_go(by=other)
    MailChoice.keep({Kind.MEETING: Rhythm.FRIDAY}, by=nia)
    (letter,) = written()
    assert letter.body.count("- we don’t meet on ") == 6
    assert (letter.body.count(", 9 to 11 am"), letter.body.count(", 7 to 9 pm")) == (1, 1)
    assert "- two more meetings are let go" in letter.body


def test_it_says_since_when_it_tells_also_where_it_is_the_first(nia):
    make_topic(first(nia.group))
    (letter,) = written()
    week_ago = (timezone.now() - WEEK).astimezone(nia.member.tzinfo)
    assert f"happened since {week_ago:%A} {week_ago.day} {week_ago:%B}" in letter.body
    assert "last letter" not in letter.body


def test_what_one_did_oneself_is_no_letter_and_no_news(nia):
    other = first(nia.group)
    MailChoice.keep(dict.fromkeys((Kind.MEETING, Kind.DATE, Kind.PROPOSAL), Rhythm.FRIDAY), by=nia)
    make_meeting(nia, days=24).let_go(by=nia)
    make_meeting(nia, days=30).change(by=nia, kind="face", place="The barn")
    make_meeting(nia, days=40, settled=False)
    make_round(nia).withdraw(by=nia)
    make_round(nia)
    nia.group.gatherings.model.begin("goals", by=nia)
    assert written() == []
    Outbox.objects.all().delete()
    make_meeting(other, days=50).let_go(by=other)
    (letter,) = written()
    news, waiting = letter.body.count("meet on "), letter.body.count("whether you can come on ")
    assert (news, waiting, "not decided" in letter.body) == (1, 1, False), "what waits stands beside what others did"


def test_what_somebody_else_did_since_to_my_meeting_is_news(nia):
    other = first(nia.group)
    MailChoice.keep({Kind.MEETING: Rhythm.FRIDAY}, by=nia)
    meeting = make_meeting(nia, days=30)
    meeting.change(by=other, kind="face", place="The barn")
    (letter,) = written()
    assert "- we meet on " in letter.body


def test_nothing_waits_for_whoever_is_on_sabbatical_and_they_still_hear(nia):
    make_round(first(nia.group))
    Sabbatical.take(by=nia, starts=nia.group.today())
    assert written() == []
    make_topic(first(nia.group))
    Outbox.objects.filter(kind="letter").delete()
    (letter,) = written()
    assert "- a topic was put by" in letter.body
    assert "waits" not in letter.body
    assert ConsentRound.objects.exists()


def test_it_is_queued_by_few_queries_for_many(nia, django_assert_max_num_queries):
    for n in range(12):
        make_membership(nia.group, f"N{n}", joined_at=timezone.now() - WEEK)
    with django_assert_max_num_queries(8):
        friday.write(friday_after(timezone.now()))
    assert Outbox.objects.filter(kind="letter").count() == 13
