"""A rhythm as a sentence: "The first Tuesday of each month, 7 to 9 pm, online." """

from datetime import date, time

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from copse.words import day_year, join_names, month, number_word, ordinal_word, sentence, times
from copse.zones import city_elsewhere
from meetings.models import Meeting
from meetings.pattern import Pattern


def said(
    pattern: Pattern,
    *,
    kind: str,
    start_time: time | None,
    end_time: time | None,
    days: int = 1,
    place: str = "",
    zone: str = "",
    starts_on: date | None = None,
    today: date,
    **_more,
) -> str:
    """The whole sentence. From when it counts is said where that decides on the days, or isn't simply from now on; and
    in which city its `zone` has these times, where whoever reads has another.
    """
    parts = [span_said(pattern, days)]
    if start_time:
        parts.append(_times(start_time, end_time, city_elsewhere(zone) if zone else ""))
    parts.append(str(Meeting.Kind(kind).label).lower())
    if place:
        parts.append(place)
    if starts_on and (pattern.interval > 1 or starts_on > pattern.first_from(today)):
        parts.append(_("from %(day)s") % {"day": day_year(starts_on)})
    return sentence(pgettext("between the parts of a sentence", ", ").join(parts)) + "."


def _times(start: time, end: time, city: str) -> str:
    said = times(start, end)
    return _("%(times)s in %(city)s") % {"times": said, "city": city} if city else said


def span_said(pattern: Pattern, days: int) -> str:
    """ "the third Friday of June to the Sunday after"."""
    first = days_said(pattern)
    if days == 1:
        return first
    if pattern.weekday is None:
        words = ngettext("%(days)s, for %(number)s day", "%(days)s, for %(number)s days", days)
        return words % {"days": first, "number": number_word(days)}
    last = WEEKDAYS[(pattern.weekday + days - 1) % 7]
    return _("%(days)s to the %(weekday)s after") % {"days": first, "weekday": last}


def days_said(pattern: Pattern) -> str:
    """ "the first Tuesday of each month", "every six weeks on Tuesday, but not in August"."""
    if pattern.frequency == "WEEKLY":
        return _weeks(pattern)
    shape = {"of_months": _of_months(pattern)}
    if pattern.monthday == -1:
        return _("the last day of %(of_months)s") % shape
    if pattern.monthday:
        return _("the %(ordinal)s of %(of_months)s") % {"ordinal": ordinal_word(pattern.monthday), **shape}
    ordinals = [pgettext("of the weekdays of a month", "last") if n == -1 else ordinal_word(n) for n in pattern.places]
    shape |= {"ordinals": join_names(ordinals), "weekday": WEEKDAYS[pattern.weekday]}
    return _("the %(ordinals)s %(weekday)s of %(of_months)s") % shape


def _weeks(pattern: Pattern) -> str:
    words = ngettext("every %(weekday)s", "every %(number)s weeks on %(weekday)s", pattern.interval)
    said = words % {"weekday": WEEKDAYS[pattern.weekday], "number": number_word(pattern.interval)}
    if not pattern.months:
        return said
    if missing := _missing(pattern):
        return _("%(days)s, but not in %(months)s") % {"days": said, "months": missing}
    return _("%(days)s in %(months)s") % {"days": said, "months": join_names([month(n) for n in pattern.months])}


def _of_months(pattern: Pattern) -> str:
    if pattern.interval > 1:
        return _("every %(ordinal)s month") % {"ordinal": ordinal_word(pattern.interval)}
    if not pattern.months:
        return _("each month")
    if missing := _missing(pattern):
        return _("each month but %(months)s") % {"months": missing}
    return join_names([month(n) for n in pattern.months])


def _missing(pattern: Pattern) -> str:
    """The months that are left out, where they are fewer than those that stay."""
    out = [month(n) for n in range(1, 13) if n not in pattern.months]
    return join_names(out) if len(out) < 6 else ""
