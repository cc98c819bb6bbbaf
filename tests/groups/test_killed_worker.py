"""The worker killed anywhere: each mail arrives once, or twice as the same mail, but never not at all (trust.md, R7).

Two workers beside each other do each thing once (R8).

The worker is a process of its own, forked from the test, and killed as `kill -9` does it.
"""

import os
import signal
from collections import Counter
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from copse.mail import Letter
from groups import registry
from groups.models import Outbox
from groups.models.outbox import LEASE
from tests.thorough import as_often

pytestmark = [pytest.mark.slow, pytest.mark.each, pytest.mark.django_db(transaction=True)]

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


def a_worker(where: str = "") -> int:
    """The process of one that does what is due and ends; or is killed at this point."""
    connections.close_all()  # each has a connection of its own
    if pid := os.fork():
        return pid
    try:
        if where:
            connection.execute_wrappers.append(killing(where))
        call_command("worker", once=True)
    finally:
        os._exit(0)


def end_of(pid: int) -> int:
    """The signal that ended it; 0 where it ended by itself."""
    return os.WTERMSIG(os.waitpid(pid, 0)[1])


@pytest.fixture(autouse=True)
def hello(monkeypatch):
    monkeypatch.setattr(registry, "ticks", [])
    monkeypatch.setitem(registry.mails, "hello", lambda row: Letter(to=row.to, subject="Hello", text="We meet.\n"))


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


def test_killed_at_five_points_each_mail_arrives_once_or_twice_as_the_same_mail(server, record_property):
    arrived = Counter()
    for row, point in zip(queue(EACH * len(POINTS)), [*POINTS] * EACH, strict=True):
        Outbox.objects.exclude(pk=row.pk).filter(tries=0).update(due_at=timezone.now() + LEASE * 2)
        Outbox.objects.filter(pk=row.pk).update(due_at=timezone.now())
        at_server = "server" in point
        pid = a_worker("" if at_server else point)
        server.has_it = (lambda pid=pid: os.kill(pid, signal.SIGKILL)) if at_server else lambda: None
        assert end_of(pid) == signal.SIGKILL, point
        server.has_it = lambda: None
        assert row.deliver(at=timezone.now() + LEASE) is (point != "after the note")
        came = received(server)[str(row.message_id)]
        arrived[point, came] += 1
        assert came == POINTS[point], point
    said = ", ".join(f"{point}: {n} x {('once', 'twice')[came - 1]}" for (point, came), n in arrived.items())
    record_property("counted", f"Worker killed {EACH * len(POINTS)} times, no mail lost. {said}.")


def test_two_workers_at_once_send_each_mail_once(server, record_property):
    rows = queue(as_often(30, 500))
    while Outbox.objects.due().exists():
        assert {end_of(pid) for pid in (a_worker(), a_worker())} == {0}
    assert received(server) == {str(row.message_id): 1 for row in rows}
    record_property("counted", f"Two workers sent {len(rows)} mails, each once.")
