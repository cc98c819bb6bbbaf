"""The manifesto as a poster: one A3 sheet, in the largest letters with which all of it is on it.

What stands in which column is reckoned here; the press then tries sizes (`fits` of copse.pdf), so that no line is ever
lost. Columns that the press would balance itself take it half a minute.
"""

from itertools import combinations, pairwise
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
HOPE = 1.2  # sizes up to so many times the reckoned one are tried: pages upon pages of large letters take long
MOST_COLUMNS = 3
WORTH = 1.15  # times as large as in fewer columns the letters are, for another column to be worth it
GUTTER = 14  # mm between columns
LETTER = 0.168  # mm of a letter's mean width, for each point of its size
LINE = 0.485  # mm of a line's height, for each point
SHORTEST, LONGEST = 20, 72  # letters in a line that reads well

Entries = list[tuple[str, str]]  # (name, statement)


def poster_columns(entries: Entries) -> list[Entries]:
    """What stands in each column: as few of them as letters of about the largest size allow, about equally high."""
    chosen, largest = _dealt(entries, 1, SIZES[-1]), 0.0
    for columns in range(1, min(MOST_COLUMNS, len(entries)) + 1):
        size = _reckoned(entries, columns)
        if size > largest * WORTH:
            chosen, largest = _dealt(entries, columns, size), size
    return chosen if largest else _dealt(entries, min(MOST_COLUMNS, len(entries)), SIZES[-1])


def poster_fits(columns: list[Entries]) -> list[list[str]]:
    """Style sheets to choose from, as `copse.pdf.job` takes them: sizes, then the air between the parts."""
    reckoned = (size for size in SIZES if _height(columns, size) <= _room(size)[1])
    most = next(reckoned, SIZES[-1]) * HOPE
    return [[_size(size, len(columns)) for size in SIZES if size <= most], [_air(air) for air in AIRS]]


def _size(size: float, columns: int) -> str:
    width = f".column {{ width: {_width(columns, size):.2f}mm; }}"
    return f".values {{ font-size: {size}pt; }} {width} {CLOSE if size < TIGHT else ''}"


def _air(air: float) -> str:
    return f".values {{ padding-top: {5 + air}mm; }} .value {{ margin-bottom: {air}mm; }}"


def _reckoned(entries: Entries, columns: int) -> float:
    """About the largest size in so many columns, with lines that read well; 0 where there is none."""
    fitting = (size for size in SIZES if SHORTEST <= _letters(columns, size) <= LONGEST)
    return next((size for size in fitting if _height(_dealt(entries, columns, size), size) <= _room(size)[1]), 0)


def _dealt(entries: Entries, columns: int, size: float) -> list[Entries]:
    """The entries in so many columns, one after the other, so that the highest is as low as can be."""
    ways = combinations(range(1, len(entries)), columns - 1)
    dealt = ([entries[a:b] for a, b in pairwise((0, *cuts, len(entries)))] for cuts in ways)
    return min(dealt, key=lambda columns: _height(columns, size))


def _letters(columns: int, size: float) -> float:
    """How many stand in a line."""
    return _width(columns, size) / (LETTER * size)


def _width(columns: int, size: float) -> float:
    """Of a column, in mm."""
    return (_room(size)[0] - GUTTER * (columns - 1)) / columns


def _room(size: float) -> tuple[int, int]:
    """The width of the sheet, and the height that heading and names leave of it, in mm."""
    return (263, 306) if size < TIGHT else (253, 256)


def _height(columns: list[Entries], size: float) -> float:
    """About how high the highest column is, in mm."""
    letters = _letters(len(columns), size)
    return max(sum(_lines(*entry, letters) for entry in column) for column in columns) * LINE * size


def _lines(name: str, statement: str, letters: float) -> float:
    """About how many lines a value takes, with the space below it."""
    lines = sum(ceil(len(line) / letters) or 1 for line in statement.splitlines())
    return 1.1 * ceil(len(name) / (letters * 0.85)) + lines + 0.8
