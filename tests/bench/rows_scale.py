"""Rows 7 and 8: a group's pages cost the same after ten years as after one, and beside 10,000 groups as alone."""

import psycopg

from tests import postgres
from tests.bench.bench import Bench
from tests.bench.place import Place
from tests.bench.table import Row
from tests.bench.visit import Visit

GROUPS = 10_000  # of 6 members and 60 meetings: 3.6 million answers
MOST = 1.05


def history_rows(bench: Bench) -> list[Row]:
    """Row 7: warm pages, because what earlier years draw is kept by version."""
    plans = []
    for years in (1, 10):
        place = bench.empty.copy(bench.folder / f"{years} years")
        plans.append((place, visits(place.data("history", str(years)))))
    young, old = bench.counter.costs(plans)
    return [
        Row(f"7 {name}, 10 years", old[name].amount / cost.amount, MOST, "x 1 year", queries=old[name].queries)
        for name, cost in young.items()
    ]


def sqlite_rows(bench: Bench) -> list[Row]:
    """Row 8 on SQLite."""
    alone = bench.empty.copy(bench.folder / "one")
    told = alone.data("one")
    beside = alone.copy(bench.folder / "many")
    return compared(bench, "SQLite", alone, told, beside)


def postgresql_rows(bench: Bench) -> list[Row]:
    """Row 8 on a PostgreSQL of its own. What the server does isn't counted, so no big table may be read whole."""
    with postgres.cluster() as url:
        alone = Place(bench.folder / "one, PostgreSQL", url).prepare()
        told = alone.data("one")
        with psycopg.connect(url.replace("/copse?", "/postgres?"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE many TEMPLATE copse")
        beside = Place(bench.folder / "many, PostgreSQL", url.replace("/copse?", "/many?")).prepare()
        return compared(bench, "PostgreSQL", alone, told, beside)


def compared(bench: Bench, engine: str, alone: Place, told: dict, beside: Place) -> list[Row]:
    """The first look after a change, so that nothing that is kept hides the database."""
    plans = [(alone, visits(told, changed=True)), (beside, visits(beside.data("many", str(GROUPS)), changed=True))]
    one, many = bench.counter.costs(plans)
    whole = sorted({table for cost in many.values() for table in cost.scans})
    return [
        *(
            Row(f"8 {name}, {GROUPS:,} groups, {engine}", many[name].amount / cost.amount, MOST, "x 1 group",
                queries=many[name].queries)
            for name, cost in one.items()
        ),
        Row(f"8 tables read whole, {engine}", len(whole), 0, "tables", note=", ".join(whole)),
    ]  # fmt: skip


def visits(told: dict, *, changed: bool = False) -> list[Visit]:
    group = f"/groups/{told['group']}/"
    paths = {
        "home": group,
        "year": f"{group}year/",
        "meeting": f"{group}meetings/{told['meeting']}/",
        "larder": f"{group}larder/",
        "all dates": f"{group}year/dates/",
        "dates of a meeting": f"{group}meetings/{told['hoped']}/dates/",
    }
    before = f"group_changes {told['group']}" if changed else ""
    return [Visit(name, path, told["cookie"], before=before) for name, path in paths.items()]
