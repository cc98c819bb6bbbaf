"""The consent ring: an arc for each of us, and the seal it becomes on paper."""

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin

from copse.rings.trunk import HIDDEN, TOP, label, num

STATES = ("yes", "thought", "heard", "wait", "notyet")
MOST_DRAWN = 12
SEAL_STYLE = (  # look.md section 3, light
    ".consent-core{fill:#f6f3e3;stroke:#293a2c;stroke-width:1.2}"
    ".consent-grain{fill:none;stroke:#8c906b;stroke-width:.9}"
    ".consent-arc{fill:#dce6bb;stroke:#293a2c;stroke-width:1.6}"
    "text{font-family:Vollkorn,serif;font-weight:600;font-size:16px;fill:#172b21}"
)


def consent_ring(people: Sequence[tuple[str, str]]) -> str:
    """One arc for each of us, clockwise, as (initial, state); the ring closes when all consent.

    States: yes, thought (both filled), heard (an edge, before we ask for consent), wait (dashed), notyet (thick edge);
    another raises ValueError. Nobody, or more than twelve of us, draws nothing: the list beside it says the same.
    """
    if not 1 <= len(people) <= MOST_DRAWN:
        return ""
    return f'<svg class="consent" viewBox="0 0 160 160" {HIDDEN}>{_arcs(people)}</svg>'


def seal(initials: Sequence[str], words: str) -> str:
    """The closed consent ring as an SVG document of its own, for a paper: it brings its colours along.

    `words` are its alternative text. With more than twelve of us the arcs bear no initials.
    """
    people = [(initial if len(initials) <= MOST_DRAWN else "", "yes") for initial in initials]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 160" width="160" height="160" role="img"'
        f' aria-label="{escape(words)}"><style>{SEAL_STYLE}</style>{_arcs(people)}</svg>'
    )


def _arcs(people: Sequence[tuple[str, str]]) -> str:
    parts = ['<circle class="consent-core" cx="80" cy="80" r="34"/>']
    parts += [f'<circle class="consent-grain" cx="80" cy="80" r="{r}"/>' for r in (8, 15, 21, 26, 30.5)]
    for i, (initial, state) in enumerate(people):
        if state not in STATES:
            raise ValueError(f"no state {state}")
        share = 2 * pi / len(people)
        start, gap = TOP + share * i, min(0.09, share / 9)
        parts.append(f'<path class="consent-arc consent-{state}" d="{_arc(start + gap, start + share - gap)}"/>')
        if initial:
            t = start + share / 2
            parts.append(label(80 + 56 * cos(t), 80.8 + 56 * sin(t), initial, f"consent-{state}-t"))
    return "".join(parts)


def _arc(t0: float, t1: float) -> str:
    """A piece of a band from radius 42 to 70."""
    large = int(t1 - t0 > pi)
    a, b, c, d = (num(80 + r * cos(t), 80 + r * sin(t)) for r, t in ((70, t0), (70, t1), (42, t1), (42, t0)))
    return f"M{a}A70 70 0 {large} 1 {b}L{c}A42 42 0 {large} 0 {d}Z"
