"""Where an erased word could still be read, besides the rows that held it."""

from django.core.cache import caches
from django.db import connection

from copse import fulltext


def wipe() -> None:
    """Forget what this process keeps of pages, every paper, and what SQLite's indexes of words and its log of writes
    still hold.

    Papers are made again when they are asked for. On PostgreSQL the server's own vacuum sees to dead rows, and other
    processes' kept pages wear out within a day. Not to be called in a transaction, where it does nothing to the log.
    """
    from copse.pdf import forget as forget_papers

    caches["near"].clear()
    forget_papers()
    fulltext.settle()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
