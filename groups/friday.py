"""The Friday letter: what waits for its reader and what has happened since the last one, in one mail for a group.

It goes out on Friday morning where they are, and only where there is something that the one before hadn't. It is made
from what is so when it is sent; nothing is collected for it.
"""

import logging
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import CharField, Exists, Max, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from copse.mail import Letter, letter
from copse.zones import instant
from groups import registry
from groups.kinds import Kind, Rhythm
from groups.models import MailChoice, Membership, Outbox

log = logging.getLogger(__name__)

KIND = "letter"
FRIDAY, MORNING = 4, time(9)  # where its reader is
LATE = timedelta(days=4)  # after a silence of the worker, the last one still goes out; a later one waits for Friday
FIRST, LONGEST = timedelta(days=7), timedelta(days=28)  # how far back a first one looks, and any
A_TIME = 1000  # rows, each minute


def write(at: datetime) -> None:
    """Queue the letter of the last Friday to each of us who wants one and hasn't been written it: in order, once."""
    live = Membership.objects.live().filter(member__is_active=True)
    for zone in live.order_by().values_list("member__zone", flat=True).distinct():
        try:
            due = last_due(zone, at)
        except ZoneInfoNotFoundError:  # this server knows fewer than the one before
            log.warning("unknown zone", extra={"kind": KIND})
            continue
        if at - due <= LATE:
            _queue(live.filter(member__zone=zone), due, ZoneInfo(zone), at)


def last_due(zone: str, at: datetime) -> datetime:
    """The last Friday morning by the clocks of `zone`, at `at` or before."""
    today = at.astimezone(ZoneInfo(zone)).date()
    friday = today - timedelta(days=(today.weekday() - FRIDAY) % 7)
    due = instant(friday, MORNING, zone)
    return due if due <= at else instant(friday - timedelta(days=7), MORNING, zone)


def next_due(zone: str, at: datetime) -> datetime:
    """The first after that."""
    day = last_due(zone, at).astimezone(ZoneInfo(zone)).date()
    return instant(day + timedelta(days=7), MORNING, zone)


def _queue(people, due: datetime, tz: ZoneInfo, at: datetime) -> None:
    which = _which(due, tz)
    key = Concat(Value(f"{KIND}:{which}:"), Cast("pk", CharField()), output_field=CharField())
    none = MailChoice.objects.filter(membership=OuterRef("pk"), kind=Kind.LETTER, rhythm=Rhythm.NEVER)
    people = people.filter(~Exists(none), joined_at__lt=due).annotate(mail=key)
    people = people.filter(~Exists(Outbox.objects.filter(key=OuterRef("mail")))).order_by("pk")
    Outbox.objects.bulk_create(
        [
            Outbox(kind=KIND, reference=which, to=email, member_id=member, group_id=group, key=key, due_at=at)
            for key, email, member, group in people.values_list("mail", "member__email", "member", "group")[:A_TIME]
        ],
        ignore_conflicts=True,  # another worker was quicker
    )


def pass_over(membership, at: datetime) -> None:
    """Whoever turns the letter on at `at` isn't sent the one of the Friday before; the next looks back to that one."""
    due = last_due(membership.member.zone, at)
    which = _which(due, membership.member.tzinfo)
    row = Outbox(
        kind=KIND, reference=which, to=membership.member.email, member=membership.member, group=membership.group,
        key=f"{KIND}:{which}:{membership.pk}", dropped_at=due,
    )  # fmt: skip
    Outbox.objects.bulk_create([row], ignore_conflicts=True)  # or it was written before they turned it off


def _which(due: datetime, tz: ZoneInfo) -> str:
    return f"{due.astimezone(tz):%Y-%m-%d}"


def since(row: Outbox, membership, at: datetime) -> datetime:
    """From when it tells: the one before, whether there was something to say or not."""
    before = Outbox.objects.filter(kind=KIND, member=row.member_id, group=row.group_id).exclude(pk=row.pk)
    done = before.filter(Q(sent_at__isnull=False) | Q(dropped_at__isnull=False))
    last = done.aggregate(last=Max(Coalesce("sent_at", "dropped_at")))["last"] or at - FIRST
    return max(last, at - LONGEST, membership.joined_at)


def weekly(row: Outbox) -> Letter | None:
    """What waits, whatever it was told before; of what has happened, what its reader wants to hear of on Fridays."""
    at = timezone.now()
    me = Membership.objects.live().select_related("group").filter(group=row.group_id, member=row.member_id).first()
    if me is None:
        return None
    look = registry.Look(me, at, since(row, me, at), me.group.people)
    chosen = MailChoice.of(me)
    lines = [line for tell in registry.letters for line in tell(look) if _is_told(line, chosen, look)]
    if not any(line.at > look.since for line in lines):
        return None
    lines.sort(key=lambda line: line.at)
    context = {
        "waiting": [line.words for line in lines if line.waits],
        "news": [line.words for line in lines if not line.waits],
        "since": timezone.localdate(look.since),
        "group": me.group,
    }
    return letter("groups/letter", context, to=row.to, sender=me.group.name)


def _is_told(line: registry.Line, chosen: dict[Kind, Rhythm], look: registry.Look) -> bool:
    if line.waits:
        return chosen[line.kind] != Rhythm.NEVER and not look.rests
    return chosen[line.kind] == Rhythm.FRIDAY and line.at > look.since
