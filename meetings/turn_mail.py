"""Mail about turns, asked once more at the moment of sending: a reminder 14 and 7 days before to whoever facilitates,
and a turn that is offered to somebody by name.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from copse.keys import address
from copse.mail import Letter, letter
from copse.zones import instant
from groups.mail import still_one_of_us
from groups.models import Membership, Outbox
from groups.models.outbox import AT_A_TIME
from meetings.models import Attendance, Meeting, TurnOffer
from meetings.models.seats import SEATS
from meetings.turns import Turns

DAYS_BEFORE = (14, 7)
MORNING = time(9)  # where the group is


def remind(at: datetime) -> None:
    """Queue what is due by `at`: for each turn at most one mail of either sort, and anew where the meeting was moved.
    Whoever takes a turn later gets the one that it is time for then. Of ten thousand at once, some hundreds are in
    memory.
    """
    for days in DAYS_BEFORE:
        for seat in SEATS:
            for meetings in portions(unreminded(seat, days, at)):
                due = [(meeting, getattr(meeting, seat)) for meeting in meetings if which(meeting, at) == days]
                Outbox.queue_all([reminder(meeting, who, days) for meeting, who in due if who.member])


def portions(meetings) -> Iterator[list[Meeting]]:
    """A few hundred at a time, each asked for when the ones before it are done with."""
    last = 0
    while found := list(meetings.filter(pk__gt=last).order_by("pk")[:AT_A_TIME]):
        yield found
        last = found[-1].pk


def reminder(meeting: Meeting, who: Membership, days: int) -> Outbox:
    return Outbox.row_for(
        who.member, "turn", f"{meeting.key}:{days}", group=meeting.group, at=due_at(meeting, days),
        key=f"{meeting.key}:{days}:{meeting.starts_on}:{who.pk}",
    )  # fmt: skip


def unreminded(seat: str, days: int, at: datetime):
    """The meetings for whose `seat` this mail isn't queued and may be due, wherever they are: a day more or less."""
    after, before = timedelta(days=max(0, days - 8)), timedelta(days=days + 1)
    parts = "turn:", F("key"), f":{days}:", Cast("starts_on", CharField()), ":", Cast(f"{seat}_id", CharField())
    key = Concat(*(Value(part) if isinstance(part, str) else part for part in parts), output_field=CharField())
    soon = Meeting.objects.standing().settled().filter(starts_at__gt=at + after, starts_at__lt=at + before)
    soon = soon.filter(**{f"{seat}__isnull": False}).annotate(mail=key)
    queued = Outbox.objects.filter(key=OuterRef("mail"))
    no = Attendance.objects.standing().cannot().filter(meeting=OuterRef("pk"), membership=OuterRef(f"{seat}_id"))
    return soon.filter(~Exists(queued), ~Exists(no)).select_related("group", f"{seat}__member")


def which(meeting: Meeting, at: datetime) -> int | None:
    """The reminder that it is time for: how many days before; None before the first and once it has begun."""
    due = [days for days in DAYS_BEFORE if due_at(meeting, days) <= at < meeting.starts_at]
    return min(due, default=None)


def due_at(meeting: Meeting, days: int) -> datetime:
    return instant(meeting.starts_on - timedelta(days=days), MORNING, meeting.group.zone)


def turn(row: Outbox) -> Letter | None:
    """You facilitate, and when, and why where you haven't said yes; unless the meeting was moved, let go or asked about
    anew, somebody else has the turn, or you can't be there.
    """
    key, _colon, days = row.reference.partition(":")
    at = timezone.now()
    meeting = Meeting.objects.ahead(at).settled().filter(key=key).select_related("group", *SEATS).first()
    if meeting is None or which(meeting, at) != int(days):
        return None
    me = Membership.objects.live().filter(group=meeting.group, member=row.member_id).first()
    turns = Turns(meeting.group, at)
    if me is None or me not in meeting.seats or not turns.goes(meeting, me):
        return None
    others = [who.name for who in meeting.seats if who != me and turns.goes(meeting, who)]
    fact = turns.fact(meeting, me.pk)
    context = {
        "meeting": meeting,
        "other": others[0] if others else "",
        "is_pencilled": fact is not None and fact.is_pencilled,
        "was_passed_on": bool(turns.skippers(meeting)),
        "turn_url": address("meetings:turn", meeting.group.slug, meeting.key),
    }
    return letter("meetings/turn", context, to=row.to, sender=meeting.group.name, begins_at=meeting.starts_at)


def turn_taken(row: Outbox) -> Letter | None:
    """Somebody has taken the turn that you offered, or swapped, if it is still ahead."""
    offer = TurnOffer.objects.filter(key=row.reference, taken_at__isnull=False).for_page().first()
    if offer is None or not still_one_of_us(row) or not offer.meeting.is_ahead():
        return None
    return _of_offer("meetings/turn_taken", row, offer)


def turn_offer(row: Outbox) -> Letter | None:
    """Somebody would swap a turn with you or give you theirs, as long as that stands and both could."""
    offer = TurnOffer.objects.standing().filter(key=row.reference).for_page().first()
    if offer is None or not still_one_of_us(row) or offer.begins_at <= timezone.now() or not offer.suits():
        return None
    return _of_offer("meetings/turn_offer", row, offer)


def _of_offer(template: str, row: Outbox, offer: TurnOffer) -> Letter:
    group = offer.meeting.group
    return letter(template, {"offer": offer}, to=row.to, sender=group.name, begins_at=offer.begins_at)
