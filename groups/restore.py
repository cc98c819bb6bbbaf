"""An empty site becomes what a backup holds: all of it, or it stays empty. See groups.backup."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from copse import files
from copse.archive import Archive, Refused
from groups import backup, registry, search
from groups.backup import KIND, LEFT_OUT, LIMITS, kept, last_of, load, models_of, state_at
from groups.models import Group

OTHER_KEY = (
    "It was made under another SECRET_KEY: what was erased since then couldn’t be recognised, nor what is sealed be"
    " read. Write that key into SECRET_KEY or SECRET_KEY_FALLBACKS; if it is lost, say --key-lost."
)


@dataclass(frozen=True)
class Restored:
    """What came back: from when, rows by table, files, and how many erasures were done again."""

    made_at: datetime
    rows: dict[str, int]
    files: int
    erased: int

    def age(self, at: datetime | None = None) -> timedelta:
        """How old the data are: what was written since then is not here."""
        return (at or timezone.now()) - self.made_at


def restore(path: Path, *, key_lost: bool = False) -> Restored:
    """Fill an empty site, its database and its files, from a backup, and bring it up to date.

    Refused whole, with nothing written: what is damaged, no backup, from a newer Copse, too large, made under another
    SECRET_KEY unless that is lost, or a site where somebody is already (`Refused`). One that an older Copse made is
    filled in as it was then, and brought forward.
    """
    with Archive(path, KIND, LIMITS) as archive:
        executor = MigrationExecutor(connection)
        applied, models = models_of(archive, executor.loader)
        made_at = _made_at(archive)
        here = backup.applied_here(executor.loader)
        present = state_at(executor.loader, here)
        if any(model._base_manager.exists() for model in kept(present)):
            raise Refused("Somebody is on this site already. Restore into an empty one, with a new database.")
        if not key_lost and archive.manifest.get("key") not in backup.known_keys():
            raise Refused(OTHER_KEY)
        archive.verify()
        _check_room(archive)
        if here != applied:
            _go_to(applied, present)
        written = _write_files(archive)
        try:
            with transaction.atomic():
                rows = load(archive, models, connection)
                is_current = set(last_of(executor.loader, applied)) == set(executor.loader.graph.leaf_nodes())
                erased = _finish() if is_current else 0
        except BaseException as error:
            for name in written:
                files.let_go(name)
            if isinstance(error, DatabaseError):
                raise Refused(f"This database doesn’t take what the backup holds: {error}") from error
            raise
        if not is_current:
            call_command("migrate", interactive=False, verbosity=0)
            with transaction.atomic():
                erased = _finish()
        _forget()
        return Restored(made_at, rows, len(written), erased)


def _made_at(archive: Archive) -> datetime:
    try:
        made_at = datetime.fromisoformat(archive.manifest["made_at"])
    except (KeyError, TypeError, ValueError):
        made_at = None
    if made_at is None or made_at.tzinfo is None:
        raise Refused("This backup is damaged: it doesn’t say when it was made.")
    if made_at > timezone.now():
        raise Refused("It says that it was made at a time to come. Look at the clocks of both machines.")
    return made_at


def _check_room(archive: Archive) -> None:
    """The files fit on the disk, with as much again to spare for the database."""
    needed = sum(part["size"] for part in archive.parts.values())
    if shutil.disk_usage(settings.DATA_DIR).free < 2 * needed:
        raise Refused(f"The disk is too full: {2 * needed >> 20:,} MiB have to be free.")


def _go_to(applied: set, present) -> None:
    """An empty database with the tables of these migrations. Only tables of ours are touched, and they are empty."""
    with connection.schema_editor() as editor:
        for model in present.apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.delete_model(model)
    recorder = MigrationRecorder(connection)
    if recorder.has_table():
        recorder.migration_qs.all().delete()
    executor = MigrationExecutor(connection)
    executor.migrate(last_of(executor.loader, applied))


def _write_files(archive: Archive) -> list[str]:
    """The bytes are fast on the disk before the rows that name them are there (trust.md, R3)."""
    written: list[str] = []
    try:
        for part in archive.parts:
            folder, _slash, name = part.partition("/")
            if folder == "files":
                files.put(name, archive.chunks(part))
                written.append(name)
    except BaseException:
        for name in written:
            files.let_go(name)
        raise
    return written


def _finish() -> int:
    """Take away what lived for a short while, do again what was erased since, and let all of it be found. How many
    were found to erase.
    """
    for label in LEFT_OUT:
        app = label.partition(".")[0]
        if app not in ("auth", "contenttypes"):
            apps.get_model(label)._base_manager.all().delete()
    erased = sum(after() for after in registry.after_restore)
    for group in Group.objects.all():
        search.rebuild(group)
    return erased


def _forget() -> None:
    """What lay beside the database belongs to another time."""
    shutil.rmtree(Path(settings.DATA_DIR) / "exports", ignore_errors=True)
    try:
        call_command("createcachetable", verbosity=0)
        cache.clear()
    except ImproperlyConfigured:
        pass
