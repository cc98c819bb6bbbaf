"""The worker killed anywhere: each mail arrives once, or twice as the same mail, but never not at all (trust.md, R7).

The worker is a process of its own, and killed as `kill -9` does it. Two beside each other do each thing once (R8).
"""

import os
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from queue import Queue

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from copse.mail import Letter
from groups import registry
from groups.models import Outbox
from groups.models.outbox import LEASE
from tests.factories import make_invitation
from tests.groups.elsewhere import wait_until, worker
from tests.thorough import as_often

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

EACH = as_often(3, 50)  # so many times at each point
CLAIM, NOTE = '"leased_until" = ', '"sent_at" = '


def kill_me() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killing(where: str) -> Callable:
    """Watches what is asked of the database, and kills this process before or after one of its changes."""
    when, change = where.split(" ", 1)
    mark = {"the claim": CLAIM, "the note": NOTE}[change]

    def watched(execute, sql, params, many, context):
        is_it = sql.startswith("UPDATE") and mark in sql.partition(" WHERE ")[0]
        if is_it and when == "before":
            kill_me()
        result = execute(sql, params, many, context)
        if is_it and when == "after":
            kill_me()
        return result

    return watched


class Workers:
    """Starts workers from a process of its own, forked while there is one thread alone: a lock that another thread has
    at that moment would be held for ever.
    """

    def __init__(self):
        connections.close_all()  # each has a connection of its own
        self.here, there = Pipe()
        self.pid = os.fork()
        if not self.pid:
            self.here.close()
            self._serve(there)
        there.close()

    def start(self, server, where: str = "") -> int:
        """The process of one that does what is due and ends; or is killed at this point."""
        self.here.send(("start", where, server.port))
        return self.here.recv()

    def end_of(self, pid: int) -> int:
        """The signal that ended it; 0 where it ended by itself."""
        self.here.send(("end", pid, 0))
        assert self.here.poll(60), "it goes on and on"
        return self.here.recv()

    def close(self) -> None:
        self.here.close()
        os.waitpid(self.pid, 0)

    def _serve(self, there) -> None:
        with suppress(EOFError):
            while True:
                what, of, port = there.recv()
                if what == "end":
                    there.send(os.WTERMSIG(os.waitpid(of, 0)[1]))
                elif pid := os.fork():
                    there.send(pid)
                else:
                    self._work(of, port)
        os._exit(0)

    def _work(self, where: str, port: int) -> None:
        try:
            settings.EMAIL_BACKEND = "copse.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
            if where:
                connection.execute_wrappers.append(killing(where))
            call_command("worker", once=True)
        finally:
            os._exit(0)


@pytest.fixture(autouse=True)
def hello(monkeypatch):
    monkeypatch.setattr(registry, "ticks", [])
    monkeypatch.setitem(registry.mails, "hello", lambda row: Letter(to=row.to, subject="Hello", text="We meet.\n"))


@pytest.fixture
def workers(hello):
    """Asked for before the server, which has a thread."""
    workers = Workers()
    yield workers
    workers.close()


def queue(n: int) -> list[Outbox]:
    return [Outbox.queue("hello", "it", to=f"n{i}@example.org", key=f"{i}") for i in range(n)]


def received(server) -> Counter:
    """How often each mail came, by its Message-ID."""
    return Counter(letter["Message-ID"].strip("<").partition("@")[0] for _envelope, letter in server.received)


POINTS = {  # and how often the mail has arrived once another worker has finished
    "before the claim": 1,
    "after the claim": 1,
    "the server has it and hasn’t answered": 2,
    "before the note": 2,
    "after the note": 1,
}


@pytest.mark.once  # what is committed where it is killed is so on each database
def test_killed_at_five_points_each_mail_arrives_once_or_twice_as_the_same_mail(workers, server, record_property):
    arrived = Counter()
    for row, point in zip(queue(EACH * len(POINTS)), [*POINTS] * EACH, strict=True):
        Outbox.objects.exclude(pk=row.pk).filter(tries=0).update(due_at=timezone.now() + LEASE * 2)
        Outbox.objects.filter(pk=row.pk).update(due_at=timezone.now())
        at_server = "server" in point
        pids = Queue()
        server.has_it = (lambda pids=pids: os.kill(pids.get(timeout=10), signal.SIGKILL)) if at_server else lambda: None
        pid = workers.start(server, "" if at_server else point)
        pids.put(pid)
        assert workers.end_of(pid) == signal.SIGKILL, point
        server.has_it = lambda: None
        assert row.deliver(at=timezone.now() + LEASE) is (point != "after the note")
        came = received(server)[str(row.message_id)]
        arrived[point, came] += 1
        assert came == POINTS[point], point
    said = ", ".join(f"{point}: {n} x {('once', 'twice')[came - 1]}" for (point, came), n in arrived.items())
    record_property("counted", f"Worker killed {EACH * len(POINTS)} times, no mail lost. {said}.")


@pytest.mark.each
def test_two_workers_at_once_send_each_mail_once(server, record_property):
    for _ in range(as_often(30, 500)):
        make_invitation()
    with worker(EMAIL_URL=server.url), worker(EMAIL_URL=server.url):
        wait_until(lambda: not Outbox.objects.waiting().exists())
    rows = Outbox.objects.all()
    assert received(server) == {str(row.message_id): 1 for row in rows}
    record_property("counted", f"Two workers sent {len(rows)} mails, each once.")
