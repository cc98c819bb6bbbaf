"""Mail on what becomes of a meeting: one, of what was first and what is now, to those for whom it is still news."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from groups.models import Outbox, Sabbatical
from meetings.models import Attendance, DatePoll, Meeting, SmallerGuest
from meetings.telling import QUIET
from tests.at_once import at_once
from tests.factories import (
    days_from_now,
    make_group,
    make_meeting,
    make_membership,
    make_smaller_meeting,
    say,
    settle,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """The three members of a group."""
    group = make_group("The Alders")
    return [group.members.get(), *(make_membership(group, name) for name in ("Bea", "Tamsin"))]


def to_the_barn(meeting, by, **more) -> None:
    meeting.change(by=by, kind="face", place="The barn at Mill Lane", start_time=time(18), end_time=time(20), **more)


def sent(to=None, *, after=QUIET) -> list:
    """What goes out once second thoughts are over, to one or to all."""
    Outbox.deliver_due(timezone.now() + after)
    return [letter for letter in mail.outbox if to is None or letter.to == [to.member.email]]


def test_a_change_is_told_to_all_but_whoever_made_it_old_and_new_in_one_mail(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia)
    to_the_barn(meeting, nia)
    assert {letter.to[0] for letter in sent()} == {person.member.email for person in three[1:]}
    (letter,) = sent(bea)
    for words in ("7 to 9 pm", "6 to 8 pm", "pm, Online", "pm, Face to face", meeting.get_absolute_url()):
        assert words in letter.body
    assert letter.subject.endswith("has changed: can you come?")
    assert "The Alders" in letter.from_email


def test_members_words_stay_behind_the_link(three):
    meeting = make_meeting(three[0], title="A word of ours")
    to_the_barn(meeting, three[0])
    (letter,) = sent(three[1])
    assert [w for w in ("Mill Lane", "A word of ours") if w in letter.body + letter.subject] == []
    assert "There is a place now." in letter.body


def test_changes_before_it_is_sent_are_one_mail_from_what_was_first_to_what_is_now(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia)
    later = meeting.starts_on + timedelta(days=7)
    meeting.change(by=nia, start_time=time(18))
    meeting.change(by=bea, starts_on=later, ends_on=later, start_time=time(17), end_time=time(19))
    (letter,) = sent(tamsin)
    assert ("7 to 9 pm" in letter.body, "5 to 7 pm" in letter.body, "6 to 9 pm" in letter.body) == (True, True, False)
    assert letter.subject.startswith("Not ")
    assert len(sent(nia)) == 1
    assert sent(bea) == []  # she changed it last, and saw what Nia did
    meeting.change(by=nia, start_time=time(16, 30))
    assert "5 to 7 pm" in sent(tamsin)[1].body


def test_what_is_as_it_was_again_still_asks(three):
    meeting = make_meeting(three[0])
    for hour in (18, 19):
        meeting.change(by=three[0], start_time=time(hour))
    (letter,) = sent(three[1])
    assert "is now as it was before" in letter.body


def test_a_new_link_and_a_new_title_are_told_to_nobody(three):
    meeting = make_meeting(three[0])
    meeting.change(by=three[0], join_url="https://room.example.org/b", title="Salt")
    assert sent() == []


@pytest.mark.parametrize("since", ["answered", "let go", "left", "over"])
def test_what_is_no_news_any_more_is_not_sent(three, since):
    nia, bea, tamsin = three
    meeting = make_meeting(nia)
    to_the_barn(meeting, nia)
    if since == "answered":
        Attendance.say(meeting, "can", by=bea)
    elif since == "left":
        bea.leave()
    elif since == "let go":
        meeting.let_go(by=nia)
    else:
        meeting.itself().update(starts_at=days_from_now(-1), ends_at=timezone.now())
    assert [letter.subject for letter in sent(bea) if "can you come" in letter.subject] == []
    if since == "let go":
        assert sent(tamsin)[0].subject.startswith("We don’t meet on")


@pytest.mark.parametrize("deed", ["plan", "change", "revive", "arrange"])
def test_nobody_is_asked_whether_they_can_come_once_it_has_begun_and_still_told_that_it_is_let_go(three, deed):
    nia, bea, _tamsin = three
    meeting = make_smaller_meeting(nia, bea) if deed == "arrange" else make_meeting(nia, told=deed != "plan")
    if deed == "change":
        to_the_barn(meeting, nia)
    elif deed == "revive":
        meeting.let_go(by=nia)
        sent()
        mail.outbox.clear()
        meeting.revive(by=nia)
    now = timezone.now()
    meeting.itself().update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    waiting = Outbox.objects.waiting().filter(member=bea.member)
    assert waiting.exists()
    told = ["We meet on "] if deed == "revive" else []
    assert [letter.subject[:11] for letter in sent(bea)] == told
    Meeting.of_any_size.get().let_go(by=nia)
    assert [letter.subject[:14] for letter in sent(bea)][len(told) :] == ["We don’t meet "]


def test_letting_go_and_taking_up_again_are_told_each_by_itself_and_at_once_not_at_all(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia)
    meeting.let_go(by=nia)
    assert sent(bea)[-1].subject.startswith("We don’t meet on")
    meeting.revive(by=nia)
    assert sent(bea)[-1].subject.endswith("after all")
    assert len(sent(bea)) == 2


def test_where_a_date_is_looked_for_again_after_letting_go_it_is_asked_about_and_nothing_is_said_to_stand(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia, settled=False)
    meeting.let_go(by=nia)
    sent()
    meeting.revive(by=nia)
    letter = sent(bea)[-1]
    assert letter.subject == "We look for a date after all: which days could you manage?"
    assert "7 to 9 pm, Online" in letter.body
    assert meeting.poll.get_absolute_url() in letter.body
    assert "can come" not in letter.body


def test_let_go_and_taken_up_within_minutes_asks_again_and_says_so(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia)
    meeting.let_go(by=nia)
    meeting.revive(by=nia)
    (letter,) = sent(bea)
    assert "is now as it was before" in letter.body


def test_a_settled_date_is_told_to_the_others_and_so_is_one_that_has_to_move(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia, settled=False)
    for person in three:
        say(meeting, "can", by=person)
    settle(meeting, by=nia)
    assert sent(bea)[-1].subject.startswith("We meet on ")
    DatePoll.open(meeting, by=nia)
    (moving,) = sent(bea)[1:]
    assert moving.subject.endswith("which days could you manage?")
    assert f"/meetings/{meeting.key}/dates/" in moving.body
    assert len(sent()) == 4  # and nothing of it to Nia


def test_a_date_that_moves_and_is_settled_within_minutes_is_one_mail_from_the_old_to_the_new(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia)
    poll = DatePoll.open(meeting, by=nia)
    later = {name: meeting.starts_on + timedelta(days=7) for name in ("starts_on", "ends_on")}
    new = poll.offer(by=nia, kind="online", start_time=time(18), end_time=time(20), zone="Europe/London", **later)
    for person in three:
        poll.answer({new: "can"}, by=person)
    poll.settle(new, by=nia)
    (letter,) = sent(bea)
    assert ("7 to 9 pm" in letter.body, "6 to 8 pm" in letter.body) == (True, True)


def test_nobody_on_sabbatical_is_asked_unless_they_had_answered(three):
    nia, bea, tamsin = three
    for person in (bea, tamsin):
        Sabbatical.take(by=person, starts=nia.group.today(), ends=None)
    meeting = make_meeting(nia)
    Attendance.say(meeting, "can", by=tamsin)
    meeting.let_go(by=nia)
    assert [letter.to for letter in sent()] == [[tamsin.member.email]]


def test_a_smaller_meeting_is_told_to_those_in_it(three):
    nia, bea, _tamsin = three
    meeting = make_smaller_meeting(nia, bea)
    (letter,) = sent()
    assert (letter.to, letter.subject[:20]) == ([bea.member.email], "Could you meet with ")
    meeting.change(by=bea, start_time=time(9, 30))
    assert [letter.to for letter in sent()[1:]] == [[nia.member.email]]


def test_a_mail_that_was_given_up_holds_none_back(three):
    meeting = make_meeting(three[0])
    meeting.change(by=three[0], start_time=time(18))
    Outbox.objects.update(tries=8)
    meeting.change(by=three[0], start_time=time(17))
    assert len(sent()) == 2


def test_each_reads_it_by_their_own_clock(three):
    nia, bea, _tamsin = three
    bea.member.zone = "Asia/Tokyo"
    bea.member.save()
    to_the_barn(make_meeting(nia), nia)
    assert "where you are" in sent(bea)[0].body


def test_what_is_within_the_hour_is_told_at_once(three):
    nia, now = three[0], timezone.now()
    meeting = make_meeting(nia)
    meeting.itself().update(starts_at=now + timedelta(minutes=50), ends_at=now + timedelta(hours=3))
    Meeting.objects.get().let_go(by=nia)
    assert len(sent(after=timedelta())) == 2


@pytest.mark.django_db(transaction=True)
def test_a_change_at_the_moment_of_sending_is_in_that_mail_or_in_one_of_its_own(three):
    nia, bea, _tamsin = three
    meeting = make_meeting(nia)
    meeting.change(by=nia, start_time=time(18))
    at_once(
        lambda: Meeting.objects.get().change(by=nia, start_time=time(17)),
        lambda: Outbox.deliver_due(timezone.now() + QUIET),
    )
    assert "5 to 9 pm" in sent(bea)[-1].body


def test_whoever_has_said_in_the_poll_that_they_can_is_told_the_new_date_and_not_asked(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia)
    poll = DatePoll.open(meeting, by=nia)
    later = {name: meeting.starts_on + timedelta(days=7) for name in ("starts_on", "ends_on")}
    new = poll.offer(by=nia, kind="online", start_time=time(18), end_time=time(20), zone="Europe/London", **later)
    Sabbatical.take(by=tamsin, starts=later["starts_on"] - timedelta(days=1), ends=later["starts_on"])
    for person in (nia, bea):
        poll.answer({new: "can"}, by=person)
    poll.settle(new, by=nia)
    (letter,) = sent(bea)
    assert (letter.subject[:4], "?" in letter.subject, "asked" in letter.body) == ("Not ", False, False)
    assert ("7 to 9 pm" in letter.body, "6 to 8 pm" in letter.body) == (True, True)


def test_whoever_is_taken_out_of_a_smaller_meeting_hears_so_once(three):
    nia, bea, tamsin = three
    make_membership(nia.group, "Ruth")
    meeting = make_smaller_meeting(nia, bea, tamsin)
    sent()
    for _twice in range(2):
        SmallerGuest.rearrange(meeting, [tamsin], by=nia)
    (letter,) = sent()[2:]
    assert (letter.to, letter.subject[:30]) == ([bea.member.email], "You are not in the meeting on ")
    assert reverse("meetings:year", args=[nia.group.slug]) in letter.body, "what they may still see"


@pytest.mark.parametrize("how", ["before they knew of it", "by themselves"])
def test_whoever_knows_or_never_knew_is_told_nothing(three, how):
    nia, bea, tamsin = three
    make_membership(nia.group, "Ruth")
    meeting = make_smaller_meeting(nia, bea, tamsin)
    if how == "by themselves":
        sent()
        mail.outbox.clear()
        meeting.change(by=nia, start_time=time(9, 30))
        SmallerGuest.leave(meeting, by=bea)
    else:
        SmallerGuest.rearrange(meeting, [tamsin], by=nia)
    assert [letter.to for letter in sent()] == [[tamsin.member.email]]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("The barn", "The mill", "The place is another. Old and new stand on"),
        ("", "The mill", "There is a place now. It stands on"),
        ("The barn", "", "There is no place any more. The one before stands on"),
    ],
    ids=["another", "new", "none"],
)
def test_where_only_the_place_is_another_when_we_meet_is_told_once(three, before, after, says):
    meeting = make_meeting(three[0], kind="face", place=before)
    meeting.change(by=three[0], place=after)
    (letter,) = sent(three[1])
    assert (letter.body.count("Face to face"), "It was:" in letter.body, says in letter.body) == (1, False, True)


def test_going_online_says_nothing_of_a_place(three):
    meeting = make_meeting(three[0], kind="face", place="The barn")
    meeting.change(by=three[0], kind="online", place="")
    (letter,) = sent(three[1])
    assert ("It was:" in letter.body, "place" in letter.body) == (True, False)


def test_whoever_lets_go_of_what_was_just_changed_is_told_nothing(three):
    nia, bea, tamsin = three
    meeting = make_meeting(nia)
    to_the_barn(meeting, nia)
    Meeting.objects.get().let_go(by=bea)
    assert ([letter.to for letter in sent(bea)], len(sent(tamsin))) == ([], 1)
