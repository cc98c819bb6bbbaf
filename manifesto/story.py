"""Where a value came from: what became of it, edition by edition."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.utils.functional import cached_property

from groups.models import Contribution
from manifesto.beside import Change, Kind, moved_between
from manifesto.models import Correction, Edition, EditionEntry


@dataclass(frozen=True)
class Chapter:
    """What one edition brought to the value, or a slip that was put right in it."""

    edition: Edition
    change: Change | None = None
    correction: Correction | None = None


class Story:
    """The life of one value. As many queries however long it is."""

    def __init__(self, value):
        self.value = value

    @property
    def latest_first(self) -> list[Chapter]:
        return self.chapters[::-1]

    @property
    def reads(self):
        """Its wording, or the last one it had."""
        last = self.chapters[-1]
        return last.correction or last.change.reads

    @property
    def retired(self) -> bool:
        return not self._entries.get(self._editions[-1].pk)

    @property
    def gathered(self) -> list:
        """What each of us had written that it was drawn from, where it came out of a gathering."""
        drawn = Contribution.objects.filter(bundle__changes__value=self.value)
        return list(drawn.select_related("membership").distinct())

    @cached_property
    def chapters(self) -> list[Chapter]:
        """First to last. What is reworded is told from how it read by then, with what was corrected."""
        chapters, read, order = [], None, []
        for edition in self._editions:
            entry, order_before = self._entries.get(edition.pk), order
            order = self._orders.get(edition.pk, [])
            moved = self.value.pk in moved_between(order_before, order)
            if (read or entry) and (change := Change(read, entry, moved)).kind != Kind.SAME:
                chapters.append(Chapter(edition, change))
            read = entry
            for correction in self._corrections.get(edition.pk, []):
                chapters.append(Chapter(edition, correction=correction))
                read = correction
        return chapters

    @cached_property
    def _editions(self) -> list[Edition]:
        return list(self.value.group.editions.select_related("proposal__round").order_by("n"))

    @cached_property
    def _entries(self) -> dict[int, EditionEntry]:
        return {entry.edition_id: entry for entry in self.value.entries.all()}

    @cached_property
    def _orders(self) -> dict[int, list[int]]:
        """The values of each edition, in order."""
        rows = EditionEntry.objects.filter(edition__group=self.value.group).order_by("edition", "order")
        pairs = rows.values_list("edition", "value")
        return {edition: [value for _edition, value in found] for edition, found in groupby(pairs, itemgetter(0))}

    @cached_property
    def _corrections(self) -> dict[int, list[Correction]]:
        """Those that stand, by edition, first to last."""
        standing = Correction.objects.filter(entry__value=self.value).standing().select_related("by", "entry")
        return {
            edition: list(found)
            for edition, found in groupby(standing.order_by("pk"), lambda correction: correction.entry.edition_id)
        }
