from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from copse.fields import WordsField
from copse.keys import stamp

# Of a meeting that had a topic or an activity.
TOLD = (
    "key", "starts_on", "start_time", "ends_on", "end_time", "zone", "starts_at", "ends_at", "facilitator_id",
)  # fmt: skip


class MeetingTopicQuerySet(models.QuerySet):
    def ahead(self, at=None):
        """At meetings that are still to come."""
        from meetings.models.meeting import Meeting

        return self.filter(meeting__in=Meeting.objects.ahead(at).order_by())

    def behind(self, at=None):
        """At meetings that were held."""
        from meetings.models.meeting import Meeting

        return self.filter(meeting__in=Meeting.objects.held(at).order_by())

    def counting(self, at):
        """At a meeting that was held or is still to come."""
        counts = Q(meeting__ends_at__gt=at) | Q(meeting__settled_at__isnull=False)
        return self.filter(counts, meeting__let_go_at=None, meeting__not_held_at=None)

    def since_put_back(self):
        """Not those of a topic that was put back on the shelf after them."""
        return self.filter(Q(topic__put_back_at=None) | Q(meeting__ends_at__gt=F("topic__put_back_at")))

    def last_of_each(self, at):
        """Of each topic that was opened, and neither put back since nor to be opened again: the last time; latest
        first.
        """
        starts_at = OuterRef("meeting__starts_at")
        later = Q(meeting__starts_at__gt=starts_at) | Q(meeting__starts_at=starts_at, pk__gt=OuterRef("pk"))
        again = MeetingTopic.objects.counting(at).filter(later | Q(meeting__ends_at__gt=at), topic=OuterRef("topic"))
        last = self.counting(at).since_put_back().filter(~Exists(again), meeting__ends_at__lte=at)
        return last.order_by("-meeting__starts_at", "-pk")

    def told(self):
        """What a `groups.registry.Opening` is made of, in order of time."""
        rows = self.order_by("meeting__starts_at", "pk")
        return rows.values_list("topic_id", "meeting__starts_on", "meeting__ends_at", "meeting__facilitator_id")

    def stamp(self) -> str:
        """Changes with every word that is written on what came of these."""
        return stamp(list(self.order_by("pk").values_list("pk", "came_of_it")))

    def remembered(self):
        """Of each: its meeting, that one's key, first day, last day, end and facilitator, and what came of it; in order
        of time.
        """
        rows = self.order_by("meeting__starts_at", "pk")
        return rows.values_list("meeting_id", *(f"meeting__{name}" for name in TOLD), "came_of_it")


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

    @classmethod
    def open(cls, meeting, topic, order: int | None = None) -> bool:
        """Whether the topic is new at the meeting, where it takes the place `order`; without one, the last unless it
        has a place already. Within the transaction of a verb. Raises ValueError for a topic of another group.
        """
        if topic.group_id != meeting.group_id:
            raise ValueError("a topic of another group")
        last = order or meeting.opened.count() + 1
        opening, new = cls.objects.get_or_create(meeting=meeting, topic=topic, defaults={"order": last})
        if new:
            topic.touch()
        elif order and opening.order != order:
            cls.objects.filter(pk=opening.pk).update(order=order)
        return new

    def note(self, words: str) -> None:
        self.came_of_it = words
        self.save(update_fields=["came_of_it"])
