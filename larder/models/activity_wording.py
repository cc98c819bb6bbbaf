from django.db import models
from django.utils import timezone

from copse.fields import LineField, WordsField

WORDS = ("title", "instructions", "materials", "content_note", "alternative", "source")  # of an activity


class ActivityWordingQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-until", "-pk")

    def for_page(self):
        return self.select_related("by")


class ActivityWording(models.Model):
    """How an activity was worded before somebody changed it."""

    activity = models.ForeignKey("larder.Activity", models.CASCADE, related_name="wordings")
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")  # who changed it
    until = models.DateTimeField(default=timezone.now)
    title = LineField(max_length=120)
    instructions = WordsField(max_length=8000)
    materials = LineField(max_length=300, blank=True)
    content_note = LineField(max_length=200, blank=True)
    alternative = WordsField(max_length=2000, blank=True)
    source = LineField(max_length=300, blank=True)

    objects = ActivityWordingQuerySet.as_manager()

    def __str__(self):
        return f"{self.activity_id} {self.until:%Y-%m-%d}"

    @classmethod
    def keep(cls, activity, *, by, at=None) -> "ActivityWording":
        """The words of the activity as they stand, before `by` changes them."""
        words = {name: getattr(activity, name) for name in WORDS}
        return cls.objects.create(activity=activity, by=by, until=at or timezone.now(), **words)
