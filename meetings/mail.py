"""The mails of this app: from an outbox row to a letter, or None where it may no longer be sent."""

from copse.mail import Letter, letter
from groups.mail import still_one_of_us
from groups.models import Outbox
from meetings.models import DatePoll, PollReminder


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
