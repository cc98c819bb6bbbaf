"""Numbers, dates and times as members say them: "nine", "Thursday 12 March", "7 to 9 pm", "in nine days".

Pure functions in the language that is active, by the clock of 12 or 24 hours that is (`copse.hours`). The shapes are
translatable, each with every part another language could need: its own order, months in the genitive. What a language
has said once is kept for the process. Everything that says a time of day says it by `clock`, `times` or `sheet_time`.
"""

from collections.abc import Callable, Sequence
from datetime import date, time
from functools import lru_cache, wraps
from typing import ParamSpec

from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, WEEKDAYS
from django.utils.formats import get_format, number_format
from django.utils.translation import get_language, ngettext, pgettext

from copse.hours import hours
from copse.number_words import NUMBERS, ORDINALS

MOST_NAMED = 6  # people, in a sentence
MOST_MONTHS = 3  # in a sentence

P = ParamSpec("P")


def _kept(function: Callable[P, str]) -> Callable[P, str]:
    """Keeps what was said, for each language and each clock apart."""

    @lru_cache(maxsize=4096)
    def kept(language, hours, *args):
        return function(*args)

    @wraps(function)
    def as_read_now(*args):
        return kept(get_language(), hours(), *args)

    return as_read_now


# Numbers


@_kept
def number_word(n: int) -> str:
    """ "none", "one" to "twenty", then digits: "21", "5,000"."""
    return str(NUMBERS[n]) if 0 <= n < len(NUMBERS) else number_format(n, force_grouping=True)


@_kept
def ordinal_word(n: int) -> str:
    """ "first" to "twentieth", then "21st"."""
    if 0 <= n < len(ORDINALS):
        return str(ORDINALS[n])
    last = 0 if 10 < n % 100 < 14 else n % 10
    shapes = {
        1: pgettext("ordinal ending in 1", "%(number)dst"),
        2: pgettext("ordinal ending in 2", "%(number)dnd"),
        3: pgettext("ordinal ending in 3", "%(number)drd"),
    }
    return shapes.get(last, pgettext("ordinal", "%(number)dth")) % {"number": n}


def sentence(words: str) -> str:
    """The words with a capital at their beginning; the rest as it is."""
    return words[:1].upper() + words[1:]


def join_names(names: Sequence[str]) -> str:
    """ "Nia, Bea and Ruth"; nothing for nobody."""
    names = [str(name) for name in names]
    if len(names) < 2:
        return "".join(names)
    first = pgettext("between the names of a list", ", ").join(names[:-1])
    return pgettext("list", "%(first)s and %(last)s") % {"first": first, "last": names[-1]}


def some_of_us(names: Sequence[str]) -> str:
    """ "Nia, Bea and Ruth"; where they are more than six, how many: "seven of us"."""
    if (n := len(names)) <= MOST_NAMED:
        return join_names(names)
    return ngettext("%(number)s of us", "%(number)s of us", n) % {"number": number_word(n)}


def who_facilitates(names: Sequence[str], *, held: bool = False) -> str:
    """ "Nia facilitates", "Nia and Bea facilitate"; of what was held, "Nia facilitated"."""
    if held:
        shape = ngettext("%(name)s facilitated", "%(name)s facilitated", len(names))
    else:
        shape = ngettext("%(name)s facilitates", "%(name)s facilitate", len(names))
    return shape % {"name": join_names(names)}


@_kept
def all_of_us(n: int) -> str:
    """ "all four of us", "both of us"; "the one of us" in a group of one."""
    if n == 1:
        return pgettext("the whole group", "the one of us")
    if n == 2:
        return pgettext("the whole group", "both of us")
    return ngettext("all %(number)s of us", "all %(number)s of us", n) % {"number": number_word(n)}


@_kept
def years(n: int) -> str:
    """ "seven years"."""
    return ngettext("%(number)s year", "%(number)s years", n) % {"number": _counted(n)}


@_kept
def our_ring(n: int) -> str:
    """ "our seventh ring": the group's nth year."""
    return pgettext("a group's year", "our %(ordinal)s ring") % {"ordinal": ordinal_word(n)}


@_kept
def minutes(n: int) -> str:
    """ "ten minutes", "25 minutes"."""
    return ngettext("%(number)s minute", "%(number)s minutes", n) % {"number": _counted(n)}


def _counted(n: int) -> str:
    return number_word(n) if n else pgettext("number before a thing", "no")


# Days


@_kept
def day(on: date) -> str:
    """ "Thursday 12 March"."""
    return pgettext("date", "%(weekday)s %(day)d %(month)s") % _parts(on)


@_kept
def day_year(on: date) -> str:
    """ "12 March 2026"."""
    return pgettext("date", "%(day)d %(month)s %(year)d") % _parts(on)


@_kept
def day_whole(on: date) -> str:
    """ "Thursday 12 March 2026"."""
    return pgettext("date", "%(weekday)s %(day)d %(month)s %(year)d") % _parts(on)


def day_near(on: date, today: date) -> str:
    """ "Thursday 12 March"; with the year where that is another than today's."""
    return day(on) if on.year == today.year else day_whole(on)


@_kept
def month_year(on: date) -> str:
    """ "March 2026"."""
    return pgettext("date", "%(month)s %(year)d") % {"month": MONTHS[on.month], "year": on.year}


@_kept
def month(number: int) -> str:
    """ "March" for 3."""
    return str(MONTHS[number])


def months_or(numbers: Sequence[int]) -> str:
    """Of months in order, in one of which something will be: "October, November or December"; of more than three the
    first and the last, "the months from October to March".
    """
    names = [month(number) for number in numbers]
    if len(names) > MOST_MONTHS:
        return pgettext("months", "the months from %(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    if len(names) < 2:
        return "".join(names)
    first = pgettext("between the names of a list", ", ").join(names[:-1])
    return pgettext("one of several", "%(first)s or %(last)s") % {"first": first, "last": names[-1]}


@_kept
def short_month(number: int) -> str:
    """ "Mar" for 3."""
    return str(MONTHS_3[number]).title()


def short_months() -> tuple[str, ...]:
    """The twelve of them, as the year ring wants them."""
    return tuple(short_month(number) for number in range(1, 13))


@_kept
def span(first: date, last: date, with_year: bool = False) -> str:
    """ "Friday 17 to Sunday 19 April"; both months, or both years, where they differ; one day alone."""
    end = day_whole(last) if with_year else day(last)
    if first == last:
        return end
    if first.year != last.year:
        start, end = day_whole(first), day_whole(last)
    elif first.month != last.month:
        start = day(first)
    else:
        start = pgettext("date whose month is the end's", "%(weekday)s %(day)d") % _parts(first)
    return pgettext("days", "%(start)s to %(end)s") % {"start": start, "end": end}


@_kept
def in_days(on: date, today: date) -> str:
    """How far a day is from today: "today", "tomorrow", "in nine days", "three weeks ago", "in April".

    Days up to a fortnight, weeks (to the nearest) up to seven, then the month, with its year if that is
    another than today's.
    """
    days = (on - today).days
    if abs(days) < 2:
        near = (pgettext("when", "yesterday"), pgettext("when", "today"), pgettext("when", "tomorrow"))
        return near[days + 1]
    if abs(days) < 14:
        n, ahead = abs(days), days > 0
        shape = (
            ngettext("in %(number)s day", "in %(number)s days", n)
            if ahead
            else ngettext("%(number)s day ago", "%(number)s days ago", n)
        )
        return shape % {"number": number_word(n)}
    n = (abs(days) + 3) // 7
    if n <= 7:
        shape = (
            ngettext("in %(number)s week", "in %(number)s weeks", n)
            if days > 0
            else ngettext("%(number)s week ago", "%(number)s weeks ago", n)
        )
        return shape % {"number": number_word(n)}
    parts = {"month": MONTHS[on.month], "year": on.year}
    if on.year == today.year:
        return pgettext("when", "in %(month)s") % parts
    return pgettext("when", "in %(month)s %(year)d") % parts


def week() -> list[tuple[int, str]]:
    """The days of a week from its first where the language is spoken: (0 for Monday to 6, "Monday")."""
    first = (get_format("FIRST_DAY_OF_WEEK", use_l10n=True) - 1) % 7  # Django counts from Sunday
    return [(n % 7, str(WEEKDAYS[n % 7])) for n in range(first, first + 7)]


def _parts(on: date) -> dict:
    return {
        "weekday": WEEKDAYS[on.weekday()],
        "day": on.day,
        "month": MONTHS_ALT[on.month],
        "number": on.month,
        "year": on.year,
    }


# Times of day, wall time


@_kept
def clock(at: time) -> str:
    """ "7 pm", "10.30 am", "noon", "midnight"; by a clock of 24 hours "19:00"."""
    if hours() == "24":
        # xgettext:no-python-format
        return pgettext("time by a clock of 24 hours", "%(hour24)02d:%(minute)02d") % _clock_parts(at)
    if (at.hour, at.minute) == (0, 0):
        return pgettext("time", "midnight")
    if (at.hour, at.minute) == (12, 0):
        return pgettext("time", "noon")
    if at.minute:
        # xgettext:no-python-format
        return pgettext("time", "%(hour)d.%(minute)02d %(half)s") % _clock_parts(at)
    # xgettext:no-python-format
    return pgettext("time on the hour", "%(hour)d %(half)s") % _clock_parts(at)


@_kept
def times(start: time, end: time) -> str:
    """ "7 to 9 pm", "10.30 am to 4 pm", "11 am to noon"; by a clock of 24 hours "19:00 to 21:00"."""
    begin = clock(start)
    named = all((at.hour % 12, at.minute) != (0, 0) for at in (start, end))
    if hours() == "12" and named and start < end and (start.hour < 12) == (end.hour < 12):
        if start.minute:
            # xgettext:no-python-format
            shape = pgettext("time whose half of the day is the end's", "%(hour)d.%(minute)02d")
        else:
            # xgettext:no-python-format
            shape = pgettext("time on the hour whose half of the day is the end's", "%(hour)d")
        begin = shape % _clock_parts(start)
    return from_to(begin, clock(end))


def from_to(start: str, end: str) -> str:
    """Two times or days that have been put into words: "7 pm to midnight"."""
    return pgettext("times", "%(start)s to %(end)s") % {"start": start, "end": end}


@_kept
def sheet_time(at: time) -> str:
    """A time as a run sheet has it, without a word for the half of the day: "7.30"; or "19:30"."""
    if hours() == "24":
        return clock(at)
    # xgettext:no-python-format
    return pgettext("time on a run sheet", "%(hour)d.%(minute)02d") % _clock_parts(at)


@_kept
def clock_of_two(at: time, second: bool) -> str:
    """A time that comes twice because the clocks go back: "the first 1.30 am", "the second 1.30 am"."""
    shape = pgettext("time that comes twice", "the second %(time)s") if second else ""
    return (shape or pgettext("time that comes twice", "the first %(time)s")) % {"time": clock(at)}


def _clock_parts(at: time) -> dict:
    return {
        "hour": at.hour % 12 or 12,
        "hour24": at.hour,
        "minute": at.minute,
        "half": pgettext("half of the day", "am") if at.hour < 12 else pgettext("half of the day", "pm"),
    }
