"""A database that all migrations have been through, made once and copied from then on.

To migrate takes some eight seconds, and every process of a test run needs its own. Of SQLite a file is kept from run
to run, by what the migrations are made of; Django still asks each copy whether anything is missing. On PostgreSQL
`make test` lets one database go through them while SQLite is tried, and names it in MIGRATED for others to be made
after it.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".pytest_cache" / "migrated"


def copied(to: Path) -> None:
    """A migrated SQLite file lies at `to`. Of several processes at once, one makes what the others copy."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = FOLDER / f"{made_of()}.sqlite3"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for earlier in FOLDER.glob("*.sqlite3"):
                earlier.unlink()
            make(made)
    shutil.copy(made, to)


def make(path: Path) -> None:
    with TemporaryDirectory(dir=FOLDER) as folder:
        migrate(f"sqlite:///{folder}/new.sqlite3").wait()
        with closing(sqlite3.connect(f"{folder}/new.sqlite3")) as connection:
            connection.execute("VACUUM INTO ?", [str(path)])


def migrate(url: str) -> subprocess.Popen:
    """The process in which the database at `url` goes through all migrations."""
    command = [sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0"]
    return subprocess.Popen(command, env={**os.environ, "DEBUG": "1", "DATABASE_URL": url})


def made_of() -> str:
    """A digest of all migrations, and of our own fields and indexes, which they build on."""
    folders = [Path(app.path) / "migrations" for app in apps.get_app_configs()]
    files = [*ROOT.glob("copse/*.py"), *(file for folder in folders for file in folder.glob("*.py"))]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]
