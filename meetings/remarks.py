"""What meets a date that is proposed, in sentences: bank holidays, clocks, who is away, what is planned already."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from copse import zones
from copse.words import clock, day, join_names, span, times
from meetings.away import Known
from meetings.bank_holidays import holidays_of
from meetings.models import Meeting


def days_of(meeting: Meeting) -> list[date]:
    return [meeting.starts_on + timedelta(days=n) for n in range((meeting.last_day - meeting.starts_on).days + 1)]


def bank_holidays_then(meeting: Meeting) -> list[str]:
    """Nothing where the group hasn't said its country, or nobody knows the holidays there."""
    country = meeting.group.country
    found = []
    for on in days_of(meeting):
        if name := (holidays_of(country, on.year) or {}).get(on):
            if meeting.starts_on == meeting.last_day:
                found.append(_("Bank holiday: %(holiday)s.") % {"holiday": name})
            else:
                found.append(_("Bank holiday on %(day)s: %(holiday)s.") % {"day": day(on), "holiday": name})
    return found


def clocks_then(meeting: Meeting) -> list[str]:
    """Where the clocks change on one of its days, and a time of it that comes twice: the sheet asks which is meant."""
    found = []
    for on in days_of(meeting):
        before, after = (datetime.combine(on + timedelta(days=n), time(), meeting.tzinfo).utcoffset() for n in (0, 1))
        if before < after:
            found.append(_("The clocks go forward on %(day)s.") % {"day": day(on)})
        elif before > after:
            found.append(_("The clocks go back on %(day)s.") % {"day": day(on)})
    for on, at in ((meeting.starts_on, meeting.start_time), (meeting.ends_on, meeting.end_time)):
        if zones.comes_twice(on, at, meeting.zone):
            found.append(_("%(time)s comes twice that night.") % {"time": clock(at)})
    return found


def put_later_then(on: date, wanted: tuple[time, time], put: tuple[datetime, datetime]) -> list[str]:
    """What is put for the times of a rhythm that the clocks leave out on one of its days (`when.put_later`)."""
    start, end = wanted
    first, last = put
    if (first.date(), first.time()) != (on, start):
        missing, instead = start, times(first.time(), last.time())
        if first.date() != on:
            instead = pgettext("when", "%(days)s, %(times)s") % {"days": day(first.date()), "times": instead}
    elif last.time() != end:
        missing, instead = end, clock(last.time())
    else:
        return []
    words = _("%(time)s doesn’t exist that night, when the clocks go forward: %(later)s is put instead.")
    return [words % {"time": clock(missing), "later": instead}]


def who_is_away(group, meetings: Sequence[Meeting]) -> list[list]:
    """For each meeting, the memberships of those who have said once for all dates that they can't then. Never why."""
    known = Known(group, meetings)
    return [known.clashes_for(meeting) for meeting in meetings]


def away_then(people: Sequence) -> list[str]:
    """For whom it clashes, as one sentence or none."""
    names = join_names([person.name for person in people])
    return [_("As far as we know it clashes for %(names)s.") % {"names": names}] if names else []


def planned_then(meeting: Meeting, others: Sequence[Meeting]) -> list[str]:
    """Which of the `others` have a day in common with it."""
    return [
        _in_the_programme(other)
        for other in others
        if other.starts_on <= meeting.last_day and meeting.starts_on <= other.last_day
    ]


def _in_the_programme(meeting: Meeting) -> str:
    """One without a name of its own is called by its day and kind."""
    if named := meeting.own_name:
        return _("“%(meeting)s” is in the programme then.") % {"meeting": named}
    said = {"days": span(meeting.starts_on, meeting.last_day), "kind": meeting.get_kind_display().lower()}
    return _("A meeting is in the programme then: %(days)s, %(kind)s.") % said


def had_before(meetings: Sequence[Meeting], year: int) -> list[str]:
    """Which of its dates a rhythm has in that month already, by the days that it had before it was changed."""
    if not meetings:
        return []
    days = join_names([span(m.starts_on, m.last_day, m.starts_on.year != year) for m in meetings])
    return [_("From before it was changed, this rhythm has %(days)s in the programme.") % {"days": days}]


def dropped_before(days: Sequence[date]) -> list[str]:
    """Which of its dates were left out in that month, by the days that a rhythm had before it was changed."""
    if not days:
        return []
    return [_("Before it was changed, this rhythm’s %(days)s was left out.") % {"days": join_names(map(day, days))}]


def let_go_then(meetings: Sequence[Meeting]) -> list[str]:
    """Which meeting such as this was to be then, and was let go."""
    return [
        _("“%(meeting)s” was let go then.") % {"meeting": one.own_name}
        if one.own_name
        else _("A meeting was let go then: %(kind)s.") % {"kind": one.get_kind_display().lower()}
        for one in meetings
    ]


def proposed_then(meeting: Meeting, others: Sequence[Meeting]) -> list[str]:
    """Whether another date of the same sheet has a day in common with it."""
    meets = (
        other is not meeting and other.starts_on <= meeting.last_day and meeting.starts_on <= other.last_day
        for other in others
    )
    return [_("Another of these dates is at the same time or on the same day.")] if any(meets) else []
