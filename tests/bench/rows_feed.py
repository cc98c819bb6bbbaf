"""Rows 1 to 3: a feed of 500 events, asked for again, whole, after a change, and for the first time."""

from tests.bench.bench import Bench
from tests.bench.place import Place
from tests.bench.table import Row
from tests.bench.visit import Visit

EVENTS = 500
FIRST = 100  # events of a first build: it is so much per event


def rows(bench: Bench) -> list[Row]:
    place = bench.empty.copy(bench.folder / "feed")
    quiet, busy = place.data("feed", "quiet", str(EVENTS)), place.data("feed", "busy", str(EVENTS))
    small = place.data("feed", "small", str(FIRST))
    again, whole = (link["path"] for link in quiet["links"])
    moved, new = busy["links"][0]["path"], small["links"][0]
    costs = bench.in_floors(
        (
            place,
            [
                Visit("conditional", again, headers={"If-None-Match": quiet["etag"]}, status=304),
                Visit("stored", whole),
                Visit("changed", moved, before=f"meeting_changes {busy['meeting']}"),
                Visit("first", new["path"], before=f"feed_is_new {new['key']}", heavy=True),
            ],
        ),
        (bare_script(place, small["content"]), [Visit("bare", "/", heavy=True)]),
    )
    conditional, stored, changed = costs["conditional"], costs["stored"], costs["changed"]
    ours, bare = costs["first"].amount, costs["bare"].amount
    return [
        Row("1 feed, nothing changed: 304", conditional.amount, 0.35, queries=conditional.queries, most_queries=2),
        Row(f"2 feed of {EVENTS} events, stored", stored.amount, 0.6, queries=stored.queries),
        Row("3 feed, one changed", changed.amount / stored.amount, 2, "x row 2", queries=changed.queries),
        Row("3 feed, first build", ours / bare, 1.2, "x icalendar alone"),
    ]


def bare_script(place: Place, content: str) -> Place:
    """icalendar and nothing else, serialising the same events (`bare_calendar.py`)."""
    bare = Place(place.folder / "bare")
    calendar = bare.folder / "calendar.ics"
    calendar.write_bytes(content.encode())
    bare.env |= {"WSGI": "tests.bench.bare_calendar", "CALENDAR": str(calendar)}
    return bare
