"""An empty database again, after a test that wrote to it for good: where `manage.py flush` leads, and sooner.

Flush empties every table, and then lays in anew what Django keeps of our models (permissions that nobody here has).
Here only tables with rows are emptied, and what Django keeps stays.
"""

from functools import cache

from django.core.management.color import no_style
from django.db import connection, transaction

OF_DJANGO = {"auth_permission", "django_content_type", "django_migrations"}


def emptied() -> None:
    """No row of ours is left. The next one's number goes on from the last one's."""
    with transaction.atomic(), connection.cursor() as cursor:  # in one go, so it matters not which points to which
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables()))
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")


def emptied_and_new() -> None:
    """As after the migrations, but for what they lay in: numbers begin at 1."""
    emptied()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), sequences()):
            cursor.execute(statement)


@cache
def tables() -> list[str]:
    """Of our models, quoted."""
    names = {*connection.introspection.django_table_names(only_existing=True, include_views=False)} - OF_DJANGO
    return [connection.ops.quote_name(name) for name in sorted(names)]


@cache
def sequences() -> list[dict]:
    return connection.introspection.sequence_list()
