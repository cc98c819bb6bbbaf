"""What becomes of what somebody has in a group when they leave it. Each app registers its kinds (groups.registry)."""

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy

from groups.holding import Holding


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

    def count(self, membership) -> int:
        """How many of them the group sees."""
        return together(*(holding.rows(membership) for holding in self.holdings))

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


def together(rows: QuerySet, *more: QuerySet) -> int:
    """How many rows these are, counted in one query."""
    return rows.order_by().values("pk").union(*(each.order_by().values("pk") for each in more), all=True).count()
