from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.db.models import Q

from copse.fields import WordsField
from copse.keys import stamp


@dataclass
class Opening:
    """A topic opened, or to be opened, at a meeting."""

    topic_id: int
    kind_id: int
    on: date
    ends_at: datetime
    facilitator_id: int | None
    facilitator: object = None  # the membership, where somebody looks it up


class MeetingTopicQuerySet(models.QuerySet):
    def ahead(self, at=None):
        """At meetings that are still to come."""
        from meetings.models.meeting import Meeting

        return self.filter(meeting__in=Meeting.objects.ahead(at).order_by())

    def behind(self, at=None):
        """At meetings that were held."""
        from meetings.models.meeting import Meeting

        return self.filter(meeting__in=Meeting.objects.held(at).order_by())

    def told(self, at) -> list[Opening]:
        """Every opening that counts, at a meeting that was held or is still to come, in order of time; one query."""
        counts = Q(meeting__ends_at__gt=at) | Q(meeting__settled_at__isnull=False)
        rows = self.filter(counts, meeting__let_go_at=None).order_by("meeting__starts_at", "pk")
        columns = ("topic_id", "topic__kind_id", "meeting__starts_on", "meeting__ends_at", "meeting__facilitator_id")
        return [Opening(*row) for row in rows.values_list(*columns)]

    def stamp(self) -> str:
        """Changes with every word that is written on what came of these."""
        return stamp(list(self.order_by("pk").values_list("pk", "came_of_it")))

    def for_page(self):
        """With the meeting of each, who facilitated it, and the activities of its run sheet."""
        related = self.select_related("meeting__facilitator", "meeting__group")
        return related.prefetch_related("meeting__parts__uses__activity").order_by("meeting__starts_at", "pk")


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

    def note(self, words: str) -> None:
        self.came_of_it = words
        self.save(update_fields=["came_of_it"])

    @property
    def activities(self) -> list:
        """What was done at the meeting, or will be: those that are in the repertoire, each once, as they came."""
        uses = [use for part in self.meeting.parts.all() for use in part.uses.all()]
        return list(dict.fromkeys(use.activity for use in uses if not use.activity.taken_out_at))
