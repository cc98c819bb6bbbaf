"""Answers by mail: what a calendar answers to an invitation counts as if it were said here; all else is put aside."""

from datetime import time, timedelta
from email.message import EmailMessage

import pytest
from django.core.management import call_command
from django.utils import timezone

from copse import inbound
from groups.models import Outbox
from groups.received import receive
from meetings import itip
from meetings.models import Attendance, Availability, MeetingInvitation, PutAside
from tests import dovecot
from tests.at_once import at_once
from tests.factories import make_group, make_meeting, make_membership
from tests.mailbox import OURS, Mailbox
from tests.meetings.mailed import LATER, answer, by_mail, mailed, newest, organizer, said, sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def box(settings, tmp_path):
    box = Mailbox(tmp_path)
    settings.INBOUND_URL, settings.INBOUND_ADDRESS = box.url, OURS
    return box


@pytest.fixture
def bea(box):
    """Who has meetings by mail, in a group of three."""
    group = make_group("The Alders")
    bea, _tamsin = make_membership(group, "Bea"), make_membership(group, "Tamsin")
    by_mail(bea)
    return bea


@pytest.fixture
def nia(bea):
    """Who plans them."""
    return bea.group.members.in_order().first()


@pytest.fixture
def meeting(nia):
    return make_meeting(nia)


@pytest.fixture
def asked(bea, meeting) -> str:
    """The invitation to it, as Bea's calendar has it."""
    return newest(bea)[1]


def comes(box, *messages, at=None) -> tuple[int, int]:
    for message in messages:
        box.lay_in(message)
    return receive(at or timezone.now() + LATER)


def answer_of(bea, meeting) -> str:
    return "".join(Attendance.objects.filter(meeting=meeting, membership=bea).values_list("answer", flat=True))


def soon(minutes: int):
    return timezone.now() + LATER + timedelta(minutes=minutes)


# -- what counts


@pytest.mark.parametrize("style", ["gmail", "outlook", "bare"])
def test_an_answer_is_taken_as_each_calendar_writes_it(box, bea, meeting, asked, style):
    assert comes(box, answer(asked, style=style)) == (1, 0)
    assert answer_of(bea, meeting) == "can"
    assert (box.waiting, box.aside, Outbox.objects.waiting().count()) == ([], [], 0)


@pytest.mark.parametrize(("word", "kept"), [("ACCEPTED", "can"), ("TENTATIVE", "stretch"), ("DECLINED", "cannot")])
def test_each_word_has_its_answer(box, bea, meeting, asked, word, kept):
    comes(box, answer(asked, word))
    assert answer_of(bea, meeting) == kept


def test_the_newest_counts_in_whatever_order_they_come(box, bea, meeting, asked):
    first, second = answer(asked, "DECLINED", at=soon(0)), answer(asked, "ACCEPTED", at=soon(1))
    assert comes(box, second, first, first, at=soon(5)) == (3, 0)
    assert answer_of(bea, meeting) == "can"


def test_what_was_said_here_since_stands(box, bea, meeting, asked):
    Attendance.say(meeting, "cannot", by=bea, note="The ferry", at=soon(2))
    comes(box, answer(asked, at=soon(1)), at=soon(5))
    assert answer_of(bea, meeting) == "cannot"
    comes(box, answer(asked, at=soon(3)), at=soon(6))
    kept = Attendance.objects.get(meeting=meeting, membership=bea)
    assert (kept.answer, kept.note, kept.by_mail_at is not None) == ("can", "The ferry", True)


def test_what_somebody_writes_in_their_calendar_beside_it_is_for_whoever_plans(box, bea, meeting, asked):
    comes(box, answer(asked, COMMENT=r";LANGUAGE=en:A little late\, by the ferry\nat eight"))
    assert Attendance.objects.get(membership=bea).note == "A little late, by the ferry at eight"


def test_another_address_may_answer_since_mail_is_forwarded(box, bea, meeting, asked):
    message = answer(asked)
    del message["To"]
    message["To"], message["Delivered-To"] = "list@elsewhere.example", organizer(asked)
    comes(box, message)
    assert answer_of(bea, meeting) == "can"


def test_a_calendar_that_says_it_answers_by_itself_answers_all_the_same(box, bea, meeting, asked):
    message = answer(asked)
    message["Auto-Submitted"] = "auto-generated"
    comes(box, message)
    assert answer_of(bea, meeting) == "can"


def test_a_clock_that_is_ahead_keeps_no_later_answer_out(box, bea, meeting, asked):
    comes(box, answer(asked, "DECLINED", at=soon(60 * 24 * 900)))
    comes(box, answer(asked, at=soon(60)), at=soon(61))
    assert answer_of(bea, meeting) == "can"


def test_a_clock_that_is_slow_gives_no_answer_from_before_what_it_answers(box, bea, nia, meeting, asked):
    Attendance.say(meeting, "can", by=bea, at=soon(10))
    meeting.change(by=nia, start_time=time(18), at=soon(11))
    moved = newest(bea, at=soon(60))[1]
    comes(box, answer(moved, "DECLINED", at=soon(8)), at=soon(61))
    assert answer_of(bea, meeting) == "cannot"
    comes(box, answer(moved, "TENTATIVE", at=soon(9)), answer(moved, "DECLINED", at=soon(8)), at=soon(62))
    assert answer_of(bea, meeting) == "stretch"
    meeting.change(by=nia, start_time=time(17), at=soon(63))
    comes(box, answer(newest(bea, at=soon(90))[1], "ACCEPTED", at=soon(7)), at=soon(91))
    assert answer_of(bea, meeting) == "can"


def test_an_answer_to_the_one_date_that_is_offered_is_one_of_its_poll(box, bea, nia):
    meeting = make_meeting(nia, settled=False)
    comes(box, answer(newest(bea)[1], "TENTATIVE"))
    (kept,) = Availability.objects.filter(option__poll__meeting=meeting)
    assert (kept.membership, kept.answer, kept.by_mail_at is not None) == (bea, "stretch", True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.each
def test_the_same_answer_read_by_two_at_once_is_one(box, bea, meeting, asked):
    told, reply = MeetingInvitation.objects.get(), itip.reply_in(answer(asked))
    at_once(*[lambda: MeetingInvitation.objects.get(pk=told.pk).take(reply, soon(0))] * 2)
    assert answer_of(bea, meeting) == "can"


# -- what asks again


def test_an_answer_to_what_is_no_longer_so_is_not_counted_and_is_asked_again(box, bea, nia, meeting, asked):
    meeting.change(by=nia, start_time=time(18))
    newest(bea)
    before = len(sent(bea))
    assert comes(box, answer(asked), answer(asked, "DECLINED")) == (2, 0)
    assert answer_of(bea, meeting) == ""
    letter, calendar = newest(bea, at=soon(10))
    assert len(sent(bea)) == before + 1
    assert (said(calendar, "SEQUENCE"), "can you come" in letter.subject.lower()) == (":1", True)


def test_an_answer_before_a_change_is_told_is_not_counted_either(box, bea, nia, meeting, asked):
    meeting.change(by=nia, start_time=time(18))
    comes(box, answer(asked), at=timezone.now())
    assert answer_of(bea, meeting) == ""


def test_an_answer_to_a_meeting_let_go_changes_nothing(box, bea, nia, meeting, asked):
    meeting.let_go(by=nia)
    assert comes(box, answer(asked)) == (1, 0)
    assert (answer_of(bea, meeting), PutAside.objects.exists()) == ("", False)


# -- what is put aside for the eyes of whoever plans


def twice(asked) -> EmailMessage:
    two = f"{said(asked, 'ORGANIZER')}\r\nATTENDEE;PARTSTAT=DECLINED:mailto:tamsin@example.org"
    return answer(asked, ORGANIZER=two)


UNCLEAR = {
    "words alone": lambda asked: mailed(organizer(asked), text="I would love to, but later.\n\n> Can you come?"),
    "two attendees": twice,
    "delegated": lambda asked: answer(asked, "DELEGATED"),
    "no calendar": lambda asked: mailed(organizer(asked), "BEGIN:NOTHING\r\nEND:NOTHING\r\n"),
    "an invitation": lambda asked: answer(asked, METHOD="REQUEST"),
    "a counter-proposal": lambda asked: answer(asked, METHOD="COUNTER"),
    "another meeting": lambda asked: answer(asked, UID=":another@copse.test"),
    "a sequence that was never told": lambda asked: answer(asked, SEQUENCE=":9"),
    "a sequence of no number": lambda asked: answer(asked, SEQUENCE=":-1"),
    "one of a series": lambda asked: answer(asked, **{"RECURRENCE-ID": ":20270301T190000Z"}),
    "without a moment": lambda asked: answer(asked, DTSTAMP=None),
    "a moment on nobody's clock": lambda asked: answer(asked, DTSTAMP=":20270301T190000"),
    "two answers": lambda asked: two_answers(asked),
}


def two_answers(asked) -> EmailMessage:
    message = answer(asked)
    other = answer(asked, "DECLINED", style="bare").get_payload()
    message.add_attachment(other, subtype="calendar", params={"method": "REPLY"})
    return message


@pytest.mark.parametrize("what", UNCLEAR)
def test_what_is_no_clear_answer_is_not_counted_but_put_aside_and_a_link_is_mailed_back(box, bea, meeting, asked, what):
    assert comes(box, UNCLEAR[what](asked)) == (1, 0)
    assert (answer_of(bea, meeting), PutAside.objects.count()) == ("", 1)
    letter = sent(bea)[-1]
    assert letter.subject.startswith("Your mail about")
    assert meeting.get_absolute_url() in letter.body
    assert letter.to == [bea.member.email]


def test_what_was_put_aside_goes_with_an_answer_and_when_the_meeting_is_over(box, bea, meeting, asked):
    comes(box, mailed(organizer(asked), text="Perhaps"))
    assert PutAside.objects.exists()
    comes(box, answer(asked, at=soon(1)), at=soon(2))
    PutAside.forget(soon(2))
    assert not PutAside.objects.exists()
    comes(box, mailed(organizer(asked), text="Or not"), at=soon(3))
    PutAside.forget(soon(4))
    assert PutAside.objects.exists()
    PutAside.forget(meeting.ends_at)
    assert not PutAside.objects.exists()


def test_whoever_has_said_it_here_meanwhile_has_no_link_mailed_back(box, bea, meeting, asked):
    comes(box, mailed(organizer(asked), text="Perhaps"))
    Attendance.say(meeting, "can", by=bea, at=soon(1))
    assert [letter for letter in sent(bea, at=soon(2)) if letter.subject.startswith("Your mail")] == []


# -- what nobody deals with


def forged(asked) -> str:
    return organizer(asked).replace("@", "x@").replace("+r-", "+r-a")


NOBODYS = {
    "a forged token": lambda asked: mailed(forged(asked), asked),
    "a token cut short": lambda asked: mailed(organizer(asked).replace("@", "")[:-20] + "@in.example.org", asked),
    "one for another purpose": lambda asked: mailed(organizer(asked).replace("+r-", "+b-"), asked),
    "out of office": lambda asked: mailed(organizer(asked), text="I am away.", Auto_Submitted="auto-replied"),
    "from a list": lambda asked: mailed(organizer(asked), text="Digest", List_Id="<x.example.org>"),
    "what came back": lambda asked: mailed(organizer(asked), text="Undelivered", Return_Path="<>"),
    "garbage": lambda asked: b"\xff\xfe\x00" * 999,
    "nobody's": lambda asked: mailed("copse@in.example.org", asked),
}


@pytest.mark.parametrize("what", NOBODYS)
def test_what_nobody_answers_for_stays_in_the_mailbox_beside_and_is_not_answered(box, bea, meeting, asked, what):
    before = len(sent(bea))
    assert comes(box, NOBODYS[what](asked)) == (0, 1)
    assert len(box.aside) == 1
    assert (answer_of(bea, meeting), PutAside.objects.exists()) == ("", False)
    assert len(sent(bea)) == before


def test_whoever_has_left_answers_no_more(box, bea, meeting, asked):
    bea.leave()
    assert comes(box, answer(asked)) == (0, 1)
    assert answer_of(bea, meeting) == ""


def test_an_invitation_that_is_signed_for_somebody_else_is_not_theirs(box, bea, nia, meeting, asked):
    """The name in a token tells which invitation; the signature, that they were told its address."""
    by_mail(nia)
    sent(nia)
    other = MeetingInvitation.objects.get(membership=nia)
    token = inbound.token("r", other.key, "other facts")
    assert comes(box, mailed(inbound.address("r", token), asked)) == (0, 1)


# -- from beginning to end


def test_over_imap_answers_are_taken_and_the_rest_put_aside(settings, bea, meeting, asked):
    """Against Dovecot; see tests.dovecot for where it is."""
    with dovecot.serving() as (settings.INBOUND_URL, folder):
        box = Mailbox(folder)
        for n, message in enumerate(
            [
                answer(asked, "DECLINED", at=soon(0)), answer(asked, at=soon(1), style="outlook"),
                answer(asked, "TENTATIVE", at=soon(0), style="bare"), *(make(asked) for make in UNCLEAR.values()),
                *(make(asked) for make in NOBODYS.values()),
            ]
        ):  # fmt: skip
            box.lay_in(message, f"{n:02}.mail.here")
        assert receive(soon(9)) == (3 + 10, len(UNCLEAR) - 10 + len(NOBODYS))
        assert (box.waiting, answer_of(bea, meeting)) == ([], "can")


@pytest.mark.django_db(transaction=True)
def test_the_worker_asks_and_hears(box, bea, nia):
    """From a plan to an answer with nothing but the worker."""
    meeting = make_meeting(nia)
    meeting.itself().update(changed_at=timezone.now() - LATER)
    call_command("worker", once=True)
    call_command("worker", once=True)
    box.lay_in(answer(newest(bea)[1]))
    call_command("worker", once=True)
    assert answer_of(bea, meeting) == "can"
