"""Bank holidays of a country: no network, and nothing kept but in memory.

The package `holidays` weighs 26 MB in a process that has it, so it is asked in one of its own: `python -m
meetings.bank_holidays GB 2031 en-gb` prints what it knows as JSON. A web process asks once for each country and year.
"""

import json
import subprocess
import sys
from datetime import date
from functools import lru_cache

PATIENCE = 20  # seconds


def holidays_of(country: str, year: int) -> dict[date, str] | None:
    """By day, in words, in the language that is active: those of the whole country, and those of a part of it, which
    are said to be such.

    `country` is two letters (ISO 3166-1) or nothing. None for a country that nobody knows the holidays of.
    """
    from django.utils.translation import get_language, gettext

    try:
        known = _ask(country, year, get_language()) if country else None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None  # asked again the next time
    if known is None:
        return None
    in_a_part = gettext("%(holiday)s, in a part of the country")
    parts = {day: in_a_part % {"holiday": name} for day, name in known["parts"].items()}
    return {date.fromisoformat(day): name for day, name in sorted({**parts, **known["whole"]}.items())}


@lru_cache(maxsize=256)
def _ask(country: str, year: int, language: str) -> dict | None:
    """Raises subprocess.SubprocessError where the process fails or takes too long."""
    command = [sys.executable, "-m", "meetings.bank_holidays", country, str(year), language]
    done = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE, cwd=_root())  # noqa: S603
    return json.loads(done.stdout)


def _root():
    from django.conf import settings

    return settings.BASE_DIR


def known_of(country: str, year: int, language: str) -> dict | None:
    """By day (ISO 8601): the names of holidays of the whole country, and of those in some part of it. Where the package
    doesn't speak `language`, as Django has it, they are in the country's own.
    """
    from holidays import country_holidays, list_supported_countries

    parts = list_supported_countries(include_aliases=False).get(country)
    if parts is None:
        return None
    spoken = country_holidays(country).supported_languages
    wanted = language.replace("-", "_").casefold()
    names = {name.casefold(): name for name in spoken}
    speaks = {"years": year, "language": names.get(wanted) or names.get(wanted[:2]) or _english(wanted, spoken)}
    found = [day for part in parts for day in country_holidays(country, subdiv=part, **speaks).items()]
    whole = country_holidays(country, **speaks).items()
    return {
        "parts": {day.isoformat(): name for day, name in found},
        "whole": {day.isoformat(): name for day, name in whole},
    }


def _english(wanted: str, spoken: tuple[str, ...]) -> str | None:
    return next((name for name in spoken if wanted.startswith("en") and name.startswith("en")), None)


if __name__ == "__main__":
    country, year, language = sys.argv[1:]
    print(json.dumps(known_of(country, int(year), language)))
