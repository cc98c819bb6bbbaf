"""A meeting's mark: its kind as a shape, as it is drawn on the year ring."""

from datetime import date
from functools import lru_cache
from html import escape
from math import cos, sin
from typing import NamedTuple

from copse.rings.trunk import HIDDEN, angle, label, num, point, ray

KINDS = ("online", "face", "hybrid", "retreat", "learning")
EXTENTS = {"online": 1, "face": 1.21, "hybrid": 1.28, "retreat": 1.62, "learning": 1.24}  # from the middle, in sizes
INNER = {"online": 1, "face": 0.9, "hybrid": 0.95, "retreat": 1, "learning": 0.877}  # the circle within, in sizes
SIZES = {"year": 17.5, "small": 21.0}  # where there is room
LEAST_NUMBERED = 9.5  # a smaller circle has no room for a number
AT_EASE = 27.0  # the disc of a mark that stands alone
CLOSE = 17.5  # in smaller ones, numbers are smaller
EDGE = 1.0  # of its disc, that a shape leaves free


class Mark(NamedTuple):
    """One meeting on the year ring: its kind, its first and last day, and how far it is settled."""

    kind: str
    first: date
    last: date
    settled: bool = True
    held: bool = False
    next: bool = False
    href: str | None = None


@lru_cache(maxsize=64)
def kind_mark(kind: str, settled: bool = True) -> str:
    """A meeting's kind as a shape in a 24 x 24 box; hollow while its date is not settled."""
    inside = shape(kind, 12, 12, 7 if kind == "retreat" else 7.4, 2.35)
    css = f"kind kind-{kind}" + ("" if settled else " kind-open")
    return f'<svg class="{css}" viewBox="0 0 24 24" {HIDDEN}>{inside}</svg>'


@lru_cache(maxsize=1024)
def draw(place, days: int, *, usual: float, numbers: bool) -> str:
    """The mark at its `copse.rings.places.Place`, a link where it leads somewhere, out of the tab order.

    It has the `usual` size, or what fills its disc where that is smaller.
    """
    mark, room = place.mark, place.room
    t = angle(place.day, days)
    x, y = point(t, place.radius)
    extent = EXTENTS[mark.kind]
    halo = 0 if not mark.next else 8 if room >= AT_EASE else 3.5
    size = min(usual * (1.16 if room > AT_EASE else 1), (room - EDGE - halo) / extent)
    inside = f'<circle class="mark-hit" cx="{num(x)}" cy="{num(y)}" r="{num(room)}"/>'
    if halo:
        inside += f'<g class="mark-halo">{shape(mark.kind, x, y, size + halo / extent, t)}</g>'
    inside += shape(mark.kind, x, y, size, t)
    if numbers and size * INNER[mark.kind] >= LEAST_NUMBERED:
        inside += label(x, y, place.number)
    css = _classes(mark) + (" mark-close" if room < CLOSE else "")
    if mark.href:
        return f'<a class="{css}" href="{escape(mark.href)}" tabindex="-1">{inside}</a>'
    return f'<g class="{css}">{inside}</g>'


def leader(place, days: int) -> str:
    """A thin line from the edge of the band, at its own day, to a mark that had to leave it."""
    start, end = point(angle(place.own, days), place.edge), point(angle(place.day, days), place.radius)
    return f'<path class="ring-leader" d="M{num(*start)}L{num(*end)}"/>'


def line(mark: Mark, own: float, days: int, r_in: float, r_out: float) -> str:
    """A meeting as a line at its day, in a year that has more of them than marks find room."""
    return f'<g class="{_classes(mark)}">{ray(angle(own, days), r_in, r_out, "mark-line")}</g>'


def _classes(mark: Mark) -> str:
    states = {"open": not mark.settled, "held": mark.held, "next": mark.next}
    return " ".join(["mark", f"mark-{mark.kind}", *(f"mark-{name}" for name, so in states.items() if so)])


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
