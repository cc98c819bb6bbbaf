"""Row 10: a manifesto that is set for the first time against bare WeasyPrint on the same HTML, each a process of its
own; and one that was set before, in the web process.
"""

import json
import re
import statistics
import subprocess
import sys
from resource import RUSAGE_CHILDREN, getrusage

from tests.bench.bench import Bench
from tests.bench.place import ROOT
from tests.bench.table import Row
from tests.bench.visit import Visit

COLD, CACHED = 1.15, 2
ROUNDS = 5  # of taking turns, for CPU time


def rows(bench: Bench) -> list[Row]:
    place, told = bench.sample
    job = bench.folder / "manifesto.json"
    job.write_text(json.dumps(place.data("manifesto")))
    ours = [sys.executable, "-P", "-s", "-W", "ignore", "copse/pdf/press.py"]
    bare = [sys.executable, "-P", "-s", "-W", "ignore", "tests/bench/bare_paper.py"]
    cost = by_instructions if bench.counter.unit == "instructions" else by_seconds
    of_ours, of_bare = cost(bench, place, [ours, bare])
    visit = Visit("manifesto, cached", f"/groups/{told['group']}/manifesto/3/manifesto-a4.pdf", told["cookie"])
    cached = bench.in_floors((place, [visit]))[visit.name]
    return [
        Row("10 manifesto, cold", of_ours / of_bare, COLD, "x bare WeasyPrint"),
        Row("10 manifesto, cached", cached.amount, CACHED, queries=cached.queries, note="nothing is rendered"),
    ]


def by_instructions(bench: Bench, place, commands: list[list[str]]) -> list[float]:
    costs = []
    for command in commands:
        run(bench, place, command)  # what Python compiles is kept
        out = bench.folder / "paper.callgrind"
        run(bench, place, ["valgrind", "--tool=callgrind", "--dump-line=no", f"--callgrind-out-file={out}", *command])
        costs.append(int(re.search(r"^totals: (\d+)$", out.read_text(), re.MULTILINE)[1]))
    return costs


def by_seconds(bench: Bench, place, commands: list[list[str]]) -> list[float]:
    rounds = [[run(bench, place, command) for command in commands] for _ in range(ROUNDS + 1)][1:]
    return [statistics.median(one[i] for one in rounds) for i in range(len(commands))]


def run(bench: Bench, place, command: list[str]) -> float:
    """The CPU time of setting the paper, in seconds. Raises RuntimeError where no PDF comes of it."""
    before = getrusage(RUSAGE_CHILDREN)
    with (bench.folder / "manifesto.json").open("rb") as job:
        done = subprocess.run(command, stdin=job, cwd=ROOT, env=place.env, capture_output=True, check=False)
    after = getrusage(RUSAGE_CHILDREN)
    if b"%PDF-" not in done.stdout:
        raise RuntimeError(f"{command[-1]}: {done.stdout[:200]!r} {done.stderr.decode(errors='replace')[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
