"""Where marks lie on the year ring, so that none covers another however close together a group meets.

A mark has a disc that all of it stays in: its shape, its halo, what can be pressed. No two discs meet, and each lies
within the year's band. Marks far apart have the largest discs, on the middle of the band. Those nearer become a run,
which is laid out by the first of `LEVELS` that moves none of them further from its day than that level may: smaller
discs, then two rows, then three. A run that grows into its neighbour becomes one run with it.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import hypot, pi
from typing import NamedTuple

from copse.rings.marks import Mark
from copse.rings.trunk import R_IN, R_OUT, Point, angle, days_of, point

R_MARK = 228.0  # the middle of the band
TRUE = 0.97  # the contour is no circle: at its narrowest a day is as wide as this part of a circle's
FAR = 25.0  # days: discs this far apart never touch
LED = 1.0  # days from its own from which on a mark has a line that leads to its day


class Level(NamedTuple):
    """A way of laying out a run.

    `radii` are its rows from the inside; `room` is the radius of a disc, `room_next` that of the next meeting's. Discs
    that follow each other are at least `step` apart along the ring; 0 where only those of the same row have to be.
    `moves` is by how many days a mark may leave its own.
    """

    radii: tuple[float, ...]
    room: float
    room_next: float
    step: float
    moves: float


LEVELS = (
    Level((R_MARK,), 27, 31.5, 0, 0),
    Level((R_MARK,), 22, 27, 0, 0),
    Level((R_MARK,), 17.5, 22, 0, 0.3),
    Level((214, 242), 17.3, 17.3, 22.8, 1.5),
    Level((211, 245), 15.8, 15.8, 0, 10),
    Level((205.5, R_MARK, 250.5), 10.4, 10.4, 0, 31),
)


class Place(NamedTuple):
    """Where a mark lies: at a `day` of the year, counted from 1, that may differ a little from its `own`; on the row
    of this `radius`, in a disc whose radius is `room`. `number` is what it bears.
    """

    mark: Mark
    day: float
    radius: float
    room: float
    own: float
    number: int

    @property
    def is_led(self) -> bool:
        """Whether a line leads from it to its day."""
        return abs(self.day - self.own) > LED

    @property
    def edge(self) -> float:
        """The radius of the edge that such a line comes from."""
        return R_IN if self.radius < R_MARK else R_OUT


@lru_cache(maxsize=64)
def places_of(marks: tuple[Mark, ...], year: int) -> list[Place] | None:
    """The place of each mark that falls in the year, in the order of their days; None where they are too many.

    A mark of several days lies at the middle of those that fall in the year. Twenty-six marks have places whatever
    their days are.
    """
    days, places = days_of(year), _at_their_days(marks, year)
    if not places:
        return []
    cut = _widest_gap(places, days)
    unrolled = places[cut:] + [p._replace(day=p.day + days, own=p.own + days) for p in places[:cut]]
    laid_out: list[list[Place]] = []
    for run in _runs(unrolled, days):
        here = _laid_out(run, days)
        while here and laid_out and _meet(laid_out[-1], here, days):
            run = [*laid_out.pop(), *run]
            here = _laid_out(run, days)
        if here is None:
            return None
        laid_out.append(here)
    if len(laid_out) > 1 and _meet(laid_out[-1], laid_out[0], days):  # they grew together over the widest gap
        laid_out = [whole] if (whole := _laid_out([p for run in laid_out for p in run], days)) else []
    found = [place for run in laid_out for place in run]
    if not found or _overlap(found, days):
        return None
    back = (p._replace(day=p.day - days, own=p.own - days) if p.own > days else p for p in found)
    return sorted(back, key=lambda place: place.own)


def middles_of(marks: Sequence[Mark], year: int) -> list[tuple[Mark, float]]:
    """The marks that fall in the year by their days, each with the middle of its own that do, counted from 1."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    found = []
    for mark in marks:
        first, last = max(mark.first, start), min(max(mark.first, mark.last), end)
        if first <= last:
            found.append((mark, 1 + ((first - start).days + (last - start).days) / 2))
    return sorted(found, key=lambda pair: pair[1])


def _at_their_days(marks: Sequence[Mark], year: int) -> list[Place]:
    number = lambda mark: max(mark.first, date(year, 1, 1)).day  # noqa: E731
    return [Place(mark, own, R_MARK, 0, own, number(mark)) for mark, own in middles_of(marks, year)]


def _widest_gap(places: list[Place], days: int) -> int:
    """Where the ring is cut open to be laid out: before the mark that comes after the longest time without one."""
    before = [places[-1].own - days, *(place.own for place in places)]
    return max(range(len(places)), key=lambda i: places[i].own - before[i])


def _runs(places: list[Place], days: int) -> list[list[Place]]:
    """Those nearer to each other than two of the largest discs are wide, together."""
    near = 2 * LEVELS[0].room * days / (2 * pi * R_MARK)
    runs: list[list[Place]] = []
    for place in places:
        if runs and place.own - runs[-1][-1].own < near:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _laid_out(run: list[Place], days: int) -> list[Place] | None:
    """The run by the first level that holds it; None where none does."""
    for level in LEVELS:
        found = _by(level, run, days)
        if max(abs(place.day - place.own) for place in found) <= level.moves:
            return found
    return None


def _by(level: Level, run: list[Place], days: int) -> list[Place]:
    rooms = [level.room_next if place.mark.next else level.room for place in run]
    rows = [i % len(level.radii) for i in range(len(run))]
    found = list(run)
    # Either every two that follow each other keep their distance, or each row does on its own.
    together = [range(len(run))] if level.step else [range(row, len(run), len(level.radii)) for row in set(rows)]
    for members in together:
        day = 2 * pi * level.radii[0 if level.step else rows[members[0]]] * TRUE / days
        gaps = [(level.step or rooms[a] + rooms[b]) / day for a, b in pairwise(members)]
        for i, at in zip(members, _apart([run[i].own for i in members], gaps), strict=True):
            found[i] = run[i]._replace(day=at, radius=level.radii[rows[i]], room=rooms[i])
    return found


def _apart(days: list[float], gaps: list[float]) -> list[float]:
    """The days moved as little as leaves these gaps at least between them: the least squares, by pooling neighbours."""
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, int]] = []  # (mean, how many)
    for day, offset in zip(days, offsets, strict=True):
        mean, n = day - offset, 1
        while pools and pools[-1][0] > mean:
            other, m = pools.pop()
            mean, n = (mean * n + other * m) / (n + m), n + m
        pools.append((mean, n))
    means = [mean for mean, n in pools for _ in range(n)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _meet(before: list[Place], after: list[Place], days: int) -> bool:
    """Whether any disc of one run touches one of the other."""
    return any(_touch(a, b, days) for a in before for b in after)


def _overlap(places: list[Place], days: int) -> bool:
    return any(_touch(a, b, days) for i, a in enumerate(places) for b in places[:i])


def _touch(a: Place, b: Place, days: int) -> bool:
    if FAR < abs(a.day - b.day) < days - FAR:
        return False
    (ax, ay), (bx, by) = middle(a, days), middle(b, days)
    return hypot(ax - bx, ay - by) < a.room + b.room


def middle(place: Place, days: int) -> Point:
    """Where the middle of a mark's disc lies in the drawing."""
    return point(angle(place.day, days), place.radius)
