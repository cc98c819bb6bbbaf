"""Whether what things are found by is what it would be if it were made anew (groups.search)."""

from django.db import connection, transaction

from groups import search
from groups.models import Entry, Group


def strayed() -> set:
    """Entries that are kept and shouldn't be, or should be and aren't, each as its fields. Changes nothing.

    Raises DatabaseError where SQLite's own index says otherwise than the table that it is of.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO entries_by_token(entries_by_token, rank) VALUES ('integrity-check', 1)")
    with transaction.atomic():
        kept = entries()
        for group in Group.objects.all():
            search.rebuild(group)
        anew = entries()
        transaction.set_rollback(True)
    return kept ^ anew


def entries() -> set:
    fields = ("group", "source", "ref", "key", "title", "words", "at", "tokens")
    return set(Entry.objects.values_list(*fields))
