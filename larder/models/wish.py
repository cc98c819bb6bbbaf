from django.db import models
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from groups import registry


class WishQuerySet(models.QuerySet):
    def on_ready_topics(self, at):
        """As `TopicQuerySet.ready`."""
        opened = registry.openings().counting(at).since_put_back()
        return self.filter(~Exists(opened.filter(topic=OuterRef("topic"))))

    def most_wanted(self):
        """The primary keys of the topics, most wanted first, and of these the newest."""
        wanted = self.values("topic").annotate(wanted=Count("pk"))
        return wanted.order_by("-wanted", "-topic__put_by_at", "-topic").values_list("topic", flat=True)


class Wish(models.Model):
    """Somebody's mark on a topic that they would like to open."""

    topic = models.ForeignKey("larder.Topic", models.CASCADE, related_name="wishes")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="wishes")
    at = models.DateTimeField(default=timezone.now)

    objects = WishQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "membership"], name="one_mark_each")]

    def __str__(self):
        return f"{self.topic_id} {self.membership_id}"
