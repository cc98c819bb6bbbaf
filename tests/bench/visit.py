"""What a measured process is asked to do, and what it tells: plain data, passed as JSON."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Visit:
    """One request, made again and again. `before` is run ahead of each one, uncounted: see `changes.py`.

    What takes a second by itself is `heavy`: it is made once uncounted and once counted.
    """

    name: str
    path: str
    cookie: str = ""
    headers: dict = field(default_factory=dict)
    status: int = 200
    before: str = ""
    heavy: bool = False


@dataclass
class Told:
    """What the process sees of one visit. `amounts` are seconds of CPU time, one for each counted request."""

    name: str
    size: int  # bytes of the answer's body
    queries: int = 0
    scans: list[str] = field(default_factory=list)  # tables read from one end to the other
    amounts: list[float] = field(default_factory=list)


def write(path: Path, things: list) -> None:
    path.write_text(json.dumps([asdict(thing) for thing in things]))


def read(path: Path, kind: type) -> list:
    return [kind(**thing) for thing in json.loads(path.read_text())]
