"""`manage.py run`, from outside: as whoever types `make run` sees it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings

from copse.management.commands.run import Command
from copse.middleware import HEADERS
from copse.sample import words
from tests import migrated

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The data folder of all who run the site with the sample group; the first one makes it. Its tables are there."""
    folder = tmp_path_factory.mktemp("run") / "data"
    folder.mkdir(mode=0o700)
    migrated.copied(folder / "copse.sqlite3")
    return folder


@pytest.fixture
def run(tmp_path):
    """`run(port)`: the command as a process, with a data folder and a database of its own."""
    started = []

    def start(port: int, *arguments: str, data: Path = tmp_path / "data") -> subprocess.Popen:
        env = {**os.environ, "DEBUG": "1", "PORT": str(port), "DATA_DIR": str(data)}
        for name in ("DATABASE_URL", "PYTHONUNBUFFERED", "SITE_URL"):
            env.pop(name, None)
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        command = [sys.executable, settings.BASE_DIR / "manage.py", "run", *arguments]
        started.append(subprocess.Popen(command, env=env, **output))
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def read_until(process: subprocess.Popen, words: str) -> str:
    lines = ""
    for line in process.stdout:
        lines += line
        if words in line:
            return lines
    raise AssertionError(f"ended without {words!r}: {lines}{process.stderr.read()}")


def children(pid: int) -> list[int]:
    """Those a process has started, by Linux's /proc."""
    return [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]


def both(process: subprocess.Popen) -> list[int]:
    """The web server and the worker, which begins once the site has been announced."""
    until = time.monotonic() + 30
    while len(found := children(process.pid)) < 2 or not any(is_worker(pid) for pid in found):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert len(found) == 2
    return found


def is_running(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def is_worker(pid: int) -> bool:
    return Path(f"/proc/{pid}/cmdline").read_bytes().endswith(b"\0worker\0")


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_run_serves_the_site_says_who_can_sign_in_and_ends_with_all_it_started(run, name, data):
    port = free_port()
    process = run(port, data=data)
    shown = read_until(process, f"  {words.MEMBERS[-1][1]}")  # mails name the address too
    assert f"http://localhost:{port}" in shown
    assert words.PASSWORD in shown
    assert all(address in shown for _name, address, *_rest in words.MEMBERS)
    styles = urlopen(f"http://localhost:{port}/static/css/copse.css")
    assert (styles.status, {name: styles.headers[name] for name in HEADERS}) == (200, HEADERS)
    web_and_worker = both(process)
    everyone = [*web_and_worker, *(pid for child in web_and_worker for pid in children(child))]

    process.send_signal(getattr(signal, name))
    assert process.wait(30) == 0
    until = time.monotonic() + 5
    while any(is_running(pid) for pid in everyone) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [pid for pid in everyone if is_running(pid)]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_worker_that_was_killed_is_started_again(run, data):
    process = run(free_port(), data=data)
    read_until(process, f"  {words.MEMBERS[-1][1]}")
    worker = next(pid for pid in both(process) if is_worker(pid))
    os.kill(worker, signal.SIGKILL)
    until = time.monotonic() + 30
    while not (again := [pid for pid in children(process.pid) if pid != worker and is_worker(pid)]):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert is_running(again[0])


class Destroyed:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        sum(range(10))  # the interpreter looks for signals between two steps


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_being_asked_to_stop_is_not_forgotten_where_python_drops_the_exception():
    command, before = Command(), signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, command.ask_to_stop)
    try:
        Destroyed()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert command.asked_to_stop


def test_an_empty_site_prints_the_link_to_the_first_group_and_writes_it_into_no_log(run):
    port = free_port()
    process = run(port, "--empty")
    shown = read_until(process, "/begin/")
    link = shown.split()[-1]
    assert link.startswith(f"http://localhost:{port}/begin/")
    assert words.PASSWORD not in shown
    assert urlopen(link).status == 200
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{link}nothing/")
    process.terminate()
    printed, logged = process.communicate(timeout=30)
    token = link.split("/")[-2]
    assert "groups:begin" in logged
    assert token not in printed + logged


def test_a_port_in_use_is_one_line_and_nothing_is_made(run, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        process = run(port)
        stdout, stderr = process.communicate(timeout=30)
    assert process.returncode == 1
    assert stdout == ""
    assert stderr.splitlines() == [stderr.strip()]
    assert f"Port {port} is in use." in stderr
    assert not (tmp_path / "data").exists()
