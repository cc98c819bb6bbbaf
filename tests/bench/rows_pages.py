"""Rows 5 and 6: every page of the sample group. Each of them keeps within the same limits."""

from dataclasses import replace

from tests.bench.bench import Bench
from tests.bench.table import Row
from tests.bench.visit import Visit

HOME = {"warm": 2, "changed": 4, "queries": 14}
PAGE = {"warm": 6, "queries": 12}
KEPT = ("meetings:year", "larder:list")  # by the group's version, like the home: these are looked at twice


def rows(bench: Bench) -> list[Row]:
    """The home, then the other pages, slowest first."""
    place, told = bench.sample
    visits = [Visit(**page) for page in told["pages"]]
    home = next(visit for visit in visits if visit.name == "home")
    others = [visit for visit in visits if visit.name != "home"]
    answer, change = (f"group_changes {told['group']} {area}" for area in ("answers", "programme"))
    changed = replace(home, name="home, just changed: an answer", before=answer)
    planned = replace(home, name="home, just changed: the programme", before=change)
    others += [replace(v, name=f"{v.name}, just changed", before=change) for v in others if v.name in KEPT]
    half = len(others) // 2
    deciding = bench.empty.copy(bench.folder / "deciding")
    sixty = Visit("groups:round, eight of us and sixty answers", **deciding.data("round_of_consent"))
    plans = (place, [home, *others[:half]]), (place, [changed, planned, *others[half:]]), (deciding, [sixty])
    costs = bench.in_floors(*plans)
    others.append(sixty)
    return [
        limited("5 home, nothing changed", costs[home.name], HOME["warm"], HOME["queries"]),
        *(limited(f"5 {v.name}", costs[v.name], HOME["changed"], HOME["queries"]) for v in (changed, planned)),
        *(
            limited(f"6 {visit.name}", costs[visit.name], PAGE["warm"], PAGE["queries"])
            for visit in sorted(others, key=lambda visit: -costs[visit.name].amount)
        ),
    ]


def limited(name: str, cost, most: float, most_queries: int) -> Row:
    return Row(name, cost.amount, most, queries=cost.queries, most_queries=most_queries)
