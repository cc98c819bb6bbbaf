from django.db import models
from django.db.models import Q

from copse.fields import WordsField
from copse.keys import stamp
from meetings.models.meeting_topic import TOLD


class UseQuerySet(models.QuerySet):
    def ahead(self, at=None):
        """At meetings that are still to come."""
        from meetings.models.meeting import Meeting

        return self.filter(part__meeting__in=Meeting.objects.ahead(at).order_by())

    def behind(self, at=None):
        """At meetings that were held."""
        from meetings.models.meeting import Meeting

        return self.filter(part__meeting__in=Meeting.objects.held(at).order_by())

    def of(self, meeting):
        """As they come in the run sheet of the meeting."""
        return self.filter(part__meeting=meeting).order_by("part__order", "order", "pk")

    def stamp(self) -> str:
        """Changes with every word that is written on how these went."""
        return stamp(list(self.order_by("pk").values_list("pk", "how_it_went")))

    def counting(self, at):
        """At a meeting that was held or is still to come."""
        counts = Q(part__meeting__ends_at__gt=at) | Q(part__meeting__settled_at__isnull=False)
        return self.filter(counts, part__meeting__let_go_at=None, part__meeting__not_held_at=None)

    def remembered(self):
        """Of each: its meeting, that one's key, first day, last day, end and facilitator, and how it went; in order of
        time.
        """
        rows = self.order_by("part__meeting__starts_at", "pk")
        return rows.values_list("part__meeting_id", *(f"part__meeting__{name}" for name in TOLD), "how_it_went")


class Use(models.Model):
    """An activity in a part of a meeting's run sheet; afterwards, how it went."""

    part = models.ForeignKey("meetings.RunSheetPart", models.CASCADE, related_name="uses")
    activity = models.ForeignKey("larder.Activity", models.CASCADE, related_name="uses")
    order = models.PositiveSmallIntegerField(default=1)
    how_it_went = WordsField(max_length=2000, blank=True)

    objects = UseQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["part", "activity"], name="used_once_in_a_part")]

    def __str__(self):
        return f"{self.part_id} {self.activity_id}"

    def note(self, words: str) -> None:
        self.how_it_went = words
        self.save(update_fields=["how_it_went"])


def stamp_of_outcomes(meeting) -> str:
    """Changes with every word on what came of a meeting's topics and how its activities went."""
    return meeting.opened.stamp() + Use.objects.of(meeting).stamp()
