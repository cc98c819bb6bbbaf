"""What of the larder somebody looks at: one kind, one tag, in which order, how far along a shelf. It stands in the
address, and goes along wherever they go from there.
"""

from enum import StrEnum
from typing import NamedTuple

from copse.keys import key_in


class Order(StrEnum):
    """Of the shelf that is ready to open."""

    WANTED = "wanted"
    NEWEST = "newest"
    UNTOUCHED = "untouched"


class Filters(NamedTuple):
    """`kind` and `tag` are keys, "" for all; `ready` and `opened` the page of a shelf, 0 where none was asked for."""

    kind: str = ""
    tag: str = ""
    sort: Order = Order.WANTED
    ready: int = 0
    opened: int = 0

    @classmethod
    def of(cls, data) -> "Filters":
        """From a QueryDict. What nobody means is left out."""
        keys = {name: key for name in ("kind", "tag") if (key := key_in(data.get(name, "")))}
        pages = {shelf: int(n) for shelf in ("ready", "opened") if (n := data.get(shelf, "")[:4]).isdecimal()}
        sort = data.get("sort")
        return cls(**keys, **pages, sort=Order(sort) if sort in set(Order) else Order.WANTED)

    def on(self, **what) -> "Filters":
        """The same with something else; the shelves from their beginning."""
        said = {"kind": self.kind, "tag": self.tag, "sort": self.sort}
        return Filters(**(said | what))

    @property
    def query(self) -> str:
        """As an address has it: `?kind=…&sort=newest`, or nothing. All of it is letters and numbers."""
        sort = "" if self.sort == Order.WANTED else self.sort.value
        said = (("kind", self.kind), ("tag", self.tag), ("sort", sort), ("ready", self.ready), ("opened", self.opened))
        words = "&".join([f"{name}={value}" for name, value in said if value])
        return f"?{words}" if words else ""
