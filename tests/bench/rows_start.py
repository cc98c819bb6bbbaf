"""Row 9: how much a process does until its first answer, and how much memory a web process keeps."""

import re
import statistics
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from tests.bench import visit
from tests.bench.bench import Bench
from tests.bench.place import ROOT, Floor, Place
from tests.bench.server import Running, server
from tests.bench.table import Row
from tests.bench.visit import Visit

ROUNDS = 7  # of taking turns, for CPU time
WEB_PROCESSES = 2  # as in the README's service
PASSKEY = "/accounts/passkeys/sign-in/"
ROUNDS_OF_PAGES = 6  # before memory is looked at: each process has met each page
SERVERS = 3  # whether a second thread of a process gets to answer is chance: the middle of what three of them take


def rows(bench: Bench) -> list[Row]:
    place, told = bench.sample
    size = place.data("size")
    bare = Floor(bench.folder / "bare", with_apps=True).prepare()
    sized = Floor(bench.folder / "sized", with_apps=True, size=size).prepare()
    plans = [
        (bare, Visit("bare", "/", bare.cookie)),
        (sized, Visit("sized", "/", sized.cookie)),
        (place, Visit("home", f"/groups/{told['group']}/", told["cookie"])),
    ]
    begin = by_instructions if bench.counter.unit == "instructions" else by_seconds
    of_bare, of_sized, of_ours = begin(plans)
    megabytes, with_passkeys = map(statistics.median, zip(*(memory(place, told) for _ in range(SERVERS)), strict=True))
    note = f"{of_ours / of_bare:.2f} x bare, same packages; {size['models']} models and {size['routes']} routes"
    return [
        Row("9 first answer after the start", of_ours / of_sized, 1.4, "x bare, same size", note=note),
        Row("9 memory of a web process", megabytes, 70, "MB", note=f"{with_passkeys:.0f} where passkeys are used"),
    ]


def by_instructions(plans: list[tuple[Place, Visit]]) -> list[float]:
    costs = []
    for place, asked in plans:
        first(place, asked)  # what Python compiles is kept
        out = place.folder / "callgrind"
        first(place, asked, under=["valgrind", "--tool=callgrind", "--dump-line=no", f"--callgrind-out-file={out}"])
        costs.append(int(re.search(r"^totals: (\d+)$", out.read_text(), re.MULTILINE)[1]))
    return costs


def by_seconds(plans: list[tuple[Place, Visit]]) -> list[float]:
    rounds = [[first(*plan) for plan in plans] for _ in range(ROUNDS + 1)][1:]
    return [statistics.median(one[i] for one in rounds) for i in range(len(plans))]


def first(place: Place, asked: Visit, under: list[str] = ()) -> float:
    """The CPU time of the whole process, in seconds. Raises RuntimeError, with what it says, where it fails."""
    plan = place.folder / "first.json"
    visit.write(plan, [asked])
    command = [*under, sys.executable, "-m", "tests.bench.first_answer", str(plan)]
    before = getrusage(RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, env=place.env, capture_output=True, text=True, check=False)
    after = getrusage(RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"the first answer of {place.folder.name}: {done.stderr.strip()[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def memory(place: Place, told: dict) -> tuple[float, float]:
    """MB that a web process takes of the machine, after each page of the sample group was asked for a few times: its
    own, and its share of what processes have in common (proportional set size, proc(5)). And the same after people
    have begun to come in by passkeys, which brings a library of cryptography along.
    """
    with server(place, workers=WEB_PROCESSES) as running:
        for _ in range(ROUNDS_OF_PAGES):
            for page in told["pages"]:
                running.get(page["path"], page["cookie"])
        of_pages = _mean_share(running)
        for _ in range(ROUNDS_OF_PAGES * WEB_PROCESSES):
            running.get(PASSKEY, accept="application/json")
        return of_pages, _mean_share(running)


def _mean_share(running: Running) -> float:
    sizes = [_share(pid) for pid in running.workers()]
    return sum(sizes) / len(sizes)


def _share(pid: int) -> float:
    said = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+) kB$", said, re.MULTILINE)[1]) / 1000
