"""What the page of a search shows: what was found, kind by kind, with the words that were looked for told apart."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import IntegerField

from copse.fields import tidy
from copse.fulltext import GivenTokens
from copse.prepared import Given, Prepared
from copse.tokens import Pieces, asked, excerpt
from groups import registry
from groups.models import Entry
from groups.models.entry import ANYWHERE, TITLE, marked
from groups.registry import Searched

LONGEST = 200  # letters of what is asked
FEW = 5  # of each kind, before the page of that kind has more
MOST = 20  # of one kind, before it goes on over the page


class Found(NamedTuple):
    """What is read of an entry."""

    source: str
    key: str
    title: str
    words: str
    at: datetime


def _found():
    words = (GivenTokens(mark) for mark in (TITLE, ANYWHERE))
    return Entry.objects.with_words(Given("group"), *words)


AFTER, LAST = (Given(name, IntegerField()) for name in ("after", "last"))
OF_EACH = Prepared(lambda: _found().filter(place__lte=FEW + 1).values_list(*Found._fields))
OF_ONE = Prepared(
    lambda: _found().filter(source=Given("source"), place__gt=AFTER, place__lte=LAST).values_list(*Found._fields)
)


@dataclass(frozen=True)
class Hit:
    """One thing that was found, and its page."""

    title: Pieces
    words: Pieces
    at: datetime
    url: str


@dataclass
class Kind:
    """What was found of one kind; `more` says whether there are others after these."""

    name: str
    title: str
    hits: list[Hit]
    more: bool


class Finding:
    """What the members of `group` find by `text`, of all kinds or of one; `page` says how far one has gone in that.

    One query, whatever there is.
    """

    def __init__(self, group, text: str, *, kind: str = "", page: int = 1):
        self.group, self.text, self.page = group, " ".join(tidy(text[:LONGEST]).split()), max(1, page)
        self.only = kind if kind in registry.searched else ""
        self.words = asked(self.text)

    @cached_property
    def kinds(self) -> list[Kind]:
        """Those of which there is any, always in the same order."""
        rows: dict[str, list[Found]] = {}
        for entry in self._entries if self.words else ():
            rows.setdefault(entry.source, []).append(entry)
        return [self._kind(name, kind, rows[name]) for name, kind in in_order() if name in rows]

    @property
    def _entries(self) -> list[Found]:
        group = self.group.pk
        words = {mark: marked(group, mark, self.words) for mark in (TITLE, ANYWHERE)}
        before = (self.page - 1) * MOST
        if self.only:
            rows = OF_ONE(group=group, **words, source=self.only, after=before, last=before + MOST + 1)
        else:
            rows = OF_EACH(group=group, **words)
        return [Found(*row) for row in rows]

    def _kind(self, name: str, kind: Searched, entries: list[Found]) -> Kind:
        slug, most = self.group.slug, MOST if self.only else FEW
        hits = [
            Hit(excerpt(e.title, self.words), excerpt(e.words, self.words), e.at, kind.url(slug, e.key))
            for e in entries[:most]
        ]
        return Kind(name, str(kind.title), hits, len(entries) > most)

    @property
    def places(self) -> list[str]:
        """What is looked through, kind by kind."""
        return [str(kind.title) for _name, kind in in_order()]

    @property
    def before(self) -> int:
        return self.page - 1 if self.only else 0

    @property
    def after(self) -> int:
        return self.page + 1


def in_order() -> list[tuple[str, Searched]]:
    return sorted(registry.searched.items(), key=lambda named: named[1].order)
