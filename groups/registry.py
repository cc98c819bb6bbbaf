"""What each app adds to things that concern them all. Apps register in `AppConfig.ready()`; groups imports none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from copse.mail import Letter


@dataclass(frozen=True)
class Ask:
    """Something that waits for me: a title, where it stands, and the one thing to do."""

    title: str
    words: str
    url: str
    button: str
    order: datetime


@dataclass(frozen=True)
class News:
    """Something that happened since we last met: whose, in plain words, and what it is about."""

    at: datetime
    by: Any  # Membership or None
    deed: str
    about: str
    url: str


@dataclass(frozen=True)
class Aside:
    """A small section of a group's home; `template` gets `context`."""

    order: int
    template: str
    context: dict = field(default_factory=dict)


# A group's home: each gets (membership, at) and for `home_news` also since when.
home_next: list[Callable] = []
home_asks: list[Callable] = []
home_news: list[Callable] = []
home_asides: list[Callable] = []

# Lay in what a new group starts with: each gets the group.
group_begins: list[Callable] = []

# Mail kinds: each gets the outbox row and gives the letter, or None where it may no longer be sent.
mails: dict[str, Callable[[Any], Letter | None]] = {}

# When topics are opened: gets a group, gives a queryset with `.ahead()`, `.behind()` and `.for_topics(topics)`.
openings: Callable | None = None

# What somebody who joins reads before saying yes: each gets the group, gives an Aside or None.
joining_sections: list[Callable] = []
