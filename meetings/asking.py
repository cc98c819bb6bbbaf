"""Mails that ask about dates: each gathers what has come up since it was queued (`Group.tell_together`), so that a year
laid out is one mail, and asks at the moment of sending what still waits for its reader.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from copse.clocks import When, months
from copse.mail import Letter, letter
from groups.kinds import Kind, Rhythm
from groups.models import MailChoice, Membership, Outbox
from meetings.models import (
    Attendance,
    Availability,
    DatePoll,
    DateRule,
    ExceptionOffer,
    Meeting,
    MeetingInvitation,
    Option,
    TreatedAway,
)
from meetings.outlook import Outlook
from meetings.telling import QUIET

# Offered with the news that a date isn't settled any more.
TOLD_AS_NEWS = Q(poll__meeting__earlier_dates__moved_at=F("poll__asked_at"), added_at__lt=F("poll__asked_at") + QUIET)


def hears_at_once(me: Membership, kind: Kind) -> bool:
    return MailChoice.of_each([me])[me.pk][kind] == Rhythm.AT_ONCE


def reader(row: Outbox) -> Membership | None:
    """Whoever it is to, while they are one of the group."""
    live = Membership.objects.live().select_related("group")
    return live.filter(group=row.group_id, member=row.member_id).first()


def awaited(me: Membership, since: datetime | None = None, at: datetime | None = None) -> list[Option]:
    """The dates that wait for the word of `me`, nearest first; with `since` only what others have offered since then.
    Nobody is asked about a day on which they rest, or once the others have agreed to treat them as away.
    """
    at = at or timezone.now()
    polls = DatePoll.objects.open().filter(meeting__group=me.group)
    options = Option.objects.awaiting_answer_from(me, at).filter(poll__in=polls).select_related("poll__meeting__group")
    if since:
        options = options.filter(added_at__gte=since).exclude(by=me)
        if hears_at_once(me, Kind.MEETING):
            options = options.exclude(TOLD_AS_NEWS)
    away = TreatedAway.objects.agreed_in(me.group)
    asked = [option for option in options if me.pk not in away.get(option.poll.meeting_id, ())]
    if since:  # one date alone may be asked about by an invitation
        told = MeetingInvitation.tells([option.poll.meeting for option in asked], me, since)
        asked = [option for option in asked if option.poll.meeting_id not in told]
    return [option for option in asked if not me.rests_on(option.starts_on)]


def dates(row: Outbox) -> Letter | None:
    """Which of these could you make? The dates of one meeting are named; of several, how many meetings it is about."""
    me = reader(row)
    options = awaited(me, datetime.fromisoformat(row.reference)) if me else []
    return _which_of(options, me, row.to) if options else None


def dates_of_one(meeting: Meeting, me: Membership, to: str) -> Letter | None:
    """The same for the dates of one meeting, whenever they were offered; None for whoever hears of none now."""
    if not hears_at_once(me, Kind.DATE):
        return None
    options = [option for option in awaited(me) if option.poll.meeting_id == meeting.pk]
    return _which_of(options, me, to) if options else None


def _which_of(options: list[Option], me: Membership, to: str) -> Letter:
    meetings = {option.poll_id: option.poll.meeting for option in options}
    years = {When(option).starts_on.year for option in options}
    page = reverse("meetings:all_dates", args=[me.group.slug])
    context = {
        "options": options,
        "n": len(meetings),
        "months": months(options),
        "year": years.pop() if len(years) == 1 else "",
        "all_are_needed": DateRule.of(me.group).needs_all({option.kind for option in options}),
        "link": settings.SITE_URL + (page if len(meetings) > 1 else options[0].poll.get_absolute_url()),
    }
    return letter("meetings/dates", context, to=to, sender=me.group.name, begins_at=last_call(options))


def last_call(options: Iterable[Option]) -> datetime:
    """When the last of the dates of a meeting begins; of several meetings, the first such moment."""
    last: dict[int, datetime] = {}  # by poll
    for option in options:
        last[option.poll_id] = max(option.starts_at, last.get(option.poll_id, option.starts_at))
    return min(last.values())


def exceptions_for(me: Membership, since: datetime | None = None, at: datetime | None = None) -> list[ExceptionOffer]:
    """Offers to meet without somebody that wait for the word of `me`, who could come."""
    at = at or timezone.now()
    offers = ExceptionOffer.objects.standing().filter(meeting__group=me.group, meeting__let_go_at=None)
    offers = offers.filter(Q(option=None, meeting__starts_at__gt=at) | Q(option__starts_at__gt=at))
    offers = offers.exclude(by=me).exclude(acceptances__membership=me)
    cannot = {"membership": me, "answer": Attendance.Answer.CANNOT}
    offers = offers.exclude(option__in=Availability.objects.filter(**cannot).values("option"))
    offers = offers.exclude(option=None, meeting__in=Attendance.objects.standing().filter(**cannot).values("meeting"))
    if since:
        offers = offers.filter(offered_at__gte=since)
    found = offers.select_related("meeting__group", "option").order_by("meeting__starts_at", "pk")
    return [offer for offer in found if not me.rests_on((offer.option or offer.meeting).starts_on)]


def exception(row: Outbox) -> Letter | None:
    """Would it be all right to meet without one of us?"""
    me = reader(row)
    offers = exceptions_for(me, datetime.fromisoformat(row.reference)) if me else []
    if not offers:
        return None
    days = {(offer.option or offer.meeting).starts_on: offer.option or offer.meeting for offer in offers}
    context = {"offer": offers[0], "day": next(iter(days.values())), "days": len(days)}
    first = min(day.starts_at for day in days.values())
    return letter("meetings/exception", context, to=row.to, sender=me.group.name, begins_at=first)


def at_risk(me: Membership, at: datetime) -> list[tuple[Meeting, datetime]]:
    """The meetings ahead that haven't begun, that somebody can't come to after all and where `me` can see what we can
    do, each with the moment when somebody said so; not where they offer that we meet without them.
    """
    outlook = Outlook(me.group, me.group.people, at)
    said = Attendance.objects.standing().filter(meeting__in=outlook.ahead, answer=Attendance.Answer.CANNOT)
    when = dict(said.order_by("answered_at").values_list("meeting", "answered_at"))
    found = []
    asked = [m for m in outlook.ahead if m.pk in when and m.settled_at and m.starts_at > at]
    for meeting in (m for m in asked if not me.rests_on(m.starts_on)):
        coming = outlook.coming(meeting)
        offered = {who.pk for who in coming.missing} & set(outlook.exceptions.get(meeting.pk, {}))
        if coming.at_risk and not offered and me not in coming.missing and me.facilitates:
            found.append((meeting, when[meeting.pk]))
    return found


def cannot(row: Outbox) -> Letter | None:
    """Not all of us can come after all: to whoever plans meetings, if it is still so."""
    me = reader(row)
    since = datetime.fromisoformat(row.reference)
    found = [meeting for meeting, said_at in at_risk(me, timezone.now()) if said_at >= since] if me else []
    if not found:
        return None
    context = {"meeting": found[0], "n": len(found)}
    return letter("meetings/at_risk", context, to=row.to, sender=me.group.name, begins_at=found[0].starts_at)
