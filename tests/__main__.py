"""Every test on SQLite, then on PostgreSQL what shows something of it: `make test`, or `python -m tests -k year`.

What Chromium does, how papers are set and how the site is started is the same whichever database there is. What is
marked `once` shows nothing of a database that other tests don't, and says why. tests/on_postgresql.py leaves out more.
With COPSE_TESTS=all whatever meets a database runs on both (docs/decisions/0048 and 0051).

What the machine lacks for that is fetched where this account may (root on Debian). Elsewhere it is left out and
said loudly, before and after; with CI set, it is a failure.
"""

import os
import signal
import subprocess
import sys
from contextlib import nullcontext

import pytest

from copse import machine
from tests import migrated, postgres
from tests.conformance import readers
from tests.thorough import as_often

ON_POSTGRESQL = as_often(
    "not alone and not browser and not press and not once", "not alone and not browser and not press"
)


def main(arguments: list[str]) -> int:
    """The exit status: 0 when all that could run has passed and, under CI, nothing was left out."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what one process compiles, dozens of others find
    browser, server, others = machine.browser(), machine.postgresql(), (machine.mailbox(), machine.clock())
    _here, unread = readers.prepare()
    left_out = [f"NOT TESTED: {line}" for line in (browser, server, *others, *unread) if line]
    shout(left_out)
    if left_out and os.environ.get("CI"):
        shout(["CI is set, so this is a failure."])
        return 1
    several = str(min(4, (os.cpu_count() or 1) + 1))  # one more than cores: tests wait for Chromium, and for clocks
    tests = [sys.executable, "-m", "pytest", "-n", several, "--dist", "worksteal", *arguments]
    if browser:
        tests += ["-m", "not browser"]
    plain = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with nullcontext() if server else postgres.cluster() as url:
        migrating = url and migrated.migrate(url)
        print("On SQLite", flush=True)
        results = {"SQLite": subprocess.run(tests, env=plain).returncode}
        if url:
            migrating.wait()
            there = {**os.environ, "DATABASE_URL": url, "MIGRATED": postgres.NAME}
            print("On PostgreSQL", flush=True)
            results["PostgreSQL"] = subprocess.run([*tests, "-m", ON_POSTGRESQL], env=there).returncode
    if results.get("PostgreSQL") == pytest.ExitCode.NO_TESTS_COLLECTED:  # of some that were asked for, none shows it
        results["PostgreSQL"] = 0
    failed = [f"FAILED on {database}" for database, status in results.items() if status]
    shout(failed + left_out)
    return 1 if failed else 0


def shout(lines: list[str]) -> None:
    for line in lines:
        print(f"\n==== {line} ====", file=sys.stderr, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped by kill, it ends the cluster too
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
