from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import LineField
from groups.locking import one_at_a_time
from meetings.telling import QUIET


class AttendanceQuerySet(models.QuerySet):
    def standing(self):
        """Answers to what stands now, not to an earlier date or place."""
        return self.filter(at_sequence__gte=F("meeting__asks_since"))

    def able(self):
        return self.filter(answer=Attendance.Answer.CAN)

    def cannot(self):
        return self.filter(answer=Attendance.Answer.CANNOT)


class Attendance(models.Model):
    """A member's word on whether they can come. No row is no answer yet, never a yes."""

    class Answer(models.TextChoices):
        CAN = "can", gettext_lazy("I can")
        STRETCH = "stretch", gettext_lazy("At a stretch")
        CANNOT = "cannot", gettext_lazy("I can’t")

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="answers")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="attendances")
    answer = models.CharField(max_length=8, choices=Answer)
    at_sequence = models.PositiveIntegerField()
    note = LineField(max_length=300, blank=True)  # for whoever plans the meeting
    answered_at = models.DateTimeField(default=timezone.now)
    by_mail_at = models.DateTimeField(null=True)  # when it came, where it came by mail

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "membership"], name="one_answer_each")]

    def __str__(self):
        return f"{self.meeting_id} {self.membership_id}"

    @classmethod
    @one_at_a_time
    def say(cls, meeting, answer: str, *, by, seen: int | None = None, note: str = "", by_mail_at=None, at=None):
        """Say whether I can come; said again, it takes the place of what I said before. Gives the answer that is kept.

        `seen` is the sequence that was on the page. Raises ValidationError where the meeting has been or is let go,
        where its date isn't settled any more, or where its date or place has changed since the page was opened;
        ValueError for somebody of another group, or who isn't in a smaller meeting.
        """
        if by.group_id != meeting.group_id:
            raise ValueError("somebody of another group")
        if meeting.smaller and not meeting.guests.filter(membership=by).exists():
            raise ValueError("somebody who isn’t in it")
        now = meeting.locked(at)
        if not now.settled_at:
            raise ValidationError(_("The date isn’t settled any more. Say which of the dates would do."))
        if seen is not None and seen < now.asks_since:
            raise ValidationError(_("The date or the place has changed since you opened the page. Look again."))
        said = {
            "answer": answer,
            "note": note,
            "at_sequence": now.sequence,
            "answered_at": at or timezone.now(),
            "by_mail_at": by_mail_at,
        }
        attendance, _made = cls.objects.update_or_create(meeting=now, membership=by, defaults=said)
        if answer != cls.Answer.CANNOT:  # whoever can come offers no more that we meet without them
            now.exceptions.settled().filter(by=by).delete()
        elif not now.smaller:
            now.group.tell_together("at_risk", by=by, at=attendance.answered_at, after=QUIET)
        now.group.changed("answers")
        return attendance
