"""Mails that bring a meeting into somebody's calendar, and the mail back where an answer couldn't be read."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from copse import inbound
from copse.keys import address
from copse.mail import Letter, letter
from groups.mail import still_one_of_us
from groups.models import Outbox
from meetings import calendar, itip
from meetings.models import Attendance, Availability, CalendarChoice, MeetingInvitation, PutAside
from meetings.models.calendar_choice import CalendarWay


def invitation(row: Outbox) -> Letter | None:
    """A meeting, what has changed of it, or that it isn't one; as long as nothing newer is told.

    Where nobody reads what is answered it asks for no answer by mail: the meeting comes as a file (record 55).
    """
    key, sequence, since = row.reference.split(":")
    found = MeetingInvitation.objects.filter(key=key, sequence=sequence).select_related("meeting__group", "membership")
    told = found.first()
    if told is None or told.meeting.is_over() or not still_one_of_us(row):
        return None
    if not told.withdrawn_at and told.meeting.sequence != told.meeting_sequence:
        return None  # it has changed since, and that is told soon
    asks = not (told.withdrawn_at or answer_of(told))
    if asks and told.meeting.starts_at <= timezone.now():
        return None
    at_once = told.mailed_at  # a calendar can’t wait for Friday
    group = told.meeting.group.name
    sent = letter("meetings/calendar", _context(told, since), to=row.to, sender=group, begins_at=at_once)
    return _with_calendar(sent, told, timezone.now())


def _context(told: MeetingInvitation, since: str) -> dict:
    meeting = told.meeting
    was = meeting.earlier_dates.filter(sequence__gte=int(since)).first() if since and not told.withdrawn_at else None
    return {
        "meeting": meeting,
        "told": told,
        "answer": answer_of(told),
        "was": was,
        "differs": was.differs_from(meeting) if was else (),
        "chose_otherwise": CalendarChoice.of(told.membership) != CalendarWay.INVITATIONS,
        "can_answer_by_mail": inbound.is_on(),
        "page": _page_of(told),
    }


def _page_of(told: MeetingInvitation) -> str:
    """Where to look: the meeting, or its dates; the year where they may not see it any more."""
    meeting = told.meeting
    if not meeting.itself().visible_to(told.membership).exists():
        return address("meetings:year_of", meeting.group.slug, str(meeting.starts_on.year))
    if meeting.settled_at or meeting.let_go_at:
        return meeting.get_absolute_url()
    return address("meetings:dates", meeting.group.slug, meeting.key)


def answer_of(told: MeetingInvitation) -> str:
    """What they have said to what stands now; "" for nothing."""
    if told.option_id:
        said = Availability.objects.filter(option=told.option_id, membership=told.membership_id)
    else:
        said = Attendance.objects.standing().filter(meeting=told.meeting_id, membership=told.membership_id)
    return said.values_list("answer", flat=True).first() or ""


def _with_calendar(sent: Letter, told: MeetingInvitation, at: datetime) -> Letter:
    meeting, language = told.meeting, get_language() or settings.LANGUAGE_CODE
    if not inbound.is_on():
        if told.withdrawn_at and not meeting.let_go_at:
            return sent  # no file can take out what stands there
        name = f"copse-{meeting.starts_on}.ics"
        return sent._replace(calendar=calendar.single(meeting, language, at), calendar_name=name)
    facts = {"sequence": told.sequence, "organizer": told.address, "to": sent.to, "name": told.membership.name}
    if told.withdrawn_at:
        method, written = "CANCEL", itip.cancellation(meeting, **facts, language=language, at=at)
    else:
        written = itip.invitation(meeting, **facts, answer=answer_of(told), language=language, at=at)
        method = "REQUEST"
    return sent._replace(calendar=written, method=method, headers={**sent.headers, "Reply-To": told.address})


def put_aside(row: Outbox) -> Letter | None:
    """What you wrote wasn't an answer that we can count: say it here. Unless an answer has come since."""
    found = PutAside.objects.unanswered().filter(invitation__key=row.reference)
    waits = found.select_related("invitation__meeting__group").first()
    if waits is None or waits.invitation.meeting.is_over() or not still_one_of_us(row):
        return None
    meeting = waits.invitation.meeting
    return letter("meetings/put_aside", {"meeting": meeting}, to=row.to, sender=meeting.group.name)
