import hashlib
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from copse import inbound
from copse.fields import WordsField
from copse.near import recall
from copse.prepared import Given, Prepared
from groups.locking import alone_in
from groups.models import Outbox
from meetings.models.attendance import Attendance
from meetings.models.availability import Availability
from meetings.models.meeting_invitation import MeetingInvitation
from meetings.models.seats import SEATS

KIND = "put_aside"
MOST = 10  # of one member, of one meeting


class PutAsideQuerySet(models.QuerySet):
    def of(self, meeting):
        return self.filter(invitation__meeting=meeting)

    def unanswered(self):
        """Those whose writers have said nothing since, here or by their calendar."""
        who, since = {"membership": OuterRef("invitation__membership")}, {"answered_at__gt": OuterRef("came_at")}
        come = Attendance.objects.filter(meeting=OuterRef("invitation__meeting"), **who, **since)
        could = Availability.objects.filter(option__poll__meeting=OuterRef("invitation__meeting"), **who, **since)
        return self.filter(~Exists(come), ~Exists(could))

    def visible_to(self, membership):
        """One's own; and those of a meeting that they facilitate, or whose date they ask for."""
        plans = [Q(**{f"invitation__meeting__{seat}": membership}) for seat in (*SEATS, "poll__by")]
        return self.filter(reduce(or_, plans, Q(invitation__membership=membership)))

    def for_page(self):
        return self.select_related("invitation")


class PutAside(models.Model):
    """A mail that somebody sent in answer to an invitation and that no calendar wrote: what it says is for whoever
    plans the meeting, and for whoever wrote it, until an answer comes or the meeting is over.
    """

    invitation = models.ForeignKey(MeetingInvitation, models.CASCADE, related_name="put_aside")
    LONGEST = 1000

    text = WordsField(max_length=LONGEST, blank=True)
    came_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)  # of what came: the same mail is put aside once

    objects = PutAsideQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "digest"], name="a_mail_is_put_aside_once")]
        ordering = ["came_at", "pk"]

    def __str__(self):
        return f"{self.invitation_id}"

    @classmethod
    def of_meeting(cls, meeting, membership) -> list["PutAside"]:
        """What still waits of a meeting and is for the eyes of `membership`. Which meetings have any is read again only
        when somebody has answered.
        """
        group = meeting.group
        key = f"put-aside:{group.pk}:{group.answers_version}:{group.programme_version}"
        if meeting.pk not in recall(key, lambda: frozenset(pk for (pk,) in MEETINGS(group=group.pk))):
            return []
        return list(cls.objects.of(meeting).unanswered().visible_to(membership).for_page())

    @classmethod
    def keep(cls, invitation: MeetingInvitation, text: str, content: bytes, at: datetime) -> bool:
        """Keep its words, without addresses that are secret, and write back once a day where it can be answered. False
        where ten wait already.
        """
        with alone_in(invitation.meeting.group_id):
            return cls._keep(invitation, text, content, at)

    @classmethod
    def _keep(cls, invitation: MeetingInvitation, text: str, content: bytes, at: datetime) -> bool:
        digest = hashlib.sha256(content).hexdigest()
        if invitation.put_aside.filter(digest=digest).exists():
            return True
        if invitation.put_aside.count() >= MOST:
            return False
        cls.objects.create(invitation=invitation, text=inbound.blotted(text)[: cls.LONGEST], came_at=at, digest=digest)
        member, meeting = invitation.membership.member, invitation.meeting
        Outbox.queue(
            KIND, invitation.key, to=member.email, member=member, group=meeting.group, at=at,
            key=f"{invitation.key}:{at:%Y-%m-%d}",
        )  # fmt: skip
        meeting.group.changed("answers")
        return True

    @classmethod
    def forget(cls, at: datetime) -> None:
        """With an answer, and when a meeting is over, what was put aside goes."""
        waiting = cls.objects.unanswered().filter(invitation__meeting__ends_at__gt=at)
        cls.objects.exclude(pk__in=waiting.values("pk")).delete()


# Built once: each meeting's page asks it.
MEETINGS = Prepared(
    lambda: PutAside.objects.filter(invitation__meeting__group_id=Given("group")).values_list("invitation__meeting_id")
)
