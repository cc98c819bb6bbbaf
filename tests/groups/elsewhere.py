"""The same database from elsewhere: from other threads and from processes of one's own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection, connections


def database_url() -> str:
    """The DATABASE_URL under which another process finds the database of the tests (copse.environment)."""
    its = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{its['NAME']}"
    where = urlencode({"host": its["HOST"], "port": its["PORT"]})
    return f"postgresql://{quote(its['USER'])}:{quote(its['PASSWORD'])}@/{its['NAME']}?{where}"


def at_once(*works: Callable) -> list:
    """Call all of them at the same time, each in a thread with a connection of its own; what each gave or raised."""

    def call(work):
        try:
            return work()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(call, works))


@contextmanager
def worker(**environment: str) -> Iterator[subprocess.Popen]:
    """A real `manage.py worker`, which is killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--interval", "0.05"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url(), "DATA_DIR": str(settings.DATA_DIR), **environment},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def wait_until(happened: Callable[[], bool], seconds: float = 120) -> None:
    """Raises AssertionError where it never happens: a busy machine is slow, and that is no fault."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)
