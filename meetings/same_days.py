"""The dates of one poll, offered again for another month."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.locking import one_at_a_time
from meetings import when
from meetings.models import DatePoll, Meeting, Option


@one_at_a_time
def copy_to(month: date, poll: DatePoll, *, by, key: str = "", at=None) -> tuple[Meeting, list[date]]:
    """A new meeting to find a date for, in the month of `month`, with dates like those of `poll`: its second Saturday
    stays the second, a fifth becomes the last. Kind, place and room are the same. With the same `key` it is made once.

    Beside it the days that are left out, because the clocks go forward over their hours. Raises ValidationError where
    none is left, or all would be over.
    """
    at = at or timezone.now()
    today = poll.meeting.group.today(at)
    found = [
        (same_weekday(option.starts_on, month), option) for option in poll.options.standing().order_by("starts_at")
    ]
    ahead = sorted((day, option.pk, option) for day, option in found if day > today)
    if not ahead:
        raise ValidationError({"month": _("These dates would be over. Choose a later month.")})
    offers = [{**_dates_of(option, day), "note": option.note} for day, _pk, option in ahead]
    left_out = [what["starts_on"] for what in offers if not _exists(what)]
    offers = [what for what in offers if what["starts_on"] not in left_out]
    if not offers:
        raise ValidationError({"month": _("The clocks go forward over these hours that month. Choose another.")})
    first = {name: value for name, value in offers[0].items() if name != "note"}
    meeting = Meeting.plan(by=by, settled=False, key=key, at=at, join_url=poll.meeting.join_url, **first)
    new = DatePoll.objects.get(meeting=meeting)
    for what in offers:
        new.offer(by=by, at=at, **what)
    return meeting, left_out


def _exists(what: dict) -> bool:
    """Whether there are such hours that day."""
    try:
        when.reckon(Option(**what))
    except ValidationError:
        return False
    return True


def _dates_of(option, day: date) -> dict:
    last = day + (option.ends_on - option.starts_on)
    return {**when.dates_of(option), "starts_on": day, "ends_on": last, "kind": option.kind, "place": option.place}


def same_weekday(day: date, month: date) -> date:
    """The day in the month of `month` that is as `day` is in its own: its second Saturday; of a fifth, the last."""
    first = month.replace(day=1)
    nth = first + timedelta(days=(day.weekday() - first.weekday()) % 7, weeks=(day.day - 1) // 7)
    return nth if nth.month == first.month else nth - timedelta(weeks=1)
