from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from copse.keys import short_key
from meetings.models.attendance import Attendance
from meetings.models.meeting import Meeting
from meetings.telling import tell


class SmallerGuest(models.Model):
    """A member who is in a meeting of twos and threes. Such a meeting is theirs alone, and counts for nothing."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="guests")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="smaller_meetings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "membership"], name="in_a_smaller_meeting_once")]

    def __str__(self):
        return f"{self.meeting_id} {self.membership_id}"

    @classmethod
    @transaction.atomic
    def arrange(cls, guests, *, by, key: str = "", at=None, **what) -> Meeting:
        """A meeting of `by` and these `guests`; `shown_to_all` says whether the others see it. Whoever arranges it can
        come, and each of the others is asked. Arranged twice with the same `key` it is one, as
        long as it stands as it was arranged.

        Raises ValidationError for nobody or everybody, and for times as `Meeting.plan`; ValueError for somebody of
        another group.
        """
        at = at or timezone.now()
        people = cls._checked(guests, by)
        meeting = Meeting(group=by.group, key=key or short_key(), smaller=True, settled_at=at, created_at=at,
                          changed_at=at, **what)  # fmt: skip
        meeting.reckon()
        try:
            with transaction.atomic():
                meeting.save(force_insert=True)
        except IntegrityError:
            same = by.group.meetings(manager="of_any_size").get(key=key)
            if not same.sequence:
                return same
            meeting.key = short_key()
            meeting.save(force_insert=True)
        cls.objects.bulk_create(cls(meeting=meeting, membership=person) for person in people)
        Attendance.say(meeting, Attendance.Answer.CAN, by=by, at=at)
        tell(meeting, stood="new", by=by, at=at)
        by.group.changed("programme")
        return meeting

    @classmethod
    @transaction.atomic
    def rearrange(cls, meeting: Meeting, guests, *, by, seen=None, at=None, **what) -> None:
        """Change what was arranged, and who is in it. Whoever is new is asked; new times or place ask everyone again.

        Raises what `arrange` and `Meeting.change` raise; ValueError, too, for somebody who isn't in it.
        """
        at = at or timezone.now()
        people = cls._checked(guests, by)
        if not meeting.guests.filter(membership=by).exists():
            raise ValueError("somebody who isn’t in it")
        meeting.change(by=by, seen=seen, at=at, **what)
        there = {guest.membership_id for guest in meeting.guests.all()}
        meeting.guests.exclude(membership__in=people).delete()
        meeting.answers.exclude(membership__in=people).delete()
        new = [person for person in people if person.pk not in there]
        cls.objects.bulk_create(cls(meeting=meeting, membership=person) for person in new)
        tell(meeting, stood="new", by=by, at=at, whom=new)

    @staticmethod
    def _checked(guests, by) -> list:
        """`by` and the guests, each once."""
        people = list({person.pk: person for person in (by, *guests)}.values())
        if any(person.group_id != by.group_id for person in people):
            raise ValueError("somebody of another group")
        if len(people) < 2:
            raise ValidationError({"guests": _("Choose somebody to meet with.")})
        if len(people) >= by.group.members.count():
            raise ValidationError({"guests": _("That is all of us. Plan it as a meeting of the group.")})
        return people
