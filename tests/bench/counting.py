"""What one request costs: instructions where valgrind is installed, else the CPU time of the process.

Callgrind counts the instructions of the process (SQLite's too, PostgreSQL's server's not) between two marks of the
probe, so that neither start-up nor the probe itself is in them. They repeat to 0.1 %, whatever else the machine does.
CPU time repeats to 20 % at best, so there the processes take turns, and the median of all rounds counts.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.bench import probe, visit
from tests.bench.place import ROOT, Place
from tests.bench.visit import Told, Visit

AT_ONCE = min(2, os.cpu_count() or 1)  # measured processes
ROUNDS = 4  # of taking turns, for CPU time
TIMES = {"instructions": 3, "seconds": 8}  # counted requests of a visit in one process


@dataclass
class Cost:
    """The median request of a visit: its `amount` in the run's unit; how many queries, how many bytes, and which
    tables it reads from one end to the other.
    """

    amount: float
    queries: int
    size: int
    scans: list[str]


class Counter:
    """Counts by `unit`: "instructions" or "seconds"."""

    def __init__(self, unit: str = ""):
        self.unit = unit or ("instructions" if shutil.which("valgrind") else "seconds")

    @property
    def how(self) -> str:
        if self.unit == "instructions":
            return "instructions of one warm request in the WSGI handler, by callgrind"
        return "CPU time of one warm request in the WSGI handler, processes taking turns, medians"

    def costs(self, plans: list[tuple[Place, list[Visit]]]) -> list[dict[str, Cost]]:
        """For each place and what is asked of it: the costs by the visits' names."""
        if self.unit == "instructions":
            with ThreadPoolExecutor(AT_ONCE) as pool:
                return list(pool.map(lambda plan: _medians([_by_callgrind(*plan)]), plans))
        rounds = [[_by_clock(*plan) for plan in plans] for _ in range(ROUNDS)]
        return [_medians([one[i] for one in rounds]) for i in range(len(plans))]


def _medians(rounds: list[list[Told]]) -> dict[str, Cost]:
    costs = {}
    for same in zip(*rounds, strict=True):
        first, amounts = same[0], [amount for told in same for amount in told.amounts]
        costs[first.name] = Cost(statistics.median(amounts), first.queries, first.size, first.scans)
    return costs


def _by_clock(place: Place, visits: list[Visit]) -> list[Told]:
    with tempfile.TemporaryDirectory() as folder:
        return _probe(place, visits, Path(folder), TIMES["seconds"])


def _by_callgrind(place: Place, visits: list[Visit]) -> list[Told]:
    """The probe's own seconds are replaced by the instructions between its marks."""
    times = TIMES["instructions"]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "counts"
        valgrind = [
            "valgrind", "--tool=callgrind", "--dump-line=no", f"--dump-before={probe.MARK}",
            f"--callgrind-out-file={out}",
        ]  # fmt: skip
        told = _probe(place, visits, Path(folder), times, under=valgrind)
        marks = count(2, 2)  # every second dump is a request
        for one in told:
            one.amounts = [_total(out.with_name(f"counts.{next(marks)}")) for _ in one.amounts]
    return told


def _total(dump: Path) -> int:
    """The instructions since the mark before."""
    return int(re.search(r"^totals: (\d+)$", dump.read_text(), re.MULTILINE)[1])


def _probe(place: Place, visits: list[Visit], folder: Path, times: int, under: list[str] = ()) -> list[Told]:
    """Run the probe. Raises RuntimeError with the end of what it wrote where it fails."""
    plan, told = folder / "plan.json", folder / "told.json"
    visit.write(plan, visits)
    command = [*under, sys.executable, "-m", "tests.bench.probe", str(plan), str(told), str(times)]
    done = subprocess.run(command, cwd=ROOT, env=place.env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the probe of {place.folder.name} ended: {done.stderr.strip()[-2000:]}")
    return visit.read(told, Told)
