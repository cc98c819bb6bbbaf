"""The manifesto as a poster: one A3 sheet, in the largest letters with which all of it is on it.

How many columns is reckoned here; the press then tries sizes (`fits` of copse.pdf), so that no line is ever lost.
"""

from math import ceil
from pathlib import Path

SHEET = Path(__file__).with_name("poster.css")
# Points, each about a twelfth less than the one before. Clear print, for whoever sees less well, ends at 12.
SIZES = (
    110, 100, 92, 84, 77, 70, 64, 58, 53, 49, 45, 41, 38, 35, 32, 29, 27, 24.5, 22.5, 20.5, 19, 17.5, 16, 14.5, 13.5,
    12.5, 12,
)  # fmt: skip
TIGHT = 20  # points under which heading, names and margins take less of the sheet
CLOSE = """
    @page { margin: 17mm; } html { font-size: 12pt; } h1 { font-size: 4rem; }
    .assent img { width: 7rem; height: 7rem; }
"""
AIRS = (80, 64, 50, 38, 28, 20, 14, 10, 7, 4.5, 2.5, 1, 0)  # mm between the parts, beyond what they need
AIRS_OF_COLUMNS = (14, 7, 2.5, 0)  # the same between columns, which take long to be laid out
HOPE = 1.2  # sizes up to so many times the reckoned one are tried: pages upon pages of large letters take long
GUTTER = 14  # mm between columns
LETTER = 0.168  # mm of a letter's mean width, for each point of its size
LINE = 0.485  # mm of a line's height, for each point
SHORTEST, LONGEST = 20, 72  # letters in a line that reads well


def poster_fits(entries: list[tuple[str, str]]) -> list[list[str]]:
    """Style sheets to choose from, as `copse.pdf.job` takes them: sizes, then the air between the parts.

    `entries` are (name, statement).
    """
    columns = max(
        range(1, min(3, len(entries)) + 1), key=lambda n: (_reckoned(entries, n), -_height(entries, n, SIZES[-1]))
    )
    most = max(_reckoned(entries, columns), SIZES[-1]) * HOPE
    airs = AIRS if columns == 1 else AIRS_OF_COLUMNS if most > TIGHT else (0,)
    return [[_size(size, columns) for size in SIZES if size <= most], [_air(air) for air in airs]]


def _size(size: float, columns: int) -> str:
    shape = f"columns: {columns};" if columns > 1 else ""  # balancing even one column takes most of the time
    return f".values {{ font-size: {size}pt; {shape} }} {CLOSE if size < TIGHT else ''}"


def _air(air: float) -> str:
    return f".values {{ padding-top: {5 + air}mm; }} .value {{ margin-bottom: {air}mm; }}"


def _reckoned(entries: list[tuple[str, str]], columns: int) -> float:
    """About the largest size in so many columns, with lines that read well; 0 where there is none."""
    fitting = (size for size in SIZES if SHORTEST <= _letters(columns, size) <= LONGEST)
    return next((size for size in fitting if _height(entries, columns, size) <= _room(size)[1]), 0)


def _letters(columns: int, size: float) -> float:
    """How many stand in a line."""
    width, _height = _room(size)
    return (width - GUTTER * (columns - 1)) / columns / (LETTER * size)


def _room(size: float) -> tuple[int, int]:
    """The width of the sheet, and the height that heading and names leave of it, in mm."""
    return (263, 306) if size < TIGHT else (253, 256)


def _height(entries: list[tuple[str, str]], columns: int, size: float) -> float:
    """About how high the columns are, in mm."""
    letters, lines = _letters(columns, size), 0.0
    for name, statement in entries:
        lines += 1.1 * ceil(len(name) / (letters * 0.85)) + 0.8
        lines += sum(ceil(len(line) / letters) or 1 for line in statement.splitlines())
    return lines * LINE * size / columns
