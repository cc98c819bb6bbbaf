"""Mail on what becomes of a meeting, queued with the deed. What waits to be sent tells, when it is sent, from what its
reader knew first to what is now: however much happens between, it is one mail.
"""

from datetime import timedelta

from django.db.models import Q

from copse.keys import key_of
from groups.models import Membership, Outbox
from groups.models.outbox import TRIES

KIND = "meeting"
QUIET = timedelta(minutes=5)  # for second thoughts; not where we meet within the hour
SOON = timedelta(hours=1)
NEAR = timedelta(days=2)  # within which a calendar that looks by itself may come too late


def concerned(meeting):
    """Whom news of the meeting is for: those who are in it, or of us all whoever isn't on sabbatical that day, and who
    has said something to it.
    """
    if meeting.smaller:
        return Membership.objects.live().filter(smaller_meetings__meeting=meeting)
    asked = Membership.objects.required(on=meeting.starts_on).filter(group=meeting.group_id)
    answered = Membership.objects.live().filter(attendances__meeting=meeting)
    return Membership.objects.filter(Q(pk__in=asked.values("pk")) | Q(pk__in=answered.values("pk")))


def stands(meeting) -> str:
    """How it stands, in a word that an outbox row can hold."""
    if meeting.let_go_at:
        return "let-go"
    return "settled" if meeting.settled_at else "hoped"


def is_near(meeting, at) -> bool:
    """Whether it is so soon that whatever calendars show of it is told by mail as well."""
    return meeting.settled_at is not None and meeting.starts_at - at <= NEAR


def room_of(join_url: str) -> str:
    """By which a row remembers an online room that its reader knew; the link can't be had from it."""
    return key_of(f"room:{join_url}")


def _waiting(meeting):
    """What waits to be sent of it."""
    return Outbox.objects.waiting().filter(kind=KIND, reference__startswith=f"{meeting.key}:")


def forget(meeting, membership, at) -> None:
    """What waits to be told them of it isn't told any more."""
    _waiting(meeting).filter(member=membership.member_id).update(dropped_at=at, sealed=b"")


def tell(meeting, *, stood: str, by, at, whom=None, join_url: str | None = None) -> None:
    """Write to everyone whom it concerns, or to `whom` alone, but to whoever did it; who that was is kept. Before that,
    the meeting `stood` like this, and had this `join_url` where the deed may have changed it. Call it in the
    transaction of the deed, when the meeting is as it leaves it.
    """
    room = room_of(meeting.join_url if join_url is None else join_url)
    meeting.itself().update(news_by=by)
    due = at if meeting.starts_at - at < SOON else at + QUIET
    waiting = _waiting(meeting).filter(leased_until=None, tries__lt=TRIES)
    waiting.filter(member=by.member_id).update(dropped_at=at, sealed=b"")  # whoever did it knows how it stands
    waiting.update(due_at=due)  # and nobody sends them before this deed stands
    told = {by.member_id, None, *waiting.values_list("member", flat=True)}
    reference, news = f"{meeting.key}:{meeting.sequence - 1}:{stood}:{room}", f"{meeting.key}:{meeting.sequence}"
    Outbox.queue_all(
        [
            Outbox.row_for(person.member, KIND, reference, group=meeting.group, at=due,
                           key=f"{news}:{person.pk}:{at.timestamp():.6f}")
            for person in (concerned(meeting).select_related("member") if whom is None else whom)
            if person.member_id not in told
        ]
    )  # fmt: skip
