"""What members find things by is kept with each change of them, and can be made anew from them at any time.

A verb that changes what a member may find says so in its transaction: `search.keep(self.group, "topics", self)`.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice

from django.db import transaction

from copse import fulltext
from groups import registry
from groups.models.entry import Entry

BATCH = 2000  # rows in memory at a time
PAGES = 500  # of SQLite's index that are merged in a minute


@transaction.atomic
def keep(group, source: str, *things) -> None:
    """These things, rows or their primary keys, are found by what they say now, and not at all where not each of the
    group may read them. Whoever changes them holds them: nobody else does so before the transaction ends.
    """
    refs = iter([getattr(thing, "pk", thing) for thing in things])
    while some := list(islice(refs, BATCH)):
        _write(group, source, registry.searched[source].shown(group).filter(pk__in=some), some)


@transaction.atomic
def keep_all(group, source: str) -> None:
    """All things of a kind are found by what they say now. Call it with the group locked."""
    refs = list(Entry.objects.filter(group=group, source=source).values_list("ref", flat=True))
    _write(group, source, registry.searched[source].shown(group), refs)


def _write(group, source: str, rows, before: list[int]) -> None:
    """Of those that were found before, only those stay that are among `rows`."""
    entries = list(_entries(group, source, rows))
    Entry.objects.bulk_create(
        entries, batch_size=BATCH, update_conflicts=True, unique_fields=["ref", "source"],
        update_fields=["key", "title", "words", "at", "tokens"],
    )  # fmt: skip
    if gone := set(before) - {entry.ref for entry in entries}:
        Entry.objects.filter(source=source, ref__in=gone, group=group).delete()


def _entries(group, source: str, rows) -> Iterator[Entry]:
    """Of those that say anything."""
    says = registry.searched[source].says
    return (entry for row in rows if (entry := Entry.of(row, source, group, says(row))).tokens)


@transaction.atomic
def rebuild(group) -> int:
    """Everything that the group's members find, anew from what there is. How many things that is."""
    Entry.objects.filter(group=group).delete()
    entries = chain.from_iterable(_entries(group, name, kind.shown(group)) for name, kind in registry.searched.items())
    found = 0
    while batch := list(islice(entries, BATCH)):
        found += len(Entry.objects.bulk_create(batch))
    return found


def settle(at: datetime) -> None:
    """What is found no more leaves the database's own index for good, within minutes (see copse.traces)."""
    fulltext.settle(pages=PAGES)
