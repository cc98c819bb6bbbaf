import logging
import signal
import time
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from groups import registry
from groups.models import Outbox
from groups.tick import tick

log = logging.getLogger(__name__)

DEAD_AFTER = timedelta(minutes=10)  # no task of ours runs longer
AWAITED_DEAD_AFTER = timedelta(minutes=3)  # a minute for its turn, one for the work; and somebody waits
TRIES = 3


def reap(at=None) -> int:
    """Give tasks whose worker died back to the queue, and park one that has killed three. How many were given back.

    A worker that is killed leaves its task running for ever; mails have a lease of their own (groups.models.outbox).
    """
    at = at or timezone.now()
    given_back = 0
    awaited = Q(task_path__in=registry.awaited, started_at__lt=at - AWAITED_DEAD_AFTER)
    for task in DBTaskResult.objects.running().filter(awaited | Q(started_at__lt=at - DEAD_AFTER)):
        if len(task.worker_ids) >= TRIES:
            task.set_failed(RuntimeError("the worker died at it three times"))
        else:
            given_back += DBTaskResult.objects.filter(pk=task.pk, status="RUNNING").update(status="READY")
    return given_back


class Command(BaseCommand):
    """Send the mails and do the tasks. Several workers can run beside each other; each may be killed at any time."""

    help = "Send mails and do background tasks, until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now and stop")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks (default 1)")

    def handle(self, *, once: bool, interval: float, **options):
        self.running, self.tasks = True, None
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self.stop)
        next_minute = 0.0
        while self.running:
            try:
                if time.monotonic() >= next_minute:
                    next_minute = time.monotonic() + 60
                    reap()
                    tick()
                self.work()
            except DatabaseError as error:  # a database that is away comes back
                log.warning("database away", extra={"cause": type(error).__name__})
                time.sleep(interval)
            close_old_connections()
            if once:
                break
            time.sleep(interval if self.running else 0)

    def work(self) -> None:
        Outbox.deliver_due(stop=lambda: not self.running)
        self.tasks = Worker(
            queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False,
            max_tasks=None, worker_id=f"copse-{time.monotonic_ns()}", excluded_queue_names=[],
        )  # fmt: skip
        if self.running:
            self.tasks.run()

    def stop(self, signum, frame) -> None:
        """Finish the mail or the task at hand, then stop."""
        self.running = False
        if self.tasks:
            self.tasks.running = False
