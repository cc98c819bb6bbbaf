"""Countries by their two letters (ISO 3166-1), as the time zone database names them (its file iso3166.tab)."""

import zoneinfo
from functools import cache
from importlib import resources
from pathlib import Path

# Where letters are written on US Letter (CLDR, supplemental data, paperSize).
LETTER_COUNTRIES = {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """("GB", "Britain (UK)") for each, by name; the names are the database's own, in English."""
    files = (Path(folder) / "iso3166.tab" for folder in zoneinfo.TZPATH)
    table = next((file for file in files if file.is_file()), resources.files("tzdata") / "zoneinfo" / "iso3166.tab")
    lines = (line for line in table.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return tuple(sorted((tuple(line.split("\t")) for line in lines), key=lambda row: row[1]))
