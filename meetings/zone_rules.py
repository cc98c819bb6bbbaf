"""What is agreed on is wall time and zone. When a country changes the rules of its clocks, the instants follow anew.

A process reads the rules of a zone once. So each worker looks when it begins: by then it knows what an update brought.
"""

from collections.abc import Iterator
from datetime import datetime
from threading import Event

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from copse import zones
from meetings import when
from meetings.models import Meeting, Option

STARTS = ("starts_on", "start_time", "start_fold", "zone", "starts_at")
ENDS = ("ends_on", "end_time", "end_fold", "zone", "ends_at")

_looked = Event()  # in this process


def look_once(at: datetime) -> None:
    """What a worker does before anything else is due."""
    if not _looked.is_set():
        follow(at)
        _looked.set()


def follow(at: datetime) -> int:
    """Bring the instants of all that is ahead in line with its wall times, and say of how much they weren't.

    Nothing else is touched. Calendars are told by a new sequence; answers stand, and nobody is asked again.
    """
    ahead = Meeting.of_any_size.filter(ends_at__gt=at), Option.objects.standing().filter(ends_at__gt=at)
    return sum(_put_right(row, rows, at) for rows in ahead for row in _astray(rows))


def _astray(rows: QuerySet) -> Iterator[Meeting | Option]:
    """Those that begin or end at other instants than the rules have. Few times are told apart, however many rows."""
    found = set()
    for names, end in ((STARTS, False), (ENDS, True)):
        for said in rows.order_by().values_list(*names).distinct():
            day, at, second, zone, kept = said
            if zones.instant(day, at, zone, end=end, second=second) != kept:
                found.update(rows.filter(**dict(zip(names, said, strict=True))).values_list("pk", flat=True))
    for pk in sorted(found):
        yield from rows.filter(pk=pk)


@transaction.atomic
def _put_right(row: Meeting | Option, rows: QuerySet, at: datetime) -> bool:
    """False where somebody has changed it meanwhile, and where the clocks now leave out all of it: that one stays."""
    starts_at, ends_at = when.instants(row)
    if ends_at <= starts_at:
        return False
    told = {"sequence": F("sequence") + 1, "changed_at": at} if isinstance(row, Meeting) else {}
    as_it_stood = rows.filter(pk=row.pk, starts_at=row.starts_at, ends_at=row.ends_at)
    try:
        with transaction.atomic():
            moved = as_it_stood.update(starts_at=starts_at, ends_at=ends_at, **told)
    except IntegrityError:  # an option that is now the same as another
        return False
    if moved:
        (row if isinstance(row, Meeting) else row.poll.meeting).group.changed("programme")
    return bool(moved)
