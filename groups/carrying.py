"""What a group takes along when it moves to another site, model by model: see `<app>/moving.py`.

Each field of each model that hangs on a group is either carried or left, and a test asks it of all of them: what
nobody has thought of is never carried. Rows point at one another by their place in the archive, so the same group
gives the same lines on any site.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from copse import tables
from copse.archive import Refused
from copse.fields import UNSEEN
from copse.keys import ALPHABET

Numbers = dict[type[models.Model], dict[int, int]]  # where each row stands in the archive, by its primary key


EVERY = Q()


@dataclass(frozen=True)
class Carried:
    """The rows of one model that go along, and which of their fields. Fields are named in one string.

    `way` leads from a row to its group; `only` says which rows. What is `left` is what a new row has. `afterwards` is
    a field that points at what is made later, or at another row of its own model. `change` gives what is told of a row
    instead; `bring` makes the row, from its values by name, where that is more than writing it down.
    """

    model: type[models.Model]
    way: str
    carried: str
    left: str = ""
    only: Q = EVERY
    afterwards: str = ""
    change: Callable[[models.Model], dict] | None = None
    bring: Callable[[dict], models.Model] | None = None

    @property
    def part(self) -> str:
        return f"rows/{self.model._meta.label}.jsonl"

    @property
    def columns(self) -> list[str]:
        return self.carried.split()

    @property
    def ruled(self) -> set[str]:
        return {*self.columns, *self.left.split(), self.model._meta.pk.name}

    @property
    def fields(self) -> list[models.Field]:
        return [self.model._meta.get_field(name) for name in self.columns]

    def rows(self, group):
        """In the order in which they were made, which is the order in which they are made again."""
        return self.model._default_manager.filter(self.only, **{self.way: group.pk}).order_by("pk").distinct()

    # -- out

    def lines(self, group, numbers: Numbers) -> Iterator[bytes]:
        """A line for each row. What points at something that doesn't go along points at nothing."""
        mine = numbers.setdefault(self.model, {})
        for n, row in enumerate(self.rows(group).iterator(chunk_size=tables.BATCH), 1):
            mine[row.pk] = n
            told = {field.name: field.value_from_object(row) for field in self.fields}
            told |= self.change(row) if self.change else {}
            yield tables.line(self._place(field, told[field.name], numbers) for field in self.fields)

    def _place(self, field, value, numbers: Numbers):
        if not isinstance(field, models.ForeignKey) or value is None:
            return value
        if field.name == self.afterwards:  # its place is known by the order of the other's rows alone
            return field.related_model._default_manager.get(pk=value).key
        return numbers[field.related_model].get(value)

    # -- in

    def read(self, told: list, made: "Made") -> dict:
        """The values by name of one line. Raises Refused, with the field, for what can't be."""
        if len(told) != len(self.columns):
            raise Refused("another number of columns than a row has")
        values = {}
        for field, value in zip(self.fields, told, strict=True):
            try:
                values[field.name] = self._value(field, value, made)
            except (tables.Unfit, ValidationError) as error:
                words = error if isinstance(error, tables.Unfit) else error.messages[0]
                raise Refused(f"{field.name} is {words}") from None
        return values

    def _value(self, field, told, made: "Made"):
        if field.name == self.afterwards:
            return told if told is None else _key(told)
        if isinstance(field, models.ForeignKey):
            return made.at(field, told)
        value = tables.value_of(field, told)
        if isinstance(value, str) and UNSEEN.search(value):
            raise tables.Unfit("characters that nobody writes")
        if field.name == "key":
            _key(value)
        if field.choices and value not in (None, "") and value not in dict(field.flatchoices):
            raise tables.Unfit("none of those that there are")
        if isinstance(value, str) and field.max_length and len(value) > field.max_length:
            raise tables.Unfit("too long")
        field.run_validators(value)
        return value


def _key(told) -> str:
    if not isinstance(told, str) or not 0 < len(told) <= 12 or set(told) - set(ALPHABET):
        raise tables.Unfit("no key")
    return told


class Made:
    """The primary keys of what has been made, model by model, in the order of the archive."""

    def __init__(self):
        self.keys: dict[type[models.Model], list[int]] = {}

    def at(self, field, place):
        """The primary key of what stands at `place`. Raises Unfit where nothing does."""
        if place is None:
            if not field.null:
                raise tables.Unfit("empty")
            return None
        keys = self.keys.get(field.related_model, [])
        if type(place) is not int or not 0 < place <= len(keys):
            raise tables.Unfit("something that isn’t there")
        return keys[place - 1]


@dataclass(frozen=True)
class LeftBehind:
    """A model of which nothing goes along, and why."""

    model: type[models.Model]
    because: str
