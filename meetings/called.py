"""What to call a date among others, and the search for one."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from copse.clocks import When, months


def apart(dates: Sequence, today: date) -> list[str]:
    """What to call each of `dates`, meetings or options: by its day near `today`, as whoever reads has it; where they
    share that by its times, and where these too by how or where we would meet.
    """
    said = [[When(one).near(today)] for one in dates]
    for part in (_times, _kind, _place):
        for alike in _alike(said):
            words = [part(dates[n]) for n in alike]
            if len(set(words)) > 1:
                for n, more in zip(alike, words, strict=True):
                    said[n] += [more] if more else []
    return [_one_after_the_other(parts) for parts in said]


def _times(one) -> str:
    return When(one).times


def _kind(one) -> str:
    return one.get_kind_display().lower()


def _place(one) -> str:
    return one.place


def _alike(said: list[list[str]]) -> list[list[int]]:
    """At which places of `said` stands the same, where that is so of more than one."""
    places: dict[tuple, list[int]] = {}
    for n, parts in enumerate(said):
        places.setdefault(tuple(parts), []).append(n)
    return [found for found in places.values() if len(found) > 1]


def _one_after_the_other(parts: list[str]) -> str:
    words, *others = parts
    for more in others:
        words = pgettext("a date, and what tells it from others", "%(date)s, %(more)s") % {"date": words, "more": more}
    return words


def search_for(meeting, options: Iterable) -> str:
    """`A date for Salt`; of a meeting without a name of its own, by when it could be: `A date in December`."""
    if name := meeting.own_name:
        return _("A date for %(meeting)s") % {"meeting": name}
    return _("A date in %(months)s") % {"months": months(options or [meeting])}
