"""When something takes place: wall times and a zone, as they are agreed, and the two instants that follow from them."""

from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from copse import zones
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


def reckon(thing) -> None:
    """Work out `starts_at` and `ends_at`, UTC. Raises ValidationError, by field, where they can't be.

    Where a time comes twice, because the clocks go back, a fold says that the second is meant (PEP 495); no other time
    has one.
    """
    both = (thing.starts_on, thing.start_time, "start_time"), (thing.ends_on, thing.end_time, "end_time")
    for day, at, field in both:
        if at and not zones.exists(day, at, thing.zone):
            later = zones.instant(day, at, thing.zone).astimezone(thing.tzinfo).time()
            words = _("The clocks go forward that night, so this time doesn’t exist. Choose %(time)s or later.")
            raise ValidationError({field: words % {"time": clock(later)}})
    thing.start_fold = bool(thing.start_fold) and zones.comes_twice(thing.starts_on, thing.start_time, thing.zone)
    thing.end_fold = bool(thing.end_fold) and zones.comes_twice(thing.ends_on, thing.end_time, thing.zone)
    thing.starts_at = zones.instant(thing.starts_on, thing.start_time, thing.zone, second=thing.start_fold)
    thing.ends_at = zones.instant(thing.ends_on, thing.end_time, thing.zone, end=True, second=thing.end_fold)
    if thing.ends_at <= thing.starts_at:
        raise ValidationError({"end_time": _("The end comes before the start. Choose a later end.")})
