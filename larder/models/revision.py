from django.db import models

from copse.fields import LineField, WordsField
from copse.keys import short_key


class Revision(models.Model):
    """How a topic was worded until somebody worded it anew: whose words these were, and since when."""

    topic = models.ForeignKey("larder.Topic", models.CASCADE, related_name="revisions")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    title = LineField(max_length=120)
    why = WordsField(max_length=5000, blank=True)
    kind = LineField(max_length=40)  # as it was called
    tags = LineField(max_length=400, blank=True)  # as they were written

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.topic_id} {self.at:%Y-%m-%d}"
