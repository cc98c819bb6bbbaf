"""The starter larder as one group sees it: sort by sort, with what of it they have already; and taking from it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import get_language

from copse.folding import folded
from copse.near import recall
from copse.words import minutes, sentence
from groups.locking import one_at_a_time
from groups.parts import name_of
from larder.models import Activity, Topic
from larder.models.kind import FIRST_KINDS
from larder.starter import ACTIVITIES, TOPICS, StarterTopic

SORTS = [
    *((f"kind-{lid}", name, lid, [t for t in TOPICS if t.kind == lid - 1]) for lid, name in enumerate(FIRST_KINDS, 1)),
    *((medium.value, medium.label, 0, [a for a in ACTIVITIES if a.medium == medium]) for medium in Activity.Medium),
]


@dataclass
class Sort:
    """Topics of one kind, or activities of one medium, each drawn to be ticked. `lid` is that of the kind, 0 for a
    medium; `is_left` says whether there is anything to take.
    """

    key: str
    name: str
    lid: int
    offered: list[str]
    is_left: bool


class Offer:
    """What `group` can take; what is `ticked` of it, by its keys, is ticked already. Two queries."""

    def __init__(self, group, ticked: Collection[str] = ()):
        self.group, self.ticked = group, set(ticked)
        self._topics = {folded(title) for title in group.topics.values_list("title", flat=True)}
        self._activities = {folded(title) for title in group.activities.at_hand().values_list("title", flat=True)}

    def has(self, starter) -> bool:
        """Whether something of its title, or one that folds alike, is in the group's larder."""
        here = self._topics if isinstance(starter, StarterTopic) else self._activities
        return folded(str(starter.title)) in here

    def tick_all(self, sort: str) -> None:
        """All of one sort, nothing where there is no such sort."""
        self.ticked |= {starter.key for key, _name, _lid, starters in SORTS if key == sort for starter in starters}

    @cached_property
    def topics(self) -> list[Sort]:
        return self._sorts(of_topics=True)

    @cached_property
    def activities(self) -> list[Sort]:
        return self._sorts(of_topics=False)

    def _sorts(self, *, of_topics: bool) -> list[Sort]:
        return [
            Sort(key, str(name), lid, [self._drawn(s) for s in starters], not all(self.has(s) for s in starters))
            for key, name, lid, starters in SORTS
            if starters and bool(lid) == of_topics
        ]

    def _drawn(self, starter) -> str:
        """Kept for all groups, by what it is drawn from: its words are the site's, in the language of whoever reads."""
        context = {"starter": starter, "is_here": self.has(starter), "is_ticked": starter.key in self.ticked}
        state = f"{self.group.rounds}:{context['is_here']:d}:{context['is_ticked']:d}"
        key = f"starter:{starter.key}:{get_language()}:{state}"
        return recall(key, lambda: render_to_string("larder/_offered.html", {**context, "about": self._about(starter)}))

    def _about(self, starter) -> str:
        """A line on what it is."""
        if isinstance(starter, StarterTopic):
            return str(starter.why)
        facts = minutes(starter.minutes), name_of(starter.part, self.group), Activity.Place(starter.place).label
        return ". ".join(sentence(str(fact)) for fact in facts)


@one_at_a_time
def take(keys, *, by, at=None) -> int:
    """Take these into the larder of the group of `by`, but for those that are there; how many came. Twice is once."""
    group = by.group.locked()
    offer, kinds = Offer(group), list(group.topic_kinds.all())
    named = {folded(kind.name): kind for kind in kinds}
    wanted = [starter for starter in (*TOPICS, *ACTIVITIES) if starter.key in keys and not offer.has(starter)]
    for starter in wanted:
        if isinstance(starter, StarterTopic):
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
