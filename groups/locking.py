"""In which order rows are locked, so that no two of us ever wait for each other.

First the groups, by their keys where they are several; then what is theirs, in any order, since nobody else holds any
of it; then the accounts of members, by their keys, whom several groups have. Each verb raises the version of its group
(`Group.changed`), and so holds that row until its transaction ends, whatever it does: it asks for it first.

SQLite locks no rows, as one writes at a time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.apps import apps
from django.db import connection, transaction


@contextmanager
def alone_in(*groups: int) -> Iterator[None]:
    """A transaction in which nobody else changes anything of these groups, given by their primary keys."""
    with transaction.atomic():
        if not connection.features.has_select_for_update:
            yield
            return
        rows = apps.get_model("groups", "Group").objects.filter(pk__in=groups).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk"))
        yield


def one_at_a_time(verb: Callable) -> Callable:
    """A verb on something of a group, in a transaction: whoever else is about to change anything there waits.

    The group is that of whom it is done `by`, or else that of what it is done to.
    """

    @wraps(verb)
    def in_turn(one, *rest, **how):
        with alone_in((how.get("by") or one).group_id):
            return verb(one, *rest, **how)

    return in_turn
