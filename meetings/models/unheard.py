"""When somebody isn't heard from: reminded by name, and in the end, if all the others agree, treated as away."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.locking import one_at_a_time
from groups.models import Outbox

REMINDERS = 2  # by name, to one person in one poll
APART = timedelta(days=7)  # the second of them after the first


class PollReminder(models.Model):
    """`by` has asked `to` by name which dates would do."""

    poll = models.ForeignKey("meetings.DatePoll", models.CASCADE, related_name="reminders")
    to = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "to", "by"], name="reminded_once_by_each")]

    def __str__(self):
        return f"{self.poll_id} {self.to_id}"

    @classmethod
    @one_at_a_time
    def send(cls, poll, to, *, by, at=None) -> None:
        """Write to `to`, who hasn't answered yet, in the name of `by`. Sent twice by one is sent once.

        Raises ValidationError where we don't wait to hear from `to`, or where they have been reminded enough.
        """
        at = at or timezone.now()
        now = poll.locked()
        if not now.waits_for(to, at):
            raise ValidationError(_("%(name)s has been heard from.") % {"name": to.name})
        if now.reminders.filter(to=to, by=by).exists():
            return
        if not cls.may_be_sent(now, to, by=by, at=at):
            words = _("%(name)s has been reminded. Talking to each other may do more now.")
            raise ValidationError(words % {"name": to.name})
        reminder = cls.objects.create(poll=now, to=to, by=by, at=at)
        group, member = now.meeting.group, to.member
        Outbox.queue(
            "poll_reminder", str(reminder.pk), to=member.email, key=str(reminder.pk), member=member, group=group, at=at
        )
        group.changed("answers")

    @staticmethod
    def may_be_sent(poll, to, *, by, sent: list | None = None, at=None) -> bool:
        """Whether `by` can still ask `to` by name: each once, twice in all, a week apart. `sent` are the poll's own."""
        at = at or timezone.now()
        sent = [r for r in (poll.reminders.all() if sent is None else sent) if r.to_id == to.pk]
        if not to.member_id or len(sent) >= REMINDERS or any(r.by_id == by.pk for r in sent):
            return False
        return all(at >= reminder.at + APART for reminder in sent)


class TreatedAwayQuerySet(models.QuerySet):
    def agreed_in(self, group) -> dict[int, set[int]]:
        """By meeting whose date is looked for, the memberships that all the others have agreed to treat as away."""
        return agreed(self.told().filter(poll__meeting__group=group), group)

    def told(self):
        """What `agreed` asks for, of dates that are looked for."""
        rows = self.filter(poll__closed_at=None)
        return rows.values_list("poll__meeting", "poll__meeting__starts_on", "about", "by")


def agreed(rows, group) -> dict[int, set[int]]:
    """By meeting, whom all the others of us have agreed to treat as away, from rows of `told`."""
    asked: dict[tuple, dict[int, set[int]]] = {}
    for meeting, day, about, by in rows:
        asked.setdefault((meeting, day), {}).setdefault(about, set()).add(by)
    if not asked:
        return {}
    people = group.people.items()
    needed = {day: {pk for pk, m in people if not m.rests_on(day)} for _meeting, day in asked}
    return {
        meeting: {about for about, agree in of_each.items() if agree >= needed[day] - of_each.keys()}
        for (meeting, day), of_each in asked.items()
    }


class TreatedAway(models.Model):
    """`by` agrees that we go on without hearing from `about`. One answer from them, and it was never said."""

    poll = models.ForeignKey("meetings.DatePoll", models.CASCADE, related_name="treated_away")
    about = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = TreatedAwayQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "about", "by"], name="agreed_once_by_each")]

    def __str__(self):
        return f"{self.poll_id} {self.about_id}"

    @classmethod
    @one_at_a_time
    def agree(cls, poll, about, *, by, at=None) -> None:
        """Agree to treat `about` as away. Agreed twice is agreed once.

        Raises ValidationError until they have been reminded twice by name and the group's patience is over, or where
        they have been heard from; ValueError for oneself or somebody of another group.
        """
        at = at or timezone.now()
        now = poll.locked()
        if about == by or {about.group_id, by.group_id} != {now.meeting.group_id}:
            raise ValueError("oneself, or somebody of another group")
        if not cls.may_be_asked(now, about, at):
            raise ValidationError(_("It is too soon to go on without %(name)s.") % {"name": about.name})
        cls.objects.get_or_create(poll=now, about=about, by=by, defaults={"at": at})
        now.meeting.group.changed("answers")

    @staticmethod
    def may_be_asked(poll, about, at=None) -> bool:
        """Whether we have waited for `about` as long as the group has patience, and have reminded them twice."""
        at = at or timezone.now()
        if at < poll.asked_at + poll.meeting.group.patience or not poll.waits_for(about, at):
            return False
        return poll.reminders.filter(to=about).count() >= REMINDERS
