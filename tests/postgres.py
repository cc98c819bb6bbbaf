"""A PostgreSQL of one's own for a while: `python -m tests.postgres -- python -m pytest tests/larder`.

Makes a cluster in a temporary folder, reachable by a Unix socket there and by nothing else, sets DATABASE_URL,
runs the command, ends the server and removes the folder. PostgreSQL refuses to run as root, so root runs it as
the account `postgres`. The exit status is the command's.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from copse import machine

# What is lost in a crash is of no use to anyone, so no write waits for the disk.
QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses="]
NAME = "copse"
PATIENCE = 30  # seconds to start or to stop


@contextmanager
def cluster() -> Iterator[str]:
    """The DATABASE_URL of a new, empty database, which ends with the `with` block.

    Raises RuntimeError, in one line, where PostgreSQL is missing or doesn't start.
    """
    problem = machine.postgresql()
    if problem:
        raise RuntimeError(problem)
    programs = machine.postgresql_programs()
    account = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="copse-", dir="/tmp"))  # a socket's path may have 107 bytes only
    try:
        if account:
            shutil.chown(folder, "postgres", "postgres")
        quiet = {"cwd": folder, "stdout": (folder / "log").open("wb"), "stderr": subprocess.STDOUT} | account
        make = ["initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run([programs / make[0], *make[1:]], check=True, **quiet)
        settings = [part for setting in QUICK for part in ("-c", setting)]
        server = subprocess.Popen(
            [programs / "postgres", "-D", "data", "-k", folder, *settings],
            process_group=0,  # Ctrl-C reaches the tests, which still need it to clean up
            **quiet,
        )
        try:
            create_database(folder, server)
            yield f"postgresql://postgres@/{NAME}?host={folder}"
        finally:
            server.send_signal(signal.SIGINT)  # "fast": without waiting for connections
            server.wait(PATIENCE)
    finally:
        shutil.rmtree(folder)


def create_database(folder: Path, server: subprocess.Popen) -> None:
    """Wait until the server takes connections, then create ours."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {NAME}")
                return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start: {(folder / 'log').read_text()[-300:]}") from None
            time.sleep(0.1)


def run(command: list[str]) -> int:
    """Run a command with a cluster of its own; its exit status. The venv's programs are found first."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with cluster() as url:
        return subprocess.run(command, env={**os.environ, "PATH": path, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped by kill, it ends the cluster too
    try:
        sys.exit(run([part for part in sys.argv[1:] if part != "--"]))
    except RuntimeError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
