"""Mails that come back to the inbound mailbox: hard or soft, forged or not (RFC 3464)."""

from datetime import timedelta
from email import message_from_string

import pytest
from django.core import mail
from django.utils import timezone

from copse import inbound
from copse.mail import Letter
from copse.undelivered import Cause
from groups import registry
from groups.models import Outbox
from groups.received import receive
from groups.tick import tick
from tests.factories import make_member
from tests.mailbox import OURS, Mailbox

pytestmark = pytest.mark.django_db

NIA = "nia@example.org"
REPORT = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mail.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=b"

--=b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--=b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Thu, 26 Nov 2026 10:00:00 +0000

Final-Recipient: rfc822; nia@example.org
Original-Recipient: rfc822;nia@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 {status} <nia@example.org>: Recipient address rejected

--=b
Content-Type: text/rfc822-headers

From: The Withies <copse@copse.test>
To: nia@example.org

--=b--
"""


@pytest.fixture
def mailbox(settings, tmp_path):
    """An inbound mailbox; `arrives` puts a message there, and reads what has come."""
    box = Mailbox(tmp_path / "mailbox")
    settings.INBOUND_URL, settings.INBOUND_ADDRESS = box.url, OURS

    def arrives(text: str, at=None) -> tuple[int, int]:
        box.lay_in(text.encode())
        return receive(at or timezone.now())

    return arrives


@pytest.fixture
def nia(monkeypatch):
    monkeypatch.setitem(registry.mails, "hello", lambda row: Letter(to=row.to, subject="Hello", text="We meet.\n"))
    return make_member(email=NIA)


def sent_row(member) -> Outbox:
    row = Outbox.queue("hello", "it", to=member.email, key=str(Outbox.objects.count()), member=member)
    assert row.deliver()
    return row


def sent_to(member, **fields) -> tuple[Outbox, str]:
    """A mail that has gone out, and where reports on it go to."""
    row = sent_row(member)
    Outbox.objects.filter(pk=row.pk).update(**fields)
    return row, mail.outbox[-1].from_email


def report(to: str, status: str = "5.1.1", action: str = "failed") -> str:
    return REPORT.format(to=to, status=status, action=action)


def test_each_mail_comes_from_the_group_and_goes_back_to_an_address_of_its_own(nia, mailbox, server, settings):
    settings.EMAIL_FROM = "copse@copse.test"
    rows = [sent_row(nia) for _ in range(2)]
    envelopes = [envelope.mail_from for envelope, _letter in server.received]
    assert all(where.startswith("copse+b-") and where.endswith("@in.example.org") for where in envelopes)
    assert len({*envelopes}) == len(rows) == 2
    assert {letter["From"] for _envelope, letter in server.received} == {"Copse <copse@copse.test>"}
    assert max(len(where.partition("@")[0]) for where in envelopes) <= 64, "octets, RFC 5321"


def test_without_a_mailbox_it_comes_back_to_where_it_comes_from(nia, settings):
    settings.EMAIL_FROM = "copse@copse.test"
    _row, where = sent_to(nia)
    assert where == "Copse <copse@copse.test>"


def test_a_hard_bounce_gives_the_mail_up_and_tells_its_person(nia, mailbox):
    row, where = sent_to(nia)
    assert mailbox(report(where)) == (1, 0)
    row.refresh_from_db()
    nia.refresh_from_db()
    assert (row.cause, list(Outbox.objects.failed())) == (Cause.UNKNOWN, [row])
    assert (nia.unreached, nia.refused_later) == (True, True)
    given_up_at = row.given_up_at
    mailbox(report(where), at=timezone.now() + timedelta(hours=1))
    row.refresh_from_db()
    assert row.given_up_at == given_up_at, "said twice it is said once"


@pytest.mark.parametrize("status", ["5.2.2", "4.2.2", "4.4.7", "5.7.1", "5.1.7", "5.1.8", "", "nonsense"])
def test_a_soft_bounce_gives_the_mail_up_and_says_nothing_of_the_address(nia, mailbox, status):
    row, where = sent_to(nia)
    assert mailbox(report(where, status)) == (1, 0)
    nia.refresh_from_db()
    assert list(Outbox.objects.failed()) == [row]
    assert not nia.unreached


@pytest.mark.parametrize(
    ("answer", "refused"),
    [("550 no such user", True), ("550 5.1.1 nobody", True), ("550 relay not permitted", False), ("550 no", False)],
)
def test_where_a_report_gives_no_finer_code_what_was_answered_tells_whether_it_is_the_address(
    nia, mailbox, answer, refused
):
    _row, where = sent_to(nia)
    told = report(where, "5.0.0").replace("550 5.0.0 <nia@example.org>: Recipient address rejected", answer)
    assert mailbox(told) == (1, 0)
    nia.refresh_from_db()
    assert nia.unreached is refused


@pytest.mark.parametrize("status", ["4.4.7", "4.4.1", "4.0.0"])
def test_a_mail_that_was_tried_elsewhere_until_it_was_too_late_is_told_as_over(nia, mailbox, status):
    row, where = sent_to(nia)
    mailbox(report(where, status))
    row.refresh_from_db()
    assert row.get_cause_display() == "It couldn’t be handed on in time."


def test_a_report_with_addresses_beyond_ascii_is_read_too(nia, mailbox):
    row, where = sent_to(nia)
    told = report(where).replace("message/delivery-status", "message/global-delivery-status")
    assert mailbox(told.replace("rfc822; nia@example.org", "utf-8; nïa@example.org")) == (1, 0)
    assert list(Outbox.objects.failed()) == [row]


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded", ""])
def test_a_report_of_a_mail_that_is_on_its_way_or_arrived_changes_nothing(nia, mailbox, action):
    _row, where = sent_to(nia)
    assert mailbox(report(where, "4.4.1", action)) == (0, 1)
    assert not Outbox.objects.failed().exists()


def test_servers_that_write_small_letters_or_large_ones_are_understood(nia, mailbox):
    row, where = sent_to(nia)
    assert mailbox(report(where.upper(), action="FAILED")) == (1, 0)
    assert list(Outbox.objects.failed()) == [row]


def test_a_forged_or_foreign_token_is_put_aside(nia, mailbox):
    row, where = sent_to(nia)
    _other, elsewhere = sent_to(nia)
    name, signature = f"{row.pk:x}", elsewhere.partition("@")[0][-inbound.SIGNED :]
    tokens = [
        name + "a" * inbound.SIGNED,
        name + signature,  # of another mail
        "f" * 30 + signature,  # a row that no database could have
        "zz" + signature,
        inbound.token("r", name, str(row.message_id)),  # of an invitation that can be replied to
    ]
    for token in tokens:
        assert mailbox(report(inbound.address("b", token))) == (0, 1)
    assert mailbox(report(where.replace("+b-", "+r-"))) == (0, 1)
    assert not Outbox.objects.failed().exists()


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "multipart/report; report-type=disposition-notification; boundary=x", "message/delivery-status"],
)
def test_a_holiday_note_changes_nothing(nia, mailbox, kind):
    _row, where = sent_to(nia)
    note = message_from_string(f"From: {NIA}\nTo: {where}\nContent-Type: {kind}\n\nAction: away\n\nAction: failed?\n")
    assert mailbox(note.as_string()) == (0, 1)
    assert not Outbox.objects.failed().exists()


def test_a_former_key_still_opens_what_it_signed(nia, mailbox, settings):
    row, where = sent_to(nia)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key" * 6
    assert mailbox(report(where)) == (1, 0)
    assert list(Outbox.objects.failed()) == [row]


def test_a_later_mail_that_does_not_come_back_within_a_day_has_arrived(nia, mailbox):
    _row, where = sent_to(nia)
    mailbox(report(where))
    later, back = sent_to(nia)
    nia.refresh_from_db()
    assert nia.unreached, "it was taken, as the one before it was"
    tick(timezone.now() + timedelta(hours=25))
    nia.refresh_from_db()
    assert not nia.unreached
    assert mailbox(report(back)) == (1, 0)
    nia.refresh_from_db()
    assert nia.unreached
    assert later in Outbox.objects.failed()


def test_a_report_on_a_mail_whose_sender_was_killed_in_the_act_keeps_it_from_going_out_again(nia, mailbox):
    row, where = sent_to(nia, sent_at=None)
    assert mailbox(report(where)) == (1, 0)
    assert Outbox.deliver_due() == 0
    assert list(Outbox.objects.failed()) == [row]


def test_a_report_counts_for_the_try_that_it_reports_on(nia, mailbox):
    """The same report may be read twice, and come late; meanwhile somebody has pressed “Try again”."""
    row, first = sent_to(nia)
    mailbox(report(first))
    row.refresh_from_db()
    row.try_again()
    assert mailbox(report(first)) == (0, 1)
    assert list(Outbox.objects.waiting()) == [row]
    row.refresh_from_db()
    assert row.deliver()
    assert mailbox(report(first)) == (0, 1)
    assert not Outbox.objects.failed().exists()
    assert mailbox(report(mail.outbox[-1].from_email)) == (1, 0)
    assert list(Outbox.objects.failed()) == [row]
