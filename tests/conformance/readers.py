"""The programs that read the feed: where each comes from, how it is asked, and what it can't tell.

Those of PyPI and npm are fetched by their hashes (`tests/others.py`); libical and sabre/vobject are the system's.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from copse import machine
from tests.others import FOLDER, from_npm, from_pypi, made, python_of

READ = Path(__file__).resolve().parent / "read"
LIBICAL, HEADER = FOLDER / "libical" / "read", Path("/usr/include/libical/ical.h")
SABRE = Path("/usr/share/php/Sabre/VObject/autoload.php")
NODE = 20  # the version from which on ical.js and node-ical run
PATIENCE = 120  # seconds


class Event(NamedTuple):
    """An event as readers tell it (`read/shape.py`)."""

    uid: str
    start: str
    end: str
    status: str
    summary: str
    location: str
    description: str


@dataclass(frozen=True)
class Reader:
    """`fetch` gets it where it isn't here; `command` is what it is started by, with a file or an address after it."""

    name: str
    of: str  # whose calendar reads with it
    fetch: Callable[[], str]  # the line to show where it can't be had, or ""
    command: Callable[[], list[str | Path]]
    fetches: bool = False  # itself, over HTTP
    leaves_out: tuple[str, ...] = ()  # what it doesn't tell, or not as it is written
    why: str = ""

    def read(self, file: Path, url: str, zone: str) -> list[Event]:
        """All that it reads on a machine in `zone`. Raises ValueError, with what it says, where it can't."""
        env = {**os.environ, "TZ": zone, "NODE_FOLDER": str(FOLDER / "node"), "LC_ALL": "C.UTF-8"}
        command = [*self.command(), url if self.fetches else file]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode:
            raise ValueError(done.stderr.strip()[-1500:] or f"exit status {done.returncode}")
        return [Event(*event) for event in json.loads(done.stdout)]

    def as_told(self, event: Event) -> Event:
        """The event without what this reader leaves out."""
        return event._replace(**dict.fromkeys(self.leaves_out, ""))


def python(pins: str, script: str) -> Callable[[], list[str | Path]]:
    return lambda: [python_of(pins), READ / script]


def in_node(script: str) -> Callable[[], list[str | Path]]:
    return lambda: ["node", READ / script]


def libical() -> str:
    source = READ / "with_libical.c"
    if not (shutil.which("cc") and HEADER.exists()) and (line := machine.fetch("libical", "libical reads the feed")):
        return line
    return made("libical", [source], [["cc", "-O1", "-Wall", "-o", LIBICAL, source, "-lical"]])


def sabre() -> str:
    return "" if shutil.which("php") and SABRE.exists() else machine.fetch("sabre", "sabre/vobject reads the feed")


def node_is_new() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    told = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    return int(told.lstrip("v").partition(".")[0] or 0) >= NODE


npm = partial(from_npm, "node")
READERS = [
    Reader("libical", "Evolution, GNOME, KDE, Cyrus", libical, lambda: [LIBICAL]),
    Reader("vobject", "Radicale", partial(from_pypi, "vobject"), python("vobject", "with_vobject.py")),
    Reader("ical", "Home Assistant", partial(from_pypi, "ical"), python("ical", "with_ical.py")),
    Reader("ics.py", "scripts in Python", partial(from_pypi, "ics"), python("ics", "with_ics.py")),
    Reader("sabre/vobject", "Nextcloud, Baïkal", sabre, lambda: ["php", READ / "with_sabre.php"],
           leaves_out=("summary", "location", "description"), why="2.1.7 leaves texts escaped"),
    Reader("khal, by vdirsyncer", "khal, vdirsyncer", partial(from_pypi, "khal"), python("khal", "with_khal.py"),
           fetches=True, leaves_out=("uid",), why="vdirsyncer gives what it fetches UIDs of its own"),
]  # fmt: skip
ON_NODE = [
    Reader("ical.js", "Thunderbird, Nextcloud", npm, in_node("with_icaljs.mjs")),
    Reader("node-ical", "MagicMirror", npm, in_node("with_node_ical.mjs"), fetches=True),
]
INDEPENDENT = 5  # that have to agree, besides khal


def wanted() -> list[Reader]:
    """Those that this machine is to have: the two of npm only where Node is new enough for them (decisions.md, 25)."""
    return [*READERS, *(ON_NODE if node_is_new() else [])]


def prepare() -> tuple[list[Reader], list[str]]:
    """Get what isn't here: the readers that can be asked, and a line for each that can't."""
    here, lines = [], []
    for reader in wanted():
        line = reader.fetch()
        if line:
            lines.append(f"{reader.name}: {line}")
        else:
            here.append(reader)
    return here, lines
