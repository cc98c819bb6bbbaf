from django.db import models

from copse.fields import WordsField
from groups.locking import one_at_a_time


class OwnNotes(models.Model):
    """What whoever facilitates notes for themselves. It stays theirs when somebody else takes the meeting over."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="own_notes")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="meeting_notes")
    text = WordsField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "membership"], name="notes_of_ones_own")]

    def __str__(self):
        return f"{self.meeting_id} {self.membership_id}"

    @classmethod
    def of(cls, meeting, membership) -> str:
        """What `membership` noted for this meeting; nothing before they did."""
        return "".join(cls.objects.filter(meeting=meeting, membership=membership).values_list("text", flat=True))

    @classmethod
    @one_at_a_time
    def keep(cls, meeting, text: str, *, by) -> None:
        """Raises ValueError for anybody but whoever facilitates."""
        if by not in meeting.seats:
            raise ValueError("only whoever facilitates keeps notes here")
        cls.objects.update_or_create(meeting=meeting, membership=by, defaults={"text": text})
