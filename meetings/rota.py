"""The fair order in which people take turns: plain calculation, of which docs/decisions/0046 says why it is so.

Meetings of one kind have one order. Whoever's last turn at such a meeting was longest ago goes first; of two whose last
was the same meeting, the turn before that one tells, and so on, so that whoever has had fewer comes first; and of two
who have had the same, or none, whoever came to the group first. Where turns are terms of several meetings, a turn is a
term. Of two who could both go each time, turns that one begins without the other alternate: over any run of meetings
neither has begun more than one more than the other.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol


class Person(Protocol):
    joined_at: datetime

    def rests_on(self, day: date) -> bool: ...


class Way(NamedTuple):
    """How turns at one kind of meeting are taken: how many go together, and for how many meetings in a row."""

    together: int = 1
    term: int = 1


class Go(NamedTuple):
    """A meeting as the order sees it. People are named by their memberships' primary keys."""

    meeting: Any
    sort: str
    day: date
    starts_at: datetime
    who: tuple[int, ...] = ()  # facilitated it, or will
    open: int = 0  # how many more the order finds for it
    firm: tuple[int, ...] = ()  # who of those ahead has said yes, or was agreed on otherwise
    owners: Mapping[int, int] = MappingProxyType({})  # whose turn it counts as, where they gave it away
    cannot: frozenset[int] = frozenset()  # the one in focus, and who has said that they can't
    is_ahead: bool = False


class Told(NamedTuple):
    """What the order says of a meeting ahead: who goes, and all who could, the next one first."""

    go: Go
    who: tuple[int, ...]
    line: list[int]
    lasts: dict[int, Go]  # of each of them, the last turn before this one
    terms: dict[int, int]  # of whoever is in the middle of a term, how many meetings of it have been
    passed: dict[int, str]  # who would have come before them, and what keeps each: rests, cannot, new or busy


class Order:
    """The order of one kind of meetings, as it stands after those that it was told of."""

    def __init__(self, way: Way):
        self.way, self.number = way, 0
        self.turns: dict[int, list[int]] = defaultdict(list)  # of each person, at which meetings they began
        self.lasts: dict[int, Go] = {}
        self.terms: dict[int, int] = {}  # how many meetings of a term that isn't over have been

    def line(self, people: Iterable[int], busy: set[int]) -> list[int]:
        """These people, given as they came to the group, the next one first; those who are `busy` last."""
        people = list(people)
        going_on = [who for who in self.terms if who in people]
        others = (who for who in people if who not in self.terms)
        return going_on + sorted(others, key=lambda who: (who in busy, self.turns[who][::-1]))

    def note(self, go: Go, who: Iterable[int]) -> None:
        """They have had their turn, or a meeting of their term: whoever couldn’t goes on with theirs next time."""
        owners = [go.owners.get(person, person) for person in who]
        if not owners:
            return
        begun = [owner for owner in owners if owner not in self.terms]
        if begun:  # then the term of whoever could have gone on, and didn’t, is over
            self.terms = {who: n for who, n in self.terms.items() if who in owners or who in go.cannot}
        for owner in owners:
            self.lasts[owner] = go
            self.terms[owner] = self.terms.get(owner, 0) + 1
        for owner in begun:
            self.turns[owner].append(self.number)
        self.terms = {who: n for who, n in self.terms.items() if n < self.way.term}
        self.number += 1


class Rota:
    """The orders of all kinds, told of `goes` in order of time; `people` are those who are in, as they came.

    `told` has what the orders say of each meeting ahead: where turns are open, whom they find.
    """

    def __init__(self, people: Mapping[int, Person], goes: Iterable[Go], ways: Mapping[str, Way]):
        self.people, self.ways = people, ways
        self.orders: dict[str, Order] = {}
        self.told: list[Told] = []
        self._first_met: datetime | None = None
        self._knows_us: set[int] = set()
        goes = list(goes)
        self._later: dict[str, deque[Go]] = defaultdict(deque)
        for go in goes:
            self._later[go.sort].append(go)
        for go in goes:
            self._later[go.sort].popleft()
            self._take(go)

    def order(self, sort: str) -> Order:
        return self.orders.setdefault(sort, Order(self.ways.get(sort, Way())))

    def next_for(self, go: Go) -> Told:
        """Whom the order as it stands now finds for `go`."""
        order = self.order(go.sort)
        busy = self._busy(go)
        keeps = {who: self._keeps(who, go) for who in self.people} if order.way.together else {}
        line = order.line((who for who, why in keeps.items() if not why), busy)
        found = [who for who in line if who not in go.who][: go.open]
        who, all_of_us = (*go.who, *found), order.line(keeps, set())
        last = max((n for n, person in enumerate(all_of_us) if person in who), default=len(all_of_us))
        reasons = keeps | {person: "busy" for person in busy if person in line}
        passed = {person: reasons[person] for person in all_of_us[:last] if reasons[person] and person not in who}
        return Told(go, who, line, dict(order.lasts), dict(order.terms), passed)

    def may(self, who: int, go: Go) -> bool:
        """Whether the order can find them for it."""
        return not self._keeps(who, go)

    def _keeps(self, who: int, go: Go) -> str:
        """Why the order can't find them for it; empty where it can."""
        if self.people[who].rests_on(go.day):
            return "rests"
        if who in go.cannot:
            return "cannot"
        return "new" if self.is_new(who) else ""

    def is_new(self, who: int) -> bool:
        """Whether they came after we had begun to meet, and nobody else has facilitated since. Where all of us are,
        nobody is.
        """
        return self._came_later(who) and not all(self._came_later(other) for other in self.people)

    def _came_later(self, who: int) -> bool:
        began = self._first_met is not None and self._first_met < self.people[who].joined_at
        return began and who not in self._knows_us

    def _take(self, go: Go) -> None:
        who = go.who
        if go.is_ahead:
            told = self._tell(go)
            self.told.append(told)
            who = told.who
        self.order(go.sort).note(go, who)
        self._meet(go, who)

    def _tell(self, go: Go) -> Told:
        """Somebody new who was given it behind another's turn, and who would go first by now, doesn't."""
        new = [who for who in go.who if who not in go.firm and self.is_new(who)]
        if not new:
            return self.next_for(go)
        who = tuple(person for person in go.who if person not in new)
        told = self.next_for(go._replace(who=who, open=max(0, self.order(go.sort).way.together - len(who))))
        return told._replace(passed=told.passed | dict.fromkeys(new, "new"))

    def _meet(self, go: Go, who: Iterable[int]) -> None:
        self._first_met = self._first_met or go.starts_at
        led = set(who)
        self._knows_us |= led
        for person, facts in self.people.items():
            if led - {person} and facts.joined_at <= go.starts_at:
                self._knows_us.add(person)

    def _busy(self, go: Go) -> set[int]:
        """Who has said yes to a turn within the next round: they aren't asked for another before it."""
        way = self.ways.get(go.sort, Way())
        others = max(0, len(self.people) * way.term // max(1, way.together) - 1)
        return {who for later in islice(self._later[go.sort], others) for who in later.firm}
