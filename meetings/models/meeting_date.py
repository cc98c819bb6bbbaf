from datetime import datetime

from django.db import models
from django.utils import timezone

from copse import zones
from copse.fields import LineField
from meetings.when import DATES

WAS = (*DATES, "kind", "place", "sequence")


class MeetingDate(models.Model):
    """When and where a meeting was to be, before it was moved or changed."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="earlier_dates")
    starts_on = models.DateField()
    start_time = models.TimeField(null=True)
    start_fold = models.BooleanField(default=False)
    ends_on = models.DateField()
    end_time = models.TimeField(null=True)
    end_fold = models.BooleanField(default=False)
    zone = models.CharField(max_length=64)
    kind = models.CharField(max_length=8)
    place = LineField(max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # that the meeting had then
    moved_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["moved_at", "pk"]

    def __str__(self):
        return str(self.starts_on)

    def differs_from(self, later) -> set[str]:
        """Which of when, kind and place are others in `later`, a MeetingDate or the meeting as it is now."""
        facts = {"when": DATES, "kind": ("kind",), "place": ("place",)}
        return {fact for fact, names in facts.items() if any(getattr(self, n) != getattr(later, n) for n in names)}

    def get_kind_display(self) -> str:
        return str(type(self.meeting).Kind(self.kind).label)

    @classmethod
    def note(cls, meeting, *, by, at) -> "MeetingDate":
        return cls.objects.create(meeting=meeting, by=by, moved_at=at, **{n: getattr(meeting, n) for n in WAS})

    @property
    def starts_at(self) -> datetime:
        return zones.instant(self.starts_on, self.start_time, self.zone, second=self.start_fold)

    @property
    def ends_at(self) -> datetime:
        return zones.instant(self.ends_on, self.end_time, self.zone, end=True, second=self.end_fold)
