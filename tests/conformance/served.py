"""The feed as the real server serves it, on loopback, from the database of the tests."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

PATIENCE = 60  # seconds until a machine at work on other tests has started it


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]  # by name in lower case
    body: bytes


class Served(NamedTuple):
    port: int
    path: str
    log: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}{self.path}"

    def ask(self, method: str = "GET", path: str = "", **headers: str) -> Answer:
        """As a reader asks; `if_none_match=…` is a header."""
        server = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        server.request(method, path or self.path, headers=named)
        got = server.getresponse()
        answer = Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        server.close()
        return answer


@contextmanager
def serving(path: str, folder: Path, *, domain: str) -> Iterator[Served]:
    """granian with one process, as in production, until the `with` block ends."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if name not in ("DEBUG", "TZ")} | {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}", "DATA_DIR": str(folder),
        "SITE_URL": f"http://localhost:{port}", "SITE_UID_DOMAIN": domain, "SECRET_KEY": settings.SECRET_KEY,
        "PORT": str(port),
    }  # fmt: skip
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"]
    command += ["--port", str(port), "copse.wsgi:application"]
    served = Served(port, path, folder / "server.log")
    with served.log.open("wb") as log:
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(served, process)
        yield served
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(served: Served, process: subprocess.Popen) -> None:
    """Raises RuntimeError, with what the server says, where it doesn't answer."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            served.ask(path="/healthz")
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the server does not answer: {served.log.read_text()[-500:]}")
