"""The trunk: one contour for every ring, calmer towards a pith that sits a little off centre."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from html import escape
from math import cos, pi, sin

CENTRE = 320  # of the 640 x 640 drawing
R_IN, R_OUT = 194.0, 262.0  # this year's band; what was lived before lies inside it
TOP = -pi / 2
HIDDEN = 'aria-hidden="true" focusable="false"'

Point = tuple[float, float]


def num(*values: float) -> str:
    """The values with at most one decimal, with spaces between."""
    return " ".join(f"{v:.1f}".removesuffix(".0") for v in values).replace("-0 ", "0 ")


def label(x: float, y: float, words: str | int, css: str = "") -> str:
    """Words centred on a point; escaped here."""
    name = f' class="{css}"' if css else ""
    place = f'x="{num(x)}" y="{num(y)}" text-anchor="middle" dominant-baseline="central"'
    return f"<text{name} {place}>{escape(str(words))}</text>"


def days_of(year: int) -> int:
    """365 or 366."""
    return date(year, 12, 31).timetuple().tm_yday


def angle(day: float, days: int) -> float:
    """The angle of a day of the year, 1 being the first moment of 1 January."""
    return 2 * pi * (day - 1) / days + TOP


def wobble(t: float, r: float) -> float:
    """How far the contour leaves the circle at an angle, as a factor of `r`."""
    k = (max(r, 1.0) / R_OUT) ** 0.6
    slow = 0.010 * sin(2 * t + 0.6) + 0.007 * sin(3 * t + 2.1)
    return 1 + k * (slow + 0.005 * sin(5 * t + 4) + 0.0025 * sin(9 * t + 1))


def pith(r: float) -> Point:
    """The centre of the ring at `r`: the bark's is the drawing's, inner ones move towards the pith."""
    f = 1 - min(r, R_OUT) / R_OUT
    return CENTRE - 9 * f, CENTRE + 7 * f


def point(t: float, r: float) -> Point:
    """A point on the contour at `r`; beyond the bark it keeps the bark's contour."""
    (cx, cy), rr = pith(r), r * wobble(t, min(r, R_OUT))
    return cx + rr * cos(t), cy + rr * sin(t)


def smooth(points: Sequence[Point], *, closed: bool = False, move: bool = True) -> str:
    """A Catmull-Rom curve through the points, in short S commands; a closed one repeats its first."""
    n = len(points) - 1
    before, after = (points[-2], points[1]) if closed else (points[0], points[-1])
    p = [before, *points, after]
    path = [("M" if move else "L") + num(*points[0])]
    for i in range(n):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = p[i : i + 4]
        path.append(f"C{num(bx + (cx - ax) / 6, by + (cy - ay) / 6)} " if i == 0 else "S")
        path.append(num(cx - (dx - bx) / 6, cy - (dy - by) / 6, cx, cy))
    return "".join(path)


def arc(r: float, t0: float, t1: float, *, move: bool = True) -> str:
    """A piece of the ring at `r`."""
    n = max(6, int(abs(t1 - t0) / (2 * pi) * 48))
    return smooth([point(t0 + (t1 - t0) * i / n, r) for i in range(n + 1)], move=move)


@lru_cache(maxsize=1)
def contour() -> str:
    """The ring at R_IN round 0,0, to be moved and scaled: whole rings differ from it by less than a line."""
    polar = [(2 * pi * i / 48, R_IN * wobble(2 * pi * i / 48, R_IN)) for i in range(49)]
    return smooth([(r * cos(t), r * sin(t)) for t, r in polar], closed=True) + "Z"


def ray(t: float, r0: float, r1: float, css: str) -> str:
    """A straight line outwards."""
    return f'<path class="{css}" d="M{num(*point(t, r0))}L{num(*point(t, r1))}"/>'
