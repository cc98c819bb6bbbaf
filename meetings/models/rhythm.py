from collections.abc import Sequence
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from copse import zones
from copse.fields import LineField
from copse.keys import key_of, short_key
from groups.locking import one_at_a_time
from meetings.models.meeting import Meeting
from meetings.pattern import Pattern, validate_day, validate_rule
from meetings.when import is_until_midnight

DAYS_LONG = 7
MOST = 20  # rhythms of a group side by side


class Rhythm(models.Model):
    """A rule that proposes dates for meetings; several stand side by side. It never makes any by itself.

    Kept as RFC 5545 has it: the rule and the day that it is counted from, as days; beside them wall times and zone.
    """

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="rhythms")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    rule = models.CharField(max_length=120, validators=[validate_rule])  # RRULE
    starts_on = models.DateField(validators=[validate_day])  # DTSTART: the first of its days
    kind = models.CharField(max_length=8, choices=Meeting.Kind)
    start_time = models.TimeField(null=True, blank=True)
    end_time = models.TimeField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(DAYS_LONG)]
    )  # how long a retreat is
    zone = models.CharField(max_length=64, validators=[zones.validate_zone])
    place = LineField(max_length=200, blank=True)
    join_url = models.URLField(max_length=500, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="retreat", days__gt=1, start_time=None, end_time=None))
                | (~Q(kind="retreat") & Q(days=1, end_time__gt=models.F("start_time")))
                | (~Q(kind="retreat") & Q(days=1, end_time=time(), start_time__gt=time())),
                name="a_retreat_has_days_and_others_have_times",
            )
        ]

    def __str__(self):
        return self.key

    # -- verbs

    @classmethod
    @one_at_a_time
    def begin(cls, *, by, pattern: Pattern, key: str = "", starts_on: date | None = None, at=None, **what) -> "Rhythm":
        """A new rhythm, counted from the first of its days from `starts_on` on, or from today. Begun twice with the
        same `key` it is one.

        Raises ValidationError, by field, where it can't be one.
        """
        at = at or timezone.now()
        if by.group.locked().rhythms.count() >= MOST:
            raise ValidationError(_("Twenty rhythms are the most. Change one of them, or let one go."))
        rhythm = cls(group=by.group, key=key or short_key(), changed_at=at, **{"zone": by.group.zone, **what})
        rhythm._follow(pattern, starts_on or by.group.today(at))
        try:
            with transaction.atomic():
                rhythm.save(force_insert=True)
        except IntegrityError:
            return by.group.rhythms.get(key=key)
        by.group.changed("programme")
        return rhythm

    @classmethod
    @one_at_a_time
    def begin_several(cls, rhythms: Sequence[dict], *, by, key: str, at=None) -> "list[Rhythm]":
        """All of these, or none. Begun twice with the same `key` they are there once. Raises as `begin`."""
        keys = [key_of(f"{key} {n}") for n, _what in enumerate(rhythms)]
        return [cls.begin(by=by, key=one, at=at, **what) for one, what in zip(keys, rhythms, strict=True)]

    @classmethod
    @one_at_a_time
    def begin_first(cls, rhythms: Sequence[dict], *, by, starts_on: date, at=None) -> None:
        """These are the group's first; where it has one already, nothing is begun."""
        if not by.group.locked().rhythms.exists():
            for what in rhythms:
                cls.begin(by=by, starts_on=starts_on, at=at, **what)

    @one_at_a_time
    def change(self, *, by, pattern: Pattern, starts_on: date, seen=None, at=None, **what) -> None:
        """What is in the programme already stays as it is. `seen` is the `changed_at` that the change was made from.

        Raises `Rhythm.ChangedMeanwhile` where somebody else has changed it since; ValidationError as `begin`.
        """
        now = Rhythm.objects.select_for_update().get(pk=self.pk)
        if seen is not None and now.changed_at != seen:
            raise Rhythm.ChangedMeanwhile
        for name, value in what.items():
            setattr(now, name, value)
        now._follow(pattern, starts_on)
        now.changed_at = max(at or timezone.now(), now.changed_at + timedelta(microseconds=1))
        now.save()
        now.group.changed("programme")
        self.refresh_from_db()

    class ChangedMeanwhile(Exception):
        """Somebody else changed the rhythm while this change was being written."""

    @one_at_a_time
    def let_go(self, *, by) -> None:
        """It proposes nothing any more; what came of it stays in the programme. Let go twice is let go once."""
        Rhythm.objects.filter(pk=self.pk).delete()
        by.group.changed("programme")

    def _follow(self, pattern: Pattern, starts_on: date) -> None:
        """Take the pattern, and count it from the first of its days from `starts_on` on (RFC 5545, 3.8.5.3)."""
        validate_day(starts_on)
        pattern.check()
        self.rule, self.starts_on = pattern.rule, pattern.first_from(starts_on)
        retreat = self.kind == Meeting.Kind.RETREAT
        if retreat and not 1 < self.days <= DAYS_LONG:
            raise ValidationError({"days": _("A retreat has a night in it, and here at most a week.")})
        if not retreat and not (self.start_time and self.end_time):
            raise ValidationError({"start_time": _("Choose both times.")})
        until_midnight = is_until_midnight(self.start_time, self.end_time)
        if not retreat and self.end_time <= self.start_time and not until_midnight:
            raise ValidationError({"end_time": _("The end comes before the start. Choose a later end.")})
        if retreat:
            self.start_time = self.end_time = None
        else:
            self.days = 1

    # -- questions

    @cached_property
    def pattern(self) -> Pattern:
        return Pattern.from_rule(self.rule)

    def days_between(self, first: date, last: date) -> list[date]:
        return self.pattern.days(self.starts_on, first, last)

    def next_after(self, day: date) -> date | None:
        return self.pattern.next_after(self.starts_on, day)

    @property
    def sentence(self) -> str:
        """ "The first Tuesday of each month, 7 to 9 pm, online." """
        from meetings.rhythm_said import said

        return said(
            self.pattern, kind=self.kind, start_time=self.start_time, end_time=self.end_time, days=self.days,
            place=self.place, zone=self.zone, starts_on=self.starts_on, today=self.group.today(),
        )  # fmt: skip


class LaidOut(models.Model):
    """A day of a rhythm that was on a sheet: what was made of it, or that it was dropped. It isn't missing again."""

    rhythm = models.ForeignKey(Rhythm, models.CASCADE, related_name="laid_out")
    on = models.DateField()  # the rhythm's own day, wherever the meeting was moved
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rhythm", "on"], name="a_day_is_laid_out_once")]

    def __str__(self):
        return str(self.on)
