"""What the settings are in an environment of one's own, asked from a process of its own."""

import json
import os
import subprocess
import sys
from functools import cache

from django.conf import settings

ENVIRONMENT = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST",
    "SITE_URL": "https://copse.example",
    "DATABASE_URL": "postgresql:///copse",
}
ASK = """
import json, pathlib, copse.settings as s
show = lambda value: str(value) if isinstance(value, pathlib.Path) else type(value).__name__
print(json.dumps({name: getattr(s, name) for name in dir(s) if name.isupper()}, default=show))
"""


def run(*command: str, **environment: str | None) -> subprocess.CompletedProcess:
    """Run Python with `environment` over that of a server; None takes a variable out."""
    ours = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME") if name in os.environ}
    whole = {name: value for name, value in {**ours, **ENVIRONMENT, **environment}.items() if value is not None}
    return subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=whole, capture_output=True, text=True, timeout=60
    )


@cache
def settings_of(**environment: str | None) -> dict:
    answer = run("-c", ASK, **environment)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)
