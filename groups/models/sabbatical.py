from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import WordsField
from groups.locking import one_at_a_time
from groups.models.log_entry import LogEntry


class Span(NamedTuple):
    """From which day until which, both included; `ends` is None while it is open. With a note to the others."""

    starts: date
    ends: date | None
    note: str = ""

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or self.ends >= day)


class SabbaticalQuerySet(models.QuerySet):
    def covering(self, day):
        """Those that `day`, a date or an expression of one, falls into. Both ends belong to them."""
        return self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)

    def not_over(self, today: date):
        return self.filter(Q(ends=None) | Q(ends__gte=today))


class Sabbatical(models.Model):
    """A time away that a member has chosen: nobody waits for them, and they still read. It begins with nobody's doing
    but their own.
    """

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="sabbaticals")
    starts = models.DateField(gettext_lazy("from"))
    ends = models.DateField(gettext_lazy("until"), null=True, blank=True)  # the last day; None while it is open
    note = WordsField(gettext_lazy("a note to the others"), max_length=1000, blank=True)

    objects = SabbaticalQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="a_sabbatical_ends_after"),
        ]

    def __str__(self):
        return f"{self.membership_id} {self.starts}"

    @classmethod
    @one_at_a_time
    def take(cls, *, by, starts: date, ends: date | None = None, note: str = "", at=None) -> "Sabbatical":
        """Take one, or change the one that is on or to come: there is one at a time.

        Raises ValidationError, by field, where it would end before it starts.
        """
        if ends and ends < starts:
            raise ValidationError({"ends": _("The last day comes before the first. Choose a later one.")})
        sabbatical = by.sabbaticals.not_over(by.group.today(at)).first()
        if sabbatical is None:
            sabbatical = cls(membership=by)
            by.group.log(LogEntry.Act.SABBATICAL, by=by, at=at)
        sabbatical.starts, sabbatical.ends, sabbatical.note = starts, ends, note
        sabbatical.save()
        sabbatical._changed(by)
        return sabbatical

    @one_at_a_time
    def come_back(self, *, by, at=None) -> None:
        """It ended yesterday; one that hadn't begun never was. Raises ValueError for anybody but whose it is."""
        if by.pk != self.membership_id:
            raise ValueError("only whose sabbatical it is ends it")
        today = by.group.today(at)
        row = Sabbatical.objects.not_over(today).filter(pk=self.pk)
        if row.filter(starts__gte=today).delete()[0] or row.update(ends=today - timedelta(days=1)):
            by.group.log(LogEntry.Act.CAME_BACK, by=by, at=at or timezone.now())
            self._changed(by)

    def _changed(self, by) -> None:
        """Whom we wait for is said on the pages of meetings and of the manifesto too."""
        for area in ("people", "answers"):
            by.group.changed(area)
