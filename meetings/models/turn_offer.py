from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from copse.keys import short_key
from groups.locking import one_at_a_time
from groups.models import Outbox
from meetings.models.meeting import Meeting
from meetings.models.turn import Turn
from meetings.telling import QUIET

UNTAKEN = Q(taken_at=None, withdrawn_at=None, declined_at=None)
AS_OFFERED = ("asks_since", "starts_at", "settled_at")  # of each meeting, when the offer was made


def led(meeting: str, by: str) -> Q:
    """Whether whoever is named `by` facilitates what is named `meeting`."""
    return Q(**{f"{meeting}__facilitator": F(by)}) | Q(**{f"{meeting}__facilitates_with": F(by)})


def as_it_stood(meeting: str) -> Q:
    """Not let go, and neither moved to another day or place, nor settled or opened anew, since the offer was made."""
    same = [Q(**{f"{meeting}__{name}": F(f"{meeting}_{name}")}) for name in ("asks_since", "starts_at")]
    settled = Q(**{f"{meeting}__settled_at": F(f"{meeting}_settled_at")})
    hoped = Q(**{f"{meeting}__settled_at": None, f"{meeting}_settled_at": None})
    return Q(*same, settled | hoped, **{f"{meeting}__let_go_at": None})


def can_be_taken(at) -> Q:
    """Each meeting is ahead, as it stood, and facilitated by whom it was; and whoever offers is one of us."""
    mine = as_it_stood("meeting") & led("meeting", "by") & Q(meeting__ends_at__gt=at)
    theirs = as_it_stood("other") & led("other", "to") & Q(other__ends_at__gt=at)
    one_of_us = Q(by__left_at=None, by__removed_at=None)
    return UNTAKEN & one_of_us & mine & (Q(other=None) | theirs)


class TurnOfferQuerySet(models.QuerySet):
    def untaken(self):
        return self.filter(UNTAKEN)

    def standing(self, at=None):
        """Those that can still be taken."""
        return self.filter(can_be_taken(at or timezone.now()))

    def still_open(self, at):
        """Those that nobody has answered, of meetings that aren't over; each `stands`, or is void."""
        stands = ExpressionWrapper(can_be_taken(at), output_field=models.BooleanField())
        return self.untaken().filter(meeting__ends_at__gt=at).annotate(stands=stands)

    def offered_to(self, membership):
        """Those that they may take: offered to them, or to whoever takes it."""
        return self.filter(Q(to=membership) | Q(to=None)).exclude(by=membership)

    def for_page(self):
        return self.select_related("meeting", "other", "by", "to")


class TurnOffer(models.Model):
    """A turn that somebody offers: for another's turn, which is a swap; or for nothing, and then it is given away.

    Void without anybody's doing once either meeting is moved, let go, or facilitated by somebody else.
    """

    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="turn_offers")
    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="turn_offers")
    other = models.ForeignKey(
        "meetings.Meeting", models.CASCADE, null=True, related_name="+"
    )  # whose turn is wished for
    to = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="+")  # None: whoever takes it
    meeting_asks_since = models.PositiveIntegerField()
    meeting_starts_at = models.DateTimeField()
    meeting_settled_at = models.DateTimeField(null=True)
    other_asks_since = models.PositiveIntegerField(null=True)
    other_starts_at = models.DateTimeField(null=True)
    other_settled_at = models.DateTimeField(null=True)
    offered_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)  # by whom it was offered to
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="+")

    objects = TurnOfferQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(other=None) | Q(to__isnull=False), name="a_swap_is_with_somebody"),
            models.CheckConstraint(condition=Q(taken_at=None) | Q(withdrawn_at=None), name="taken_or_withdrawn"),
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(taken_at=None, withdrawn_at=None, to__isnull=False),
                name="declined_by_whom_it_was_offered_to",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="taken_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.meeting_id} {self.by_id}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:turn", args=[self.meeting.group.slug, self.meeting.key])

    @property
    def is_swap(self) -> bool:
        return self.other_id is not None

    @property
    def begins_at(self) -> datetime:
        """When the first of the meetings that it is about does."""
        return min(meeting.starts_at for meeting in (self.meeting, self.other) if meeting)

    def suits(self) -> bool:
        """Whether whom it is offered to could facilitate it and, where it is a swap, whoever offers it the other."""
        try:
            self.meeting.seats.must_suit(self.to)
            if self.other:
                self.other.seats.must_suit(self.by)
        except ValidationError:
            return False
        return True

    @classmethod
    def of(cls, group) -> TurnOfferQuerySet:
        return cls.objects.filter(meeting__group=group)

    # -- verbs

    @classmethod
    @one_at_a_time
    def make(cls, meeting, *, by, other=None, to=None, at=None) -> "TurnOffer":
        """Offer my turn at `meeting`: for that of `to` at `other`, or without it to `to`, or to whoever takes it.
        Offered twice is offered once; a turn that is given away to another isn't given to the one before any more.

        Raises ValidationError where I don't facilitate it any more, or the other couldn't.
        """
        at = at or timezone.now()
        meeting, other = cls._locked(meeting, other, at)
        meeting.seats.must_be_of(by)
        if to:
            meeting.seats.must_suit(to)
        if other:
            other.seats.must_have(to)
            other.seats.must_suit(by)
        facts = {"meeting": meeting, "by": by, "other": other, "to": to}
        facts |= {f"meeting_{name}": getattr(meeting, name) for name in AS_OFFERED}
        facts |= {f"other_{name}": getattr(other, name, None) for name in AS_OFFERED}
        same = cls.objects.untaken().filter(**facts).first()
        if same:
            return same
        before = cls.objects.untaken().filter(meeting=meeting, by=by, other=other)
        (before.filter(to=to) if other else before).update(withdrawn_at=at)  # a gift to another, or what is void
        offer = cls.objects.create(**facts, offered_at=at)
        if to:
            Outbox.queue(
                "turn_offer", offer.key, to=to.member.email, member=to.member, group=by.group, key=offer.key,
                at=at + QUIET,
            )  # fmt: skip
        by.group.changed("programme")
        return offer

    @one_at_a_time
    def take(self, *, by, at=None) -> None:
        """Yes: both turns change hands at once, or the one that was given. Taken twice by the same is taken once.

        Raises ValidationError where it was taken, taken back or void meanwhile, or I couldn't; ValueError for whom it
        wasn't offered to.
        """
        at = at or timezone.now()
        if by.group_id != self.by.group_id or by.pk == self.by_id or (self.to_id and self.to_id != by.pk):
            raise ValueError("it was offered to somebody else")
        if TurnOffer.objects.filter(pk=self.pk, taken_by=by).exists():
            return
        meeting, other = self._locked(self.meeting, self.other, at)
        if not TurnOffer.objects.standing(at).filter(pk=self.pk).exists():
            raise ValidationError(_("This offer doesn’t stand any more."))
        meeting.seats.must_suit(by)
        if other:
            other.seats.must_suit(self.by)
        if not TurnOffer.objects.untaken().filter(pk=self.pk).update(taken_at=at, taken_by=by):
            raise ValidationError(_("This offer doesn’t stand any more."))  # taken back at the same moment
        self._hand_over(meeting, self.by, by, at)
        if other:
            self._hand_over(other, by, self.by, at)
        if mine := self.by.member:
            Outbox.queue("turn_taken", self.key, to=mine.email, member=mine, group=by.group, key=self.key, at=at)
        by.group.changed("programme")
        self.refresh_from_db()

    @one_at_a_time
    def decline(self, *, by, at=None) -> None:
        """It doesn't suit me, and all stays as it is. Declined twice is declined once; what is void by now
        needs no answer. Raises ValueError for anybody but whom it was offered to.
        """
        if by.pk != self.to_id:
            raise ValueError("it was offered to somebody else")
        if TurnOffer.objects.untaken().filter(pk=self.pk).update(declined_at=at or timezone.now()):
            by.group.changed("programme")

    @one_at_a_time
    def withdraw(self, *, by, at=None) -> None:
        """Taken back; taken back twice is taken back once. Raises ValidationError where somebody has taken it;
        ValueError for anybody but whoever offered it.
        """
        if by.pk != self.by_id:
            raise ValueError("only whoever offered a turn takes it back")
        if TurnOffer.objects.untaken().filter(pk=self.pk).update(withdrawn_at=at or timezone.now()):
            by.group.changed("programme")
        elif TurnOffer.objects.filter(pk=self.pk, taken_at__isnull=False).exists():
            raise ValidationError(_("Somebody has taken it already."))

    # -- how

    @staticmethod
    def _locked(meeting, other, at) -> tuple[Meeting, Meeting | None]:
        """Both as they stand, in one order for all who lock two. Raises ValidationError where one isn't ahead."""
        both = sorted(filter(None, (meeting, other)), key=lambda m: m.pk)
        now = {m.pk: m.locked(at) for m in both}
        return now[meeting.pk], now[other.pk] if other else None

    @staticmethod
    def _hand_over(meeting, out, into, at) -> None:
        meeting.seats.hand(out, into, at=at)
        Turn.objects.filter(meeting=meeting, membership=out).delete()
        Turn.note(meeting, into, accepted_at=at)
