from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from copse.keys import short_key
from groups.locking import one_at_a_time
from meetings import when
from meetings.models.attendance import Attendance
from meetings.models.meeting import Meeting
from meetings.telling import forget, tell


class SmallerGuest(models.Model):
    """A member who is in a meeting of twos and threes. Such a meeting is theirs alone, and counts for nothing."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="guests")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="smaller_meetings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "membership"], name="in_a_smaller_meeting_once")]

    def __str__(self):
        return f"{self.meeting_id} {self.membership_id}"

    @classmethod
    @one_at_a_time
    def arrange(cls, guests, *, by, key: str = "", at=None, **what) -> Meeting:
        """A meeting of `by` and these `guests`; `shown_to_all` says whether the others see it. Whoever arranges it can
        come, and each of the others is asked. Arranged twice with the same `key` it is one, as
        long as it stands as it was arranged.

        Raises ValidationError for nobody or everybody, and for times as `Meeting.plan`; ValueError for somebody of
        another group.
        """
        at = at or timezone.now()
        people = cls._checked(guests, by)
        cls._check_not_all(people, by)
        meeting = Meeting(group=by.group, key=key or short_key(), smaller=True, settled_at=at, created_at=at,
                          changed_at=at, **what)  # fmt: skip
        when.reckon(meeting)
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
    @one_at_a_time
    def rearrange(cls, meeting: Meeting, guests, *, by, seen=None, at=None, **what) -> None:
        """Change what was arranged, and who is in it. Whoever is new is asked, and whoever isn't in it any more is told
        so; new times or place ask everyone again. Where all of us are in it by now, nobody can be added.

        Raises what `arrange` and `Meeting.change` raise; ValueError, too, for somebody who isn't in it.
        """
        at = at or timezone.now()
        people = cls._checked(guests, by)
        if not meeting.guests.filter(membership=by).exists():
            raise ValueError("somebody who isn’t in it")
        meeting.change(by=by, seen=seen, at=at, **what)
        there = {guest.membership_id: guest.membership for guest in meeting.guests.select_related("membership__member")}
        new = [person for person in people if person.pk not in there]
        out = [person for pk, person in there.items() if person not in people]
        if new:
            cls._check_not_all(people, by)
        cls._remove(meeting, out)
        cls.objects.bulk_create(cls(meeting=meeting, membership=person) for person in new)
        tell(meeting, stood="new", by=by, at=at, whom=new)
        tell(meeting, stood="settled", by=by, at=at, whom=out)

    @classmethod
    @one_at_a_time
    def leave(cls, meeting: Meeting, *, by, at=None) -> None:
        """I am not in it any more. Left twice is left once; where that leaves one alone, the meeting is let go.

        Raises ValidationError where it isn't ahead; ValueError for whoever is alone in it, who can let it go.
        """
        at = at or timezone.now()
        now = meeting.locked(at)
        there = set(now.guests.values_list("membership", flat=True))
        if by.pk not in there:
            return
        if len(there) == 1:
            raise ValueError("nobody would be in it")
        cls._remove(now, [by])
        forget(now, by, at)
        if len(there) == 2:
            now.let_go(by=by, at=at)
        else:
            now.mark_changed(at)
        now.group.changed("answers")

    @staticmethod
    def _remove(meeting: Meeting, people: list) -> None:
        meeting.guests.filter(membership__in=people).delete()
        meeting.answers.filter(membership__in=people).delete()

    @staticmethod
    def _check_not_all(people: list, by) -> None:
        if len(people) >= by.group.members.count():
            raise ValidationError({"guests": _("That is all of us. Plan it as a meeting of the group.")})

    @staticmethod
    def _checked(guests, by) -> list:
        """`by` and the guests, each once."""
        people = list({person.pk: person for person in (by, *guests)}.values())
        if any(person.group_id != by.group_id for person in people):
            raise ValueError("somebody of another group")
        if len(people) < 2:
            raise ValidationError({"guests": _("Choose somebody to meet with.")})
        return people
