"""The larder's three shelves: which topic stands where follows from the meetings that open it."""

from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property

from copse.near import columns, instances, recall
from groups import registry
from larder.models import Topic, TopicKind, Wish

MOST = 24  # jars before the shelf goes on over the page


class Shelf:
    """Some of the topics of one shelf, in order. `number` is the page; `before` and `after` say if there are others."""

    def __init__(self, topics: list[Topic], number: int = 1, more: bool = False):
        self.topics, self.number, self.more = topics, number, more

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1 if self.more else 0


class Larder:
    """The shelves of `group` at one moment, all kinds or one; `pages` says how far on each shelf one has gone.

    Six queries, whatever the number of topics and meetings.
    """

    def __init__(self, group, *, kind_key: str = "", pages: dict[str, int] | None = None, at: datetime | None = None):
        self.group, self.kind_key, self.pages = group, kind_key, pages or {}
        self.at = at or timezone.now()

    @property
    def key(self) -> str:
        """Everything but time that decides what is shown."""
        pages = ":".join(str(self.pages.get(shelf, 1)) for shelf in ("ready", "opened"))
        group = self.group
        versions = f"{group.larder_version}:{group.programme_version}:{group.people_version}"
        return f"larder:{group.pk}:{versions}:{self.kind_key}:{pages}"

    def drawn(self, request) -> tuple[str, datetime]:
        """The page, and until when it is true if nobody changes anything."""
        ends = [o.ends_at for o in self.openings if o.ends_at > self.at]
        midnight = timezone.localtime(self.at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        page = render_to_string("larder/larder.html", {"larder": self, "section": "larder"}, request)
        return page, min([midnight, *ends])

    @cached_property
    def kinds(self) -> dict:
        key = f"kinds:{self.group.pk}:{self.group.larder_version}"
        rows = recall(key, lambda: list(self.group.topic_kinds.values_list(*columns(TopicKind))))
        return {kind.pk: kind for kind in instances(TopicKind, rows)}

    @cached_property
    def kind(self):
        """The one kind that is shown; None for all."""
        return next((kind for kind in self.kinds.values() if kind.key == self.kind_key), None)

    @cached_property
    def people(self) -> dict:
        """Whoever put a topic by or facilitates, those who left too."""
        return self.group.everyone

    @cached_property
    def openings(self) -> list:
        """When topics were or will be opened, in order of time."""
        return registry.openings(self.group).told(self.at)

    @cached_property
    def _by_topic(self) -> dict[int, list]:
        by_topic: dict[int, list] = {}
        for opening in self.openings:
            by_topic.setdefault(opening.topic_id, []).append(opening)
        return by_topic

    @cached_property
    def _ahead(self) -> list[int]:
        return list(dict.fromkeys(o.topic_id for o in self.openings if o.ends_at > self.at))

    @cached_property
    def _behind(self) -> list[int]:
        """Opened before and not again, latest first."""
        return list(dict.fromkeys(o.topic_id for o in reversed(self.openings) if o.topic_id not in self._ahead))

    def _of_kind(self, keys: list[int]) -> list[int]:
        if not self.kind:
            return keys
        return [key for key in keys if self._by_topic[key][0].kind_id == self.kind.pk]

    def _window(self, shelf: str) -> tuple[int, slice]:
        number = max(1, self.pages.get(shelf, 1))
        return number, slice((number - 1) * MOST, number * MOST + 1)

    @cached_property
    def ready(self) -> Shelf:
        """Not opened and not in the programme, most wanted first."""
        topics = self.group.topics.of_kind(self.kind).exclude(pk__in=list(self._by_topic)).most_wanted_first()
        number, window = self._window("ready")
        found = list(topics[window])
        wished: dict[int, list] = {}
        for topic, membership in self._wishes:
            if (person := self.people[membership]).is_live:
                wished.setdefault(topic, []).append(person)
        for topic in found:
            topic.wishers = wished.get(topic.pk, [])
        return Shelf(self._furnished(found[:MOST]), number, len(found) > MOST)

    @property
    def _wishes(self) -> list[tuple]:
        """(topic, membership) of every wish in the group, the oldest first."""
        wishes = Wish.objects.filter(topic__group=self.group).order_by("at", "pk")
        key = f"wishes:{self.group.pk}:{self.group.larder_version}"
        return recall(key, lambda: list(wishes.values_list("topic_id", "membership_id")))

    @cached_property
    def programme(self) -> Shelf:
        """To be opened at a meeting ahead, the nearest first."""
        return Shelf([self._topics[key] for key in self._of_kind(self._ahead)])

    @cached_property
    def opened(self) -> Shelf:
        number, window = self._window("opened")
        keys = self._of_kind(self._behind)[window]
        return Shelf([self._topics[key] for key in keys[:MOST]], number, len(keys) > MOST)

    @cached_property
    def _topics(self) -> dict[int, Topic]:
        """The topics of the two shelves that follow from meetings, read at once."""
        _number, window = self._window("opened")
        keys = [*self._of_kind(self._ahead), *self._of_kind(self._behind)[window]]
        return {t.pk: t for t in self._furnished(self.group.topics.filter(pk__in=keys))}

    def _furnished(self, topics) -> list[Topic]:
        """Each with its kind, who put it by, and when it is opened: at meetings ahead, else at those before."""
        topics = list(topics)
        for topic in topics:
            topic.kind, topic.by = self.kinds[topic.kind_id], self.people[topic.by_id]
            openings = self._by_topic.get(topic.pk, [])
            topic.openings = [o for o in openings if o.ends_at > self.at] or openings[::-1]
            for opening in topic.openings:
                opening.facilitator = self.people.get(opening.facilitator_id)
            topic.opened_on = [(o.on, o.facilitator_id, o.ends_at > self.at) for o in topic.openings]
        return topics

    @property
    def is_bare(self) -> bool:
        """Nothing on any shelf; whoever has gone on past a shelf's end isn't told so."""
        return not (self.pages or self.ready.topics or self.programme.topics or self.opened.topics)
