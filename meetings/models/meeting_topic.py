from django.db import models

from copse.fields import WordsField


class MeetingTopicQuerySet(models.QuerySet):
    def ahead(self, at=None):
        """At meetings that are still to come."""
        from meetings.models.meeting import Meeting

        return self.filter(meeting__in=Meeting.objects.ahead(at).order_by())

    def behind(self, at=None):
        """At meetings that were held."""
        from meetings.models.meeting import Meeting

        return self.filter(meeting__in=Meeting.objects.held(at).order_by())

    def for_page(self):
        return self.select_related("meeting__facilitator", "meeting__group").order_by("meeting__starts_at", "pk")


class MeetingTopic(models.Model):
    """A topic opened at a meeting, and what came of it."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="opened")
    topic = models.ForeignKey("larder.Topic", models.CASCADE, related_name="opened")
    order = models.PositiveSmallIntegerField(default=1)
    came_of_it = WordsField(blank=True)

    objects = MeetingTopicQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "topic"], name="opened_once_at_a_meeting")]

    def __str__(self):
        return f"{self.meeting_id} {self.topic_id}"
