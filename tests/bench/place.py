"""A folder with a production site in it: settings by environment, database, static files."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
with socket.socket() as unused:
    unused.bind(("127.0.0.1", 0))
    PORT = unused.getsockname()[1]  # what SITE_URL says; something listens there only where the real server is asked
SITE = f"http://localhost:{PORT}"
UNSET = ("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "EMAIL_URL", "PYTHONDONTWRITEBYTECODE", "TRUSTED_PROXY_COUNT")


class Place:
    """Where one measured Copse lives: in `folder`, and in `database` (a DATABASE_URL) if it isn't SQLite."""

    def __init__(self, folder: Path, database: str = ""):
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.env = {name: value for name, value in os.environ.items() if name not in UNSET} | {
            "DJANGO_SETTINGS_MODULE": "copse.settings",
            "WSGI": "copse.wsgi",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_URL": SITE,
            "PORT": str(PORT),
            "DATA_DIR": str(folder),
            "LOG_LEVEL": "INFO",
            "PYTHONHASHSEED": "0",
        }
        if database:
            self.env["DATABASE_URL"] = database

    def run(self, *command: str, **env: str) -> str:
        """What a Python command prints. Raises RuntimeError, with the end of what it says, where it fails."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.env | env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def prepare(self) -> "Place":
        """Tables and static files."""
        for command in (["migrate"], ["createcachetable"], ["collectstatic", "--noinput"]):
            self.run("manage.py", *command, "--verbosity=0")
        return self

    def copy(self, folder: Path) -> "Place":
        """The same in another folder, for other data. SQLite alone."""
        shutil.copytree(self.folder, folder)
        return Place(folder)

    def add_sample_group(self) -> None:
        self.run("manage.py", "sample_group", DEBUG="1")

    def data(self, *what: str) -> dict:
        """Make data by `tests.bench.data`; what it tells of them."""
        return json.loads(self.run("-m", "tests.bench.data", *what).splitlines()[-1])


class Floor(Place):
    """The bare project of `floor.py`, with the cookie of its one user."""

    def __init__(self, folder: Path, *, with_apps: bool = False, size: dict | None = None):
        super().__init__(folder)
        self.env |= {"DJANGO_SETTINGS_MODULE": "tests.bench.floor", "WSGI": "tests.bench.floor_wsgi"}
        self.env |= {"FLOOR_FOLDER": str(folder), "FLOOR_APPS": "1" if with_apps else ""}
        self.env["FLOOR_SIZE"] = json.dumps(size) if size else ""

    def prepare(self) -> "Floor":
        (self.folder / "static").mkdir(exist_ok=True)
        self.run("-m", "django", "migrate", "--verbosity=0")
        self.cookie = self.data("floor")["cookie"]
        return self
