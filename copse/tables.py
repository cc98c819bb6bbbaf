"""Whole tables as lines of text and back, the same from SQLite and from PostgreSQL; and one look at all of them.

A row is a JSON list of its columns in the order of the model's fields. The same row gives the same line on both
databases, to the microsecond, so a checksum of the lines tells whether two tables are equal.
"""

import base64
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

BATCH = 500  # rows in memory at a time
APART = "apart"


def columns(model) -> list[models.Field]:
    """What is written of a row."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


# -- out


@contextmanager
def snapshot(connection) -> Iterator[None]:
    """All tables as they are at one moment, while others go on writing; nothing is written within."""
    if connection.vendor == "sqlite":
        mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic(using=connection.alias):
                yield
        finally:
            connection.transaction_mode = mode
    else:
        with transaction.atomic(using=connection.alias):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def lines(rows, fields: list[str]) -> Iterator[bytes]:
    """Each row of a queryset as a line, by primary key, a batch at a time."""
    for values in rows.order_by("pk").values_list(*fields).iterator(chunk_size=BATCH):
        yield line(values)


def line(values: Iterable) -> bytes:
    told = [_plain(value) for value in values]
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _plain(value):
    """Something that JSON has, without losing a bit."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case uuid.UUID() | Decimal() | timedelta():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    return value


# -- in


class Unfit(ValueError):
    """A value that a field can't hold, in a word."""


TEXTS = (models.CharField, models.TextField)
WRITTEN = (
    models.DateField, models.TimeField, models.UUIDField, models.DecimalField, models.DurationField, models.BinaryField,
)  # fmt: skip


def value_of(field: models.Field, told):
    """What `told`, out of a line, is in the database. Raises Unfit for what the field's kind has no place for."""
    if told is None:
        if not field.null:
            raise Unfit("empty")
        return None
    if isinstance(field, models.ForeignKey):
        return value_of(field.target_field, told)
    if isinstance(field, models.JSONField):
        return told
    kind = {models.BooleanField: bool, models.IntegerField: int, models.FloatField: float}
    kind = next((kind[c] for c in kind if isinstance(field, c)), str if isinstance(field, TEXTS + WRITTEN) else None)
    if kind is None or type(told) is not kind:
        raise Unfit("another kind of thing")
    if kind is str and not _is_writable(told):
        raise Unfit("characters that are none")
    if not isinstance(field, WRITTEN):
        return told
    return _parsed(field, told)


def check_room(field: models.Field, value, connection) -> None:
    """Raises Unfit for what the column of that database is too narrow for. SQLite's columns take any length."""
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if connection.vendor == "postgresql" and isinstance(field, models.CharField) and isinstance(value, str):
        most = field.max_length or len(value)
        if len(value) > most:
            raise Unfit(f"longer than the {most} characters that PostgreSQL has room for here")
    if isinstance(field, models.IntegerField) and isinstance(value, int):
        least, most = connection.ops.integer_field_range(field.get_internal_type())
        if value < (value if least is None else least) or value > (value if most is None else most):
            raise Unfit("a number that this database has no room for")


def _parsed(field: models.Field, told: str):
    try:
        value = field.to_python(told)
    except (ValidationError, ValueError, ArithmeticError):
        value = None
    if value is None or (isinstance(field, models.DateTimeField) and value.utcoffset() is None):
        raise Unfit("another kind of thing")
    return value


def _is_writable(text: str) -> bool:
    """PostgreSQL takes no NUL, and half a character is none."""
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def fill(model, rows: Iterable[list], *, using: str) -> int:
    """Put rows, lists of values in the order of `columns`, into the model's table. How many."""
    names, n = [field.attname for field in columns(model)], 0
    objects = (model(**dict(zip(names, values, strict=True))) for values in rows)
    while batch := list(islice(objects, BATCH)):
        model._base_manager.using(using).bulk_create(batch, batch_size=BATCH)
        n += len(batch)
    return n


def count_on(connection, tables: list) -> None:
    """The next row of each table gets a number that is free."""
    statements = connection.ops.sequence_reset_sql(no_style(), tables)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# -- apart


@contextmanager
def apart(folder: Path) -> Iterator:
    """A connection to an empty database of its own, a file in `folder`, which is gone when the block ends."""
    path = folder / "apart.sqlite3"
    asked = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"init_command": "PRAGMA synchronous=OFF"},
    }
    whole = connections.configure_settings({"default": {}, APART: asked})[APART]
    connections[APART] = DatabaseWrapper(whole, APART)  # for this thread, and in no settings
    try:
        yield connections[APART]
    finally:
        connections[APART].close()
        del connections[APART]
        path.unlink(missing_ok=True)
