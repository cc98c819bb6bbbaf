"""Row 14: ten thousand reminders are due at the same minute, and two workers queue them at once."""

import json
from concurrent.futures import ThreadPoolExecutor

from tests import postgres
from tests.bench.bench import Bench
from tests.bench.place import Place
from tests.bench.table import Row

REMINDERS, FEW = 10_000, 1_000
SECONDS = 30
FLAT = 16  # MB that ten times as many may take more; all of them at once are some hundred


def rows(bench: Bench) -> list[Row]:
    few = queued_by_two(bench.empty.copy(bench.folder / "few reminders"), FEW)
    many = queued_by_two(bench.empty.copy(bench.folder / "many reminders"), REMINDERS)
    more = max(one["memory"] for one in many) - max(one["memory"] for one in few)
    return [
        *as_rows(many, "SQLite"),
        Row(f"14 memory for {REMINDERS:,}, more than for {FEW:,}", max(more, 0), FLAT, "MB"),
    ]


def postgresql_rows(bench: Bench) -> list[Row]:
    with postgres.cluster() as url:
        place = Place(bench.folder / "reminders, PostgreSQL", url).prepare()
        return as_rows(queued_by_two(place, REMINDERS), "PostgreSQL")


def as_rows(told: list[dict], engine: str) -> list[Row]:
    wrong = abs(max(one["queued"] for one in told) - REMINDERS)
    return [
        Row(f"14 {REMINDERS:,} reminders by two workers, {engine}", max(o["seconds"] for o in told), SECONDS, "s"),
        Row(f"14 those missing or there twice, {engine}", wrong, 0, "reminders"),
    ]


def queued_by_two(place: Place, reminders: int) -> list[dict]:
    """What each of two workers tells, who begin at the same moment."""
    at = place.data("reminders", str(reminders))["at"]
    with ThreadPoolExecutor(2) as workers:
        return list(workers.map(lambda _n: json.loads(place.run("-m", "tests.bench.reminders", at)), range(2)))
