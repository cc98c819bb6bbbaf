"""Database and mail server from the URLs of the environment."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# FULL: a commit survives a power cut. secure_delete: what is erased leaves no trace in the file.
SQLITE_PRAGMAS = """
    PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-16000;
    PRAGMA journal_size_limit=67108864; PRAGMA mmap_size=134217728;
"""


def database(url: str, data_dir: Path) -> dict:
    """Django's settings for `postgresql://user:password@host:port/name` or `sqlite:///path`.

    An empty URL is SQLite in `data_dir`. A PostgreSQL socket's folder goes in `?host=`.
    Raises ImproperlyConfigured for any other scheme.
    """
    parts = urlsplit(url or f"sqlite:///{data_dir / 'copse.sqlite3'}")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] or data_dir / "copse.sqlite3",
            "CONN_MAX_AGE": 600,  # seconds; opening a file and its five pragmas costs as much as a small page
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        }
    if parts.scheme in ("postgresql", "postgres"):
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or query.get("host", ""),
            "PORT": parts.port or query.get("port", ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": int(query.get("pool", 4)), "timeout": 10}},
        }
    raise ImproperlyConfigured("DATABASE_URL begins with postgresql:// or sqlite:///.")


def mail_server(url: str) -> dict:
    """Django's mail settings for `smtp://user:password@host:port`, `smtps://…`, `smtp+tls://…` or `console:`.

    `smtp+tls` is STARTTLS. Raises ImproperlyConfigured for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps", "smtp+tls", "console"):
        raise ImproperlyConfigured("EMAIL_URL begins with smtp://, smtps://, smtp+tls:// or console:.")
    port = {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25)
    kind = "console" if parts.scheme == "console" else "smtp"
    return {
        "EMAIL_BACKEND": f"django.core.mail.backends.{kind}.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
