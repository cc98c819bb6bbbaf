"""What a mail server's answer says: in plain words, and of a reader's address only what is certain (record 56)."""

import smtplib

import pytest

from copse.undelivered import Cause, fault_of

US = (Cause.CLOSED, False, False)  # tried again over the day, and nobody's address is blamed


def rcpt(code: int, words: bytes) -> Exception:
    """What an answer to the address is raised as."""
    return smtplib.SMTPRecipientsRefused({"nia@example.org": (code, words)})


def read(error: Exception) -> tuple:
    fault = fault_of(error)
    return fault.cause, fault.final, fault.of_address


def test_what_a_server_answers_is_told_in_plain_words():
    said = {
        rcpt(550, b"5.1.1 no such user"): (Cause.UNKNOWN, True, True),
        rcpt(550, b"no such user"): (Cause.UNKNOWN, True, True),
        rcpt(550, b"5.1.10 takes no mail"): (Cause.UNKNOWN, True, True),
        rcpt(501, b"5.1.3 bad syntax"): (Cause.UNKNOWN, True, True),
        rcpt(550, b"5.2.1 mailbox disabled"): (Cause.REFUSED, True, True),
        rcpt(552, b"5.3.4 too large"): (Cause.REFUSED, True, False),
        rcpt(452, b"4.2.2 over quota"): (Cause.FULL, False, False),
        rcpt(451, b"4.7.1 greylisted"): (Cause.LATER, False, False),
        smtplib.SMTPDataError(554, b"5.7.1 it looks like spam"): (Cause.REFUSED, True, False),
        smtplib.SMTPDataError(421, b"\xff"): (Cause.LATER, False, False),
        smtplib.SMTPServerDisconnected("timed out"): (Cause.CUT, False, False),
        smtplib.SMTPConnectError(554, b"go away"): (Cause.AWAY, False, False),
        smtplib.SMTPNotSupportedError("STARTTLS"): (Cause.CLOSED, False, False),
        TimeoutError(): (Cause.AWAY, False, False),
        ConnectionRefusedError(): (Cause.AWAY, False, False),
        KeyError("kind"): (Cause.OURS, False, False),
    }
    assert {error: read(error) for error in said} == said


def test_a_server_that_doubts_us_where_it_answers_to_an_address_blames_nobody():
    doubts = [
        (550, b"5.1.8 <copse@copse.test>: Sender address rejected: Domain not found"),
        (550, b"5.1.7 bad sender"),
        (550, b"5.1.0 <copse@copse.test>: Sender address rejected: User unknown"),
        (553, b"5.7.1 <copse@copse.test>: Sender address rejected: not owned by user copse"),
        (554, b"5.7.1 <nia@example.org>: Relay access denied"),
        (550, b"relay not permitted"),
        (554, b"Relay access denied"),
        (530, b"5.7.0 Authentication required"),
        (530, b"who are you"),
        (503, b"5.5.1 AUTH first"),
        (503, b"out of turn"),
        (550, b"5.7.26 not signed"),
    ]
    assert {said: read(rcpt(*said)) for said in doubts} == dict.fromkeys(doubts, US)
    told = [
        smtplib.SMTPAuthenticationError(535, b"5.7.8 who are you"),
        smtplib.SMTPSenderRefused(550, b"5.1.8 not you", "copse@copse.test"),
        smtplib.SMTPDataError(550, b"5.7.60 you can't send as this sender"),
    ]
    assert {error: read(error) for error in told} == dict.fromkeys(told, US)


@pytest.mark.parametrize("words", [b"no", b"Administrative prohibition", b"5.0.0 no", b"5.1.1.4 is on a list"])
def test_what_can_not_be_told_apart_is_not_blamed_on_the_reader(words):
    refused = (Cause.REFUSED, True, False)
    assert read(rcpt(550, words)) == read(smtplib.SMTPDataError(554, words)) == refused


@pytest.mark.parametrize("words", [b"5.2.2 over quota", b"mailbox full", b"quota exceeded"])
def test_a_full_mailbox_is_tried_again_and_is_not_the_fault_of_its_address(words):
    assert read(rcpt(552, words)) == (Cause.FULL, False, False)


@pytest.mark.parametrize("code", [421, 451, 452])
def test_a_server_that_does_not_take_our_address_just_now_asks_to_try_later(code):
    passing = (Cause.LATER, False, False)
    assert read(smtplib.SMTPSenderRefused(code, b"too many connections", "copse@copse.test")) == passing
    assert read(smtplib.SMTPAuthenticationError(454, b"4.7.0 not now")) == passing


@pytest.mark.parametrize(
    "words", ["rDNS not found for host", "DMARC not found", "unknown host, PTR", "5.0.0 unknown client"]
)
def test_a_server_that_knows_nothing_of_us_blames_nobody(words):
    assert read(rcpt(550, f"<bea@example.org>: {words}".encode())) == US


@pytest.mark.parametrize("name", ["authors@example.org", "bea@relay.example.org"])
def test_what_an_address_is_called_says_nothing(name):
    assert read(rcpt(550, f"<{name}>: no such user".encode())) == (Cause.UNKNOWN, True, True)
