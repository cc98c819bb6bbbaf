from typing import NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import LineField, WordsField
from copse.near import recall
from copse.words import join_names, number_word, sentence
from groups.models import RoundVersion
from manifesto.models.edition import Edition, Value

MOST_NAMED = 4  # changes that an edition's line names


class Standing(NamedTuple):
    """A value as it stands in a wording; one that is only proposed has no value yet."""

    value: int | None
    name: str
    statement: str
    change: "Change | None" = None


class ChangeQuerySet(models.QuerySet):
    def newest(self):
        """Of each round those of its newest wording."""
        later = RoundVersion.objects.filter(round=OuterRef("version__round"), n__gt=OuterRef("version__n"))
        return self.filter(~Exists(later))


class Change(models.Model):
    """What one version of a proposal does with one value."""

    class Act(models.TextChoices):
        ADD = "add", gettext_lazy("add")
        REWORD = "reword", gettext_lazy("reword")
        MOVE = "move", gettext_lazy("move")
        RETIRE = "retire", gettext_lazy("retire")

    version = models.ForeignKey("groups.RoundVersion", models.CASCADE, related_name="changes")
    value = models.ForeignKey(
        Value, models.CASCADE, null=True, related_name="changes"
    )  # one that is added gets it then
    act = models.CharField(max_length=6, choices=Act)
    name = LineField(gettext_lazy("name"), max_length=60, blank=True)
    statement = WordsField(gettext_lazy("sentence"), max_length=1000, blank=True)
    order = models.PositiveSmallIntegerField(null=True)  # its new place, from one; null: where it is, or at the end
    gathered = models.ForeignKey(
        "groups.Bundle", models.SET_NULL, null=True, related_name="changes"
    )  # in which we found it

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "value"], name="a_version_changes_a_value_once"),
            models.CheckConstraint(condition=Q(act="add") | Q(value__isnull=False), name="what_is_changed_is_a_value"),
        ]

    def __str__(self):
        return f"{self.act} {self.value_id}"

    @property
    def called(self) -> str:
        """The value's name: the one that it gets, or, where it gets none, the one that it has or had last."""
        if self.name or self.value is None:
            return self.name
        return self.value.entries.order_by("-edition__n").values_list("name", flat=True).first() or ""

    def applied(self, row: Standing) -> Standing | None:
        """The value as it would stand, or None where it is retired."""
        if self.act == self.Act.RETIRE:
            return None
        if self.act == self.Act.MOVE:
            return row._replace(change=self)
        return Standing(row.value, self.name, self.statement, self)


def keep_origins(before: list[Change], changes: list[Change]) -> None:
    """What is added under the name that it had, or with the sentence, was found where it was found before."""
    known = [old for old in before if old.gathered_id]
    for change in changes:
        same = (o for o in known if change.name == o.name or (change.statement and change.statement == o.statement))
        if change.act == Change.Act.ADD and (old := next(same, None)):
            change.gathered_id = old.gathered_id


def standing_in(edition: Edition | None) -> list[Standing]:
    """How an edition reads, in order; of none, nothing."""
    if edition is None:
        return []
    return [Standing(row.value_id, row.name, row.statement) for row in edition.wording()]


def touched(names: list[str]) -> str:
    """The names of the values that a proposal is about; of more than three, the first two."""
    if len(names) > 3:
        names = [*names[:2], _("%(number)s more") % {"number": number_word(len(names) - 2)}]
    return join_names(names)


def summary(changes: list[Change]) -> str:
    """What is new, in a line: which values were added, reworded, moved and retired."""
    words = {
        Change.Act.ADD: _("%(name)s added"),
        Change.Act.REWORD: _("%(name)s reworded"),
        Change.Act.MOVE: _("%(name)s moved"),
        Change.Act.RETIRE: _("%(name)s retired"),
    }
    parts = [words[change.act] % {"name": change.called} for change in changes[:MOST_NAMED]]
    if more := len(changes) - MOST_NAMED:
        parts += [_("%(number)s more changes") % {"number": number_word(more)}] if more > 0 else []
    line = sentence(join_names(parts)) + "."
    return line if len(line) <= 200 else _("Several values changed.")


def standing_now(group) -> list[Standing]:
    """What is in force, for a page: read once for each version of the group's manifesto."""

    def read():
        return [row[:3] for row in standing_in(group.editions.in_force())]

    return [Standing(*row) for row in recall(f"standing:{group.pk}:{group.manifesto_version}", read)]
