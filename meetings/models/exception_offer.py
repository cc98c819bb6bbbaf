from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from copse.keys import short_key
from meetings.models.attendance import Attendance


class ExceptionOfferQuerySet(models.QuerySet):
    def standing(self):
        """Those made to what stands now, by somebody who still can't come."""
        cannot = Attendance.objects.standing().filter(
            answer=Attendance.Answer.CANNOT, meeting=models.OuterRef("meeting"), membership=models.OuterRef("by")
        )
        return self.filter(models.Exists(cannot), at_sequence__gte=F("meeting__asks_since"))

    def with_acceptances(self):
        return self.select_related("by").prefetch_related("acceptances")


class ExceptionOffer(models.Model):
    """“Meet without me this once”: offered by whoever can't come, and nobody else can say it for them."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="exceptions")
    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="exceptions_offered")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    at_sequence = models.PositiveIntegerField()  # to which date and place it was said, as an answer
    offered_at = models.DateTimeField(default=timezone.now)

    objects = ExceptionOfferQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "by"], name="one_exception_each")]

    def __str__(self):
        return self.key

    @property
    def accepted_by(self) -> set[int]:
        """The memberships for whom it is all right."""
        return {acceptance.membership_id for acceptance in self.acceptances.all()}

    @classmethod
    @transaction.atomic
    def make(cls, meeting, *, by, at=None) -> "ExceptionOffer":
        """Offer that the others meet without me this once; offered twice is offered once, and to another date anew.

        Raises ValidationError where the meeting isn't ahead and settled, or where I haven't said that I can't come.
        """
        now = meeting.locked(at)
        said = now.answers.standing().filter(membership=by).first()
        if not now.settled_at or said is None or said.answer != Attendance.Answer.CANNOT:
            raise ValidationError(_("Say first that you can’t come."))
        offer = now.exceptions.filter(by=by).first()
        if offer and offer.at_sequence >= now.asks_since:
            return offer
        now.exceptions.filter(by=by).delete()  # what the others said was to another date
        offer = cls.objects.create(meeting=now, by=by, at_sequence=now.sequence, offered_at=at or timezone.now())
        now.group.changed("answers")
        return offer

    @transaction.atomic
    def take_back(self, *, by) -> None:
        """I would rather not be left out. Taken back twice is taken back once; ValueError for anybody else."""
        if by.pk != self.by_id:
            raise ValueError("not theirs to take back")
        if ExceptionOffer.objects.filter(pk=self.pk).delete()[0]:
            self.meeting.group.changed("answers")

    @transaction.atomic
    def accept(self, *, by, at=None) -> None:
        """It is all right for me to meet without them this once. Accepted twice is accepted once.

        Raises ValidationError where the meeting isn't ahead, or the offer no longer stands; ValueError for whoever
        offered it, or somebody of another group.
        """
        if by.pk == self.by_id or by.group_id != self.by.group_id:
            raise ValueError("oneself, or somebody of another group")
        now = self.meeting.locked(at)
        if not ExceptionOffer.objects.standing().filter(pk=self.pk).exists():
            raise ValidationError(_("This has changed since you opened the page. Look again."))
        self.acceptances.get_or_create(membership=by, defaults={"accepted_at": at or timezone.now()})
        now.group.changed("answers")

    @transaction.atomic
    def unaccept(self, *, by, at=None) -> None:
        """I would rather that we all meet. Raises ValidationError where the meeting isn't ahead any more."""
        now = self.meeting.locked(at)
        if self.acceptances.filter(membership=by).delete()[0]:
            now.group.changed("answers")


class ExceptionAcceptance(models.Model):
    """One of the others agrees to it."""

    offer = models.ForeignKey(ExceptionOffer, models.CASCADE, related_name="acceptances")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="exceptions_accepted")
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "membership"], name="an_exception_is_accepted_once")]

    def __str__(self):
        return f"{self.offer_id} {self.membership_id}"
