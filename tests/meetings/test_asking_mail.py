"""Mail about dates to find: one for all that has come up, of what still waits for its reader when it is sent."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from copse.near import forget
from groups.friday import next_due
from groups.kinds import Kind
from groups.models import Duty, MailChoice, Outbox, Sabbatical
from groups.sending import letter_of
from meetings.asking import dates
from meetings.laying_out import Sheet
from meetings.models import Attendance, DatePoll, ExceptionOffer, Meeting, PollReminder, TurnOffer
from meetings.telling import QUIET
from meetings.when import dates_of
from tests.factories import make_group, make_meeting, make_membership, make_rhythm, say, settle
from tests.meetings.test_laying_out import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """The three members of a group."""
    group = make_group("The Alders")
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin"))]


def asked(by, **what) -> Meeting:
    """A date is looked for, and the mail of it waits."""
    return make_meeting(by, settled=False, told=False, **what)


def sent(to=None, *, after=QUIET) -> list:
    """What goes out once second thoughts are over, to one or to all."""
    Outbox.deliver_due(timezone.now() + after)
    return [letter for letter in mail.outbox if to is None or letter.to == [to.member.email]]


def later(meeting, weeks: int) -> dict:
    """The dates of a meeting, so many weeks on."""
    dates = dates_of(meeting)
    on = meeting.starts_on + timedelta(weeks=weeks)
    return {**dates, "starts_on": on, "ends_on": on, "kind": "online"}


# -- a date to find


def test_a_date_that_is_looked_for_is_asked_of_all_but_whoever_asks(three):
    meeting = asked(three[0])
    assert {letter.to[0] for letter in sent()} == {person.member.email for person in three[1:]}
    (letter,) = sent(three[1])
    assert letter.subject.startswith("Could you meet on ")
    assert "7 to 9 pm, Online" in letter.body
    assert meeting.poll.get_absolute_url() in letter.body


def test_several_dates_of_one_meeting_are_one_mail_with_all_of_them(three):
    meeting = asked(three[0])
    for weeks in (1, 2):
        meeting.poll.offer(by=three[0], **later(meeting, weeks))
    (letter,) = sent(three[1])
    assert letter.body.count("7 to 9 pm, Online") == 3
    assert letter.subject.startswith("Which ")


def test_a_year_laid_out_is_one_mail_and_not_twelve(three):
    nia, bea, _tamsin = three
    make_rhythm(nia)
    year = timezone.localdate().year + 1
    made = Sheet.make(posted(Sheet(nia.group, year)), year, by=nia).made
    assert len(made) >= 10
    (letter,) = sent(bea)
    assert letter.subject == f"Which days could you manage in {year}?"
    assert reverse("meetings:all_dates", args=[nia.group.slug]) in letter.body
    assert "for twelve meetings" in letter.body or "for eleven meetings" in letter.body


def test_whoever_has_answered_since_rests_that_day_or_can_not_be_asked_any_more_hears_nothing(three):
    nia, bea, tamsin = three
    meeting = asked(nia)
    say(meeting, "can", by=bea)
    Sabbatical.take(by=tamsin, starts=meeting.starts_on, ends=meeting.starts_on)
    assert sent() == []
    assert not Outbox.objects.waiting().exists()


def test_a_date_that_is_settled_or_let_go_meanwhile_is_not_asked_about(three):
    settled, gone = asked(three[0]), asked(three[0], days=20)
    for person in three:
        say(settled, "can", by=person)
    settle(settled, by=three[0])
    gone.let_go(by=three[0])
    assert [letter for letter in sent() if letter.subject.startswith(("Could", "Which"))] == []


def test_one_more_date_is_asked_of_those_who_had_answered_the_others(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia, settled=False)
    for person in three:
        say(meeting, "cannot", by=person)
    meeting.poll.offer(by=tamsin, **later(meeting, 1))
    assert [letter.subject[:17] for letter in sent(bea)] == ["Could you meet on"]
    assert not sent(tamsin)


def test_what_is_asked_after_the_mail_has_gone_is_another_mail(three):
    first = asked(three[0])
    assert len(sent(three[1])) == 1
    at = timezone.now() + QUIET + timedelta(minutes=1)
    first.poll.offer(by=three[0], at=at, **later(first, 1))
    mails = sent(three[1], after=3 * QUIET)
    assert [letter.body.count("7 to 9 pm") for letter in mails] == [1, 1]


def test_a_settled_date_that_is_looked_for_again_is_told_once(three):
    meeting = make_meeting(three[0])
    poll = DatePoll.open(meeting, by=three[0])
    poll.offer(by=three[0], **later(meeting, 1))
    assert [letter.subject.endswith(": which days could you manage?") for letter in sent(three[1])] == [True]


def test_it_takes_as_many_queries_for_twelve_meetings_as_for_three(three):
    nia, bea, _tamsin = three
    counted = []
    for n in (3, 9):
        for day in range(n):
            asked(nia, days=10 + 20 * len(counted) + day)
        row = Outbox.objects.get(kind="dates", member=bea.member)
        forget()
        with CaptureQueriesContext(connection) as queries:
            assert dates(row)
        counted.append(len(queries))
    assert counted[0] == counted[1]


# -- a date settled without a poll


def test_a_date_that_is_settled_when_it_is_planned_is_told_and_asks(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia, told=False)
    Attendance.say(meeting, "can", by=tamsin)
    (letter,) = sent()
    assert letter.to == [bea.member.email]
    assert letter.subject.endswith(": can you come?")
    assert meeting.get_absolute_url() in letter.body


def test_a_planned_date_that_is_looked_for_again_at_once_is_one_mail_of_what_is_now(three):
    meeting = make_meeting(three[0], told=False)
    poll = DatePoll.open(meeting, by=three[0])
    (letter,) = sent(three[1])
    assert letter.subject.startswith("Could you meet on "), "nobody had heard of a date that isn’t settled any more"
    assert poll.get_absolute_url() in letter.body


def test_several_dates_of_what_was_planned_and_looked_for_again_at_once_are_one_mail(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia, told=False)
    Attendance.say(meeting, "can", by=tamsin)
    DatePoll.open(meeting, by=nia).offer(by=nia, **later(meeting, 1))
    assert [letter.body.count("7 to 9 pm, Online") for letter in sent(bea)] == [2]
    assert [letter.body.count("7 to 9 pm, Online") for letter in sent(tamsin)] == [1], "of one she has said it"


@pytest.mark.parametrize(
    ("chosen", "subjects"),
    [({Kind.DATE: "never"}, []), ({Kind.MEETING: "never"}, ["Could you meet"])],
    ids=["no dates to find", "no news of meetings"],
)
def test_who_hears_of_dates_alone_or_of_meetings_alone_is_told_by_what_they_chose(three, chosen, subjects):
    nia, bea, _tamsin = three
    MailChoice.keep(chosen, by=bea)
    DatePoll.open(make_meeting(nia, told=False), by=nia).offer(by=nia, **later(bea.group.meetings.get(), 1))
    assert [letter.subject.partition(" on ")[0] for letter in sent(bea)] == subjects


FEW = {"asked": Kind.DATE, "by name": Kind.DATE, "exception": Kind.DATE, "all heard": Kind.DATE, "turn": Kind.TURN}


@pytest.mark.parametrize("what", FEW)
@pytest.mark.parametrize("minute", [59, 61])
@pytest.mark.parametrize("rhythm", ["friday", "never"])
def test_what_is_about_a_day_before_the_next_letter_comes_at_once_unless_it_never_does(three, what, minute, rhythm):
    """The letter comes at nine."""
    nia, bea, tamsin = three
    plan = {"start_time": time(8 + minute // 60, minute % 60), "settled": what in ("exception", "turn")}
    MailChoice.keep({FEW[what]: rhythm}, by=bea)
    day = next_due("Europe/London", timezone.now()).date()
    meeting = make_meeting(bea if what == "all heard" else nia, day=day, told=False, **plan)
    if what == "exception":
        Attendance.say(meeting, "cannot", by=tamsin)
        ExceptionOffer.make(meeting, by=tamsin)
    elif what == "turn":
        TurnOffer.make(meeting, by=nia, to=bea)
    elif what == "by name":
        PollReminder.send(meeting.poll, bea, by=nia)
    elif what == "all heard":
        for person in three:
            say(meeting, "can", by=person)
    kinds = {"asked": "dates", "by name": "poll_reminder", "all heard": "all_heard", "turn": "turn_offer"}
    Outbox.objects.exclude(kind=kinds.get(what, what)).delete()
    assert len(sent(bea)) == (rhythm == "friday" and minute == 59)


def test_where_it_is_quiet_on_friday_morning_the_letter_comes_later_and_what_is_before_that_at_once(three):
    """A date at ten on Friday; the letter waits until one."""
    nia, bea, _tamsin = three
    MailChoice.keep({Kind.DATE: "friday"}, by=bea)
    bea.member.be_quiet(time(5), time(13))
    asked(nia, day=next_due("Europe/London", timezone.now()).date(), start_time=time(10))
    Outbox.objects.exclude(kind="dates").delete()
    row = Outbox.objects.get(member=bea.member)
    assert letter_of(row) is not None, "whatever the hour is now"


def test_dates_of_which_one_is_after_the_next_letter_wait_for_it(three):
    nia, bea, _tamsin = three
    day = next_due("Europe/London", timezone.now()).date()
    MailChoice.keep({Kind.DATE: "friday"}, by=bea)
    meeting = asked(nia, day=day, start_time=time(8, 59))
    meeting.poll.offer(by=nia, **later(meeting, 1))
    assert sent(bea) == []


@pytest.mark.parametrize(("weeks", "rhythm", "mails"), [(0, "friday", 1), (3, "friday", 0), (0, "never", 0)])
def test_for_whom_changes_stand_in_the_letter_one_that_can_not_wait_for_it_comes_at_once(three, weeks, rhythm, mails):
    """A whole Friday begins before its morning."""
    nia, bea, _tamsin = three
    day = next_due("Europe/London", timezone.now()).date() + timedelta(weeks=weeks)
    meeting = make_meeting(nia, day=day, start_time=None, end_time=None, kind="face")
    MailChoice.keep({Kind.MEETING: rhythm}, by=bea)
    meeting.let_go(by=nia)
    assert len(sent(bea)) == mails


# -- somebody can't


def test_an_offer_to_meet_without_somebody_is_put_to_the_others_without_a_name(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia)
    Attendance.say(meeting, "cannot", by=bea)
    offer = ExceptionOffer.make(meeting, by=bea)
    offer.accept(by=tamsin)
    (letter,) = sent()
    assert (letter.to, "Bea" in letter.body + letter.subject) == ([nia.member.email], False)
    assert letter.subject.startswith("Could we meet without one of us on ")
    assert offer.get_absolute_url() in letter.body


def test_offers_on_two_dates_of_a_poll_are_one_mail_and_none_where_i_can_not_either(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia, settled=False)
    meeting.poll.offer(by=nia, **later(meeting, 1))
    options = list(meeting.poll.options.ahead())
    meeting.poll.answer(dict.fromkeys(options, "cannot"), by=bea)
    meeting.poll.answer(dict.fromkeys(options, "cannot"), by=tamsin)
    for option in options:
        ExceptionOffer.make_for(option, by=bea)
    Outbox.objects.filter(kind="dates").delete()
    (letter,) = sent()
    assert letter.to == [nia.member.email]
    assert "nor on others" in letter.body


def test_that_somebody_can_not_come_after_all_is_told_to_those_who_plan(three):
    nia, bea, tamsin = three
    type(nia.group).objects.update(all_facilitate=False)
    nia.take_on(Duty.Name.FACILITATOR, by=nia)
    meeting = make_meeting(nia)
    Attendance.say(meeting, "cannot", by=bea)
    (letter,) = sent()
    assert letter.to == [nia.member.email]
    assert letter.subject.startswith("Not all of us can come on ")
    assert "Bea" not in letter.body
    Attendance.say(meeting, "cannot", by=tamsin)
    Attendance.say(meeting, "can", by=tamsin)
    Attendance.say(meeting, "can", by=bea)
    assert len(sent(after=3 * QUIET)) == 1, "and not where they can again"


def test_once_it_has_begun_nothing_is_asked_about_it(three):
    nia, bea, tamsin = three
    offered, risky, now = make_meeting(nia), make_meeting(nia, days=11), timezone.now()
    for meeting in (offered, risky):
        Attendance.say(meeting, "cannot", by=bea)
    ExceptionOffer.make(offered, by=bea)
    TurnOffer.make(offered, by=nia, to=tamsin)
    Meeting.objects.update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    assert {*Outbox.objects.waiting().values_list("kind", flat=True)} == {"exception", "at_risk", "turn_offer"}
    assert sent() == []


# -- turns


def test_whoever_offered_a_turn_hears_that_it_is_taken(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia)
    TurnOffer.make(meeting, by=nia).take(by=bea)
    (letter,) = sent(nia)
    assert letter.subject.startswith("You don’t facilitate on ")
