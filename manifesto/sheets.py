"""The manifesto on A4 or US Letter. What goes on one sheet is as large as that allows, in one column or two, with the
names at its foot. What doesn't flows through two columns over as many sheets as it takes.
"""

from functools import lru_cache
from pathlib import Path

from manifesto.columns import LETTER, LONGEST, SHORTEST, WORTH, Entries, dealt, lines_of

SHEET = Path(__file__).with_name("paper.css")
LARGE = 16  # points with which one column is enough
SIZES = (25, 22, 19.5, 17.5, 16, 14.5, 13)  # points on one sheet
WIDTH, GUTTER = 160, 14  # mm of a line, and between columns
LINE = 0.494  # mm of a line's height, for each point
SPARED = 9  # mm that reckoning may be wrong by
NAMES = (0, 12, 30, 60)  # mm that many names and long notes may take besides
MOST_AIR = 36  # mm over and between values, beyond what they need
# What is a little too much for one sheet, or leaves the names alone on the last, is set closer.
TIGHT = """
    .values { font-size: 12pt; line-height: 1.36; }
    .value { padding-bottom: 4.2mm; } .assent { padding-top: 5mm; } .assent img { width: 30mm; height: 30mm; }
"""
TIGHTER = """
    @page { margin-bottom: 18mm; } @page :first { margin-top: 17mm; } .head { margin-bottom: 5mm; padding-bottom: 6mm; }
    .values { font-size: 11.5pt; line-height: 1.32; }
    .value { padding-bottom: 3mm; } .assent { padding-top: 4mm; margin-top: 3mm; }
    .assent img { width: 26mm; height: 26mm; }
"""


def sheet_columns(entries: Entries, room: int) -> list[Entries]:
    """What stands in each column of one sheet, which has so much `room` in mm; nothing where it takes more sheets."""
    columns, _size = _on_one(tuple(entries), room)
    return columns


def sheet_fits(entries: Entries, room: int) -> list[list[str]]:
    """Style sheets to choose from, as `copse.pdf.job` takes them: mostly the first is right."""
    columns, size = _on_one(tuple(entries), room)
    if not columns:
        return [["", TIGHT, TIGHTER]]
    width = f".column {{ width: {_width(len(columns)):.1f}mm; }}"
    large = [_large(columns, size, room - names) for names in NAMES]
    return [[width + sheet for sheet in (*large, TIGHT, TIGHTER)]]


def _large(columns: list[Entries], size: float, room: float) -> str:
    """What fills so much room."""
    air = min(max(room - _height(columns, size), 0) / (max(map(len, columns)) + 1), MOST_AIR)
    return f"""
        .values {{ font-size: {size}pt; padding-top: {air + 0.1:.1f}mm; min-height: {room - SPARED - air:.1f}mm; }}
        .value {{ padding-bottom: {0.3 * size + air:.1f}mm; }}
    """


@lru_cache(maxsize=8)
def _on_one(entries: tuple, room: int) -> tuple[list[Entries], float]:
    """The columns and the size in points with which it goes on one sheet; ([], 0) where it doesn't."""
    chosen, largest = [], 0.0
    for columns in range(1, min(2, len(entries)) + 1):
        for size in SIZES if largest < LARGE else ():
            letters = _letters(columns, size)
            if size > largest * WORTH and SHORTEST <= letters <= LONGEST:
                tried = dealt(list(entries), columns, letters)
                if _height(tried, size) <= room:
                    chosen, largest = tried, size
    return chosen, largest


def _letters(columns: int, size: float) -> float:
    """How many stand in a line."""
    return _width(columns) / (LETTER * size)


def _width(columns: int) -> float:
    """Of a column, in mm."""
    return (WIDTH - GUTTER * (columns - 1)) / columns


def _height(columns: list[Entries], size: float) -> float:
    """About how high the highest column is, in mm."""
    return lines_of(columns, _letters(len(columns), size)) * LINE * size + SPARED
