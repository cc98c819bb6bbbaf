"""The year ring and the shapes of meetings as SVG documents of their own, for a paper: they bring their colours."""

from collections.abc import Sequence
from datetime import date
from html import escape

from copse.rings.marks import Mark, shape
from copse.rings.trunk import HIDDEN
from copse.rings.year import year_ring

COLOURS = {  # of the kinds of meetings, in light (look.md section 3)
    "online": "#236586", "face": "#2b6434", "hybrid": "#5b4b84", "retreat": "#9c4b19", "learning": "#803149",
}  # fmt: skip
SHAPES = ("circle", "rect", "path")
RING_STYLE = (
    "use,.ring-ray,.ring-season,.ring-leader,.mark-line{fill:none}text{font-family:Cabin,Vollkorn,sans-serif}"
    ".ring-wood{fill:#f6f3e3}.ring-rest{fill:#fcfdf9}"
    ".ring-early{stroke:#b9bba3;stroke-width:.6}.ring-mid{stroke:#a3a688;stroke-width:.8}.ring-late{stroke:#8c906b;stroke-width:1.5}"
    ".ring-pith{fill:#8c906b}.ring-edge{stroke:#293a2c;stroke-width:1.1}.ring-bark{stroke:#293a2c;stroke-width:2.8}"
    ".ring-ray{stroke:#8c906b;stroke-width:1;stroke-dasharray:2 3}"
    ".ring-season{stroke:#803149;stroke-width:3.4;stroke-linecap:round;stroke-dasharray:1 8}"
    ".ring-leader{stroke:#293a2c;stroke-width:1}.ring-month{fill:#44574c;font-size:20px}"
    ".mark text{fill:#fcfdf9;font-weight:600;font-size:17px}.mark-close text{font-size:14px}"
)


def _marks_style() -> str:
    rules = []
    for kind, colour in COLOURS.items():
        filled = ",".join(f".mark-{kind} {name}" for name in SHAPES)
        hollow = ",".join(f".mark-open.mark-{kind} {name}" for name in SHAPES)
        rules.append(
            f"{filled}{{fill:{colour}}}{hollow}{{fill:#fcfdf9;stroke:{colour};stroke-width:2.5;stroke-dasharray:5 4}}"
        )
        rules.append(f".mark-open.mark-{kind} text{{fill:{colour}}}.mark-{kind} .mark-line{{stroke:{colour}}}")
    return "".join(rules) + ".mark circle.mark-hit{fill:none;stroke:none}.mark .mark-line{stroke-width:2.5}"


STYLE = RING_STYLE + _marks_style()


def year_document(
    year: int,
    past: Sequence[tuple[int, int]],
    marks: Sequence[Mark],
    season: tuple[date, date] | None = None,
    *,
    month_names: Sequence[str],
    words: str,
) -> str:
    """The ring of a year as it is agreed on, whichever day it is: nothing has grown, no meeting is the next.

    `words` are its alternative text; all else is as in `copse.rings.year_ring`.
    """
    plain = [mark._replace(held=False, next=False, href=None) for mark in marks]
    svg = year_ring(year, date(year - 1, 12, 31), past, plain, season, month_names=month_names)
    head = f'xmlns="http://www.w3.org/2000/svg" width="684" height="684" role="img" aria-label="{escape(words)}"'
    return svg.replace(HIDDEN, head, 1).replace(">", f"><style>{STYLE}</style>", 1)


def kind_document(kind: str, settled: bool = True) -> str:
    """The shape of a kind of meetings, hollow while a date is not settled: an ornament beside its words."""
    hollow = f"fill:#fcfdf9;stroke:{COLOURS[kind]};stroke-width:1.6;stroke-dasharray:3 2"
    look = f"fill:{COLOURS[kind]}" if settled else hollow
    inside = shape(kind, 12, 12, 7 if kind == "retreat" else 7.4, 2.35)
    rules = ",".join(SHAPES)
    head = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24"'
    return f"<svg {head}><style>{rules}{{{look}}}</style>{inside}</svg>"
