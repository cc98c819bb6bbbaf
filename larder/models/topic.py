from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from copse.fields import LineField, WordsField
from copse.keys import short_key, stamp
from groups import registry, search
from groups.locking import one_at_a_time
from larder.models.kind import TopicKind
from larder.models.tag import Tag
from larder.models.topic_queries import TopicQuerySet
from larder.models.wish import Wish


class Topic(models.Model):
    """A theme put by, to explore when the time is right. Its shelf follows from the meetings that open it, and from
    when it was put back.
    """

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="topics")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="topics")
    title = LineField(_("What is the topic called?"), max_length=120)
    why = WordsField(_("What draws you to it?"), max_length=5000, blank=True)
    kind = models.ForeignKey(TopicKind, models.PROTECT, related_name="topics", verbose_name=_("Which kind is it?"))
    tags = models.ManyToManyField(Tag, through="Tagging", related_name="topics")
    put_by_at = models.DateTimeField(default=timezone.now)
    worded_by = models.ForeignKey("groups.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    worded_at = models.DateTimeField(null=True, blank=True)  # by somebody anew, since it was put by
    touched_at = models.DateTimeField(default=timezone.now)  # put by, worded, noted, wanted, chosen or put back
    put_back_at = models.DateTimeField(
        null=True, blank=True
    )  # what was opened before then keeps it off the shelf no more

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["group", "put_by_at"], name="topics_of_a_group"),
            models.Index(fields=["group", "touched_at"], name="topics_long_untouched"),
            models.Index(fields=["kind", "put_by_at"], name="topics_of_a_kind"),
            models.Index(fields=["kind", "touched_at"], name="of_a_kind_long_untouched"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(worded_by=None, worded_at=None)
                | models.Q(worded_by__isnull=False, worded_at__isnull=False),
                name="worded_by_somebody_some_time",
            )
        ]

    def __str__(self):
        return self.title

    class ChangedMeanwhile(Exception):
        """Somebody else worded the topic while this wording was being written."""

    # -- putting by, and wording

    @classmethod
    @one_at_a_time
    def put_by(cls, *, by, title: str, why: str, kind: TopicKind, tags=(), key: str = "", at=None) -> "Topic":
        """A new topic on the shelf; put by twice with the same `key` it is one. Raises ValueError for a kind of another
        group; ValidationError, by field, for a kind that has gone, and as `larder.models.tag.tags_in`.
        """
        cls._check_kind(kind, by)
        at = at or timezone.now()
        what = {"title": title, "why": why, "kind": kind, "put_by_at": at, "touched_at": at}
        topic, new = cls.objects.get_or_create(group=by.group, by=by, key=key or short_key(), defaults=what)
        if new:
            if tags:
                Tag.put_on(topic, tags)
            search.keep(by.group, "topics", topic)
            by.group.changed("larder")
            by.group.tell_of_sharing(by=by, at=at)
        return topic

    @classmethod
    @one_at_a_time
    def remember(cls, opened: dict, *, by) -> "list[Topic]":
        """Topics that were opened before the group came here, by title, each with the moment when it was."""
        kind = by.group.topic_kinds.first()
        topics = cls.objects.bulk_create(
            cls(group=by.group, by=by, title=title, kind=kind, put_by_at=at, touched_at=at)
            for title, at in opened.items()
        )
        search.keep(by.group, "topics", *topics)
        by.group.changed("larder")
        return topics

    @classmethod
    @one_at_a_time
    def put_by_all(cls, rows: list[dict], *, by, at=None) -> "list[Topic]":
        """Many at once, each of the fields that `put_by` takes; the tags as `larder.models.tag.tags_in` gives them.

        Raises ValueError for a kind of another group.
        """
        if any(row["kind"].group_id != by.group_id for row in rows):
            raise ValueError("a kind of another group")
        at = at or timezone.now()
        what = {"group": by.group, "by": by, "put_by_at": at, "touched_at": at}
        told = [{name: row[name] for name in ("title", "why", "kind")} for row in rows]
        topics = cls.objects.bulk_create(cls(**what, **row) for row in told)
        if named := {topic: row["tags"] for topic, row in zip(topics, rows, strict=True) if row.get("tags")}:
            Tag.add_to(by.group, named)
        search.keep(by.group, "topics", *topics)
        by.group.changed("larder")
        by.group.tell_of_sharing(by=by, at=at)
        return topics

    @one_at_a_time
    def reword(self, *, by, title: str, why: str, kind: TopicKind, tags, seen: str | None = None, at=None) -> None:
        """Word it anew; how it was worded is kept. Any of us can.

        `seen` is the stamp that the wording was made from; raises `Topic.ChangedMeanwhile` where somebody has worded it
        since. Raises ValueError for somebody of another group, otherwise as `put_by`.
        """
        self._only_ours(by)
        self._check_kind(kind, by)
        now = Topic.objects.select_for_update(of=["self"]).select_related("kind", "group").get(pk=self.pk)
        if seen is not None and seen != now.stamp:
            raise Topic.ChangedMeanwhile
        at, before = at or timezone.now(), {"by": now.worded_by or now.by, "at": now.worded_at or now.put_by_at}
        before |= {"title": now.title, "why": now.why, "kind": now.kind.name, "tags": ", ".join(now.tag_names)}
        was = now.stamp
        Topic.objects.filter(pk=self.pk).update(title=title, why=why, kind=kind)
        Tag.put_on(now, tags)
        if Topic.objects.get(pk=self.pk).stamp != was:
            self.revisions.create(**before)
            Topic.objects.filter(pk=self.pk).update(worded_by=by, worded_at=at, touched_at=at)
            search.keep(self.group, "topics", self)
            self.group.changed("larder")
        self.refresh_from_db()

    @staticmethod
    def _check_kind(kind: TopicKind, by) -> None:
        """Nobody takes the kind away until the transaction ends."""
        if kind.group_id != by.group_id:
            raise ValueError("a kind of another group")
        if not TopicKind.objects.select_for_update().filter(pk=kind.pk).exists():
            raise ValidationError({"kind": gettext("This kind has been taken away since you looked. Choose another.")})

    def _only_ours(self, by) -> None:
        if by.group_id != self.group_id:
            raise ValueError("somebody of another group")

    @property
    def tag_names(self) -> list[str]:
        return [tag.name for tag in self.tags.all()]

    @property
    def stamp(self) -> str:
        """Changes with every word that it is told in."""
        return stamp([self.title, self.why, self.kind_id, self.tag_names])

    # -- on the shelf

    def touch(self, *, at=None) -> None:
        """Somebody has had it in their hands."""
        Topic.objects.filter(pk=self.pk).update(touched_at=at or timezone.now())

    @one_at_a_time
    def wish(self, *, by, would_like: bool = True, at=None) -> None:
        """Mark that I would like to open this, or take the mark off. Marked twice is marked once.

        Raises ValueError for somebody of another group.
        """
        self._only_ours(by)
        at = at or timezone.now()
        if would_like:
            _wish, new = Wish.objects.get_or_create(topic=self, membership=by, defaults={"at": at})
            if new:
                self.touch(at=at)
        else:
            Wish.objects.filter(topic=self, membership=by).delete()
        self.group.changed("larder")

    @one_at_a_time
    def put_back(self, *, by, at=None) -> None:
        """Back on the shelf, ready to be opened again. When it was opened before stays known.

        Raises ValidationError where no meeting has opened it, or one is to; ValueError as `wish`.
        """
        self._only_ours(by)
        at, openings = at or timezone.now(), registry.openings(self.group).filter(topic=self)
        if openings.ahead(at).exists() or not openings.behind(at).exists():
            raise ValidationError(gettext("Only what was opened before can be put back on the shelf."))
        Topic.objects.filter(pk=self.pk).update(put_back_at=at, touched_at=at)
        self.group.changed("larder")
        self.refresh_from_db()

    @one_at_a_time
    def leave_opened(self, *, by) -> None:
        """It was put back by a slip: it stands among what was opened before. Raises ValueError as `wish`."""
        self._only_ours(by)
        if Topic.objects.filter(pk=self.pk, put_back_at__isnull=False).update(put_back_at=None):
            self.group.changed("larder")
        self.refresh_from_db()

    @one_at_a_time
    def take_out(self, *, at=None) -> None:
        """It is no longer in the larder. Where a meeting opened it, a place without words stays for what came of it."""
        at, openings, pk = at or timezone.now(), registry.openings(self.group), self.pk
        openings.ahead(at).filter(topic=self).delete()
        if self.was_opened(at):
            for said in (self.wishes, self.notes, self.revisions, self.taggings, self.attachments):
                said.all().delete()
            with override(self.group.language):
                Topic.objects.filter(pk=self.pk).update(title=gettext("A topic that was taken out"), why="")
        else:
            self.delete()
        self.group.tags.unused().delete()
        search.keep(self.group, "topics", pk)
        self.group.changed("larder")
        self.group.changed("programme")

    def may_be_taken_out_by(self, membership) -> bool:
        """By whoever put it by; by any of us, once they have left. Pages take out only what no meeting opened."""
        return membership.group_id == self.group_id and (self.by_id == membership.pk or not self.by.is_live)

    def was_opened(self, at=None) -> bool:
        """At a meeting that was held."""
        return registry.openings(self.group).behind(at).filter(topic=self).exists()

    @property
    def wished_by(self) -> list:
        """Who would like it, as they came to the mark."""
        return [w.membership for w in sorted(self.wishes.all(), key=lambda w: (w.at, w.pk))]
