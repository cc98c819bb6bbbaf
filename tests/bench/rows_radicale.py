"""Row 4: a feed of 600 events as Copse and as Radicale serve it, each by its own server, in turns.

Radicale is asked with a password in plain, which costs it least. It sends the whole calendar whatever its reader has.
How many requests a second each can answer follows from the CPU time of one and from how many processes it computes
with: Copse in two on a machine with two cores, Radicale in one. A clock would count what else the machine does.
"""

import base64
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from tests import others
from tests.bench.bench import Bench
from tests.bench.load import cost
from tests.bench.place import PORT
from tests.bench.server import Running, server
from tests.bench.table import Row

EVENTS = 600
LINKS = 20  # each of which is fetched whole sixty times an hour at the most
TURNS = 3
PATIENCE = 300  # seconds: it is long at taking 600 events
OURS, THEIRS = {"whole": 300, "conditional": 1500}, 16  # requests of one turn
WORKERS = min(2, os.cpu_count() or 1)
LEAST = {"whole": 60, "conditional": 150}  # times Radicale's requests a second
WHO = "Basic " + base64.b64encode(b"nia:nia").decode()
THERE = "/nia/meetings/"
CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
[storage]
filesystem_folder = {folder}/collections
[logging]
level = warning
"""


def rows(bench: Bench) -> list[Row]:
    if line := others.from_pypi("radicale"):
        raise RuntimeError(line)
    place = bench.empty.copy(bench.folder / "beside-radicale")
    feed = place.data("feed", "beside", str(EVENTS), str(LINKS))
    paths = [link["path"] for link in feed["links"]]
    theirs = Radicale(bench.folder / "radicale")
    with server(place, workers=WORKERS) as ours, theirs.serving(feed["content"].encode()) as etag:
        for path in paths:
            ours.get(path)  # from here on each has its bytes
        whole = cycle(request(PORT, path) for path in paths)
        known = cycle([request(PORT, paths[0], feed["etag"])])
        return [
            row("whole", 200, ours, whole, theirs, request(theirs.port, THERE)),
            row("conditional", 304, ours, known, theirs, request(theirs.port, THERE, etag)),
        ]


def row(what: str, status: int, ours: Running, asked: Iterator[bytes], theirs: "Radicale", same: bytes) -> Row:
    """The medians of some turns, one beside the other."""
    turns = [
        (
            cost(ours.workers, PORT, list(islice(asked, OURS[what])), status=status),
            cost(theirs.processes, theirs.port, [same] * THEIRS, status=200),
        )
        for _turn in range(TURNS)
    ]
    we, they = (median(side) for side in zip(*turns, strict=True))
    note = f"{WORKERS / we:.0f} a second in {WORKERS} processes against {1 / they:.1f} in one"
    return Row(f"4 {EVENTS} events, {what}", WORKERS * they / we, LEAST[what], "x Radicale", at_least=True, note=note)


def request(port: int, path: str, etag: str = "") -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{port}", f"Authorization: {WHO}"]
    lines += [f"If-None-Match: {etag}"] if etag else []
    return "\r\n".join([*lines, "", ""]).encode()


class Radicale:
    """Its own server on loopback, with one calendar."""

    def __init__(self, folder: Path):
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as unused:
            self.port = unused.getsockname()[1]

    @contextmanager
    def serving(self, calendar: bytes) -> Iterator[str]:
        """Until the `with` block ends; gives the calendar's ETag. Raises RuntimeError where it doesn't answer."""
        self.folder.mkdir()
        (self.folder / "users").write_text("nia:nia\n")
        (self.folder / "config").write_text(CONFIG.format(port=self.port, folder=self.folder))
        command = [others.python_of("radicale"), "-m", "radicale", "--config", self.folder / "config"]
        with (self.folder / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        self.processes = lambda: [process.pid]
        try:
            self.take(calendar)
            with self.ask("GET") as got:
                yield got.headers["ETag"]
        finally:
            process.kill()  # asked to end, it waits for what it is still sending
            process.wait()

    def take(self, calendar: bytes) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self.ask("PUT", calendar).close()
                return
            except urllib.error.HTTPError as error:
                raise RuntimeError(f"Radicale doesn't take the calendar: {error}") from error
            except urllib.error.URLError:  # not yet
                time.sleep(0.1)
        raise RuntimeError(f"Radicale does not answer: {(self.folder / 'log').read_text()[-500:]}")

    def ask(self, method: str, body: bytes | None = None):
        headers = {"Authorization": WHO, "Content-Type": "text/calendar; charset=utf-8"}
        there = f"http://127.0.0.1:{self.port}{THERE}"
        return urllib.request.urlopen(urllib.request.Request(there, body, headers, method=method), timeout=PATIENCE)
