"""A copy of the whole site against loss: made while people write, and restored once before it is called good.

It holds every row that members' words, consents and ways in hang on, and what they brought. It is the same from SQLite
and from PostgreSQL, so it also carries a site from one to the other. See docs/decisions/0028.
"""

import json
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.crypto import salted_hmac

from copse import files, tables
from copse.archive import Archive, Limits, Refused, Summed, Writer

KIND = "backup of a Copse site"
LIMITS = Limits(size=64 << 30, parts=200_000)
# Of no use after a restore, or of use to a thief alone: each with the reason.
LEFT_OUT = {
    "sessions.Session": "everyone signs in again",
    "usersessions.UserSession": "everyone signs in again",
    "account.EmailConfirmation": "a secret that works once",
    "groups.Entry": "made anew from what is restored",
    "groups.Outbox": "what waited then is late now, and some of it holds codes",
    "groups.Export": "copies that members asked for, for a week; asked for again",
    "groups.AskedPaper": "papers in the making; made anew",
    "groups.FoundingLink": "a secret that works once",
    "larder.Delivery": "lists that members were bringing in; brought again",
    "meetings.BusySpan": "when members are busy by their own calendars, for a month at most; read again",
    "meetings.BusyReading": "how often a calendar was read within an hour",
    "django_tasks_database.DBTaskResult": "work that was under way",
    "contenttypes.ContentType": "made by the migrations",
    "auth.Permission": "made by the migrations",
    "auth.Group": "not used",
    "auth.Group_permissions": "not used",
}


@dataclass(frozen=True)
class Made:
    """What a backup holds: rows by table, files, and the names of files that had a row but no bytes."""

    at: datetime
    rows: dict[str, int]
    files: int
    missing: list[str]


def kept(state) -> list:
    """The models whose rows are kept, of the models as they are at some migration."""
    found = state.apps.get_models(include_auto_created=True)
    return [m for m in found if m._meta.managed and not m._meta.proxy and m._meta.label not in LEFT_OUT]


def state_at(loader: MigrationLoader, applied):
    """The models as these migrations leave them."""
    return loader.project_state(last_of(loader, applied))


def last_of(loader: MigrationLoader, applied) -> list[tuple[str, str]]:
    """Of these migrations, the last of each app."""
    nodes, applied = loader.graph.node_map, set(applied)
    return sorted(
        key for key in applied if not any(c.key in applied and c.key[0] == key[0] for c in nodes[key].children)
    )


def applied_here(loader: MigrationLoader) -> set[tuple[str, str]]:
    """The migrations that this database has and this code knows. Raises Refused for a database of a newer Copse."""
    applied = set(loader.applied_migrations)
    ours = {app for app, _name in loader.graph.nodes}
    if unknown := {key for key in applied if key[0] in ours} - set(loader.graph.nodes) - replaced(loader):
        raise Refused(f"The database was brought up to date by a newer Copse: {_named(unknown)}.")
    return applied & set(loader.graph.nodes)


def replaced(loader: MigrationLoader) -> set[tuple[str, str]]:
    """The migrations that others stand for now. A database that has been through them has no need of these."""
    return {key for migration in loader.disk_migrations.values() for key in migration.replaces}


def _named(migrations) -> str:
    return ", ".join(sorted(".".join(key) for key in migrations)[:3])


def rows_part(label: str) -> str:
    return f"rows/{label}.jsonl"


def mark_of_key(key: str) -> str:
    """Tells whether a backup was made under this SECRET_KEY, and nothing of it."""
    return salted_hmac("groups.backup", "", secret=key, algorithm="sha256").hexdigest()[:16]


def known_keys() -> set[str]:
    return {mark_of_key(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}


def back_up(path: Path, *, at: datetime | None = None) -> Made:
    """Write a backup to `path`, whole and tried, or leave what was there before. Members go on writing meanwhile.

    Raises Refused where it can't be restored again, OSError where the disk doesn't take it.
    """
    with files.aside(path) as part:
        made = _write(part, at or timezone.now())
        try_out(part)
    note_made(made.at)
    return made


def _write(path: Path, at: datetime) -> Made:
    loader = MigrationLoader(connection)
    applied = applied_here(loader)
    models = kept(state_at(loader, applied))
    if not models:
        raise Refused("There is nothing yet: the database has no tables.")
    with Writer(path, KIND) as writer:
        with tables.snapshot(connection):
            rows = {model._meta.label: _write_rows(model, writer) for model in models}
            stored = list(_stored(models))
        missing = [name for name in stored if not _write_file(name, writer)]
        writer.facts = {
            "made_at": at.isoformat(), "site": settings.SITE_URL, "key": mark_of_key(settings.SECRET_KEY),
            "migrations": sorted(".".join(key) for key in applied), "rows": rows, "missing": missing,
            "columns": {model._meta.label: [f.attname for f in tables.columns(model)] for model in models},
        }  # fmt: skip
    return Made(at, rows, len(stored) - len(missing), missing)


def _write_rows(model, writer: Writer) -> int:
    n = 0
    with writer.part(rows_part(model._meta.label)) as part:
        for line in tables.lines(model._base_manager.all(), [f.attname for f in tables.columns(model)]):
            part.write(line)
            n += 1
    return n


def _stored(models):
    """The names of the files that have a row."""
    file = next((model for model in models if model._meta.label == "groups.File"), None)
    return file._base_manager.order_by("pk").values_list("stored_as", flat=True) if file else []


def _write_file(name: str, writer: Writer) -> bool:
    """A file's bytes; False where they are gone, as when somebody took it back a moment ago."""
    try:
        source = files.path_of(name).open("rb")
    except FileNotFoundError:
        return False
    with source, writer.part(f"files/{name}") as part:
        while chunk := source.read(1 << 20):
            part.write(chunk)
    return True


# -- back in


def models_of(archive: Archive, loader: MigrationLoader) -> tuple[set, list]:
    """The migrations at which a backup was made, and its models as they were then.

    Raises Refused for a backup of a newer Copse, or one whose tables aren't what those migrations make.
    """
    told = archive.manifest
    migrations = told.get("migrations")
    if not isinstance(migrations, list) or not all(isinstance(m, str) and m.count(".") == 1 for m in migrations):
        raise Refused("This backup is damaged: it doesn’t say how far it had come.")
    applied = {tuple(migration.split(".")) for migration in migrations}
    if applied & replaced(loader):
        raise Refused("This backup is older than can be read. Restore it with its own Copse and bring that up to date.")
    if unknown := applied - set(loader.graph.nodes):
        raise Refused(f"This backup was made by a newer Copse ({_named(unknown)}). Bring this one up to date first.")
    if any(parent.key not in applied for key in applied for parent in loader.graph.node_map[key].parents):
        raise Refused("This backup is damaged: it doesn’t say how far it had come.")
    models = kept(state_at(loader, applied))
    columns = {model._meta.label: [field.attname for field in tables.columns(model)] for model in models}
    parts = {rows_part(label) for label in columns}
    others = [name for name in archive.parts if name not in parts and not _is_file(name)]
    if told.get("columns") != columns or parts - set(archive.parts) or others:
        raise Refused("This backup is damaged or no backup of ours: its tables are not those of Copse.")
    return applied, models


def _is_file(name: str) -> bool:
    folder, _slash, name = name.partition("/")
    return folder == "files" and files.NAME.fullmatch(name) is not None


def load(archive: Archive, models: list, to) -> dict[str, int]:
    """Fill the empty tables of the connection `to`; call it in a transaction. How many rows each got.

    Raises Refused, by row, for what a field can't hold, and for rows that point at what isn't there.
    """
    counts = {}
    for model in models:
        counts[model._meta.label] = tables.fill(model, _rows(archive, model, to), using=to.alias)
    if counts != archive.manifest.get("rows"):
        raise Refused("This backup is damaged: it has other numbers of rows than it says.")
    try:
        to.check_constraints()
    except IntegrityError as error:
        raise Refused(f"A row points at something that isn’t there: {error}") from None
    tables.count_on(to, models)
    return counts


def _rows(archive: Archive, model, to):
    fields, name = tables.columns(model), rows_part(model._meta.label)
    for n, told in enumerate(archive.lines(name), 1):
        if len(told) != len(fields):
            raise Refused(f"{name}, line {n}: another number of columns than the table has.")
        values = []
        for field, value in zip(fields, told, strict=True):
            try:
                values.append(tables.value_of(field, value))
                tables.check_room(field, values[-1], to)
            except tables.Unfit as unfit:
                raise Refused(f"{name}, line {n}: {field.name} is {unfit}.") from None
        yield values


def try_out(path: Path) -> None:
    """Restore a backup into a database apart and compare every row. Raises Refused where one differs."""
    folder = tempfile.TemporaryDirectory(prefix=".copse-", dir=path.parent)
    with folder, Archive(path, KIND, LIMITS) as archive, tables.apart(Path(folder.name)) as apart:
        archive.verify()
        models = models_of(archive, MigrationLoader(None))[1]
        with apart.schema_editor() as editor:  # the migrations themselves may know of no other database than ours
            for model in models:
                if not model._meta.auto_created:
                    editor.create_model(model)
        with transaction.atomic(using=apart.alias):
            load(archive, models, apart)
        for model in models:
            summed, name = Summed(), rows_part(model._meta.label)
            rows = model._base_manager.using(apart.alias).all()
            for line in tables.lines(rows, [field.attname for field in tables.columns(model)]):
                summed.write(line)
            if summed.hash.hexdigest() != archive.parts[name]["sha256"]:
                raise Refused(f"{name} came back another than it was.")


# -- how old the last one is


def _noted() -> Path:
    return Path(settings.DATA_DIR) / "backup.json"


def note_made(at: datetime) -> None:
    """Remember when the last good backup was made, for `/healthz`."""
    with files.aside(_noted()) as part:
        part.write_text(json.dumps({"made_at": at.isoformat()}))


def last_made() -> datetime | None:
    """When the last good backup was made; None where there never was one."""
    try:
        return datetime.fromisoformat(json.loads(_noted().read_text())["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
