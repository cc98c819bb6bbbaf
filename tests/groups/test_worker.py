"""The worker: it sends and does what is due, and what one leaves undone another finishes (trust.md, R8 and R23)."""

import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from groups.management.commands.worker import DEAD_AFTER, TRIES, reap
from groups.models import Outbox
from tests.factories import make_invitation
from tests.groups.elsewhere import wait_until, worker

pytestmark = pytest.mark.django_db(transaction=True)  # the worker closes its connection after each round

LONG_AGO = DEAD_AFTER + timedelta(minutes=1)


@task()
def add(a: int, b: int) -> int:
    return a + b


@task()
def fail() -> None:
    raise RuntimeError("it never works")


@task()
def tell(path: str, pause: float) -> str:
    """Writes a line into the file at `path`; the first who comes then waits for `pause` seconds."""
    first = not Path(path).exists()
    with Path(path).open("a") as file:
        file.write("began\n")
    time.sleep(pause if first else 0)
    return "told"


def began(path: Path) -> bool:
    """Whether `tell` has written its line: the file is there a moment before."""
    return path.exists() and path.read_text().endswith("\n")


@pytest.fixture(autouse=True)
def own_signals():
    """The command listens to signals in this process too; afterwards they are pytest's again."""
    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


def work() -> None:
    call_command("worker", once=True)


def result_of(enqueued) -> DBTaskResult:
    return DBTaskResult.objects.get(pk=enqueued.id)


def age(enqueued, by: timedelta = LONG_AGO, **fields) -> None:
    DBTaskResult.objects.filter(pk=enqueued.id).update(started_at=timezone.now() - by, **fields)


def test_one_round_sends_the_mails_and_does_the_tasks():
    invitation = make_invitation()
    sum_of_two = add.enqueue(2, 3)
    work()
    assert [m.to for m in mail.outbox] == [[invitation.email]]
    assert result_of(sum_of_two).return_value == 5


def test_a_task_that_fails_keeps_nothing_else_from_being_done():
    failed, sum_of_two = fail.enqueue(), add.enqueue(2, 3)
    make_invitation()
    work()
    assert result_of(failed).status == "FAILED"
    assert result_of(sum_of_two).status == "SUCCESSFUL"
    assert len(mail.outbox) == 1


def test_doing_what_is_due_twice_does_it_once():
    make_invitation()
    add.enqueue(2, 3)
    work()
    work()
    assert len(mail.outbox) == 1
    assert len(DBTaskResult.objects.get().worker_ids) == 1


def test_a_task_whose_worker_died_is_given_back_after_ten_minutes_and_not_before():
    enqueued = add.enqueue(2, 3)
    age(enqueued, DEAD_AFTER - timedelta(seconds=5), status="RUNNING", worker_ids=["dead"])
    assert reap() == 0
    age(enqueued)
    assert reap() == 1
    work()
    assert result_of(enqueued).return_value == 5


def test_a_task_that_has_killed_three_workers_is_parked():
    enqueued = add.enqueue(2, 3)
    age(enqueued, status="RUNNING", worker_ids=["one", "two", "three"][:TRIES])
    assert reap() == 0
    work()
    assert result_of(enqueued).status == "FAILED"


@pytest.mark.slow
def test_what_a_killed_worker_was_doing_another_finishes(tmp_path):
    path = tmp_path / "told"
    enqueued = tell.enqueue(str(path), 60)
    with worker() as killed:
        wait_until(lambda: began(path))
        killed.kill()
    assert result_of(enqueued).status == "RUNNING"
    age(enqueued)
    with worker():
        wait_until(lambda: result_of(enqueued).status == "SUCCESSFUL")
    assert path.read_text() == "began\n" * 2


@pytest.mark.slow
def test_a_worker_asked_to_stop_finishes_its_task_and_takes_no_other(tmp_path):
    path = tmp_path / "told"
    first, second = tell.enqueue(str(path), 1), tell.enqueue(str(path), 0)
    with worker() as process:
        wait_until(lambda: began(path))
        process.terminate()
        assert process.wait(120) == 0
    assert [result_of(r).status for r in (first, second)] == ["SUCCESSFUL", "READY"]


@pytest.mark.slow
def test_a_mail_that_a_killed_worker_was_sending_another_sends_as_the_same_mail(server):
    make_invitation()
    server.pause = 2
    with worker(EMAIL_URL=server.url) as killed:
        wait_until(lambda: server.received)
        killed.kill()
    server.pause = 0
    row = Outbox.objects.get()
    assert (row.sent_at, row.tries) == (None, 1)
    Outbox.objects.update(leased_until=timezone.now())
    with worker(EMAIL_URL=server.url):
        wait_until(lambda: Outbox.objects.filter(sent_at__isnull=False).exists())
    assert len({letter["Message-ID"] for _envelope, letter in server.received}) == 1
