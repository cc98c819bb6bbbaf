"""A mail server that says nothing, or a little now and then, holds neither the worker nor other mails (R6)."""

import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from copse.mail import Letter
from copse.undelivered import Cause
from groups import registry
from groups.kinds import Kind
from groups.models import Outbox
from groups.models.outbox import TRIES
from tests.factories import first_of, make_group, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NIA = "nia@example.org"
ANSWER = 0.2  # seconds that one may take


@pytest.fixture(autouse=True)
def hello(monkeypatch, settings):
    monkeypatch.setitem(registry.mails, "hello", lambda row: Letter(to=row.to, subject="Hello", text="We meet.\n"))
    settings.EMAIL_TIMEOUT = ANSWER


@pytest.fixture
def listening(settings):
    """Starts a server that takes each connection and answers with these, a while between them and another one before
    the last; then it says nothing.
    """
    opened = []

    def start(answers: tuple[bytes, ...], pause: float = 0, looking: float = 0) -> None:
        sock = socket.create_server(("127.0.0.1", 0))
        opened.append(sock)
        settings.EMAIL_BACKEND = "copse.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = sock.getsockname()

        def serve() -> None:
            with suppress(OSError):  # whoever called has gone, or the test is over
                while True:
                    called, _address = sock.accept()
                    opened.append(called)
                    for n, answer in enumerate(answers, 1):
                        time.sleep(looking if n == len(answers) else 0)
                        called.sendall(answer)
                        time.sleep(pause)

        threading.Thread(target=serve, daemon=True).start()

    yield start
    for sock in opened:
        sock.close()


def queue(n: int, **fields) -> None:
    for _ in range(n):
        Outbox.queue("hello", "it", to=NIA, key=f"{Outbox.objects.count()}", **fields)


def tried() -> list[tuple[int, str]]:
    return list(Outbox.objects.order_by("pk").values_list("tries", "cause"))


@pytest.mark.parametrize("says", [(), (b"220 hello\r\n",)], ids=["nothing", "no more than hello"])
def test_a_server_that_says_nothing_ends_the_round_as_one_that_is_away(listening, says):
    listening(says)
    queue(3)
    began = time.monotonic()
    assert Outbox.deliver_due() == 0
    assert time.monotonic() - began < 3 * ANSWER
    assert tried() == [(1, Cause.CUT), (0, ""), (0, "")]


@pytest.mark.parametrize("answer", [b"220-wait\r\n", b"2"], ids=["line by line", "letter by letter"])
def test_a_server_that_says_a_little_now_and_then_does_not_hold_the_worker(listening, answer):
    listening((answer,) * 100, pause=ANSWER / 2)
    queue(2)
    began = time.monotonic()
    assert Outbox.deliver_due() == 0
    assert time.monotonic() - began < 6 * ANSWER, "four answers, and what a busy machine needs"
    assert tried() == [(1, Cause.CUT), (0, "")]


def test_a_mail_that_a_server_hangs_up_on_does_not_hold_up_the_others(server):
    server.answers = [None]
    queue(3)
    assert Outbox.deliver_due() == 2


def test_what_ends_a_round_is_what_happened_in_it(monkeypatch, server):
    """What couldn't be sent in the evening waits for the morning, and what is behind it doesn't wait for it."""
    monkeypatch.setitem(registry.mails, "quiet", registry.mails["hello"])
    monkeypatch.setitem(registry.kinds, "quiet", Kind.TURN)
    reader, at = first_of(make_group()), timezone.now()
    here = at.astimezone(reader.member.tzinfo)
    reader.member.be_quiet((here - timedelta(hours=1)).time(), (here + timedelta(hours=1)).time())
    for n in range(3):
        row = Outbox.queue("quiet", "it", to=NIA, key=str(n), member=reader.member, group=reader.group, at=at)
        Outbox.objects.filter(pk=row.pk).update(tries=1, cause=Cause.AWAY)
    queue(1)
    assert Outbox.deliver_due() == 1
    assert tried() == [(1, Cause.AWAY)] * 3 + [(1, "")], "to wait is no try"


def test_a_reader_whose_zone_this_server_does_not_know_ends_nothing(monkeypatch, server):
    monkeypatch.setitem(registry.kinds, "hello", Kind.TURN)
    lost = make_member()
    lost.be_quiet(*(timezone.now().time().replace(hour=hour) for hour in (1, 2)))
    lost.__class__.objects.filter(pk=lost.pk).update(zone="Atlantis/Poseidonis")
    queue(1, member=lost)
    monkeypatch.setitem(registry.mails, "other", registry.mails["hello"])
    Outbox.queue("other", "it", to=NIA, key="behind")
    at = timezone.now()
    assert Outbox.deliver_due(at) == 1
    assert tried() == [(1, Cause.OURS), (1, "")]
    for _ in range(TRIES):
        at += timedelta(hours=6)
        Outbox.deliver_due(at)
    assert Outbox.objects.failed().get().to == lost.email


def test_a_server_that_looks_through_a_mail_for_a_while_gets_it_once(listening):
    hears_all = (b"220 hello\r\n", b"250 hello\r\n", b"250 from\r\n", b"250 to\r\n", b"354 go on\r\n", b"250 taken\r\n")
    listening(hears_all, looking=3 * ANSWER)
    queue(1)
    assert Outbox.deliver_due() == 1
    assert tried() == [(1, "")]
