"""Whole sites for tests of backups: the one that tests run on, emptied, and others in folders and processes apart."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from copse.archive import Archive
from groups.backup import KIND, LIMITS
from tests import migrated
from tests.emptying import emptied_and_new


def empty() -> None:
    """Nothing is left in the database, not even what migrations lay in."""
    emptied_and_new()


def nobody_is_here() -> bool:
    models = [model for model in apps.get_models() if model._meta.app_label in ("groups", "larder", "meetings")]
    folder = Path(settings.FILES_DIR)
    return not any(model.objects.exists() for model in models) and not (folder.exists() and any(folder.iterdir()))


class Site:
    """A site of its own in `folder`, on SQLite, asked by `manage.py`."""

    def __init__(self, folder: Path, *, key: str | None = None):
        self.folder, self.key = folder, key or settings.SECRET_KEY
        folder.mkdir(exist_ok=True)

    def migrated(self) -> "Site":
        """With its tables, and nothing in them."""
        migrated.copied(self.folder / "copse.sqlite3")
        return self

    def run(self, *arguments) -> subprocess.CompletedProcess:
        return self.python("manage.py", *arguments)

    def python(self, *arguments) -> subprocess.CompletedProcess:
        environment = {
            **os.environ, "DATA_DIR": str(self.folder), "SECRET_KEY": self.key, "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "copse.settings",
        }  # fmt: skip
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)


def rows_of(path: Path) -> dict:
    """The checksum of each table in a backup: equal where all rows are."""
    with Archive(path, KIND, LIMITS) as archive:
        return {name: part for name, part in archive.parts.items() if name.startswith("rows/")}


def rewritten(path: Path, to: Path, change) -> Path:
    """A copy of an archive whose parts are what `change(name, bytes)` makes of them; None leaves one out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return to


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"
