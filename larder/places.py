"""Which topics stand on which shelf, a window at a time: as many queries for 5,000 topics as for 50, each built once.

A shelf follows from the meetings that open a topic and from when it was put back. The rows of a shelf are asked one by
one whether a meeting opened them (`Exists`), along an index: so a page costs what it shows, not what the larder holds.
"""

from datetime import datetime
from functools import lru_cache

from django.db.models import DateTimeField, Exists, OuterRef
from django.utils import timezone

from copse.near import columns, instances, recall
from copse.prepared import Given, Prepared, PreparedFor
from groups import registry
from groups.models import Membership
from groups.registry import Opening
from larder.filters import Order
from larder.models import Tag, Tagging, Topic, TopicKind, Wish

UNSEEN = "worded_by_id worded_at touched_at"  # on no shelf
MOST_OFFERED = 60  # topics to choose from at once
MOST_COUNTED = 500  # beyond that nobody asks how many there are, and to count them takes long
AT = Given("at", DateTimeField())
GROUP, KIND, TAG = Given("group"), Given("kind"), Given("tag")


def all_topics(kind: bool, tag: bool):
    """Of the given group; of the given kind and with the given tag, where those are asked for."""
    topics = Topic.objects.filter(kind=KIND) if kind else Topic.objects.filter(group=GROUP)
    return topics.filter(tags=TAG) if tag else topics


def narrowed(rows, kind: bool, tag: bool):
    """Those of `rows` whose topic is one of `all_topics`, asked of each row: so a database begins with the rows."""
    return rows.filter(Exists(all_topics(kind, tag).filter(pk=OuterRef("topic")))) if kind or tag else rows


def us():
    return Membership.objects.live().filter(group=GROUP)


@lru_cache(maxsize=100)
def ready(order: Order, kind: bool, tag: bool, start: int, end: int) -> Prepared:
    """(primary key) of those ready to open; for `Order.WANTED` those that nobody wants, the newest first."""

    def build():
        topics = all_topics(kind, tag).ready(AT)
        if order == Order.WANTED:
            topics = topics.wanted_by_none_of(us())
        topics = topics.longest_untouched_first() if order == Order.UNTOUCHED else topics.newest_first()
        return topics.values_list("pk")[start:end]

    return Prepared(build)


@lru_cache(maxsize=100)
def wanted(kind: bool, tag: bool, end: int) -> Prepared:
    """(primary key) of those ready to open that have a mark of one of us, most wanted first."""
    marks = lambda: narrowed(Wish.objects.filter(membership__in=us()).on_ready_topics(AT), kind, tag)  # noqa: E731
    return Prepared(lambda: marks().most_wanted()[:end])


@lru_cache(maxsize=100)
def opened(kind: bool, tag: bool, start: int, end: int) -> Prepared:
    """(primary key) of those opened before and not again, latest first."""
    last = lambda: narrowed(registry.openings(GROUP).last_of_each(AT), kind, tag)  # noqa: E731
    return Prepared(lambda: last().values_list("topic")[start:end])


KINDS = Prepared(lambda: TopicKind.objects.filter(group=GROUP).values_list(*columns(TopicKind)))
TAGS = Prepared(lambda: Tag.objects.filter(group=GROUP).values_list(*columns(Tag)))
TOPICS = PreparedFor(lambda keys: Topic.objects.filter(pk__in=keys).values_list(*columns(Topic, but=UNSEEN)))
TITLES = PreparedFor(lambda keys: Topic.objects.filter(pk__in=keys).values_list("pk", "key", "title"))
TAGGED = PreparedFor(
    lambda keys: Tagging.objects.filter(topic__pk__in=keys).order_by("tag__folded").values_list("topic_id", "tag_id")
)
WISHED = PreparedFor(
    lambda keys: Wish.objects.filter(topic__pk__in=keys).order_by("at", "pk").values_list("topic_id", "membership_id")
)
OPENED = PreparedFor(lambda keys: registry.openings().filter(topic__pk__in=keys).counting(AT).told())
AHEAD = Prepared(lambda: registry.openings(GROUP).filter(meeting__ends_at__gt=AT).counting(AT).told())


def kinds_of(group) -> dict[int, TopicKind]:
    """The group's kinds by their primary key, in its order. Kept by version."""
    rows = recall(f"kinds:{group.pk}:{group.larder_version}", lambda: KINDS(group=group.pk))
    return {kind.pk: kind for kind in instances(TopicKind, rows)}


def tags_of(group) -> dict[int, Tag]:
    """All tags that are in use, by their primary key, by name. Kept by version."""
    rows = recall(f"tags:{group.pk}:{group.larder_version}", lambda: TAGS(group=group.pk))
    return {tag.pk: tag for tag in instances(Tag, rows)}


class Places:
    """Where the topics of `group` stand `at` a moment; only those of one kind or with one tag, where they are said."""

    def __init__(self, group, at: datetime, *, kind: TopicKind | None = None, tag: Tag | None = None):
        self.group = group
        self.shape = {"kind": bool(kind), "tag": bool(tag)}
        self.given = {"group": group.pk, "at": at, "kind": kind and kind.pk, "tag": tag and tag.pk}

    def ready(self, order: Order, start: int, end: int) -> list[int]:
        """The primary keys of those ready to open, from `start` up to `end`, counted from 0."""
        if order != Order.WANTED:
            return self._keys(ready(order, **self.shape, start=start, end=end))
        found = self._keys(wanted(**self.shape, end=end))
        if len(found) == end:
            return found[start:]
        first, last = max(0, start - len(found)), end - len(found)
        return found[start:] + self._keys(ready(order, **self.shape, start=first, end=last))

    def opened(self, start: int, end: int) -> list[int]:
        """As `ready`: those opened before and not again, latest first."""
        return self._keys(opened(**self.shape, start=start, end=end))

    def ahead(self) -> list[Opening]:
        """Every opening to come, in order of time, whatever the kind and the tag."""
        group, at = self.group, self.given["at"]
        rows = recall(f"ahead:{group.pk}:{group.programme_version}", lambda: AHEAD(**self.given))
        return [opening for row in rows if (opening := Opening(*row)).ends_at > at]  # time takes some away, adds none

    def _keys(self, ask: Prepared) -> list[int]:
        return [key for (key,) in ask(**self.given)]


def offered(group) -> tuple[list[tuple[str, str]], int]:
    """(key, title) of topics to choose for a meeting: those that are ready, most wanted first, then the newest of the
    others; and how many topics there are at all, as far as they are counted. Each can be opened from its own page. Kept
    by version, for a day.
    """

    def read():
        keys = Places(group, timezone.now()).ready(Order.WANTED, 0, MOST_OFFERED)
        if more := MOST_OFFERED - len(keys):
            others = group.topics.exclude(pk__in=keys).newest_first()
            keys += others.values_list("pk", flat=True)[:more]
        titles = {pk: (key, title) for pk, key, title in TITLES(keys)}
        return [titles[pk] for pk in keys if pk in titles], group.topics.all()[:MOST_COUNTED].count()

    versions = f"{group.larder_version}:{group.programme_version}:{group.people_version}"
    return recall(f"offered:{group.pk}:{versions}:{group.today()}", read)
