"""What is kept of a person, model by model: whose a row is, what their copy of it holds, what erasing leaves.

Each app says it of its models in `<app>/personal.py`, and `tests/test_personal.py` asks it of every field. The same
lines make the copy that somebody takes and do the erasing, so they can't say one thing and do another.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Field, Model, QuerySet


@dataclass(frozen=True)
class Holding:
    """The rows of one model that are somebody's. Fields are named in one string, as in `"text state"`.

    `whose` is the way from a row to the Membership that it belongs to, or to the Member where `of_account`. What a copy
    holds stands in `copied`, where a dot leads to what a row points at: `edition.n`. Erasing deletes the row where it
    `goes`; otherwise fields become what `blanked` says, and those in `ours` stay with the group, with no name on them.
    `plain` are the fields that say nothing of a person. Raises ValueError for a copied field that has no such end.
    """

    model: type[Model]
    title: str
    whose: str
    copied: str
    goes: bool = False
    blanked: dict = field(default_factory=dict)
    ours: str = ""
    plain: str = ""
    of_account: bool = False

    def __post_init__(self):
        ends = {*self.blanked, *self.ours.split()}
        if lost := {name for name in self.copied_fields if not self.goes and name not in ends}:
            raise ValueError(f"{self.model.__name__} doesn't say what becomes of {lost}")

    @property
    def copied_fields(self) -> set[str]:
        return {name.partition(".")[0] for name in self.copied.split()}

    @property
    def ruled(self) -> set[str]:
        """The fields that have a rule here."""
        whose = self.whose.partition("__")[0]
        return self.copied_fields | {*self.blanked, *self.ours.split(), *self.plain.split(), whose}

    def rows(self, whose) -> QuerySet:
        return self.model._default_manager.filter(**{self.whose: whose.pk})

    def copy(self, whose) -> list[dict]:
        """Each row as what it is called and what it says, oldest first."""
        return [
            {self.word(name): self._said(row, name) for name in self.copied.split()}
            for row in self.rows(whose).order_by("pk")
        ]

    @staticmethod
    def word(name: str) -> str:
        """`edition.agreed_on` as `edition_agreed_on`: how it is called in a copy."""
        return name.replace(".", "_")

    @staticmethod
    def _said(row, name: str):
        for part in name.split("."):
            row = getattr(row, part, None)
        return str(row) if isinstance(row, Model) else row

    def erase(self, whose) -> None:
        """Take away what is theirs alone."""
        if self.goes:
            self.rows(whose).delete()
        else:
            self.blank(whose)

    def blank(self, whose) -> None:
        """Keep the rows, without what was for their eyes alone."""
        if self.blanked:
            self.rows(whose).update(**self.blanked)

    def hand(self, whose, to) -> None:
        """These rows belong to `to` from now on."""
        self.rows(whose).update(**{self.whose: to})


@dataclass(frozen=True)
class NotPersonal:
    """A model that says nothing of a person, or of nobody by name, and why that is so."""

    model: type[Model]
    because: str
    plain: str

    @property
    def ruled(self) -> set[str]:
        return set(self.plain.split())


def without_a_rule(rules: Iterable[Holding | NotPersonal], models: Iterable[type[Model]]) -> set[str]:
    """`app.Model.field` for each field that no rule names."""
    ruled = {f"{rule.model._meta.label}.{name}" for rule in rules for name in rule.ruled}
    fields = {f"{model._meta.label}.{f.name}" for model in models for f in model._meta.get_fields() if is_own(f)}
    return {name for name in fields - ruled if not name.endswith(".id")}


def is_own(field) -> bool:
    """A column of the model's own, or what leads to a table between two."""
    return isinstance(field, Field)
