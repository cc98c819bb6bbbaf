"""What each reader read, beside what was to be read; as a table for `make conformance`."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.readers import Event, Reader

ZONES = ("UTC", "America/New_York", "Pacific/Auckland")  # of the machines that read
AT_ONCE = 3
SHOWN = 4  # differences of each reading


@dataclass(frozen=True)
class Reading:
    """One reader's on a machine in `zone`: how many events it has as they are meant, and what differs."""

    reader: Reader
    zone: str
    right: int
    differences: list[str]


def readings(readers: list[Reader], wanted: set[Event], *, file: Path, url: str) -> list[Reading]:
    def of(one: tuple[Reader, str]) -> Reading:
        reader, zone = one
        try:
            told = reader.read(file, url, zone)
        except (OSError, ValueError) as error:
            return Reading(reader, zone, 0, [f"reads nothing: {error}"])
        return compare(reader, zone, told, wanted)

    with ThreadPoolExecutor(AT_ONCE) as several:
        return list(several.map(of, [(reader, zone) for reader in readers for zone in ZONES]))


def compare(reader: Reader, zone: str, told: list[Event], wanted: set[Event]) -> Reading:
    got, meant = (Counter(map(reader.as_told, events)) for events in (told, wanted))
    differences = [
        f"{word} {event!r}" for word, more in (("has", got - meant), ("lacks", meant - got)) for event in more
    ]
    return Reading(reader, zone, sum((got & meant).values()), differences)


def show(found: list[Reading], wanted: set[Event]) -> str:
    """A line for each reader: in each zone how many of the events it has right, or that it disagrees."""
    lines = [("", "reads for", *ZONES, "")]
    for reader in dict.fromkeys(reading.reader for reading in found):
        of_this = [reading for reading in found if reading.reader is reader]
        cells = [f"{r.right} of {len(wanted)}" + (", DISAGREES" if r.differences else "") for r in of_this]
        lines.append((reader.name, reader.of, *cells, reader.why))
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def disagreements(found: list[Reading]) -> list[str]:
    """What to put right, a few of each reading."""
    return [f"{r.reader.name} in {r.zone} {line}" for r in found for line in r.differences[:SHOWN]]
