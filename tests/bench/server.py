"""The real server, as in production: granian, with as many web processes as are asked for."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.place import PORT, ROOT, SITE, Place

PATIENCE = 30  # seconds to start or to stop
OPTIONS = ["--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--blocking-threads", "4"]
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}  # as in the README's service; Python lets one thread allocate at a time


@dataclass
class Running:
    process: subprocess.Popen

    def get(self, path: str, cookie: str = "", accept: str = "*/*") -> int:
        """Ask for a page and say with which status it was answered."""
        headers = {"Cookie": cookie, "Accept": accept, "Accept-Encoding": "gzip"}
        request = urllib.request.Request(SITE + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                response.read()
                return response.status
        except urllib.error.HTTPError as error:
            return error.code

    def workers(self) -> list[int]:
        """The processes that answer: the children of the one that watches over them."""
        main = self.process.pid
        return [int(pid) for pid in Path(f"/proc/{main}/task/{main}/children").read_text().split()]


@contextmanager
def server(place: Place, *, workers: int = 1) -> Iterator[Running]:
    """Copse at `SITE` until the `with` block ends. Raises RuntimeError where it doesn't answer."""
    command = [sys.executable, "-m", "granian", *OPTIONS, "--port", str(PORT), "--workers", str(workers)]
    command += ["copse.wsgi:application"]
    with (place.folder / "server.log").open("wb") as log:
        output = {"stdout": log, "stderr": subprocess.STDOUT}
        process = subprocess.Popen(command, cwd=ROOT, env=place.env | ENVIRONMENT, **output)
    try:
        running = Running(process)
        await_answer(running, place)
        yield running
    finally:
        process.terminate()
        process.wait(PATIENCE)


def await_answer(running: Running, place: Place) -> None:
    until = time.monotonic() + PATIENCE
    while running.process.poll() is None and time.monotonic() < until:
        try:
            if running.get("/healthz") < 500:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server does not answer: {(place.folder / 'server.log').read_text()[-500:]}")
