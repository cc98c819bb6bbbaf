"""Whether times of day are said by a clock of 12 or of 24 hours: as somebody chose, or else as their language has it.

Active for a request or a mail of theirs, as the language is.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.utils.formats import get_format
from django.utils.translation import get_language

_clock: ContextVar[str] = ContextVar("clock", default="")


def read_clock(hours: str) -> None:
    """From now on times are said by a clock of "12" or "24" hours; by "", as the language has them."""
    _clock.set(hours)


@contextmanager
def clock_read(hours: str):
    """Within it, times are said as `read_clock` has them."""
    before = _clock.set(hours)
    try:
        yield
    finally:
        _clock.reset(before)


def hours() -> str:
    """ "12" or "24": how times of day are said now."""
    return _clock.get() or _hours_of(get_language())


@lru_cache(maxsize=64)
def _hours_of(language: str | None) -> str:
    """By Django's own format of a time, in which H and G are hours of 24."""
    return "24" if {"H", "G"} & set(get_format("TIME_FORMAT", language, use_l10n=True)) else "12"
