"""`python -m tests.bench` measures all rows, `python -m tests.bench 5 6` some, by their numbers in measure.md.

`--quick` counts CPU time instead of instructions and leaves out the 10,000 groups of rows 8 and 13.
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import (
    rows_answers,
    rows_browser,
    rows_feed,
    rows_larder,
    rows_pages,
    rows_papers,
    rows_radicale,
    rows_reminders,
    rows_scale,
    rows_search,
    rows_start,
    table,
)
from tests.bench.bench import Bench

PARTS = [
    ("1 2 3", "the feed", rows_feed.rows),
    ("4", "the feed beside Radicale", rows_radicale.rows),
    ("5 6", "the pages of the sample group", rows_pages.rows),
    ("7", "ten years of history", rows_scale.history_rows),
    ("6 7", "a larder of 5,000 topics", rows_larder.rows),
    ("8", "10,000 groups on SQLite", rows_scale.sqlite_rows),
    ("8", "10,000 groups on PostgreSQL", rows_scale.postgresql_rows),
    ("9", "start and memory", rows_start.rows),
    ("10", "the manifesto as a PDF", rows_papers.rows),
    ("11", "a hundred who answer at once", rows_answers.rows),
    ("12", "the home page in Chromium", rows_browser.rows),
    ("13", "a search among a million things on SQLite", rows_search.sqlite_rows),
    ("13", "a search among a million things on PostgreSQL", rows_search.postgresql_rows),
    ("14", "10,000 reminders at once on SQLite", rows_reminders.rows),
    ("14", "10,000 reminders at once on PostgreSQL", rows_reminders.postgresql_rows),
]


def main() -> int:
    """0 where all that was asked for could be measured, met or not; else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("rows", nargs="*", help="numbers of rows; all without any")
    parser.add_argument("--quick", action="store_true", help="CPU time, and no 10,000 groups")
    wanted = parser.parse_args()
    rows, left_out = [], []
    with tempfile.TemporaryDirectory(prefix="copse-bench-") as folder:
        bench = Bench(Path(folder), quick=wanted.quick)
        print(f"Counting {bench.counter.how}.", flush=True)
        for numbers, what, measure in chosen(wanted):
            began = time.monotonic()
            try:
                rows += measure(bench)
                print(f"  {what}: {time.monotonic() - began:.0f} s", flush=True)
            except Exception as error:  # whatever it is, the other rows are measured
                left_out.append(f"NOT MEASURED: row {numbers}, {what}: {type(error).__name__}: {error}")
    table.write(rows, bench.counter.how)
    print(f"\n{table.show(rows)}\n")
    missed = [row for row in rows if not row.met]
    print(f"{len(rows) - len(missed)} of {len(rows)} rows meet their target." if rows else "No row.")
    for line in left_out:
        print(f"\n==== {line} ====", file=sys.stderr, flush=True)
    return 1 if left_out else 0


def chosen(wanted: argparse.Namespace) -> list[tuple]:
    parts = [part for part in PARTS if not wanted.rows or set(wanted.rows) & set(part[0].split())]
    return [part for part in parts if not (wanted.quick and part[0] in ("8", "13"))]


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped by kill, it cleans up too
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
