"""Finding rows by the beginnings of words, with each database's own full-text search: FTS5, and PostgreSQL's tsvector.

What a word is and how it is spelt is decided before (copse.tokens): a `TokensField` holds words with spaces between
them, which both databases take as they are, so both find the same. This module alone has SQL of its own for it.

    class Entry(models.Model):
        tokens = TokensField()

        class Meta:
            indexes = [TokenIndex(fields=["tokens"], name="entries_by_token")]

    Entry.objects.filter(tokens__have=["writ", "tab"])  # words that begin so, each of them
"""

from django.apps import apps
from django.db import connection, models
from django.db.backends.ddl_references import Statement, Table

from copse.prepared import Given

# FTS5 keeps only which row has which word, and reads the words themselves where they stand. The table's own triggers
# tell it of every change, so that no statement can forget to.
COMES = "INSERT INTO %(index)s(rowid, %(column)s) VALUES (new.%(key)s, new.%(column)s);"
GOES = "INSERT INTO %(index)s(%(index)s, rowid, %(column)s) VALUES ('delete', old.%(key)s, old.%(column)s);"
CHANGED = "(old.%(key)s, old.%(column)s) IS NOT (new.%(key)s, new.%(column)s)"
TRIGGERS = {
    "in": f"AFTER INSERT ON %(table)s BEGIN {COMES} END",
    "out": f"AFTER DELETE ON %(table)s BEGIN {GOES} END",
    "anew": f"AFTER UPDATE ON %(table)s WHEN {CHANGED} BEGIN {GOES} {COMES} END",
}
ON_SQLITE = (
    "DROP TABLE IF EXISTS %(index)s",
    """
    CREATE VIRTUAL TABLE %(index)s USING fts5(
        %(column)s, content=%(literal)s, content_rowid=%(key)s, detail='none', columnsize=0, tokenize='ascii')""",
    "INSERT INTO %(index)s(%(index)s) VALUES ('rebuild')",
    *(f"CREATE TRIGGER %(index)s_{name} {does}" for name, does in TRIGGERS.items()),
)
AS_VECTOR = "array_to_tsvector(string_to_array(%s, ' '))"  # the words as they stand: no dictionary, no stem
ON_POSTGRESQL = (f"CREATE INDEX %(index)s ON %(table)s USING gin ({AS_VECTOR % '%(column)s'})",)


class TokenIndex(models.Index):
    """What a `TokensField` is looked through by."""

    def create_sql(self, model, schema_editor, using="", **options):
        """The last statement, which may come before the others: those follow at the end of the same migration."""
        table, quote = model._meta.db_table, schema_editor.quote_name
        parts = {
            "index": self.name,
            "table": Table(table, quote),
            "literal": Table(table, schema_editor.quote_value),
            "column": model._meta.get_field(self.fields[0]).column,
            "key": model._meta.pk.column,
        }
        statements = ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE
        *others, last = (Statement(statement, **parts) for statement in statements)
        schema_editor.deferred_sql += others
        return last

    def remove_sql(self, model, schema_editor, **options):
        if schema_editor.connection.vendor == "postgresql":
            return super().remove_sql(model, schema_editor, **options)
        for trigger in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{trigger}")
        return f"DROP TABLE {self.name}"


class TokensField(models.TextField):
    """Words with a space between them, without capitals. Its model has a `TokenIndex` on it."""


def begin_so(tokens: list[str], connection) -> str:
    """How the database is asked for words that begin so, each of them."""
    if connection.vendor == "postgresql":
        return " & ".join(f"'{token}':*" for token in tokens)
    return " AND ".join(f'"{token}" *' for token in tokens)


class GivenTokens(Given):
    """The place of a list of tokens that is named at each asking (copse.prepared)."""

    def of(self, given: dict, connection) -> str:
        return begin_so(given[self.name], connection)


@TokensField.register_lookup
class Have(models.Lookup):
    """The rows that have, for each of a list, a word that begins with it."""

    lookup_name = "have"
    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        model, table = self.lhs.target.model, compiler.quote_name_unless_alias(self.lhs.alias)
        index = index_of(model)
        key = f"{table}.{connection.ops.quote_name(model._meta.pk.column)}"
        return f"{key} IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)", [self._asked(connection)]  # noqa: S608

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{AS_VECTOR % column} @@ %s::tsquery", [*params, self._asked(connection)]

    def _asked(self, connection):
        return self.rhs if isinstance(self.rhs, GivenTokens) else begin_so(self.rhs, connection)


def index_of(model) -> str | None:
    """The name of the model's `TokenIndex`, where it has one."""
    return next((index.name for index in model._meta.indexes if isinstance(index, TokenIndex)), None)


def settle(*, pages: int | None = None) -> None:
    """Let SQLite's indexes hold nothing any more of words that are in no row: FTS5 keeps them until it merges what it
    wrote before. With `pages`, about so many of each are merged this time. On PostgreSQL vacuum sees to it.
    """
    if connection.vendor == "sqlite":
        if pages is None:
            _tell_each("INSERT INTO {0}({0}) VALUES ('optimize')")
        else:
            _tell_each("INSERT INTO {0}({0}, rank) VALUES ('merge', %s)", [-pages])


def rebuild() -> None:
    """Make the indexes anew from what stands in their tables, whatever had become of them."""
    _tell_each("INSERT INTO {0}({0}) VALUES ('rebuild')" if connection.vendor == "sqlite" else "REINDEX INDEX {0}")


def _tell_each(statement: str, params=()) -> None:
    with connection.cursor() as cursor:
        for index in filter(None, map(index_of, apps.get_models())):
            cursor.execute(statement.format(index), params)
