"""The mails of this app: from an outbox row to a letter, or None where it may no longer be sent."""

from django.utils import timezone

from copse.clocks import months
from copse.mail import Letter, letter
from groups.mail import still_one_of_us
from groups.models import Membership, Outbox
from meetings import asking
from meetings.models import DatePoll, DateRule, Meeting, MeetingInvitation, PollReminder
from meetings.telling import NEAR, concerned, is_near, room_of, stands

NEWS = {  # by how it stood, and how it stands
    ("new", "settled"): "arranged",
    ("new", "hoped"): "dates",
    ("hoped", "settled"): "settled",
    ("settled", "settled"): "changed",
    ("settled", "hoped"): "moving",
    ("hoped", "let-go"): "let_go",
    ("settled", "let-go"): "let_go",
    ("let-go", "hoped"): "looked_for",
    ("let-go", "settled"): "revived",
}
# Those that ask whether they can come, each with what tells the same to somebody who has said so in a poll meanwhile.
ASKING = {"arranged": "", "planned": "", "changed": "moved", "revived": "settled"}


def poll_reminder(row: Outbox) -> Letter | None:
    """One of us asks when you could, if we still wait to hear from you."""
    found = PollReminder.objects.filter(pk=row.reference, poll__in=DatePoll.objects.open())
    reminder = found.select_related("poll__meeting__group", "by", "to").first()
    if reminder is None or not still_one_of_us(row) or not reminder.poll.waits_for(reminder.to):
        return None
    return _of_poll("meetings/poll_reminder", row, reminder.poll, by=reminder.by)


def all_heard(row: Outbox) -> Letter | None:
    """Everyone has answered the dates that you asked about, if the date is still open."""
    poll = DatePoll.objects.open().filter(meeting__key=row.reference).select_related("meeting__group").first()
    if poll is None or not still_one_of_us(row) or not poll.all_are_heard():
        return None
    return _of_poll("meetings/all_heard", row, poll)


def _of_poll(template: str, row: Outbox, poll: DatePoll, **context) -> Letter:
    """It says in which months the dates are that are offered, and whether we meet only when all of us can."""
    options, group = list(poll.options.ahead()), poll.meeting.group
    context |= {"poll": poll, "months": months(options)}
    context["all_are_needed"] = DateRule.of(group).needs_all({option.kind for option in options})
    return letter(template, context, to=row.to, sender=group.name, begins_at=asking.last_call(options))


def meeting_news(row: Outbox) -> Letter | None:
    """What has become of a meeting since its reader last knew; in their own language and by their own clock.

    The mail says when and how we meet; a place's words and a title are members' own, and stay behind the link.
    """
    key, sequence, stood, room = f"{row.reference}:".split(":")[:4]  # one queued by an older Copse has no room
    meeting = Meeting.of_any_size.filter(key=key, group=row.group_id).select_related("group").first()
    if meeting is None or meeting.is_over():
        return None
    news = _news_for(row, meeting, stood, int(sequence), room)
    if not news or (news != "room" and _is_told_by_invitation(row, meeting)):
        return None  # of another room an invitation has no words
    if news == "dates":
        return asking.dates_of_one(meeting, asking.reader(row), row.to)
    tells_both = news in ("changed", "moved", "moving")
    was = meeting.earlier_dates.filter(sequence__gte=int(sequence)).first() if tells_both else None
    context = {"meeting": meeting, "news": news, "was": was, "differs": was.differs_from(meeting) if was else ()}
    begins_at = min(meeting.starts_at, was.starts_at) if was else meeting.starts_at
    if news == "looked_for":
        context["options"] = options = list(DatePoll.of(meeting).options.ahead())
        begins_at = asking.last_call(options) if options else begins_at
    now = timezone.now()
    if begins_at - now <= NEAR:
        begins_at = now  # it can't wait for Friday
    return letter(f"meetings/{news}", context, to=row.to, sender=meeting.group.name, begins_at=begins_at)


def _is_told_by_invitation(row: Outbox, meeting: Meeting) -> bool:
    reader = Membership.objects.live().filter(group=row.group_id, member=row.member_id).first()
    return reader is not None and bool(MeetingInvitation.tells([meeting], reader, row.queued_at))


def _news_for(row: Outbox, meeting: Meeting, stood: str, since: int, knew_room: str) -> str:
    """What there is to tell the reader of `row`, who knew it as of the sequence `since`, and with this room; "" for
    nothing.

    Whoever has answered what stands now knows of it, unless they said so in a poll that has settled the date since:
    they are told, and not asked. That nothing but the online room is another is told close to the meeting alone, and
    not where it is the one again that they knew, unless they have answered since, and may have read of one between.
    """
    reader = concerned(meeting).filter(member=row.member_id).first()
    if reader is None:
        taken_out = meeting.smaller and stood != "new" and still_one_of_us(row)
        return "taken_out" if taken_out else ""
    news = news_of(meeting, stood)
    now = timezone.now()
    said = meeting.answers.standing().filter(membership=reader).first()
    is_another = room_of(meeting.join_url) != knew_room or (said is not None and said.at_sequence > since)
    room = "room" if is_another and is_near(meeting, now) else ""
    if news == "changed" and meeting.asks_since <= since:
        return room
    if news in ASKING and meeting.starts_at <= now:
        return "settled" if news == "revived" or _was_on_another_day(meeting, since) else ""  # it asks nobody any more
    if news not in ASKING or said is None:
        return news
    if meeting.settled_at is not None and meeting.settled_at > row.queued_at:
        return ASKING[news]
    return room if said.at_sequence < meeting.sequence else ""


def _was_on_another_day(meeting: Meeting, since: int) -> bool:
    return meeting.earlier_dates.filter(sequence__gte=since).exclude(starts_on=meeting.starts_on).exists()


def news_of(meeting: Meeting, stood: str) -> str:
    """What there is to tell of a meeting that `stood` in some way when its reader last knew; "" for nothing."""
    if stood == "new" and meeting.settled_at and not (meeting.smaller or meeting.let_go_at):
        return "planned"
    return NEWS.get((stood, stands(meeting)), "")
