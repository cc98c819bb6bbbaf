from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.locking import one_at_a_time
from meetings.models.meeting import Meeting
from meetings.rota import Way

LONGEST_TERM = 6  # meetings in a row


class RotaOrder(models.Model):
    """How a group takes turns at one kind of meeting. Without a row one of us, one meeting each; at retreats nobody."""

    class Sort(models.TextChoices):
        """What has an order of its own: as the year shows it (`Meeting.mark`)."""

        ONLINE = Meeting.Kind.ONLINE.value, Meeting.Kind.ONLINE.label
        FACE = Meeting.Kind.FACE.value, Meeting.Kind.FACE.label
        HYBRID = Meeting.Kind.HYBRID.value, Meeting.Kind.HYBRID.label
        LEARNING = "learning", gettext_lazy("Action learning")
        RETREAT = Meeting.Kind.RETREAT.value, Meeting.Kind.RETREAT.label

    class Together(models.IntegerChoices):
        NOBODY = 0, gettext_lazy("Nobody takes a turn")
        ONE = 1, gettext_lazy("One of us")
        TWO = 2, gettext_lazy("Two together")

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="rota_orders")
    sort = models.CharField(max_length=8, choices=Sort)
    together = models.PositiveSmallIntegerField(choices=Together, default=Together.ONE)
    term = models.PositiveSmallIntegerField(default=1)  # meetings in a row

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "sort"], name="one_order_for_each_sort"),
            models.CheckConstraint(
                condition=Q(term__gte=1, term__lte=LONGEST_TERM, together__lte=2), name="a_term_has_an_end"
            ),
        ]

    def __str__(self):
        return f"{self.group_id} {self.sort}"

    @classmethod
    def usual(cls) -> dict[str, Way]:
        return {sort.value: Way(together=0 if sort == cls.Sort.RETREAT else 1) for sort in cls.Sort}

    @classmethod
    def ways_of(cls, group) -> dict[str, Way]:
        """Of each sort of meeting, how this group takes turns at it."""
        said = group.rota_orders.values_list("sort", "together", "term")
        return cls.usual() | {sort: Way(together, term) for sort, together, term in said}

    @classmethod
    def takes_turns(cls, meeting) -> bool:
        """Whether there is an order for meetings of its kind."""
        return cls.ways_of(meeting.group)[meeting.mark].together > 0

    @classmethod
    @one_at_a_time
    def arrange(cls, ways: dict[str, Way], *, by) -> None:
        """From now on turns are taken so. What is in the programme already stays until turns are laid anew.

        Raises ValidationError for a term of no meeting, or of more than six.
        """
        for sort, way in ways.items():
            if not 1 <= way.term <= LONGEST_TERM:
                raise ValidationError(_("A term is one meeting to six."))
            cls.objects.update_or_create(group=by.group, sort=sort, defaults=way._asdict())
        by.group.changed("programme")
