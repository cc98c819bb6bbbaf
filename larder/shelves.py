"""The larder's three shelves: which topic stands where follows from the meetings that open it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import caches
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from copse.keys import stamp
from copse.near import TOKEN, instances
from copse.words import number_word, sentence
from groups.registry import Opening
from larder.filters import Filters, Order
from larder.models import Tag, Topic, TopicKind
from larder.places import OPENED, TAGGED, TOPICS, UNSEEN, WISHED, Places, kinds_of, tags_of

MOST = 24  # jars before the shelf goes on over the page
FEW = 6  # of those that were opened before, until one asks for all
LABELS = (  # of jars that a bare larder could begin with
    _lazy("Arriving late"),
    _lazy("What hands know"),
    _lazy("A letter never sent"),
    _lazy("Silence"),
    _lazy("Being paid"),
    _lazy("How we end"),
)
COUNTED = 100  # topics; how many more there are nobody needs to know


@dataclass
class Shelf:
    """Some of the topics of one shelf, in order, each drawn as a jar. `says` is how many there are on it, where that is
    known; `whole`, `before` and `after` lead to all of it and along it, as an address has them.
    """

    topics: list[Topic]
    jars: list[str]
    says: str = ""
    whole: str = ""
    before: str = ""
    after: str = ""


def how_many(number: int) -> str:
    """ "Six topics"; past what is counted, that there are more."""
    if number > COUNTED:
        return _("More than %(number)d topics") % {"number": COUNTED}
    return sentence(ngettext("%(number)s topic", "%(number)s topics", number) % {"number": number_word(number)})


def all_of_them(number: int) -> str:
    """ "All seventeen"; past what is counted, without their number."""
    if number > COUNTED:
        return _("All of them")
    return ngettext("All %(number)s", "All %(number)s", number) % {"number": number_word(number)}


class Larder:
    """The shelves of a group at one moment as `me`, one of it, looks at them through `filters`.

    As many queries whatever the number of topics and meetings.
    """

    def __init__(self, me, filters: Filters | None = None, *, at: datetime | None = None):
        self.me, self.group, self.filters = me, me.group, filters or Filters()
        self.at = at or timezone.now()

    @property
    def key(self) -> str:
        """Everything but time and whoever looks that decides what is shown."""
        group = self.group
        versions = f"{group.larder_version}:{group.programme_version}:{group.people_version}"
        return f"larder:{group.pk}:{versions}:{self.filters.query}"

    def drawn(self, request) -> tuple[str, datetime]:
        """The page, and until when it is true if nobody changes anything."""
        midnight = timezone.localtime(self.at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        context = {"larder": self, "section": "larder", "csrf_token": TOKEN}
        page = render_to_string("larder/larder.html", context, request)
        return page, min([midnight, *(opening.ends_at for opening in self._ahead)])

    # -- what one can look through

    @cached_property
    def kinds(self) -> dict:
        return kinds_of(self.group)

    @cached_property
    def tags(self) -> dict:
        return tags_of(self.group)

    @cached_property
    def kind(self) -> TopicKind | None:
        """The one kind that is shown; None for all."""
        return next((kind for kind in self.kinds.values() if kind.key == self.filters.kind), None)

    @cached_property
    def tag(self) -> Tag | None:
        return next((tag for tag in self.tags.values() if tag.key == self.filters.tag), None)

    @property
    def by_kind(self) -> list[tuple]:
        """(kind, where it is shown alone)."""
        return [(kind, self.filters.on(kind=kind.key).query) for kind in self.kinds.values()]

    @property
    def by_tag(self) -> list[tuple]:
        return [(tag, self.filters.on(tag=tag.key).query) for tag in self.tags.values()]

    @property
    def all_kinds(self) -> str:
        return self.filters.on(kind="").query

    @property
    def all_tags(self) -> str:
        return self.filters.on(tag="").query

    @property
    def orders(self) -> list[tuple]:
        """(words, where it is so, whether it is so now)."""
        words = {
            Order.WANTED: _("Most wanted"),
            Order.NEWEST: _("Newest"),
            Order.UNTOUCHED: _("Longest untouched"),
        }
        sort = self.filters.sort
        return [(said, self.filters.on(sort=order).query, order == sort) for order, said in words.items()]

    labels = LABELS

    # -- the shelves

    @cached_property
    def ready(self) -> Shelf:
        """Not opened and not in the programme, in the order that is asked for."""
        return self._shelf("ready", self._ready)

    @cached_property
    def programme(self) -> Shelf:
        """To be opened at a meeting ahead, the nearest first."""
        topics = [topic for key in self._ahead_keys if self._shows(topic := self._topics.get(key))]
        return Shelf(topics, self._jars(topics, "ahead"), how_many(len(topics)))

    @cached_property
    def opened(self) -> Shelf:
        """Opened before and not again, latest first."""
        return self._shelf("opened", self._opened)

    @property
    def is_bare(self) -> bool:
        """Nothing on any shelf; whoever has gone on past a shelf's end isn't told so."""
        gone_on = self.filters.ready or self.filters.opened
        return not (gone_on or self.ready.topics or self.programme.topics or self.opened.topics)

    def _shelf(self, name: str, keys: list[int]) -> Shelf:
        number, most = getattr(self.filters, name), self._most(name)
        topics = [topic for key in keys[:most] if (topic := self._topics.get(key))]
        shelf = Shelf(topics, self._jars(topics, "behind" if name == "opened" else ""))
        if number > 1:
            shelf.before = self.filters.on(**{name: number - 1}).query
        else:
            shelf.says = how_many(len(keys))
        if len(keys) > most and most == MOST:
            shelf.after = self.filters.on(**{name: max(number, 1) + 1}).query
        elif len(keys) > most:
            shelf.whole, shelf.says = self.filters.on(**{name: 1}).query, all_of_them(len(keys))
        return shelf

    def _most(self, name: str) -> int:
        return FEW if name == "opened" and not self.filters.opened else MOST

    def _window(self, name: str) -> tuple[int, int]:
        """From where to where a shelf is read: one more than is shown, and on its first page as far as is counted."""
        number = max(getattr(self.filters, name), 1)
        return (number - 1) * MOST, (number * MOST if number > 1 else COUNTED) + 1

    @cached_property
    def _places(self) -> Places:
        return Places(self.group, self.at, kind=self.kind, tag=self.tag)

    @cached_property
    def _ready(self) -> list[int]:
        return self._places.ready(self.filters.sort, *self._window("ready"))

    @cached_property
    def _opened(self) -> list[int]:
        return self._places.opened(*self._window("opened"))

    @cached_property
    def _ahead(self) -> list[Opening]:
        return self._places.ahead()

    @cached_property
    def _ahead_keys(self) -> list[int]:
        return list(dict.fromkeys(opening.topic_id for opening in self._ahead))

    def _shows(self, topic: Topic | None) -> bool:
        return (
            topic is not None
            and (not self.kind or topic.kind == self.kind)
            and (not self.tag or self.tag in topic.shown_tags)
        )

    # -- what stands on them

    @property
    def wishers(self) -> list:
        """Everybody who would like one of those that are shown."""
        return list({person.pk: person for topic in self.ready.topics for person in topic.wishers}.values())

    @cached_property
    def _topics(self) -> dict[int, Topic]:
        """All that is shown, read at once: each with its kind, its tags, who put it by, who would like it, and when it
        is opened: at meetings ahead, else at those before.
        """
        shown = {*self._ready[:MOST], *self._ahead_keys, *self._opened[: self._most("opened")]}
        found = {topic.pk: topic for topic in instances(Topic, TOPICS(shown), but=UNSEEN)}
        before = [t.pk for t in found.values() if t.put_back_at or t.pk in self._opened]
        openings, tags, wishers = self._openings(before), self._tags_of(shown), self._wishers(self._ready[:MOST])
        for topic in found.values():
            topic.kind, topic.by = self.kinds[topic.kind_id], self._people[topic.by_id]
            topic.openings = openings.get(topic.pk, [])
            topic.shown_tags = tags.get(topic.pk, [])
            topic.wishers = wishers.get(topic.pk, [])
            topic.i_would_like_it = self.me in topic.wishers
            topic.face = self._face(topic)
        return found

    def _jars(self, topics: list[Topic], opening: str) -> list[str]:
        """Each kept by what it is drawn from."""
        jars, near = [], caches["near"]
        versions = f"{self.group.people_version}:{self.filters.query}:{get_language()}:{self.at:%Y}"
        for topic in topics:
            key = f"jar:{topic.pk}:{topic.face}:{versions}"
            if (jar := near.get(key)) is None:
                context = {"topic": topic, "opening": opening, "larder_url": self._url, "query": self.filters.query}
                jar = render_to_string("larder/_jar.html", context)
                near.set(key, jar)
            jars.append(jar)
        return jars

    @cached_property
    def _url(self) -> str:
        return reverse("larder:list", args=[self.group.slug])

    def _face(self, topic: Topic) -> str:
        """Another whenever the jar looks different, but for the names of people, who have a version."""
        openings = [(o.on, o.facilitator_id, o.ends_at > self.at) for o in topic.openings]
        tags, wishers = ([one.pk for one in some] for some in (topic.shown_tags, topic.wishers))
        kind = (topic.kind.name, topic.kind.lid)
        return stamp([topic.title, topic.why, kind, tags, openings, wishers, topic.i_would_like_it])

    @cached_property
    def _people(self) -> dict:
        """Whoever put a topic by or facilitates, those who left too."""
        return self.group.everyone

    def _openings(self, before: list[int]) -> dict[int, list]:
        """By topic, those to come in order of time; of topics opened `before` and not again the latest first."""
        told = self._ahead
        rows = [row for row in OPENED(before, at=self.at) if row[0] not in self._ahead_keys]
        told = told + [Opening(*row) for row in reversed(rows)]
        openings: dict[int, list] = {}
        for opening in told:
            opening.facilitator = self._people.get(opening.facilitator_id)
            openings.setdefault(opening.topic_id, []).append(opening)
        return openings

    def _tags_of(self, keys) -> dict[int, list[Tag]]:
        tags: dict[int, list] = {}
        for topic, tag in TAGGED(keys) if self.tags else ():
            tags.setdefault(topic, []).append(self.tags[tag])
        return tags

    def _wishers(self, keys) -> dict[int, list]:
        """Those of us who would like each, as they came to the mark."""
        wishers: dict[int, list] = {}
        for topic, membership in WISHED(keys):
            if (person := self._people[membership]).is_live:
                wishers.setdefault(topic, []).append(person)
        return wishers
