from datetime import datetime

from django.db import models
from django.utils import timezone

from copse import zones
from meetings.when import dates_of


class MeetingDate(models.Model):
    """A date that a meeting had before it was moved."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="earlier_dates")
    starts_on = models.DateField()
    start_time = models.TimeField(null=True)
    start_fold = models.BooleanField(default=False)
    ends_on = models.DateField()
    end_time = models.TimeField(null=True)
    end_fold = models.BooleanField(default=False)
    zone = models.CharField(max_length=64)
    moved_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["moved_at", "pk"]

    def __str__(self):
        return str(self.starts_on)

    @classmethod
    def note(cls, meeting, *, by, at) -> "MeetingDate":
        return cls.objects.create(meeting=meeting, by=by, moved_at=at, **dates_of(meeting))

    @property
    def starts_at(self) -> datetime:
        return zones.instant(self.starts_on, self.start_time, self.zone, second=self.start_fold)

    @property
    def ends_at(self) -> datetime:
        return zones.instant(self.ends_on, self.end_time, self.zone, end=True, second=self.end_fold)
