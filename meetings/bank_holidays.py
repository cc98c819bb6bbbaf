"""Bank holidays of a country, from the package `holidays`: no network, and nothing kept but in memory."""

from datetime import date
from functools import lru_cache

from django.utils.translation import get_language, gettext


@lru_cache(maxsize=256)
def bank_holidays(country: str, year: int, language: str) -> dict[date, str] | None:
    """By day, in words: those of the whole country, and those of a part of it, which are said to be such.

    `country` is two letters (ISO 3166-1), `language` as Django has it; where the package doesn't speak it, the names
    are in the country's own. None for a country that the package doesn't know.
    """
    from holidays import country_holidays, list_supported_countries  # 26 MB, for whoever lays out a year

    parts = list_supported_countries(include_aliases=False).get(country)
    if parts is None:
        return None
    spoken = country_holidays(country).supported_languages
    wanted = language.replace("-", "_").casefold()
    names = {name.casefold(): name for name in spoken}
    speaks = {"years": year, "language": names.get(wanted) or names.get(wanted[:2]) or _english(wanted, spoken)}
    found: dict[date, str] = {}
    for part in parts:
        for day, name in country_holidays(country, subdiv=part, **speaks).items():
            found[day] = gettext("%(holiday)s, in a part of the country") % {"holiday": name}
    return dict(sorted({**found, **country_holidays(country, **speaks)}.items()))


def holidays_of(country: str, year: int) -> dict[date, str] | None:
    """As `bank_holidays`, in the language that is active."""
    return bank_holidays(country, year, get_language())


def _english(wanted: str, spoken: tuple[str, ...]) -> str | None:
    return next((name for name in spoken if wanted.startswith("en") and name.startswith("en")), None)
