from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from copse.fields import LineField, WordsField
from copse.keys import short_key, stamp
from copse.words import number_word
from groups import registry, search
from groups.locking import one_at_a_time
from groups.parts import Part, name_of
from larder.models.activity_wording import WORDS, ActivityWording
from larder.models.titled import TitledQuerySet

MOST_MINUTES = 600
MOST_PEOPLE = 99


class ActivityQuerySet(TitledQuerySet):
    def with_words(self):
        """Those that can be read: at hand, or laid aside."""
        return self.filter(taken_out_at=None)

    def at_hand(self):
        """The repertoire: those that nobody took out or laid aside."""
        return self.with_words().filter(laid_aside_at=None)

    def in_order(self):
        """By title."""
        return self.order_by("title", "pk")

    def of_medium(self, medium: str):
        return self.filter(medium=medium)

    def within(self, minutes: int):
        return self.filter(minutes__lte=minutes)

    def longer_than(self, minutes: int):
        return self.filter(minutes__gt=minutes)

    def suiting(self, part: str):
        """Those for this part of a meeting, and those for any."""
        return self.filter(part__in=[part, ""])

    def possible(self, place: str):
        """Those that can be done there; `both` asks for those that can be done online and in the room at once."""
        return self.filter(place__in={place, Activity.Place.BOTH})


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

    LIDS = {medium: lid for lid, medium in enumerate(Medium, 1)}  # the colour of each, always beside its word

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
    laid_aside_at = models.DateTimeField(null=True, editable=False)  # in no list, but there to be read
    taken_out_at = models.DateTimeField(null=True, editable=False)  # a place without words, for what came of it

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["group", "title"], name="activities_of_a_group")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="an_activity_takes_time"
            ),
            models.CheckConstraint(condition=Q(least=None) | Q(least__gte=1), name="somebody_takes_part"),
            models.CheckConstraint(condition=Q(most=None) | Q(most__gte=1), name="somebody_may_take_part"),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(most__gte=F("least")), name="as_many_or_more"
            ),
            models.CheckConstraint(condition=~Q(variation_of=F("pk")), name="no_variation_of_itself"),
        ]

    def __str__(self):
        return self.title

    class ChangedMeanwhile(Exception):
        """Somebody else changed the activity while this change was being written."""

    # -- what members do with it

    @classmethod
    @one_at_a_time
    def put_by(cls, *, by, key: str = "", at=None, **what) -> "Activity":
        """A new activity in the repertoire; put by twice with the same `key` it is one. `what` are its fields.

        Raises ValueError for a variation of another group's.
        """
        if (first := what.get("variation_of")) and first.group_id != by.group_id:
            raise ValueError("a variation of another group's")
        what |= {"put_by_at": at or timezone.now()}
        activity, new = cls.objects.get_or_create(group=by.group, by=by, key=key or short_key(), defaults=what)
        if new:
            search.keep(by.group, "activities", activity)
            by.group.changed("larder")
            by.group.tell_of_sharing(by=by, at=activity.put_by_at)
        return activity

    @classmethod
    @one_at_a_time
    def put_by_all(cls, rows: list[dict], *, by, at=None) -> "list[Activity]":
        """Many at once, each of the fields that `put_by` takes. Raises ValueError as it does."""
        if any(first.group_id != by.group_id for row in rows if (first := row.get("variation_of"))):
            raise ValueError("a variation of another group's")
        at = at or timezone.now()
        activities = cls.objects.bulk_create(cls(group=by.group, by=by, put_by_at=at, **row) for row in rows)
        search.keep(by.group, "activities", *activities)
        by.group.changed("larder")
        by.group.tell_of_sharing(by=by, at=at)
        return activities

    @one_at_a_time
    def change(self, *, by, seen: str | None = None, at=None, **what) -> None:
        """Change any of its fields; other words leave the earlier ones to be read.

        `seen` is the stamp of what the change was made from. Raises `Activity.ChangedMeanwhile` where somebody else
        has changed it since; ValidationError once it was taken out; ValueError for somebody of another group.
        """
        self._only_ours(by)
        now = Activity.objects.with_words().select_for_update().filter(pk=self.pk).first()
        if now is None:
            raise ValidationError(gettext("It was taken out of the repertoire while you were writing."))
        if seen is not None and seen != now.stamp:
            raise Activity.ChangedMeanwhile
        if any(what.get(name, getattr(now, name)) != getattr(now, name) for name in WORDS):
            ActivityWording.keep(now, by=by, at=at)
        for name, value in what.items():
            setattr(now, name, value)
        now.save(update_fields=list(what))
        search.keep(now.group, "activities", now)
        now.group.changed("larder")
        self.refresh_from_db()

    def _only_ours(self, by) -> None:
        if by.group_id != self.group_id:
            raise ValueError("somebody of another group")

    # -- out of the repertoire

    @one_at_a_time
    def lay_aside(self, *, by, at=None) -> None:
        """It is in no list and not to be picked any more; what is written of it stays to be read, and so do the run
        sheets that have it. Any of us can, and take it up again. Raises ValueError for somebody of another group.
        """
        self._only_ours(by)
        self._mark(Activity.objects.at_hand(), laid_aside_at=at or timezone.now())

    @one_at_a_time
    def take_up(self, *, by) -> None:
        """It is in the repertoire again. Raises ValueError as `lay_aside`."""
        self._only_ours(by)
        self._mark(Activity.objects.with_words().filter(laid_aside_at__isnull=False), laid_aside_at=None)

    def _mark(self, those, *, laid_aside_at) -> None:
        """Where it is one of `those`; done twice it is done once."""
        if those.filter(pk=self.pk).update(laid_aside_at=laid_aside_at):
            search.keep(self.group, "activities", self)
            self.group.changed("larder")
            self.group.changed("programme")
        self.refresh_from_db()

    @one_at_a_time
    def take_out(self, *, by, at=None) -> None:
        """It goes with all its words, from run sheets ahead too.

        Raises ValidationError once a meeting has used it; ValueError for whoever may not.
        """
        if not self.is_in_the_hands_of(by):
            raise ValueError("somebody else put it by")
        Activity.objects.select_for_update().filter(pk=self.pk).first()  # nobody picks it until it has gone
        if self.was_used(at):
            raise ValidationError(gettext("A meeting has used it, and what came of it is kept. It can be laid aside."))
        self.go(at=at)

    @one_at_a_time
    def go(self, *, at=None) -> None:
        """It goes, as whoever put it by and leaves would have it. Where a meeting used it, a place without words stays
        for how it went.
        """
        at, uses, pk = at or timezone.now(), registry.uses(self.group), self.pk
        uses.ahead(at).filter(activity=self).delete()
        self.variations.update(variation_of=None)
        if uses.filter(activity=self).exists():
            self.wordings.all().delete()
            self.attachments.all().delete()
            nothing = dict.fromkeys(WORDS, "") | {"variation_of": None, "taken_out_at": at}
            with override(self.group.language):
                nothing["title"] = gettext("An activity that was taken out")
            Activity.objects.filter(pk=self.pk).update(**nothing)
        else:
            self.delete()
        search.keep(self.group, "activities", pk)
        self.group.changed("larder")
        self.group.changed("programme")

    # -- questions

    def is_in_the_hands_of(self, membership) -> bool:
        """Of whoever put it by; of any of us, once they have left."""
        return membership.group_id == self.group_id and (self.by_id == membership.pk or not self.by.is_live)

    def was_used(self, at=None) -> bool:
        """At a meeting that was held."""
        return registry.uses(self.group).behind(at).filter(activity=self).exists()

    @property
    def stamp(self) -> str:
        """Changes with every fact that members can change."""
        facts = (str(self.medium), str(self.place), str(self.part), self.minutes, self.least, self.most)
        return stamp([*facts, *(getattr(self, name) for name in WORDS)])

    @property
    def lid(self) -> int:
        return self.LIDS[self.medium]

    @property
    def part_name(self) -> str:
        """The part that it suits, as the group calls it."""
        return name_of(self.part, self.group) if self.part else gettext("Any part of a meeting")

    @property
    def people(self) -> str:
        """`three to six people`; nothing where it is for as many as there are."""
        if self.least and self.most and self.least != self.most:
            words = {"least": number_word(self.least), "most": number_word(self.most)}
            return gettext("%(least)s to %(most)s people") % words
        if (self.least or 0) > 1 and not self.most:
            return gettext("%(number)s people or more") % {"number": number_word(self.least)}
        if (self.most or 0) > 1 and not self.least:
            return gettext("up to %(number)s people") % {"number": number_word(self.most)}
        if self.most:
            return ngettext("%(number)s person", "%(number)s people", self.most) % {"number": number_word(self.most)}
        return ""
