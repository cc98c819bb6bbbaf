from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from copse.words import who_facilitates
from groups.locking import one_at_a_time
from groups.models import Membership
from meetings.models.meeting import Meeting


class Instead(NamedTuple):
    """What follows when somebody can't: who goes instead, and at which meeting they themselves do."""

    goes: Membership | None
    mine: Meeting | None


def _passed_on(meeting) -> str:
    if not meeting.seats:
        return _("You have passed this turn on already. Nobody has it so far.")
    return _("You have passed this turn on already. %(now)s.") % {"now": who_facilitates(meeting.seats.names)}


class TurnQuerySet(models.QuerySet):
    def ahead(self, at=None):
        """Of meetings that are still to come, and that they facilitate."""
        led = Q(meeting__facilitator=F("membership")) | Q(meeting__facilitates_with=F("membership"))
        at = at or timezone.now()
        return self.filter(led, meeting__let_go_at=None, meeting__ends_at__gt=at).order_by("meeting__starts_at", "pk")

    def pencilled(self):
        """Laid by the order, and nobody has said yes."""
        return self.filter(laid_at__isnull=False, accepted_at=None)


class Turn(models.Model):
    """What is known of somebody's turn at a meeting. Whose turn it is, the meeting itself says: they facilitate it.

    Laid by the order and neither accepted nor skipped, it can still be laid anew.
    """

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="turns")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="turns")
    laid_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    skipped_at = models.DateTimeField(null=True)  # they said that they can't

    objects = TurnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="one_turn_each_at_a_meeting"),
            models.CheckConstraint(condition=Q(skipped_at=None) | Q(accepted_at=None), name="skipped_is_not_accepted"),
        ]

    def __str__(self):
        return f"{self.meeting_id} {self.membership_id}"

    @classmethod
    def note(cls, meeting, membership, **facts) -> None:
        """These facts, and no others, are known of the turn."""
        nothing = {"laid_at": None, "accepted_at": None, "skipped_at": None}
        cls.objects.update_or_create(meeting=meeting, membership=membership, defaults=nothing | facts)

    @classmethod
    @one_at_a_time
    def accept(cls, meeting, *, by, at=None) -> None:
        """Yes, I facilitate it. Accepted twice is accepted once.

        Raises ValidationError where the meeting isn't ahead, somebody else facilitates it by now, or I couldn't: I have
        said so, or am new and would go first, since the meetings before it have changed.
        """
        from meetings.turns import Turns

        at = at or timezone.now()
        now = meeting.locked(at)
        now.seats.must_be_of(by)
        if cls.objects.filter(meeting=now, membership=by, accepted_at__isnull=False).exists():
            return
        now.seats.must_be_able(by)
        if not Turns(by.group, at, kept=False).goes(now, by):
            raise ValidationError(_("Somebody new goes once another of us has. The turns have to be laid anew first."))
        said = {"accepted_at": at, "skipped_at": None}  # and that it was laid is known still
        cls.objects.update_or_create(meeting=now, membership=by, defaults=said)
        by.group.changed("programme")

    @classmethod
    @one_at_a_time
    def skip(cls, meeting, *, by, at=None) -> Instead:
        """I can't: the next one goes, and I keep my place. Where the next one was given a later turn that they haven't
        said yes to, that is mine now. Where nobody else could, nobody facilitates.

        Raises ValidationError as `accept`, and where I have passed it on already.
        """
        from meetings.turns import Turns

        at = at or timezone.now()
        ahead = by.group.meetings.locked_ahead(at)
        now = ahead.get(meeting.pk) or meeting.locked(at)
        if by not in now.seats and now.turns.filter(membership=by, skipped_at__isnull=False).exists():
            raise ValidationError(_passed_on(now))
        now.seats.must_be_of(by)
        cls.note(now, by, skipped_at=at)
        turns = Turns(by.group, at, kept=False)
        follower = turns.next_for(now)
        now.seats.hand(by, follower, at=at)
        mine = None
        if follower:
            cls.note(now, follower, laid_at=at)
            mine = turns.later_pencilled(now, follower, fit_for=by)
        if mine:
            ahead[mine.pk].seats.hand(follower, by, at=at)
            cls.objects.filter(meeting=mine, membership=follower).delete()
            cls.note(mine, by, laid_at=at)
        by.group.changed("programme")
        return Instead(follower, mine)

    @classmethod
    @one_at_a_time
    def take_again(cls, meeting, *, by, at=None) -> None:
        """I passed it on, and can after all: I facilitate it, and whoever went instead has again what they had. Taken
        again twice is taken again once.

        Raises ValidationError where they have said yes by now, it was agreed on otherwise, or I couldn't.
        """
        from meetings.turns import Turns

        at = at or timezone.now()
        ahead = by.group.meetings.locked_ahead(at)
        now = ahead.get(meeting.pk) or meeting.locked(at)
        if by in now.seats:
            return
        now.seats.must_suit(by)
        turns = Turns(by.group, at, kept=False)
        if not turns.can_take_again(now, by):
            raise ValidationError(_("Somebody has said yes to this turn since, or it was agreed on otherwise."))
        instead = turns.instead_of(now, by)
        if not instead.goes:
            now.seats.fill([*now.seats, by], at=at)
        else:
            now.seats.hand(instead.goes, by, at=at)
            cls.objects.filter(meeting=now, membership=instead.goes).delete()
        if instead.mine:
            ahead[instead.mine.pk].seats.hand(by, instead.goes, at=at)
            cls.objects.filter(meeting=instead.mine, membership=by).delete()
            cls.note(instead.mine, instead.goes, laid_at=at)
        cls.note(now, by, accepted_at=at)
        by.group.changed("programme")
