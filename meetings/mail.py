"""The mails of this app: from an outbox row to a letter, or None where it may no longer be sent."""

from copse.mail import Letter, letter
from groups.mail import still_one_of_us
from groups.models import Outbox
from meetings.models import DatePoll, Meeting, PollReminder
from meetings.telling import concerned, stands

NEWS = {  # by how it stood, and how it stands
    ("new", "settled"): "arranged",
    ("hoped", "settled"): "settled",
    ("settled", "settled"): "changed",
    ("settled", "hoped"): "moving",
    ("hoped", "let-go"): "let_go",
    ("settled", "let-go"): "let_go",
    ("let-go", "hoped"): "revived",
    ("let-go", "settled"): "revived",
}
ASKING = {"arranged", "changed", "revived"}  # whether they can come


def poll_reminder(row: Outbox) -> Letter | None:
    """One of us asks when you could, if we still wait to hear from you."""
    found = PollReminder.objects.filter(pk=row.reference, poll__in=DatePoll.objects.open())
    reminder = found.select_related("poll__meeting__group", "by", "to").first()
    if reminder is None or not still_one_of_us(row) or not reminder.poll.waits_for(reminder.to):
        return None
    context = {"poll": reminder.poll, "by": reminder.by}
    return letter("meetings/poll_reminder", context, to=row.to, sender=reminder.poll.meeting.group.name)


def all_heard(row: Outbox) -> Letter | None:
    """Everyone has answered the dates that you asked about, if the date is still open."""
    poll = DatePoll.objects.open().filter(meeting__key=row.reference).select_related("meeting__group").first()
    if poll is None or not still_one_of_us(row) or not poll.all_are_heard():
        return None
    return letter("meetings/all_heard", {"poll": poll}, to=row.to, sender=poll.meeting.group.name)


def meeting_news(row: Outbox) -> Letter | None:
    """What has become of a meeting since its reader last knew; in their own language and by their own clock.

    The mail says when and how we meet; a place's words and a title are members' own, and stay behind the link.
    """
    key, sequence, stood = row.reference.split(":")
    meeting = Meeting.of_any_size.filter(key=key, group=row.group_id).select_related("group").first()
    if meeting is None or meeting.is_over():
        return None
    reader = concerned(meeting).filter(member=row.member_id).first()
    news = reader and news_of(meeting, stood)
    if not news or (news in ASKING and _has_answered(meeting, reader, row)):
        return None
    was = meeting.earlier_dates.filter(sequence__gte=int(sequence)).first() if news in ("changed", "moving") else None
    context = {"meeting": meeting, "news": news, "was": was, "differs": was.differs_from(meeting) if was else ()}
    return letter(f"meetings/{news}", context, to=row.to, sender=meeting.group.name)


def _has_answered(meeting: Meeting, reader, row: Outbox) -> bool:
    """Whether they have said already whether they can come, having seen what stands now. Where a poll has settled the
    date since the mail was queued, their answer was to the poll.
    """
    if meeting.settled_at and meeting.settled_at > row.queued_at:
        return False
    return meeting.answers.standing().filter(membership=reader).exists()


def news_of(meeting: Meeting, stood: str) -> str:
    """What there is to tell of a meeting that `stood` in some way when its reader last knew; "" for nothing."""
    return NEWS.get((stood, stands(meeting)), "")
