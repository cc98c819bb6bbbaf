"""Words that somebody wrote in answer to an invitation: what can be read is kept, the rest stays in the mailbox."""

import time
from email.message import EmailMessage

import pytest

from meetings.mail_words import shown, without_quotes
from meetings.models import Attendance, MeetingInvitation, PutAside
from tests.meetings import test_replies
from tests.meetings.mailed import answer, mailed, organizer, sent
from tests.meetings.test_replies import comes

pytestmark = pytest.mark.django_db
asked, bea, box, meeting, nia = (getattr(test_replies, name) for name in ("asked", "bea", "box", "meeting", "nia"))


def kept() -> list[str]:
    return [mail.text for mail in PutAside.objects.all()]


def in_html(to: str, source: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "bea@elsewhere.example", to
    message.set_content(source, subtype="html")
    return message


# -- what is kept of it


def test_of_a_mail_that_is_too_large_its_words_are_kept_and_it_counts_for_nothing(box, bea, meeting, asked):
    message = answer(asked)
    message.add_attachment(b"x" * 300_000, maintype="image", subtype="jpeg", filename="me.jpg")
    assert comes(box, message) == (0, 1)
    assert (kept(), Attendance.objects.exists(), len(box.aside)) == (["Accepted"], False, 1)


@pytest.mark.parametrize("more", range(4))
def test_of_words_in_base64_that_are_too_many_to_be_read_whole_the_first_are_kept(box, meeting, asked, more):
    message = EmailMessage()
    message["From"], message["To"] = "bea@elsewhere.example", organizer(asked)
    message["X-Filler"] = "x" * more  # so that it is cut at another of four letters
    message.set_content("I am late.\n" + "x y z\n" * 60_000, cte="base64")
    assert comes(box, message) == (0, 1)
    (text,) = kept()
    assert text.startswith("I am late.\nx y z\n")


def test_a_mail_in_html_alone_is_read(box, meeting, asked):
    source = "<html><head><style>p { x }</style></head><body><p>I can come, but&nbsp;late.</p><p>Love,<br>Bea</p>"
    quoted = "<blockquote><p>Can you come?</p></blockquote>"
    assert comes(box, in_html(organizer(asked), source + quoted)) == (1, 0)
    assert kept() == ["I can come, but late.\n\nLove,\nBea"]


@pytest.mark.parametrize("charset", ["rot13", "hex", "idna", "undefined", "x-nobodys", "punycode"])
def test_letters_that_are_none_of_a_mail_hide_no_words(box, meeting, asked, charset):
    raw = f"From: a@b\r\nTo: {organizer(asked)}\r\nContent-Type: text/plain; charset={charset}\r\n\r\nHello there\r\n"
    comes(box, raw.encode())
    assert len(kept()) == 1
    assert charset == "punycode" or kept() == ["Hello there"]


def test_what_is_not_kept_whole_stays_in_the_mailbox_and_its_writer_hears_of_what_could_be_read(
    box, bea, meeting, asked
):
    long = mailed(organizer(asked), text="Perhaps. " * 200)
    paper = mailed(organizer(asked), text="See here")
    paper.add_attachment(b"x", maintype="application", subtype="pdf", filename="mine.pdf")
    nothing = in_html(organizer(asked), "<img src=x>")
    assert comes(box, long, paper, nothing, mailed(organizer(asked), text="Perhaps")) == (1, 3)
    assert [len(text) for text in kept()] == [1000, 8, 0, 7]
    assert "what we could read of it" in sent(bea)[-1].body


def test_the_words_are_kept_without_what_they_quote_and_the_same_mail_once(box, bea, meeting, asked):
    message = mailed(organizer(asked), text="I would love to, but later.\n\n> Can you come?")
    comes(box, message, message)
    assert kept() == ["I would love to, but later."]
    assert len([letter for letter in sent(bea) if letter.subject.startswith("Your mail")]) == 1


def test_of_many_mails_ten_are_kept_and_one_is_answered(box, bea, meeting, asked):
    many = [mailed(organizer(asked), text=f"Perhaps, {n}") for n in range(12)]
    assert comes(box, *many) == (10, 2)
    assert len([letter for letter in sent(bea) if letter.subject.startswith("Your mail")]) == 1


# -- what is quoted


@pytest.mark.parametrize(
    "text",
    [
        "Perhaps.\n\nOn Thu, 26 Nov 2026 at 15:00, The Alders and Friends\n<copse@x.org> wrote:\n\n> Hello,",
        "> Can you come?\n\nPerhaps.",
        "On Thursday, The Alders wrote:\n> Can you come?\n\nPerhaps.\n> Say it here",
        "Perhaps.\n\nOn Thursday The Alders\n<copse@x.org> wrote:\n\nHello,\ncan you come?",
        "Perhaps.\n\n-------- Forwarded Message --------\nSubject: Can you come\nHello,",
        "Perhaps.\n\n---------- Forwarded message ---------\nFrom: Alders <x@y.org>",
        "Perhaps.\n\nBegin forwarded message:\n\nHello",
        "Perhaps.\n\n________________________________\nFrom: Alders",
        "Perhaps.\n\nFrom: The Alders <copse@x.org>\nSent: Thursday\nTo: Bea\n\nHello,",
        "Perhaps.\n\nFrom: The Alders <copse@x.org>\nReply-To: x@y.org\n\nHello,",
    ],
)
def test_what_is_quoted_is_not_kept_wherever_it_stands(text):
    assert without_quotes(text) == "Perhaps."


def test_what_only_looks_like_a_quote_is_kept():
    words = "On Thursday I can come.\nFrom: the station it is ten minutes.\nI will be late."
    assert without_quotes(words) == words


def test_words_cost_what_their_length_costs():
    hostile = ["<!--" * 25_000, "<style" * 16_000, "<" * 100_000, "On " * 6_000, "On\n" * 6_000, "From:\n" * 3_000]
    began = time.process_time()
    for source in hostile:
        without_quotes(shown(source))
        without_quotes(source[:20_000])
    assert time.process_time() - began < 2


# -- secrets


@pytest.mark.parametrize(
    "said",
    [
        "Write to copse+{secret}@in.example.org",
        "COPSE+{SECRET}@IN.EXAMPLE.ORG",
        "copse%2B{secret}%40in.example.org",
        "{secret}",
    ],
)
def test_no_address_that_answers_for_somebody_is_kept(box, meeting, asked, said):
    token = organizer(asked).partition("+")[2].partition("@")[0]
    comes(box, mailed(organizer(asked), text="Perhaps. " + said.format(secret=token, SECRET=token.upper())))
    (text,) = kept()
    assert token not in text.lower()
    assert (text.startswith("Perhaps."), text.endswith("…")) == (True, True)


def test_nor_in_the_note_beside_an_answer(box, meeting, asked):
    comes(box, answer(asked, COMMENT=f":Late; I wrote to {organizer(asked)} before"))
    assert Attendance.objects.get().note == "Late; I wrote to … before"


def test_an_invitation_finds_its_way_all_the_same(box, meeting, asked):
    token = organizer(asked).partition("+r-")[2].partition("@")[0]
    assert MeetingInvitation.find(token) is not None
