"""The rows of the bench: what is printed, and what is written to bench.json."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.place import ROOT

FILE = ROOT / "bench.json"


@dataclass
class Row:
    """One measured figure and the most that it may be, in `unit`, or the least; for pages also how many queries they
    make.
    """

    name: str  # begins with its number in measure.md
    ratio: float
    target: float
    unit: str = "x floor"
    queries: int | None = None
    most_queries: int | None = None
    note: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        few = self.queries is None or self.most_queries is None or self.queries <= self.most_queries
        return (self.ratio >= self.target if self.at_least else self.ratio <= self.target) and few

    def cells(self) -> tuple[str, ...]:
        queries = "" if self.queries is None else f"{self.queries}"
        if self.most_queries is not None:
            queries += f" of {self.most_queries}"
        target = f"{self.target:g}" + (" or more" if self.at_least else "")
        return self.name, f"{self.ratio:.4g}", target, self.unit, queries, self.note


def show(rows: list[Row]) -> str:
    """The table, a line for each row; what misses its target has an arrow before it."""
    head = ("", "measured", "target", "unit", "queries", "")
    cells = [head, *(row.cells() for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(head))]
    marks = [" ", *(" " if row.met else ">" for row in rows)]
    return "\n".join(
        " ".join([mark, line[0].ljust(widths[0]), line[1].rjust(widths[1]), line[2].rjust(widths[2]),
                  *(cell.ljust(width) for cell, width in zip(line[3:], widths[3:], strict=True))]).rstrip()
        for mark, line in zip(marks, cells, strict=True)
    )  # fmt: skip


def write(rows: list[Row], how: str, file: Path = FILE) -> None:
    """Keep the rows as JSON. `how` says by what the costs were counted."""
    said = [asdict(row) | {"met": row.met} for row in rows]
    file.write_text(json.dumps({"how": how, "rows": said}, indent=1, ensure_ascii=False) + "\n")
