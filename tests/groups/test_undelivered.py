"""Mails that don't arrive: tried for a day where that may help, else given up, and told in words (trust.md, R6)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from copse.undelivered import Cause, Fault
from groups import registry
from groups.models import Outbox
from groups.models.outbox import TRIES
from groups.tick import tick
from tests.factories import make_group, make_member

pytestmark = pytest.mark.django_db

NIA = "nia@example.org"
GONE = Fault(Cause.UNKNOWN, final=True, of_address=True)


@pytest.fixture
def nia(monkeypatch):
    """Somebody to write to, and something to say."""
    from copse.mail import Letter

    monkeypatch.setitem(registry.mails, "hello", lambda row: Letter(to=row.to, subject="Hello", text="We meet.\n"))
    return make_member(email=NIA)


def mail_to(member, at=None, **fields) -> Outbox:
    key = f"{member.pk}:{Outbox.objects.count()}"
    return Outbox.queue("hello", "it", to=member.email, key=key, member=member, at=at, **fields)


def sent(row, at=None) -> Outbox:
    row.deliver(at=at)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("refused", "answers"), [({NIA: "550 5.1.1 nobody"}, []), ({}, ["550 no such user"])], ids=["at RCPT", "after DATA"]
)
def test_an_address_that_is_refused_for_good_is_not_tried_on_and_its_person_is_told(nia, server, refused, answers):
    server.refuses, server.answers = refused, answers
    row = sent(mail_to(nia))
    assert (row.tries, row.cause, row.sent_at) == (1, Cause.UNKNOWN, None)
    assert Outbox.deliver_due(timezone.now() + timedelta(days=2)) == 0
    assert list(Outbox.objects.failed()) == [row]
    nia.refresh_from_db()
    assert nia.unreached
    assert nia.refusal == "The mail server there knows no such address."


def test_what_may_help_is_tried_for_a_day_and_no_longer(nia, server):
    server.refuses[NIA] = "451 4.3.0 later"
    begun = at = timezone.now()
    row = mail_to(nia)
    while not sent(row, at).given_up_at:
        at = row.due_at
    assert row.tries == TRIES
    assert timedelta(hours=24) < at - begun < timedelta(hours=25)
    nia.refresh_from_db()
    assert not nia.unreached, "that a server is busy says nothing of the address"


@pytest.mark.slow
def test_a_server_that_hangs_is_left_after_the_timeout(nia, server, settings):
    settings.EMAIL_TIMEOUT, server.pause = 0.1, 1.2
    began = timezone.now()
    row = sent(mail_to(nia))
    assert (row.cause, row.sent_at, row.given_up_at) == (Cause.CUT, None, None)
    assert timezone.now() - began < timedelta(seconds=1.2), "it has the whole mail, and six times as long"


def test_a_server_that_is_away_is_asked_for_one_mail_and_not_for_all_in_a_row(nia, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "copse.smtp.EmailBackend", 1
    first, second = mail_to(nia), mail_to(nia)
    assert Outbox.deliver_due() == 0
    assert list(Outbox.objects.order_by("pk").values_list("tries", "cause")) == [(1, Cause.AWAY), (0, "")]
    assert first != second


def test_a_later_mail_that_is_taken_says_that_the_address_is_right(nia, server):
    server.refuses[NIA] = "550 no such user"
    sent(mail_to(nia))
    server.refuses = {}
    sent(mail_to(nia))
    nia.refresh_from_db()
    assert (nia.unreached, nia.refused_address) == (False, "")


def test_another_address_is_not_the_one_that_was_refused(nia, server):
    server.refuses[NIA] = "550 no such user"
    sent(mail_to(nia))
    nia.move_to("nia@example.net")
    nia.refresh_from_db()
    assert not nia.unreached
    tick()
    nia.refresh_from_db()
    assert nia.refused_address == "", "and nothing is kept of it"


def test_a_mail_goes_to_the_address_that_its_reader_has_when_it_is_sent(nia, server):
    rows = [mail_to(nia), Outbox.queue("hello", "it", to="guest@example.org", key="to nobody here")]
    nia.move_to("nia@example.net")
    assert Outbox.deliver_due() == 2
    assert [envelope.rcpt_tos for envelope, _letter in server.received] == [["nia@example.net"], ["guest@example.org"]]
    assert [Outbox.objects.get(pk=row.pk).to for row in rows] == ["nia@example.net", "guest@example.org"]


def test_what_an_address_refused_goes_to_the_one_that_its_reader_has_since(nia, server):
    server.refuses[NIA] = "550 no such user"
    row = sent(mail_to(nia))
    nia.move_to("nia@example.net")
    row.try_again()
    assert Outbox.deliver_due() == 1
    assert [envelope.rcpt_tos for envelope, _letter in server.received] == [["nia@example.net"]]


def test_a_mail_that_was_given_up_can_be_sent_again_as_the_same_mail_or_let_be(nia, server):
    server.refuses[NIA] = "550 no such user"
    again, done = sent(mail_to(nia)), sent(mail_to(nia))
    server.refuses = {}
    again.try_again()
    again.try_again()
    done.let_be()
    assert Outbox.deliver_due() == 1
    assert [letter["Message-ID"].split("@")[0] for _envelope, letter in server.received] == [f"<{again.message_id}"]
    assert not Outbox.objects.failed().exists()
    again.refresh_from_db()
    assert (again.sent_at is not None, again.cause, again.tries) == (True, "", 1)


def test_what_killed_the_worker_each_time_is_given_up(nia):
    row, at = mail_to(nia), timezone.now()
    for _ in range(TRIES):
        assert row.claim(at)
        at += timedelta(minutes=2)
    tick(at)
    row.refresh_from_db()
    assert (row.cause, list(Outbox.objects.failed())) == (Cause.OURS, [row])


def test_whoever_goes_is_not_among_those_whom_a_mail_did_not_reach(nia, server):
    group = make_group()
    nias = group.welcome(nia)
    waiting, refused = mail_to(nia, group=group), mail_to(nia, group=group)
    back, late = sent(mail_to(nia, group=group)), sent(mail_to(nia, group=group))
    server.refuses[NIA] = "550 no such user"
    sent(refused)
    back.came_back(GONE, timezone.now())
    assert set(Outbox.objects.failed()) == {refused, back}
    nias.leave()
    late.came_back(GONE, timezone.now())
    assert not Outbox.objects.failed().exists()
    assert not Outbox.objects.waiting().filter(pk=waiting.pk).exists()
