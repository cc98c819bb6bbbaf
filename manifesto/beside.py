"""What became of each value between two editions."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from copse.differences import Changes, word_changes


class Kind(TextChoices):
    """What can become of a value. What was reworded may have moved besides."""

    REWORDED = "reworded", _("Reworded")
    ADDED = "added", _("Added")
    RETIRED = "retired", _("Retired")
    MOVED = "moved", _("Moved")
    SAME = "same", _("As it stood")


@dataclass(frozen=True)
class Change:
    """What became of one value. Each side has a name, a statement and its order, or is None where it doesn't stand."""

    before: Any
    after: Any
    moved: bool = False

    @property
    def kind(self) -> Kind:
        if self.before is None or self.after is None:
            return Kind.ADDED if self.after else Kind.RETIRED
        if self.name_changes or self.statement_changes:
            return Kind.REWORDED
        return Kind.MOVED if self.moved else Kind.SAME

    @property
    def reads(self):
        """Its wording, the later where there is one."""
        return self.after or self.before

    @property
    def name_changes(self) -> Changes:
        """Word by word; nothing where it stayed."""
        return _changes(self.before.name, self.after.name)

    @property
    def statement_changes(self) -> Changes:
        return _changes(self.before.statement, self.after.statement)


class Beside:
    """Two editions beside one another, as each was agreed on. The earlier stands first, however they were chosen."""

    def __init__(self, one, other):
        self.earlier, self.later = sorted((one, other), key=lambda edition: edition.n)
        before = {entry.value_id: entry for entry in self.earlier.entries.select_related("value")}
        after = {entry.value_id: entry for entry in self.later.entries.select_related("value")}
        moved = moved_between(list(before), list(after))
        self.changes = [Change(before.get(key), entry, key in moved) for key, entry in after.items()]
        self.changes += [Change(entry, None) for key, entry in before.items() if key not in after]

    def of(self, kind: Kind) -> list[Change]:
        return [change for change in self.changes if change.kind == kind]

    @property
    def kinds(self) -> list[tuple[Kind, list[Change]]]:
        """What changed, kind by kind; a kind without a value is absent."""
        return [(kind, found) for kind in Kind if kind != Kind.SAME and (found := self.of(kind))]

    @property
    def same(self) -> list[Change]:
        return self.of(Kind.SAME)


def moved_between(before: list[int], after: list[int]) -> set[int]:
    """Which values stand elsewhere among those that are in both orders; the others kept their places."""
    both = set(before) & set(after)
    old, new = ([key for key in order if key in both] for order in (before, after))
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return both - {key for block in blocks for key in old[block.a : block.a + block.size]}


def _changes(old: str, new: str) -> Changes:
    return word_changes(old, new) if old != new else []
