from django.db import models, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from copse.fields import LineField, WordsField
from copse.keys import short_key
from groups import registry

FIRST_KINDS = [_("Practice"), _("Ourselves"), _("Form"), _("Theory")]


class TopicKind(models.Model):
    """A kind of topic, the group's own; its lid gives the jars their colour."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="topic_kinds")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    name = LineField(_("name"), max_length=40)
    lid = models.PositiveSmallIntegerField(default=1)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "name"], name="a_kind_has_one_name_in_its_group"),
            models.CheckConstraint(condition=models.Q(lid__gte=1, lid__lte=6), name="six_lids"),
        ]

    def __str__(self):
        return self.name


def lay_in_kinds(group) -> None:
    """What a new group's larder sorts by until it says otherwise."""
    kinds = [TopicKind(group=group, name=str(n), lid=i, order=i) for i, n in enumerate(FIRST_KINDS, 1)]
    TopicKind.objects.bulk_create(kinds)


class TopicQuerySet(models.QuerySet):
    def of_kind(self, kind):
        return self.filter(kind=kind) if kind else self

    def most_wanted_first(self):
        """By those who are one of us."""
        live = models.Q(wishes__membership__left_at=None, wishes__membership__removed_at=None)
        return self.annotate(wanted=Count("wishes", filter=live)).order_by("-wanted", "-put_by_at", "-pk")

    def newest_first(self):
        return self.order_by("-put_by_at", "-pk")

    def for_page(self):
        """With all that a jar shows."""
        return self.select_related("kind", "by").prefetch_related("wishes__membership")


class Topic(models.Model):
    """A theme put by, to explore when the time is right. Its shelf follows from the meetings that open it."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="topics")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="topics")
    title = LineField(_("What is the topic called?"), max_length=120)
    why = WordsField(_("What draws you to it?"), max_length=5000, blank=True)
    kind = models.ForeignKey(TopicKind, models.PROTECT, related_name="topics", verbose_name=_("Which kind is it?"))
    put_by_at = models.DateTimeField(default=timezone.now)

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["group", "put_by_at"], name="topics_of_a_group")]

    def __str__(self):
        return self.title

    @classmethod
    @transaction.atomic
    def put_by(cls, *, by, title: str, why: str, kind: TopicKind, key: str = "", at=None) -> "Topic":
        """A new topic on the shelf; put by twice with the same `key` it is one. Raises ValueError for a kind of another
        group.
        """
        if kind.group_id != by.group_id:
            raise ValueError("a kind of another group")
        what = {"title": title, "why": why, "kind": kind, "put_by_at": at or timezone.now()}
        topic, new = cls.objects.get_or_create(group=by.group, by=by, key=key or short_key(), defaults=what)
        if new:
            by.group.changed("larder")
        return topic

    @classmethod
    @transaction.atomic
    def remember(cls, opened: dict, *, by) -> "list[Topic]":
        """Topics that were opened before the group came here, by title, each with the moment when it was."""
        kind = by.group.topic_kinds.first()
        topics = cls.objects.bulk_create(
            cls(group=by.group, by=by, title=title, kind=kind, put_by_at=at) for title, at in opened.items()
        )
        by.group.changed("larder")
        return topics

    @classmethod
    @transaction.atomic
    def put_by_all(cls, rows: list[dict], *, by, at=None) -> "list[Topic]":
        """Many at once, each of the fields that `put_by` takes. Raises ValueError for a kind of another group."""
        if any(row["kind"].group_id != by.group_id for row in rows):
            raise ValueError("a kind of another group")
        at = at or timezone.now()
        topics = cls.objects.bulk_create(cls(group=by.group, by=by, put_by_at=at, **row) for row in rows)
        by.group.changed("larder")
        return topics

    @transaction.atomic
    def wish(self, *, by, would_like: bool = True, at=None) -> None:
        """Mark that I would like to open this, or take the mark off. Marked twice is marked once.

        Raises ValueError for somebody of another group.
        """
        if by.group_id != self.group_id:
            raise ValueError("somebody of another group")
        if would_like:
            Wish.objects.get_or_create(topic=self, membership=by, defaults={"at": at or timezone.now()})
        else:
            Wish.objects.filter(topic=self, membership=by).delete()
        self.group.changed("larder")

    @transaction.atomic
    def take_out(self, *, at=None) -> None:
        """It is no longer in the larder. Where a meeting opened it, a place without words stays for what came of it."""
        at, openings = at or timezone.now(), registry.openings(self.group)
        openings.ahead(at).filter(topic=self).delete()
        if openings.filter(topic=self).exists():
            self.wishes.all().delete()
            self.attachments.all().delete()
            with override(self.group.language):
                Topic.objects.filter(pk=self.pk).update(title=gettext("A topic that was taken out"), why="")
        else:
            self.delete()
        self.group.changed("larder")
        self.group.changed("programme")

    @property
    def wished_by(self) -> list:
        """Who would like it, as they came to the mark."""
        return [w.membership for w in sorted(self.wishes.all(), key=lambda w: (w.at, w.pk))]


class Wish(models.Model):
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="wishes")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="wishes")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "membership"], name="one_mark_each")]

    def __str__(self):
        return f"{self.topic_id} {self.membership_id}"
