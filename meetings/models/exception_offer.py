from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from copse.keys import short_key
from groups.locking import one_at_a_time
from meetings.models.attendance import Attendance
from meetings.models.availability import Availability
from meetings.telling import QUIET
from meetings.who_can import can_do_without


class OfferOnDate(NamedTuple):
    """An offer to meet without `by_id`, and the memberships for whom it is all right."""

    by_id: int
    key: str
    accepted_by: set[int]


class ExceptionOfferQuerySet(models.QuerySet):
    def standing(self):
        """Those made by somebody who still can't come, to a meeting as it stands or to a date that is still offered."""
        cannot = {"answer": Attendance.Answer.CANNOT, "membership": OuterRef("by")}
        to_meeting = Attendance.objects.standing().filter(meeting=OuterRef("meeting"), **cannot)
        to_date = Availability.objects.filter(option=OuterRef("option"), **cannot)
        return self.filter(
            Q(Exists(to_meeting), option=None, at_sequence__gte=F("meeting__asks_since"))
            | Q(Exists(to_date), option__taken_back_at=None, option__poll__closed_at=None)
        )

    def settled(self):
        """Those to a meeting whose date is settled, not to a date that is offered for one."""
        return self.filter(option=None)

    def on_dates(self) -> dict[int, list[OfferOnDate]]:
        """By date that is offered, what was offered to it, whether or not they still can't come."""
        return by_date(self.told_of_dates())

    def told_of_dates(self):
        """What `by_date` asks for."""
        rows = self.filter(option__poll__closed_at=None, option__isnull=False)
        return rows.values_list("option", "by", "key", "acceptances__membership")

    def with_acceptances(self):
        return self.select_related("by").prefetch_related("acceptances")


def by_date(rows) -> dict[int, list[OfferOnDate]]:
    """By date, what was offered to it, from rows of `told_of_dates`."""
    offers: dict[int, dict[str, OfferOnDate]] = {}
    for option, by, key, accepted in rows:
        offer = offers.setdefault(option, {}).setdefault(key, OfferOnDate(by, key, set()))
        offer.accepted_by.update({accepted} - {None})
    return {option: list(found.values()) for option, found in offers.items()}


class ExceptionOffer(models.Model):
    """“Meet without me this once”: offered by whoever can't come, and nobody else can say it for them.

    It is about a settled meeting, or about an `option` for one; settled on, that one's offers are the meeting's.
    """

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="exceptions")
    option = models.ForeignKey("meetings.Option", models.CASCADE, null=True, related_name="exceptions")
    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="exceptions_offered")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    at_sequence = models.PositiveIntegerField()  # to which date and place it was said, as an answer
    offered_at = models.DateTimeField(default=timezone.now)

    objects = ExceptionOfferQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "by"], condition=Q(option=None), name="one_exception_each"),
            models.UniqueConstraint(fields=["option", "by"], name="one_exception_each_on_a_date"),
        ]

    def __str__(self):
        return self.key

    @property
    def accepted_by(self) -> set[int]:
        """The memberships for whom it is all right."""
        return {acceptance.membership_id for acceptance in self.acceptances.all()}

    def get_absolute_url(self) -> str:
        """Where the others answer it."""
        page, part = ("meetings:dates", "exceptions") if self.option_id else ("meetings:detail", "at-risk")
        return f"{reverse(page, args=[self.meeting.group.slug, self.meeting.key])}#{part}"

    @classmethod
    @one_at_a_time
    def make(cls, meeting, *, by, at=None) -> "ExceptionOffer":
        """Offer that the others meet without me this once; offered twice is offered once, and to another date anew.

        Raises ValidationError where the meeting isn't ahead and settled, where I haven't said that I can't come, or
        where one alone would be left.
        """
        now = meeting.locked(at)
        said = now.answers.standing().filter(membership=by).first()
        if not now.settled_at or said is None or said.answer != Attendance.Answer.CANNOT:
            raise ValidationError(_("Say first that you can’t come."))
        offer = now.exceptions.settled().filter(by=by).first()
        if offer and offer.at_sequence >= now.asks_since:
            return offer
        offering = now.exceptions.settled().standing().values_list("by", flat=True)
        _check_two_are_left(now.group, now.starts_on, without={by.pk, *offering})
        now.exceptions.settled().filter(by=by).delete()  # what the others said was to another date
        offer = cls.objects.create(meeting=now, by=by, at_sequence=now.sequence, offered_at=at or timezone.now())
        now.group.tell_together("exception", by=by, at=offer.offered_at, after=QUIET)
        now.group.changed("answers")
        return offer

    @classmethod
    @one_at_a_time
    def make_for(cls, option, *, by, at=None) -> "ExceptionOffer":
        """Offer that the others meet without me, should it be this date; offered twice is offered once.

        Raises ValidationError where the date isn't offered any more, where I haven't said that I can't make it, or
        where one alone would be left.
        """
        poll = option.poll.locked()
        if poll.closed_at or not poll.options.ahead(at).filter(pk=option.pk).exists():
            raise ValidationError(_("This date is over, or isn’t offered any more."))
        if not option.answers.filter(membership=by, answer=Attendance.Answer.CANNOT).exists():
            raise ValidationError(_("Say first that you can’t come."))
        offering = option.exceptions.standing().values_list("by", flat=True)
        _check_two_are_left(poll.meeting.group, option.starts_on, without={by.pk, *offering})
        made = {"meeting": poll.meeting, "at_sequence": poll.meeting.sequence, "offered_at": at or timezone.now()}
        offer, new = cls.objects.get_or_create(option=option, by=by, defaults=made)
        if new:
            poll.meeting.group.tell_together("exception", by=by, at=offer.offered_at, after=QUIET)
        poll.meeting.group.changed("answers")
        return offer

    @classmethod
    def settle(cls, offers: list[OfferOnDate], meeting) -> None:
        """Their date is settled on: they are about the meeting now, as it stands."""
        meeting.exceptions.settled().delete()  # they were to an earlier date
        found = meeting.exceptions.filter(key__in=[offer.key for offer in offers])
        found.update(option=None, at_sequence=meeting.sequence)

    @classmethod
    def open_again(cls, meeting, option) -> None:
        """The settled date is one of several again: what was offered to the meeting is about `option` now."""
        offers = dict(meeting.exceptions.settled().standing().values_list("pk", "by"))
        option.exceptions.filter(by__in=offers.values()).delete()  # they could make it in between
        meeting.exceptions.filter(pk__in=offers).update(option=option)

    @one_at_a_time
    def take_back(self, *, by) -> None:
        """I would rather not be left out. Taken back twice is taken back once; ValueError for anybody else."""
        if by.pk != self.by_id:
            raise ValueError("not theirs to take back")
        self.meeting.itself().select_for_update().get()  # nobody settles on it meanwhile
        if ExceptionOffer.objects.filter(pk=self.pk).delete()[0]:
            self.meeting.group.changed("answers")

    @one_at_a_time
    def accept(self, *, by, at=None) -> None:
        """It is all right for me to meet without them this once. Accepted twice is accepted once.

        Raises ValidationError where the meeting or the date isn't ahead, or the offer no longer stands; ValueError for
        whoever offered it, or somebody of another group.
        """
        if by.pk == self.by_id or by.group_id != self.by.group_id:
            raise ValueError("oneself, or somebody of another group")
        now = self._locked(at)
        if not ExceptionOffer.objects.standing().filter(pk=self.pk).exists():
            raise ValidationError(_("This has changed since you opened the page. Look again."))
        self.acceptances.get_or_create(membership=by, defaults={"accepted_at": at or timezone.now()})
        now.group.changed("answers")

    @one_at_a_time
    def unaccept(self, *, by, at=None) -> None:
        """I would rather that we all meet. Raises ValidationError where the meeting or the date is no longer ahead."""
        now = self._locked(at)
        if self.acceptances.filter(membership=by).delete()[0]:
            now.group.changed("answers")

    def _locked(self, at=None):
        """Its meeting, which nobody else changes until the transaction ends."""
        if self.option is None:
            return self.meeting.locked(at)
        if not self.option.is_ahead(at):
            raise ValidationError(_("This date is over, or isn’t offered any more."))
        return self.option.poll.locked().meeting


def _check_two_are_left(group, day: date, *, without: set[int]) -> None:
    """Raises ValidationError where one of us alone would meet that day."""
    if not can_do_without(without, [m for m in group.people.values() if not m.rests_on(day)]):
        raise ValidationError(_("One of us alone would be left. Find another date, or let it go."))


class ExceptionAcceptance(models.Model):
    """One of the others agrees to it."""

    offer = models.ForeignKey(ExceptionOffer, models.CASCADE, related_name="acceptances")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="exceptions_accepted")
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "membership"], name="an_exception_is_accepted_once")]

    def __str__(self):
        return f"{self.offer_id} {self.membership_id}"
