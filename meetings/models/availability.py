from django.db import models
from django.utils import timezone

from copse.fields import LineField
from meetings.models.attendance import Attendance


class Availability(models.Model):
    """A member's word on one option. No row is no answer yet, never a yes."""

    Answer = Attendance.Answer

    option = models.ForeignKey("meetings.Option", models.CASCADE, related_name="answers")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="availabilities")
    answer = models.CharField(max_length=8, choices=Attendance.Answer)
    answered_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)  # when an “at a stretch” was said to be all right
    by_mail_at = models.DateTimeField(null=True)  # when it came, where it came by mail

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "membership"], name="one_word_each_on_an_option")]

    def __str__(self):
        return f"{self.option_id} {self.membership_id}"

    @classmethod
    def keep(cls, said: dict, at) -> None:
        """Write down answers, by option and the primary keys of memberships. One that says what was said before keeps
        its day and its word; "" takes back what was said.
        """
        for option, answers in said.items():
            if blank := [membership for membership, answer in answers.items() if not answer]:
                cls.objects.filter(option=option, membership__in=blank).delete()
        stands = {
            (option, membership): answer
            for option, membership, answer in cls.objects.filter(option__in=said).values_list(
                "option_id", "membership_id", "answer"
            )
        }
        new = [
            cls(option=option, membership_id=membership, answer=answer, answered_at=at)
            for option, answers in said.items()
            for membership, answer in answers.items()
            if answer and stands.get((option.pk, membership)) != answer
        ]
        cls.objects.bulk_create(
            new,
            update_conflicts=True,
            unique_fields=["option", "membership"],
            update_fields=["answer", "answered_at", "confirmed_at", "by_mail_at"],
        )


class PollNote(models.Model):
    """What somebody says beside their answers, to whoever asks for the date and whoever facilitates."""

    poll = models.ForeignKey("meetings.DatePoll", models.CASCADE, related_name="notes")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    text = LineField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "membership"], name="one_note_each_in_a_poll")]

    def __str__(self):
        return f"{self.poll_id} {self.membership_id}"

    @classmethod
    def keep(cls, poll, text: str, *, by) -> None:
        """It takes the place of the last; an empty one takes that back."""
        if text:
            cls.objects.update_or_create(poll=poll, membership=by, defaults={"text": text})
        else:
            poll.notes.filter(membership=by).delete()
