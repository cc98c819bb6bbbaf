import uuid
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from copse import zones
from copse.fields import LineField
from copse.keys import short_key
from groups.locking import one_at_a_time
from groups.models import Membership
from meetings.models.attendance import Attendance
from meetings.models.availability import Availability
from meetings.models.meeting import Meeting
from meetings.models.unheard import TreatedAway


class OptionQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has taken back."""
        return self.filter(taken_back_at=None)

    def ahead(self, at=None):
        """Standing and not begun yet, nearest first."""
        return self.standing().filter(starts_at__gt=at or timezone.now()).order_by("starts_at", "pk")

    def awaited(self):
        """Those that one of us hasn't answered who is in, isn't on sabbatical that day, and whom nobody would treat as
        away. Nearly all are found at the first of us, which is quick; `DatePoll.all_are_heard` knows the rest.
        """
        said = Availability.objects.filter(option=OuterRef(OuterRef("pk")), membership=OuterRef("pk"))
        away = TreatedAway.objects.filter(poll=OuterRef(OuterRef("poll")), about=OuterRef("pk"))
        needed = Membership.objects.required(on=OuterRef(OuterRef("starts_on")))
        of_group = needed.filter(group=OuterRef("poll__meeting__group"))
        return self.filter(Exists(of_group.filter(~Exists(said), ~Exists(away))))

    def awaiting_answer_from(self, membership, at=None):
        return self.ahead(at).exclude(answers__membership=membership)


class Option(models.Model):
    """A date that could be. When, how and where never change: another time is another option, and what was said of this
    one stays.
    """

    poll = models.ForeignKey("meetings.DatePoll", models.CASCADE, related_name="options")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # of its hold in calendars
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")
    starts_on = models.DateField()
    start_time = models.TimeField(null=True, blank=True)
    start_fold = models.BooleanField(default=False)
    ends_on = models.DateField()
    end_time = models.TimeField(null=True, blank=True)
    end_fold = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, validators=[zones.validate_zone])
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    kind = models.CharField(max_length=8, choices=Meeting.Kind)
    place = LineField(max_length=200, blank=True)
    note = LineField(max_length=200, blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = OptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="an_option_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(start_time=None, end_time=None) | Q(start_time__isnull=False, end_time__isnull=False),
                name="an_option_has_both_times_or_whole_days",
            ),
            models.UniqueConstraint(
                fields=["poll", "starts_at", "ends_at", "kind", "place"],
                condition=Q(taken_back_at=None),
                name="a_date_is_offered_once",
            ),
        ]
        indexes = [models.Index(fields=["poll", "starts_at"], name="options_of_a_poll")]

    def __str__(self):
        return self.key

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def get_kind_display(self) -> str:
        """Django's own would translate all four for one."""
        return str(Meeting.Kind(self.kind).label)

    def as_it_stands(self) -> "Option":
        """The one that is offered already for the same date. Where it has no note, that of this one is kept there."""
        same = {name: getattr(self, name) for name in ("starts_at", "ends_at", "kind", "place")}
        option = self.poll.options.standing().get(**same)
        if self.note and not option.note:
            option.note = self.note
            option.save(update_fields=["note"])
        return option

    def is_ahead(self, at=None) -> bool:
        return self.taken_back_at is None and self.starts_at > (at or timezone.now())

    # -- verbs

    @one_at_a_time
    def take_back(self, *, by, at=None) -> None:
        """It isn't offered any more; what was said of it is kept. Taken back twice is taken back once.

        Raises ValidationError where it is the date that was settled on, or the only one ahead that is left; ValueError
        for somebody who neither offered it nor plans meetings.
        """
        if not self.may_be_taken_back_by(by):
            raise ValueError("not theirs to take back")
        poll = self.poll.locked()
        if poll.closed_at:
            raise ValidationError(_("The date is settled. The options stay as they were."))
        if not poll.options.ahead(at).exclude(pk=self.pk).exists():
            raise ValidationError(_("It is the only date. Offer another one first."))
        Option.objects.standing().filter(pk=self.pk).update(taken_back_at=at or timezone.now())
        poll.hope_for_the_nearest(at)
        poll._tell_that_all_are_heard(at or timezone.now())
        self.refresh_from_db()

    def may_be_taken_back_by(self, by) -> bool:
        """Whoever offered it, and whoever plans meetings."""
        return by.pk == self.by_id or (by.group_id == self.poll.meeting.group_id and by.facilitates)

    @one_at_a_time
    def confirm(self, *, by, at=None) -> None:
        """It is all right for me, though it is a stretch. Raises ValidationError where that isn't what I said, or where
        the date is settled, over or taken back.
        """
        poll = self.poll.locked()
        if poll.closed_at:
            raise ValidationError(_("The date has been settled since you opened the page."))
        if not poll.options.ahead(at).filter(pk=self.pk).exists():
            raise ValidationError(_("This date is over, or isn’t offered any more."))
        stretched = self.answers.filter(membership=by, answer=Attendance.Answer.STRETCH)
        if not stretched.update(confirmed_at=at or timezone.now()):
            raise ValidationError(_("Say first that you could come at a stretch."))
        poll.meeting.group.changed("answers")
