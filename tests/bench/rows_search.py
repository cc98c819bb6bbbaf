"""Row 13: a search costs the same among a million things of 10,000 groups as in a group alone."""

from statistics import median

import psycopg

from tests import postgres
from tests.bench.bench import Bench
from tests.bench.place import Place
from tests.bench.table import Row
from tests.bench.visit import Visit

GROUPS, THINGS = 10_000, 100  # a million of them
MOST = 1.5
TIMES_THE_TEXT = {"SQLite": 5, "PostgreSQL": 8}  # that is kept to find it by, the text itself among it
ROUNDS = 5


def sqlite_rows(bench: Bench) -> list[Row]:
    alone = bench.empty.copy(bench.folder / "found, one")
    told = alone.data("findable", str(THINGS))
    beside = alone.copy(bench.folder / "found, many")
    return compared(bench, "SQLite", alone, told, beside)


def postgresql_rows(bench: Bench) -> list[Row]:
    """What the server does isn't counted in instructions, so it is asked how long it took."""
    with postgres.cluster() as url:
        alone = Place(bench.folder / "found, one, PostgreSQL", url).prepare()
        told = alone.data("findable", str(THINGS))
        with psycopg.connect(url.replace("/copse?", "/postgres?"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE many TEMPLATE copse")
        beside = Place(bench.folder / "found, many, PostgreSQL", url.replace("/copse?", "/many?")).prepare()
        rows = compared(bench, "PostgreSQL", alone, told, beside)
        return rows + [
            timed(f"13 {name}: the server’s time", alone, told, beside, text) for name, text in told["asked"].items()
        ]


def compared(bench: Bench, engine: str, alone: Place, told: dict, beside: Place) -> list[Row]:
    among = beside.data("findable_many", str(GROUPS))
    told["among"] = among["group"]
    one, many = bench.counter.costs([(alone, visits(told, told)), (beside, visits(told, among))])
    whole = sorted({table for cost in many.values() for table in cost.scans})
    size = among["sizes"]
    return [
        *(
            Row(f"13 {name}, {size['things']:,} things in {GROUPS:,} groups, {engine}", many[name].amount / cost.amount,
                MOST, "x 1 group", queries=many[name].queries)
            for name, cost in one.items()
        ),
        Row(f"13 tables read whole, {engine}", len(whole), 0, "tables", note=", ".join(whole)),
        Row(f"13 kept to find it by, {engine}", size["index"] / size["text"], TIMES_THE_TEXT[engine], "x the text",
            note=f"{size['index'] / size['things'] / 1000:.2f} MB for 1,000 things"),
    ]  # fmt: skip


def visits(told: dict, at: dict) -> list[Visit]:
    path = f"/groups/{at['group']}/find/?q="
    return [Visit(name, path + text.replace(" ", "+"), at["cookie"]) for name, text in told["asked"].items()]


def timed(name: str, alone: Place, told: dict, beside: Place, text: str) -> Row:
    """The server's time beside the others, as a multiple of alone: taking turns, medians."""
    places = (alone, told["group"]), (beside, told["among"])
    turns = [[place.data("search_time", slug, text)["ms"] for place, slug in places] for _ in range(ROUNDS)]
    one, many = (median(times) for times in zip(*turns, strict=True))
    return Row(name, many / one, MOST, "x 1 group", note=f"{many:.2f} ms")
