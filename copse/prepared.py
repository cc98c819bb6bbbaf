"""Queries that Django builds once and that run many times, with other values in the same places.

Building a query costs ten times what running it does. What machines ask thousands of times an hour, such as whose
feed this is, is written like any other query, with a `Given` where a value goes. On the default database.
"""

from collections.abc import Callable, Collection
from contextlib import contextmanager
from threading import Lock

from django.db import connections
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql import UpdateQuery


class Given(Expression):
    """The place of a value that is named at each asking: text or a whole number, or what `field` is made of."""

    def __init__(self, name: str, field: Field | None = None):
        super().__init__(field)
        self.name, self.made_of = name, field

    def of(self, given: dict, connection):
        """The value as the database takes it. Raises KeyError where it isn't given."""
        value = given[self.name]
        return value if self.made_of is None else self.made_of.get_db_prep_value(value, connection, True)

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """`Prepared(lambda: Topic.objects.filter(key=Given("key")).values_list("title"))(key="…")` gives the rows, each a
    tuple of what the model's fields are in Python. For a queryset of `values_list`.
    """

    def __init__(self, build: Callable[[], QuerySet]):
        self.build, self.lock, self.sql = build, Lock(), ""

    def __call__(self, **given) -> list[tuple]:
        """Raises KeyError where a value isn't given."""
        with self._run(given) as (cursor, connection):
            rows = cursor.fetchall()
            return self._converted(rows, connection) if self.converters and rows else rows

    @contextmanager
    def _run(self, given: dict):
        connection = connections["default"]
        if not self.sql:
            with self.lock:
                self._prepare(connection)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [p.of(given, connection) if isinstance(p, Given) else p for p in self.params])
            yield cursor, connection

    def _prepare(self, connection) -> None:
        compiler = self._query().get_compiler(connection=connection)
        sql, self.params = compiler.as_sql()
        selected = [expression for expression, *_alias in compiler.select or ()]
        self.converters = list(compiler.get_converters(selected).items())
        self.sql = sql  # last: another thread that sees it runs it

    def _query(self):
        return self.build().query

    def _converted(self, rows: list[tuple], connection) -> list[tuple]:
        """Column by column: most of them stay as they are."""
        rows = [[*row] for row in rows]
        for position, (converters, expression) in self.converters:
            for convert in converters:
                for row in rows:
                    row[position] = convert(row[position], expression, connection)
        return [tuple(row) for row in rows]


class PreparedFor(Prepared):
    """`PreparedFor(lambda keys: Topic.objects.filter(pk__in=keys).values_list("title"))(found)` gives the rows of any
    number of keys, by a query for every 64 of them: in the queryset's order within each.
    """

    AT_ONCE = 64

    def __init__(self, build: Callable[[list], QuerySet]):
        super().__init__(lambda: build([Given(f"key{n}") for n in range(self.AT_ONCE)]))

    def __call__(self, keys: Collection, **given) -> list[tuple]:
        rows, keys = [], list(keys)
        for start in range(0, len(keys), self.AT_ONCE):
            some = keys[start : start + self.AT_ONCE]
            some += [None] * (self.AT_ONCE - len(some))  # no row has that
            rows += super().__call__(**given, **{f"key{n}": key for n, key in enumerate(some)})
        return rows


class PreparedUpdate(Prepared):
    """`PreparedUpdate(lambda: Topic.objects.filter(key=Given("key")), opened=F("opened") + 1)(key="…")` gives the
    number of rows that it changed.
    """

    def __init__(self, build: Callable[[], QuerySet], **changes):
        super().__init__(build)
        self.changes = changes

    def __call__(self, **given) -> int:
        with self._run(given) as (cursor, _connection):
            return cursor.rowcount

    def _query(self):
        query = super()._query().chain(UpdateQuery)
        query.add_update_values(self.changes)
        return query
