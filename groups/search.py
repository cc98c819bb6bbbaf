"""What members find things by is kept with each change of them, and can be made anew from them at any time.

A verb that changes what a member may find says so in its transaction: `search.keep(self.group, "topics", self)`.
"""

from datetime import datetime
from itertools import islice

from django.db import transaction

from copse import fulltext
from groups import registry
from groups.models.entry import Entry

BATCH = 500  # rows in memory at a time
PAGES = 500  # of SQLite's index that are merged in a minute


@transaction.atomic
def keep(group, source: str, *things) -> None:
    """These things are found by what they say now, and not at all where not each of the group may read them; without
    any, all of that kind. `things` are rows, or their primary keys.
    """
    kind, there = registry.searched[source], Entry.objects.filter(group=group, source=source)
    rows = kind.shown(group)
    if things:
        refs = [getattr(thing, "pk", thing) for thing in things]
        rows, there = rows.filter(pk__in=refs), there.filter(ref__in=refs)
    entries = [Entry.of(row, source, group, kind.says(row)) for row in rows]
    Entry.objects.bulk_create(
        entries, batch_size=BATCH, update_conflicts=True, unique_fields=["ref", "source"],
        update_fields=["key", "title", "words", "at", "tokens"],
    )  # fmt: skip
    there.exclude(ref__in=[entry.ref for entry in entries]).delete()


@transaction.atomic
def rebuild(group) -> int:
    """Everything that the group's members find, anew from what there is. How many things that is."""
    Entry.objects.filter(group=group).delete()
    entries = (
        Entry.of(row, source, group, kind.says(row))
        for source, kind in registry.searched.items()
        for row in kind.shown(group)
    )
    found = 0
    while batch := list(islice(entries, BATCH)):
        found += len(Entry.objects.bulk_create(batch))
    return found


def settle(at: datetime) -> None:
    """What is found no more leaves the database's own index for good, within minutes (see copse.traces)."""
    fulltext.settle(pages=PAGES)
