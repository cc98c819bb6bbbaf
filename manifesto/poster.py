"""The manifesto as a poster: one A3 sheet, in the largest letters with which all of it is on it.

What stands in which column is reckoned here; the press then tries sizes (`fits` of copse.pdf), so that no line is ever
lost. Columns that the press would balance itself take it half a minute.
"""

from pathlib import Path

from manifesto.columns import LETTER, LONGEST, SHORTEST, WORTH, Entries, dealt, lines_of

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
HOPE_OF_ALL = 1.1  # times the room that is reckoned: what takes more has never fitted
GUTTER = 14  # mm between columns
LINE = 0.485  # mm of a line's height, for each point


def poster_columns(entries: Entries) -> list[Entries]:
    """What stands in each column: as few of them as letters of about the largest size allow, about equally high."""
    chosen, largest = dealt(entries, 1, LONGEST), 0.0
    for columns in range(1, min(MOST_COLUMNS, len(entries)) + 1):
        size = _reckoned(entries, columns)
        if size > largest * WORTH:
            chosen, largest = dealt(entries, columns, _letters(columns, size)), size
    return chosen if largest else dealt(entries, min(MOST_COLUMNS, len(entries)), _letters(MOST_COLUMNS, SIZES[-1]))


def poster_holds(entries: Entries) -> bool:
    """Whether all of it may go on one sheet; where it is reckoned to be far too much, trying would change nothing."""
    smallest, columns = SIZES[-1], min(MOST_COLUMNS, len(entries))
    dealt_small = dealt(entries, columns, _letters(columns, smallest))
    return _height(dealt_small, smallest) <= _room(smallest)[1] * HOPE_OF_ALL


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
    return next((s for s in fitting if _height(dealt(entries, columns, _letters(columns, s)), s) <= _room(s)[1]), 0)


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
    return lines_of(columns, _letters(len(columns), size)) * LINE * size
