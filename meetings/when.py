"""When something takes place: wall times and a zone, as they are agreed, and the two instants that follow from them."""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from copse import words, zones
from copse.words import clock

DATES = ("starts_on", "start_time", "start_fold", "ends_on", "end_time", "end_fold", "zone")


def dates_of(thing) -> dict:
    """What was agreed on when `thing`, a meeting or an option, takes place."""
    return {name: getattr(thing, name) for name in DATES}


def is_until_midnight(start: time | None, end: time | None) -> bool:
    """Whether these times of one day end with it: at midnight, which the clocks show as 00:00 of the next."""
    return start is not None and end == time() < start


def ends_on(starts_on: date, last: date, start: time | None, end: time | None) -> date:
    """On which day it ends, if `last` is the last that was said: on the next, where midnight ends the only one."""
    return last + timedelta(days=1) if starts_on == last and is_until_midnight(start, end) else last


def put_later(on: date, start: time, end: time, zone: str) -> tuple[datetime, datetime]:
    """From when until when something is that a rule puts on a day. What the clocks leave out that night is put later: a
    start with the end, so that it keeps its length, or the end alone. A day ends at midnight even where they leave
    that out.
    """
    first, last = datetime.combine(on, start), datetime.combine(ends_on(on, on, start, end), end)
    begins = zones.shown(first, zone)
    if begins == first:
        return first, last if end == time() else zones.shown(last, zone)
    return begins, last + (begins - first)


def instants(thing) -> tuple[datetime, datetime]:
    """From when until when it is, UTC. What the clocks leave out is reckoned as before they go forward (RFC 5545,
    3.3.5).
    """
    return (
        zones.instant(thing.starts_on, thing.start_time, thing.zone, second=thing.start_fold),
        zones.instant(thing.ends_on, thing.end_time, thing.zone, end=True, second=thing.end_fold),
    )


def reckon(thing) -> None:
    """Work out `starts_at` and `ends_at`, UTC. Raises ValidationError, by field, where they can't be.

    Where a time comes twice, because the clocks go back, a fold says that the second is meant (PEP 495); no other time
    has one.
    """
    both = (thing.starts_on, thing.start_time, "start_time"), (thing.ends_on, thing.end_time, "end_time")
    for day, at, field in both:
        if at is None or (field == "end_time" and at == time()):  # a day has an end, whatever the clocks show
            continue
        wall = datetime.combine(day, at)
        later = zones.shown(wall, thing.zone)
        if later != wall:
            said = {"time": clock(later.time()), "day": words.day(later.date())}
            if later.date() == day:
                shape = _("The clocks go forward that night, so this time doesn’t exist. Choose %(time)s or later.")
            else:
                shape = _(
                    "The clocks go forward that night, so this time doesn’t exist. Choose %(day)s, %(time)s or later."
                )
            raise ValidationError({field: shape % said})
    thing.start_fold = bool(thing.start_fold) and zones.comes_twice(thing.starts_on, thing.start_time, thing.zone)
    thing.end_fold = bool(thing.end_fold) and zones.comes_twice(thing.ends_on, thing.end_time, thing.zone)
    thing.starts_at, thing.ends_at = instants(thing)
    if thing.ends_at <= thing.starts_at:
        raise ValidationError({"end_time": _("The end comes before the start. Choose a later end.")})
