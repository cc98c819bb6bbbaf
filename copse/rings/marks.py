"""A meeting's mark: its kind as a shape, and where marks lie on the year ring."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from html import escape
from math import cos, hypot, pi, sin
from typing import NamedTuple

from copse.rings.trunk import HIDDEN, angle, days_of, label, num, point

KINDS = ("online", "face", "hybrid", "retreat", "learning")
R_MARK, R_INNER, R_OUTER = (
    228.0,
    214.0,
    242.0,
)  # marks lie on the first, crowded ones take turns on the others
USUAL = 17.5
SIZES = {"year": USUAL, "small": 21.0}
LEAST = 12.0  # a crowded mark gets no smaller
LEAST_NUMBERED = 14.0  # a smaller one has no room for its number


class Mark(NamedTuple):
    """One meeting on the year ring: its kind, its first and last day, and how far it is settled."""

    kind: str
    first: date
    last: date
    settled: bool = True
    held: bool = False
    next: bool = False
    href: str | None = None


class Place(NamedTuple):
    """Where a mark lies: its place in the year in days, its radius and size, and the number it bears."""

    mark: Mark
    day: float
    radius: float
    size: float
    number: int


@lru_cache(maxsize=64)
def kind_mark(kind: str, settled: bool = True) -> str:
    """A meeting's kind as a shape in a 24 x 24 box; hollow while its date is not settled."""
    inside = shape(kind, 12, 12, 7 if kind == "retreat" else 7.4, 2.35)
    css = f"kind kind-{kind}" + ("" if settled else " kind-open")
    return f'<svg class="{css}" viewBox="0 0 24 24" {HIDDEN}>{inside}</svg>'


def places_of(marks: Sequence[Mark], year: int, size: float) -> list[Place]:
    """Each mark's place. Those nearer than they are wide (nine days) take turns inside and outside."""
    start, end, days = date(year, 1, 1), date(year, 12, 31), days_of(year)
    places = []
    for mark in marks:
        first, last = max(mark.first, start), min(max(mark.first, mark.last), end)
        if first <= last:
            middle = 1 + ((first - start).days + (last - start).days) / 2
            places.append(Place(mark, middle, R_MARK, size, first.day))
    places.sort(key=lambda place: place.day)
    width = R_MARK * 2 * pi / days
    runs: list[list[Place]] = []
    for place in places:
        if runs and _crowd(runs[-1][-1], place, width):
            runs[-1].append(place)
        else:
            runs.append([place])
    if len(runs) > 1:  # December's last may crowd January's first
        january = [place._replace(day=place.day + days) for place in runs[0]]
        if _crowd(runs[-1][-1], january[0], width):
            runs = [*runs[1:-1], runs[-1] + january]
    return [place for run in runs for place in (_spread(run, width) if len(run) > 1 else run)]


@lru_cache(maxsize=1024)
def draw(place: Place, days: int, *, numbers: bool) -> str:
    """The mark on the ring, a link where it leads somewhere, out of the tab order."""
    mark, size, crowded = place.mark, place.size, place.radius != R_MARK
    if mark.next and not crowded:
        size *= 1.16
    t = angle(place.day, days)
    x, y = point(t, place.radius)
    states = {"open": not mark.settled, "held": mark.held, "next": mark.next}
    css = " ".join(["mark", f"mark-{mark.kind}", *(f"mark-{name}" for name, so in states.items() if so)])
    hit = num(min(27, size + 4) if crowded else 27)
    inside = f'<circle class="mark-hit" cx="{num(x)}" cy="{num(y)}" r="{hit}"/>'
    if mark.next:
        inside += f'<g class="mark-halo">{shape(mark.kind, x, y, size + (5 if crowded else 8), t)}</g>'
    inside += shape(mark.kind, x, y, size, t)
    if numbers and size >= LEAST_NUMBERED:
        inside += label(x, y, place.number)
    if mark.href:
        return f'<a class="{css}" href="{escape(mark.href)}" tabindex="-1">{inside}</a>'
    return f'<g class="{css}">{inside}</g>'


def shape(kind: str, x: float, y: float, s: float, t: float = 0.0) -> str:
    """A kind's shape of size `s` round x, y; `t` is the angle of the ring there, along which a leaf lies.

    Raises ValueError for another kind.
    """
    if kind == "online":
        return f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(s)}"/>'
    if kind == "face":
        a, c = s * 0.9, num(s * 0.17)
        return f'<rect x="{num(x - a)}" y="{num(y - a)}" width="{num(2 * a)}" height="{num(2 * a)}" rx="{c}"/>'
    if kind == "hybrid":  # half the circle of those far away, half the square of those in the room
        a, c, half, corner = s * 0.95, s * 0.17, num(s * 0.95), num(s * 0.17)
        d = f"M{num(x, y - a)}A{half} {half} 0 0 0 {num(x, y + a)}H{num(x + a - c)}"
        d += f"A{corner} {corner} 0 0 0 {num(x + a, y + a - c)}V{num(y - a + c)}"
        return f'<path d="{d}A{corner} {corner} 0 0 0 {num(x + a - c, y - a)}Z"/>'
    if kind == "learning":  # a kite: one of us in focus, the others around
        a = s * 1.24
        return f'<path d="M{num(x, y - a)}L{num(x + a, y)}L{num(x, y + a)}L{num(x - a, y)}Z"/>'
    if kind == "retreat":  # a leaf: two arcs, two points
        half, r = s * 1.62, num(s * 1.62 * 1.12)
        dx, dy = -sin(t) * half, cos(t) * half
        tip, stem = num(x - dx, y - dy), num(x + dx, y + dy)
        return f'<path d="M{tip}A{r} {r} 0 0 1 {stem}A{r} {r} 0 0 1 {tip}Z"/>'
    raise ValueError(f"no kind {kind}")


def _reach(mark: Mark) -> float:
    """How far a mark reaches along the ring, in sizes: a leaf is long, the next meeting has a halo."""
    return max(1.62 if mark.kind == "retreat" else 1.0, 1.16 + 8 / USUAL if mark.next else 1.0)


def _crowd(a: Place, b: Place, width: float) -> bool:
    return (b.day - a.day) * width < (_reach(a.mark) + _reach(b.mark)) * a.size


def _spread(run: list[Place], width: float) -> list[Place]:
    """A run of crowded marks on two circles, moved as little as keeps each seen and as large as fits.

    `width` is a day's on the middle circle.
    """
    apart = 2 * LEAST / width * R_MARK / R_INNER
    days = [place.day for place in run]
    for i in range(2, len(days)):
        days[i] = max(days[i], days[i - 2] + apart)
    shift = sum(place.day for place in run) / len(run) - sum(days) / len(days)
    radii = [R_OUTER if i % 2 else R_INNER for i in range(len(run))]
    sizes = [min(run[0].size, USUAL)] * len(run)
    for step in (1, 2):
        for i in range(len(run) - step):
            j = i + step
            reach = 2.0 if step == 1 else _reach(run[i].mark) + _reach(run[j].mark)
            room = max(LEAST, hypot((days[j] - days[i]) * width, radii[j] - radii[i]) / reach)
            sizes[i], sizes[j] = min(sizes[i], room), min(sizes[j], room)
    moved = zip(run, days, radii, sizes, strict=True)
    return [place._replace(day=day + shift, radius=r, size=s) for place, day, r, s in moved]
