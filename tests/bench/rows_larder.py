"""Rows 6 and 7 for a larder of 5,000 topics: each of its pages keeps within what any page may cost, and costs what it
costs with 50.
"""

from dataclasses import replace

from tests.bench.bench import Bench
from tests.bench.rows_pages import PAGE, limited
from tests.bench.rows_scale import MOST
from tests.bench.table import Row
from tests.bench.visit import Visit

FEW, MANY = 50, 5000
NARROW = {f"larder, a {one}, just changed" for one in ("kind", "tag")}


def rows(bench: Bench) -> list[Row]:
    """Looked at again, and the first look after a change."""
    plans = []
    for topics in (FEW, MANY):
        place = bench.empty.copy(bench.folder / f"{topics} topics")
        plans.append((place, visits(place.data("larder", str(topics)))))
    floor, few, many = bench.counter.costs([bench.floor, *plans])
    rows = []
    for name, cost in many.items():
        in_floors = replace(cost, amount=cost.amount / floor["floor"].amount)
        rows.append(limited(f"6 {name}, {MANY:,} topics", in_floors, PAGE["warm"], PAGE["queries"]))
        if name not in NARROW:  # of these there are fewer among 50 topics than a shelf shows
            ratio = cost.amount / few[name].amount
            rows.append(Row(f"7 {name}, {MANY:,} topics", ratio, MOST, f"x {FEW} topics", queries=cost.queries))
    return rows


def visits(told: dict) -> list[Visit]:
    group, cookie = f"/groups/{told['group']}/", told["cookie"]
    larder, changed = f"{group}larder/", f"topic_is_wanted {told['group']}"
    return [
        Visit("larder", larder, cookie),
        Visit("larder, just changed", larder, cookie, before=changed),
        Visit("larder, newest first, just changed", f"{larder}?sort=newest", cookie, before=changed),
        Visit("larder, longest untouched first, just changed", f"{larder}?sort=untouched", cookie, before=changed),
        Visit("larder, a kind, just changed", f"{larder}?kind={told['kind']}", cookie, before=changed),
        Visit("larder, a tag, just changed", f"{larder}?tag={told['tag']}", cookie, before=changed),
        Visit("a topic", f"{larder}{told['topic']}/", cookie),
        Visit("planning a meeting", f"{group}meetings/new/", cookie),
        Visit("planning a meeting, just changed", f"{group}meetings/new/", cookie, before=changed),
    ]
