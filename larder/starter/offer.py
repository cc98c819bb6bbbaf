"""The starter larder as one group sees it: sort by sort, with what of it they have already; and taking from it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from copse.folding import folded
from copse.words import minutes, sentence
from groups.parts import name_of
from larder.models import Activity, Topic
from larder.models.kind import FIRST_KINDS
from larder.starter import ACTIVITIES, TOPICS


@dataclass
class Offered:
    """A starter on the page: its words, a line on what it is, and whether the group has it."""

    starter: Any
    about: str
    is_here: bool


@dataclass
class Sort:
    """Topics of one kind, or activities of one medium. `lid` is that of the kind, 0 for a medium."""

    key: str
    name: str
    lid: int
    offered: list[Offered]

    @property
    def keys(self) -> set[str]:
        return {one.starter.key for one in self.offered}

    @property
    def is_left(self) -> bool:
        """Whether there is anything to take."""
        return not all(one.is_here for one in self.offered)


class Offer:
    """What `group` can take. Two queries."""

    def __init__(self, group):
        self.group = group
        self._topics = {folded(title) for title in group.topics.values_list("title", flat=True)}
        self._activities = {folded(title) for title in group.activities.at_hand().values_list("title", flat=True)}

    def has(self, starter) -> bool:
        """Whether something of its title, or one that folds alike, is in the group's larder."""
        return folded(str(starter.title)) in (self._topics if starter in TOPICS else self._activities)

    @property
    def topics(self) -> list[Sort]:
        return [
            Sort(f"kind-{lid}", str(name), lid, [self._offered(t) for t in TOPICS if t.kind == lid - 1])
            for lid, name in enumerate(FIRST_KINDS, 1)
        ]

    @property
    def activities(self) -> list[Sort]:
        return [
            Sort(medium.value, str(medium.label), 0, offered)
            for medium in Activity.Medium
            if (offered := [self._offered(a) for a in ACTIVITIES if a.medium == medium])
        ]

    def _offered(self, starter) -> Offered:
        if starter in TOPICS:
            return Offered(starter, str(starter.why), self.has(starter))
        facts = minutes(starter.minutes), name_of(starter.part, self.group), Activity.Place(starter.place).label
        return Offered(starter, ". ".join(sentence(str(fact)) for fact in facts), self.has(starter))

    def keys_of(self, sort: str) -> set[str]:
        """The keys of one sort, none where there is no such sort."""
        return next((one.keys for one in (*self.topics, *self.activities) if one.key == sort), set())


@transaction.atomic
def take(keys, *, by, at=None) -> int:
    """Take these into the larder of the group of `by`, but for those that are there; how many came. Twice is once."""
    group = by.group.locked()
    offer, kinds = Offer(group), list(group.topic_kinds.all())
    named = {folded(kind.name): kind for kind in kinds}
    wanted = [starter for starter in (*TOPICS, *ACTIVITIES) if starter.key in keys and not offer.has(starter)]
    for starter in wanted:
        if starter in TOPICS:
            kind = named.get(folded(str(FIRST_KINDS[starter.kind])), kinds[0])
            tags = [str(tag) for tag in starter.tags]
            Topic.put_by(by=by, title=str(starter.title), why=str(starter.why), kind=kind, tags=tags, at=at)
        else:
            Activity.put_by(by=by, at=at, **_told(starter))
    return len(wanted)


def _told(starter) -> dict:
    words = "title instructions alternative materials content_note source"
    facts = "medium minutes part least most place"
    told = {name: str(getattr(starter, name)) for name in words.split()}
    return told | {name: getattr(starter, name) for name in facts.split()}
