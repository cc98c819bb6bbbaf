"""What becomes of what somebody has in a group when they leave it. Each app registers its kinds (groups.registry)."""

from functools import lru_cache
from types import SimpleNamespace

from django.db.models import Count, QuerySet, TextChoices, Value
from django.utils.translation import gettext_lazy

from copse.prepared import Given, Prepared
from groups.holding import Holding

WHOSE = SimpleNamespace(**{name: Given(name) for name in ("pk", "member_id", "group_id")})


class Fate(TextChoices):
    """From the most that stays to the least."""

    NAMED = "named", gettext_lazy("It stays, with my name")
    UNNAMED = "unnamed", gettext_lazy("It stays, without my name")
    GOES = "goes", gettext_lazy("It goes")

    @property
    def further(self) -> "list[Fate]":
        """This and what leaves less."""
        fates = list(Fate)
        return fates[fates.index(self) :]


class Belonging:
    """A kind of thing that somebody has in a group. Its first fate is what happens unless they choose another."""

    key, title, order = "", "", 0
    fates: tuple[Fate, ...] = (Fate.GOES,)
    holdings: tuple[Holding, ...] = ()

    def seen(self, whose) -> list[QuerySet]:
        """Those of them that the group sees. `whose` is a membership, of which nothing is asked but its `pk`, its
        `member_id` and its `group_id`.
        """
        return [holding.rows(whose) for holding in self.holdings]

    def number(self, *seen: int) -> int:
        """How many they are, where there are so many in each of `seen`."""
        return sum(seen)

    def says(self, fate: Fate, n: int) -> str:
        """What will happen to `n` of them, in a sentence."""
        raise NotImplementedError

    def part(self, membership, fate: Fate, at):
        """Do at once what `fate` means for the group. What it takes away it returns, for the member to keep a while."""

    def hand(self, membership, to) -> None:
        """What stays with the name belongs to `to`, which carries it."""
        for holding in self.holdings:
            holding.hand(membership, to)

    def settle(self, membership, fate: Fate) -> None:
        """Do for good, once the time to think again is over, what `fate` means."""
        for holding in self.holdings:
            if fate == Fate.GOES:
                holding.erase(membership)
            else:
                holding.blank(membership)

    @property
    def default(self) -> Fate:
        return self.fates[0]

    @property
    def last(self) -> Fate:
        """What leaves least of it."""
        return max(self.fates, key=list(Fate).index)


def numbers(membership, kinds: list[Belonging]) -> dict[str, int]:
    """How many of each kind the group sees, by its key. One query, built once for these kinds."""
    given = {name: getattr(membership, name) for name in vars(WHOSE)}
    parts, count = _counting(tuple(kinds))
    found = dict(count(**given)) if parts else {}
    seen: dict[str, list[int]] = {kind.key: [] for kind in kinds}
    for part, kind in enumerate(parts):
        seen[kind.key].append(found.get(part, 0))
    return {kind.key: kind.number(*seen[kind.key]) for kind in kinds}


@lru_cache(maxsize=20)
def _counting(kinds: tuple[Belonging, ...]) -> tuple[list[Belonging], Prepared]:
    """Of which kind each part of the query is, and the query: (part, how many) where there are any."""
    parts = [(kind, rows) for kind in kinds for rows in kind.seen(WHOSE)]
    counting = [
        rows.order_by().annotate(which=Value(part)).values_list("which").annotate(found=Count("pk"))
        for part, (_kind, rows) in enumerate(parts)
    ]
    return [kind for kind, _rows in parts], Prepared(lambda: counting[0].union(*counting[1:], all=True))
