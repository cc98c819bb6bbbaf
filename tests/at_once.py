"""Several people who press at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(*deeds: Callable) -> list:
    """Do all of these at the same moment, each on a connection of its own: what each gave, or the error it raised.

    Tests that call this are marked `django_db(transaction=True)`, so that the others see what is written.
    """
    gate = Barrier(len(deeds))

    def do(deed: Callable):
        try:
            connection.ensure_connection()
            gate.wait(timeout=10)
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))
