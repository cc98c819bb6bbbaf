from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from copse.fields import LineField, WordsField
from copse.keys import short_key
from groups.parts import Part

MOST_MINUTES = 600
MOST_PEOPLE = 99


class ActivityQuerySet(models.QuerySet):
    def in_order(self):
        """By title."""
        return self.order_by("title", "pk")


class Activity(models.Model):
    """A creative exercise of the group's repertoire, with everything that somebody needs to offer it."""

    class Medium(models.TextChoices):
        WRITING = "writing", _("Writing")
        DRAWING = "drawing", _("Drawing")
        MOVEMENT = "movement", _("Movement")
        SONG = "song", _("Song")
        PLAY = "play", _("Play")
        OTHER = "other", _("Something else")

    class Place(models.TextChoices):
        BOTH = "both", _("Online and in the room")
        ONLINE = "online", _("Online")
        ROOM = "room", _("In the room")

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="activities")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="activities")
    title = LineField(_("What is the activity called?"), max_length=120)
    instructions = WordsField(_("How does it go?"), max_length=8000)
    medium = models.CharField(_("What do we make with?"), max_length=8, choices=Medium, default=Medium.WRITING)
    minutes = models.PositiveSmallIntegerField(
        _("How many minutes does it take?"), validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)]
    )
    materials = LineField(_("What do we need for it?"), max_length=300, blank=True)
    least = models.PositiveSmallIntegerField(
        _("From how many people"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
    )
    most = models.PositiveSmallIntegerField(
        _("To how many people"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
    )
    place = models.CharField(_("Where can we do it?"), max_length=6, choices=Place, default=Place.BOTH)
    part = models.CharField(_("Which part of a meeting does it suit?"), max_length=10, choices=Part, blank=True)
    content_note = LineField(_("What might it bring up?"), max_length=200, blank=True)
    alternative = WordsField(_("What can somebody do who would rather not?"), max_length=2000, blank=True)
    source = LineField(_("Where does it come from?"), max_length=300, blank=True)
    variation_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="variations", verbose_name=_("A variation of")
    )
    put_by_at = models.DateTimeField(default=timezone.now)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["group", "title"], name="activities_of_a_group")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="an_activity_takes_time"
            ),
            models.CheckConstraint(condition=Q(least=None) | Q(least__gte=1), name="somebody_takes_part"),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(most__gte=F("least")), name="as_many_or_more"
            ),
            models.CheckConstraint(condition=~Q(variation_of=F("pk")), name="no_variation_of_itself"),
        ]

    def __str__(self):
        return self.title

    @classmethod
    @transaction.atomic
    def put_by(cls, *, by, key: str = "", at=None, **what) -> "Activity":
        """A new activity in the repertoire; put by twice with the same `key` it is one. `what` are its fields.

        Raises ValueError for a variation of another group's.
        """
        if (first := what.get("variation_of")) and first.group_id != by.group_id:
            raise ValueError("a variation of another group's")
        what |= {"put_by_at": at or timezone.now()}
        activity, new = cls.objects.get_or_create(group=by.group, by=by, key=key or short_key(), defaults=what)
        if new:
            by.group.changed("larder")
        return activity

    @classmethod
    @transaction.atomic
    def put_by_all(cls, rows: list[dict], *, by, at=None) -> "list[Activity]":
        """Many at once, each of the fields that `put_by` takes. Raises ValueError as it does."""
        if any(first.group_id != by.group_id for row in rows if (first := row.get("variation_of"))):
            raise ValueError("a variation of another group's")
        at = at or timezone.now()
        activities = cls.objects.bulk_create(cls(group=by.group, by=by, put_by_at=at, **row) for row in rows)
        by.group.changed("larder")
        return activities
