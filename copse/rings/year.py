"""The year ring: a trunk whose outermost ring is the year, with its meetings as marks."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from copse.rings.marks import SIZES, Mark, draw, leader, line
from copse.rings.places import middles_of, places_of
from copse.rings.trunk import (
    HIDDEN,
    R_IN,
    R_OUT,
    TOP,
    angle,
    arc,
    contour,
    days_of,
    label,
    num,
    pith,
    point,
    ray,
)

R_MONTH = 303.0
MOST_YEARS = 15  # drawn one by one; older ones merge into the heartwood
HEARTWOOD = R_IN / 3  # at most
FALLOW = 0.25  # a year in which nobody met is as wide as a quarter of a meeting
GRAIN = (0.30, 0.52, 0.70, 0.84, 0.93)
EARLIER_GRAIN = ((0.34, "early"), (0.56, "early"), (0.74, "mid"), (0.87, "mid"))


def year_ring(
    year: int,
    today: date,
    past: Sequence[tuple[int, int]],
    marks: Sequence[Mark],
    season: tuple[date, date] | None = None,
    *,
    size: Literal["year", "small"] = "year",
    numbers: bool = True,
    month_names: Sequence[str],
) -> str:
    """One year as the outermost ring of a trunk, grown as far as `today`.

    `past` holds (year, meetings held) of the years before; one in which nobody met is a narrow ring.
    `marks` are the year's meetings in any order: one of several days lies at the middle of those that fall
    in the year, one wholly outside is left out. `season` is drawn as far as it falls in the year.
    No mark covers another: those close together are smaller, and those that had to leave their day have a line that
    leads to it. Of more meetings than there is room for, each is a line at its day (`how_crowded`).
    `month_names` are twelve short names. A mark with an `href` is a link, out of the tab order: the list
    beside the ring says everything in words.
    """
    days = days_of(year)
    now = today.month if today.year == year else 0
    grown = 0 if today.year < year else days if today.year > year else today.timetuple().tm_yday - 1
    contour_id = f"ring-contour-{size}"  # drawn once, moved and scaled for every whole ring
    return "".join(
        [
            f'<svg class="ring ring-{size}" viewBox="-22 -22 684 684" {HIDDEN}>',
            f'<defs><path id="{contour_id}" d="{contour()}"/></defs>',
            _band(days, grown, contour_id),
            _past(tuple(count for _, count in sorted(past)), contour_id),
            _whole("bark", R_OUT, contour_id),
            _season(season, year, days) if season else "",
            _months(days, tuple(month_names), now),
            _today(days, grown) if now else "",
            *_marks(tuple(marks), year, SIZES[size], numbers),
            "</svg>",
        ]
    )


def how_crowded(marks: Sequence[Mark], year: int) -> Literal["", "led", "lines"]:
    """Whether lines lead from some of the year's marks to their days, or it has lines alone and no marks."""
    places = places_of(tuple(marks), year)
    if places is None:
        return "lines"
    return "led" if any(place.is_led for place in places) else ""


def _marks(marks: tuple[Mark, ...], year: int, usual: float, numbers: bool) -> list[str]:
    """The marks over the lines that lead to them."""
    days, places = days_of(year), places_of(marks, year)
    if places is None:
        return [line(mark, own, days, R_IN + 6, R_OUT - 6) for mark, own in middles_of(marks, year)]
    lines = [leader(place, days) for place in places if place.is_led]
    return [*lines, *(draw(place, days, usual=usual, numbers=numbers) for place in places)]


@lru_cache(maxsize=256)
def _past(counts: tuple[int, ...], contour_id: str) -> str:
    """The earlier years from the pith outwards, each as wide as it was full."""
    weights = [count or FALLOW for count in counts]
    older, weights = sum(weights[:-MOST_YEARS]), weights[-MOST_YEARS:]
    r = min(HEARTWOOD, R_IN * older / (older + sum(weights))) if older else 0.0
    lines = [(r, "heart"), (r, "late")] if r else []
    unit = (R_IN - r) / sum(weights) if weights else 0.0
    for i, weight in enumerate(weights):
        width = weight * unit
        grain = EARLIER_GRAIN if width >= 16 else ((0.62, "mid"),) if width >= 6 else ()
        lines += [(r + width * f, css) for f, css in grain]
        r += width
        if i < len(weights) - 1:  # the last one's edge is where this year's band begins
            lines.append((r, "late"))
    uses = "".join(_whole(css, radius, contour_id) for radius, css in lines)
    cx, cy = pith(0)
    return (
        f'<g class="ring-past">{_whole("wood", R_IN, contour_id)}{uses}{_whole("edge", R_IN, contour_id)}'
        f'<circle class="ring-pith" cx="{num(cx)}" cy="{num(cy)}" r="3"/></g>'
    )


def _whole(css: str, r: float, contour_id: str) -> str:
    """The whole ring at `r`."""
    move = f"translate({num(*pith(r))}) scale({r / R_IN:.3f})"
    return f'<use class="ring-{css}" href="#{contour_id}" transform="{move}"/>'


@lru_cache(maxsize=64)
def _band(days: int, grown: int, contour_id: str) -> str:
    """The year's band with its months' rays, `grown` days of it filled. What was lived before covers its middle."""
    parts = [_whole("rest", R_OUT, contour_id)]
    grain = "".join(_whole("grain", R_IN + (R_OUT - R_IN) * f, contour_id) for f in GRAIN)
    if grown == days:
        parts += [_whole("grown", R_OUT, contour_id), grain]
    elif grown:
        sector = f"{arc(R_OUT, TOP, angle(1 + grown, days))}L{num(*pith(R_IN))}Z"
        clip = f"{contour_id}-grown"
        parts.append(f'<clipPath id="{clip}"><path d="{sector}"/></clipPath><path class="ring-grown" d="{sector}"/>')
        parts.append(f'<g clip-path="url(#{clip})">{grain}</g>')
    parts += [ray(angle(first, days), R_IN, R_OUT, "ring-ray") for first in _firsts(days)]
    return "".join(parts)


def _firsts(days: int) -> list[int]:
    """The day of the year on which each month begins."""
    year = 2024 if days == 366 else 2023
    return [date(year, month, 1).timetuple().tm_yday for month in range(1, 13)]


@lru_cache(maxsize=128)
def _months(days: int, names: tuple[str, ...], now: int) -> str:
    parts = []
    for month, (first, name) in enumerate(zip(_firsts(days), names, strict=True), 1):
        css = "ring-month ring-month-now" if month == now else "ring-month"
        parts.append(label(*point(angle(first + 14, days), R_MONTH), name, css))
    return "".join(parts)


def _season(season: tuple[date, date], year: int, days: int) -> str:
    first, last = max(season[0], date(year, 1, 1)), min(season[1], date(year, 12, 31))
    if first > last:
        return ""
    t0, t1 = (angle(day.timetuple().tm_yday, days) for day in (first, last))
    return f'<path class="ring-season" d="{arc(R_OUT + 9, t0, t1)}"/>'


@lru_cache(maxsize=32)
def _today(days: int, grown: int) -> str:
    t = angle(1 + grown, days)
    return "".join(ray(t, R_IN + 1, R_OUT + 13, css) for css in ("ring-today-case", "ring-today"))
