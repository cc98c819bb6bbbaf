from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from copse import words
from copse.fields import LineField
from copse.keys import short_key
from groups.locking import one_at_a_time
from meetings.clashes import spans_of

MOST = 60  # that one member keeps in one group
WEEKDAYS, WEEKEND, ALL_WEEK = "01234", "56", "0123456"
EACH = (
    gettext_lazy("Mondays"), gettext_lazy("Tuesdays"), gettext_lazy("Wednesdays"), gettext_lazy("Thursdays"),
    gettext_lazy("Fridays"), gettext_lazy("Saturdays"), gettext_lazy("Sundays"),
)  # fmt: skip


class StandingAvailabilityQuerySet(models.QuerySet):
    def not_over(self, today: date):
        return self.filter(Q(ends=None) | Q(ends__gte=today))

    def touching(self, first: date, last: date):
        """Those that hold on one of these days."""
        begun = Q(starts=None) | Q(starts__lte=last)
        return self.filter(begun, Q(ends=None) | Q(ends__gte=first))


class StandingAvailability(models.Model):
    """When a member can’t, said once for all dates: away from one day to another, or on some days of each week.

    The hours are by the member's clock, wherever they live by then. It answers nothing for them.
    """

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="standing")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    weekdays = models.CharField(max_length=7, blank=True)  # "02" for Mondays and Wednesdays; of a time away, none
    from_time = models.TimeField(null=True, blank=True)  # None: from the day's beginning
    until_time = models.TimeField(null=True, blank=True)  # None: until its end; up to `from_time`: the next day
    starts = models.DateField(null=True, blank=True)  # None: for as long as anybody remembers
    ends = models.DateField(null=True, blank=True)  # the last day; None while it is open
    reason = LineField(max_length=200, blank=True)  # for the member alone
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = StandingAvailabilityQuerySet.as_manager()

    class Meta:
        ordering = [F("starts").asc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")), name="a_time_away_ends_after"
            ),
            models.CheckConstraint(
                condition=~Q(weekdays="")
                | Q(starts__isnull=False, ends__isnull=False, from_time=None, until_time=None),
                name="a_time_away_has_two_days_and_no_hours",
            ),
        ]

    def __str__(self):
        return self.key

    # -- keeping them

    @classmethod
    @one_at_a_time
    def keep(cls, *, by, key: str = "", at=None, **what) -> "StandingAvailability":
        """Another time when I can’t; kept twice with the same `key` it is one.

        Raises ValidationError, by field, where it would end before it starts, and where there are sixty already.
        """
        kept = cls(membership=by, key=key or short_key(), noted_at=at or timezone.now(), **what)
        kept._check()
        if by.standing.exclude(key=key).count() >= MOST:
            raise ValidationError(_("You keep sixty of these. Take one out that is over."))
        try:
            with transaction.atomic():
                kept.save(force_insert=True)
        except IntegrityError:
            same = by.standing.get(key=key)
            if all(getattr(same, name) == value for name, value in what.items()):
                return same
            kept.key = short_key()  # that one has been changed since
            kept.save(force_insert=True)
        by.group.changed("answers")
        return kept

    @one_at_a_time
    def change(self, *, by, **what) -> None:
        """Raises as `keep`; ValueError for anybody but whose it is."""
        self._check_whose(by)
        for name, value in what.items():
            setattr(self, name, value)
        self._check()
        self.save(update_fields=list(what))
        by.group.changed("answers")

    @one_at_a_time
    def end(self, *, by, at=None) -> None:
        """It ended yesterday; one that hadn't begun never was. Ended twice is ended once. Raises ValueError for anybody
        but whose it is.
        """
        self._check_whose(by)
        today = timezone.localdate(at, by.member.tzinfo)
        row = by.standing.not_over(today).filter(pk=self.pk)
        if row.filter(starts__gte=today).delete()[0] or row.update(ends=today - timedelta(days=1)):
            by.group.changed("answers")

    @one_at_a_time
    def take_out(self, *, by) -> None:
        """It is gone. Raises ValueError for anybody but whose it is."""
        self._check_whose(by)
        self.delete()
        by.group.changed("answers")

    def _check(self) -> None:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": _("The last day comes before the first. Choose a later one.")})

    def _check_whose(self, by) -> None:
        if by.pk != self.membership_id:
            raise ValueError("only whose it is changes it")

    # -- questions

    @property
    def is_weekly(self) -> bool:
        return bool(self.weekdays)

    def is_over(self, today: date) -> bool:
        return self.ends is not None and self.ends < today

    @cached_property
    def zone(self) -> str:
        """By whose clock."""
        return self.membership.member.zone

    def clashes_with(self, on) -> bool:
        """Whether it says no at some time of a date, which begins and ends at two instants."""
        return any(spans_of(self, self.zone, on.starts_at, on.ends_at))

    @property
    def in_words(self) -> str:
        """ "never before 6 pm on weekdays", "away Monday 3 to Monday 17 August"; without the reason."""
        if not self.is_weekly:
            this_year = timezone.localdate().year
            days = words.span(self.starts, self.ends, self.ends.year != this_year)
            return _("away %(days)s") % {"days": days}
        shape = self._shape()
        said = shape % {
            "days": self._days(),
            "from": words.clock(self.from_time) if self.from_time else "",
            "until": words.clock(self.until_time) if self.until_time else "",
            "times": words.times(self.from_time, self.until_time) if self.from_time and self.until_time else "",
        }
        return said + self._bounds()

    @property
    def title(self) -> str:
        return words.sentence(self.in_words)

    def _shape(self) -> str:
        if self.from_time and self.until_time:
            return _("never from %(times)s %(days)s")
        if self.until_time:
            return _("never before %(until)s %(days)s")
        if self.from_time:
            return _("never after %(from)s %(days)s")
        return _("never %(days)s")

    def _days(self) -> str:
        whole = {
            WEEKDAYS: pgettext("when", "on weekdays"),
            WEEKEND: pgettext("when", "at weekends"),
            ALL_WEEK: pgettext("when", "on any day"),
        }
        names = words.join_names([EACH[int(day)] for day in self.weekdays])
        return whole.get(self.weekdays) or pgettext("when", "on %(weekdays)s") % {"weekdays": names}

    def _bounds(self) -> str:
        """From which day and until which, where it says so."""
        said = ""
        if self.starts:
            said += _(", from %(day)s") % {"day": words.day_year(self.starts)}
        if self.ends:
            said += _(", until %(day)s") % {"day": words.day_year(self.ends)}
        return said
