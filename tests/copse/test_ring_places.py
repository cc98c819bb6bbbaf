"""However close together a group meets, no mark on its year ring covers another, and all lie within the year's band."""

import re
from datetime import date, timedelta
from itertools import combinations
from math import hypot, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copse.rings import KINDS, Mark, how_crowded, year_ring
from copse.rings.places import Place, middle, places_of
from copse.rings.trunk import R_IN, R_OUT, days_of, point
from copse.words import short_months
from tests.thorough import as_often

BAND = [point(2 * pi * i / 720, r) for r in (R_IN, R_OUT) for i in range(720)]
SHAPE = r'<circle class="mark-hit" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"/>(.*?)</[ag]>(?=<[ag] class="mark |</svg>)'


def mark(day: date, kind="online", days=1, **facts) -> Mark:
    return Mark(kind, day, day + timedelta(days - 1), **facts)


def every(n: int, *, days: int, since=date(2026, 1, 1), kinds=KINDS) -> list[Mark]:
    return [mark(since + timedelta(days * i), kinds[i % len(kinds)]) for i in range(n)]


def ring(marks, year=2026) -> str:
    return year_ring(year, date(year, 3, 3), [(2025, 9)], marks, month_names=short_months())


def spread(places: list[Place]) -> list[tuple[date, float]]:
    return [(place.mark.first, place.day - place.own) for place in places]


def assert_none_covers_another(marks, year=2026):
    """What can be pressed is a disc: discs meet neither each other nor the edges of the band, and hold the shapes."""
    places, days = places_of(tuple(marks), year), days_of(year)
    discs = [(*middle(place, days), place.room) for place in places]
    assert len(discs) == len(marks)
    for (ax, ay, a), (bx, by, b) in combinations(discs, 2):
        assert hypot(ax - bx, ay - by) >= a + b
    for x, y, room in discs:
        assert min(hypot(x - ex, y - ey) for ex, ey in BAND) >= room - 0.1
    drawn = re.findall(SHAPE, ring(marks, year))
    assert len(drawn) == len(marks)
    for x, y, room, shapes in drawn:
        assert max(hypot(px - float(x), py - float(y)) for px, py in outline(shapes)) <= float(room) + 0.1


def outline(shapes: str) -> list[tuple[float, float]]:
    """The outermost points of circles, rounded squares and paths."""
    found = []
    for cx, cy, r in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', shapes):
        found.append((float(cx) + float(r), float(cy)))
    for x, y, side, corner in re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)".*? rx="([\d.]+)"', shapes):
        cut = float(corner) * (1 - 0.5**0.5)  # how far its round corner stays away from a sharp one, each way
        found.append((float(x) + cut, float(y) + cut))
        found.append((float(x) + float(side) - cut, float(y) + float(side) - cut))
    for path in re.findall(r'd="(M[^"]+)"', shapes):
        ends = re.findall(r"(?:[ML]|A[\d.]+ [\d.]+ 0 0 [01] )([\d.]+) ([\d.]+)", path)  # of lines and of arcs
        found += [(float(x), float(y)) for x, y in ends]
    return found


HARD = {
    "twenty-six, eight of them within thirty days": [
        *every(8, days=4, since=date(2026, 5, 1)),
        *every(9, days=12, since=date(2026, 1, 6)),
        *every(9, days=20, since=date(2026, 6, 20)),
    ],
    "eight retreats within thirty days": [mark(date(2026, 7, 1) + timedelta(4 * i), "retreat", 3) for i in range(8)],
    "all on one day": every(26, days=0, since=date(2026, 8, 20)),
    "all on New Year's Day": every(26, days=0),
    "over New Year, at both ends": every(6, days=1) + every(6, days=1, since=date(2026, 12, 26)),
    "a retreat into January, and its next day": [mark(date(2025, 12, 30), "retreat", 4), mark(date(2026, 1, 3))],
    "the next one is a retreat among evenings": [
        mark(date(2026, 4, 17), "retreat", 3, next=True), *every(5, days=2, since=date(2026, 4, 14)),
    ],
    "the next one among weekly ones": [*every(10, days=7), mark(date(2026, 3, 4), "learning", next=True)],
    "each fortnight": every(26, days=14),
    "each week": every(52, days=7),
}  # fmt: skip


@pytest.mark.parametrize("year", HARD)
def test_in_a_hard_year_no_mark_covers_another(year):
    assert_none_covers_another(HARD[year])


@st.composite
def years(draw) -> tuple[int, list[Mark]]:
    """Up to twenty-six meetings, scattered or heaped up around a few days."""
    year = draw(st.sampled_from([2026, 2028]))
    heaps = draw(st.lists(st.integers(0, 365), min_size=1, max_size=3))
    day = st.one_of(st.integers(0, 365), st.builds(int.__add__, st.sampled_from(heaps), st.integers(-15, 15)))
    meetings = draw(st.lists(st.tuples(day, st.sampled_from(KINDS), st.integers(1, 4)), min_size=1, max_size=26))
    nearest = draw(st.integers(0, len(meetings)))
    first = date(year, 1, 1)
    marks = [
        mark(first + timedelta(min(max(on, 0), days_of(year) - 1)), kind, days, next=i == nearest)
        for i, (on, kind, days) in enumerate(meetings)
    ]
    return year, marks


@settings(max_examples=as_often(25, 2000), deadline=None)
@given(years())
def test_in_no_year_of_up_to_twenty_six_meetings_does_a_mark_cover_another(drawn):
    year, marks = drawn
    assert_none_covers_another(marks, year)


def test_where_there_is_room_each_mark_is_at_its_day_on_the_middle_of_the_band():
    places = places_of(tuple(every(12, days=30)), 2026)
    assert {(place.radius, place.room, place.is_led) for place in places} == {(228, 27, False)}
    assert {place.day - place.own for place in places} == {0}


def test_of_eight_meetings_within_thirty_days_none_leaves_its_day_by_a_week():
    crowded = places_of(tuple(HARD["twenty-six, eight of them within thirty days"]), 2026)
    assert max(abs(moved) for _day, moved in spread(crowded)) < 7
    assert min(place.room for place in crowded) > 15


def test_a_line_leads_to_a_mark_that_had_to_leave_its_day():
    marks = every(8, days=0, since=date(2026, 5, 20))
    led = [place for place in places_of(tuple(marks), 2026) if place.is_led]
    assert ring(marks).count('class="ring-leader"') == len(led) > 0
    assert how_crowded(marks, 2026) == "led"
    assert how_crowded(every(12, days=30), 2026) == ""
    assert "ring-leader" not in ring(every(12, days=30))


def test_of_more_meetings_than_there_is_room_for_each_is_a_line_at_its_day():
    marks = every(120, days=0, since=date(2026, 5, 20))
    svg = ring(marks)
    assert how_crowded(marks, 2026) == "lines"
    assert svg.count('class="mark-line"') == 120
    assert "mark-hit" not in svg


def test_marks_keep_the_order_of_their_days_in_each_row():
    places = places_of(tuple(every(26, days=1, since=date(2026, 6, 1))), 2026)
    for radius in {place.radius for place in places}:
        row = [place for place in places if place.radius == radius]
        assert [place.day for place in row] == sorted(place.day for place in row)
