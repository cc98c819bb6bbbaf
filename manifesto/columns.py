"""About how much room a manifesto takes in columns, reckoned without setting it."""

from itertools import accumulate, combinations, pairwise
from math import ceil

LETTER = 0.168  # mm of a letter's mean width, for each point of its size
SHORTEST, LONGEST = 20, 74  # letters in a line that reads well
WORTH = 1.15  # times as large as in fewer columns the letters are, for another column to be worth it

Entries = list[tuple[str, str]]  # (name, statement)


def dealt(entries: Entries, columns: int, letters: float) -> list[Entries]:
    """The entries in so many columns, one after the other, so that the highest is as low as can be; `letters` stand in
    a line.
    """
    tops = [0, *accumulate(_lines(*entry, letters) for entry in entries)]
    ways = ((0, *cuts, len(entries)) for cuts in combinations(range(1, len(entries)), columns - 1))
    chosen = min(ways, key=lambda cuts: max(tops[b] - tops[a] for a, b in pairwise(cuts)))
    return [entries[a:b] for a, b in pairwise(chosen)]


def lines_of(columns: list[Entries], letters: float) -> float:
    """About how many lines the highest column takes, with the space below each value."""
    return max(sum(_lines(*entry, letters) for entry in column) for column in columns)


def _lines(name: str, statement: str, letters: float) -> float:
    lines = sum(ceil(len(line) / letters) or 1 for line in statement.splitlines())
    return 1.1 * ceil(len(name) / (letters * 0.85)) + lines + 0.8
