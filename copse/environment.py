"""What the environment says, made into settings. What can't be read raises ImproperlyConfigured, a sentence each."""

import re
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# FULL: a commit survives a power cut. secure_delete: what is erased leaves no trace in the file.
SQLITE_PRAGMAS = """
    PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-16000;
    PRAGMA journal_size_limit=67108864; PRAGMA mmap_size=134217728;
"""

HOST = r"[\w.:-]+"
ADDRESS = re.compile(rf"[^\s@<>()\[\]\\,;:\"]+@{HOST}")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def whole_number(name: str, said: str, *, least: int = 0) -> int:
    """What the variable `name` says, a number from `least` on."""
    if not (said.isascii() and said.isdecimal() and int(said) >= least):
        raise ImproperlyConfigured(f"{name} is a whole number, {least} or more.")
    return int(said)


def log_level(said: str) -> str:
    if said not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL is one of {', '.join(LEVELS)}.")
    return said


def site(url: str) -> str:
    """`http://name` or `https://name`, with a port or without; a slash at its end goes."""
    parts = _parts("SITE_URL", url)
    beyond = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in ("http", "https") or beyond or not re.fullmatch(HOST, parts.hostname or ""):
        raise ImproperlyConfigured(
            "SITE_URL is https:// and a name, as in https://copse.example, and nothing after it."
        )
    return url.rstrip("/")


def uid_domain(said: str) -> str:
    if not re.fullmatch(HOST, said):
        raise ImproperlyConfigured("SITE_UID_DOMAIN is a name without spaces, as in copse.example.")
    return said


def sender(said: str) -> str:
    """An address without a name before it."""
    if not ADDRESS.fullmatch(said):
        raise ImproperlyConfigured("EMAIL_FROM is an address alone, as in copse@copse.example.")
    return said


def _parts(name: str, url: str) -> SplitResult:
    """The parts of the URL in the variable `name`, whose port can be asked for."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"The host or the port in {name} can’t be read. A port is 1 to 65535.") from None
    return parts


def database(url: str, data_dir: Path) -> dict:
    """Django's settings for `postgresql://user:password@host:port/name` or `sqlite:///path`.

    An empty URL is SQLite in `data_dir`. A PostgreSQL socket's folder goes in `?host=`.
    Raises ImproperlyConfigured for any other scheme.
    """
    parts = _parts("DATABASE_URL", url or f"sqlite:///{data_dir / 'copse.sqlite3'}")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] or data_dir / "copse.sqlite3",
            "CONN_MAX_AGE": 600,  # seconds; opening a file and its five pragmas costs as much as a small page
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": SQLITE_PRAGMAS,
                "cached_statements": 40,  # three pages' queries; each takes ten kilobytes, in each thread
            },
        }
    if parts.scheme in ("postgresql", "postgres"):
        query = dict(parse_qsl(parts.query))
        most = whole_number("The pool in DATABASE_URL", query.get("pool", "4"), least=1)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or query.get("host", ""),
            "PORT": parts.port or query.get("port", ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": most, "timeout": 10}},
        }
    raise ImproperlyConfigured("DATABASE_URL begins with postgresql:// or sqlite:///.")


def mail_server(url: str) -> dict:
    """Django's mail settings for `smtp://user:password@host:port`, `smtps://…`, `smtp+tls://…` or `console:`.

    `smtp+tls` is STARTTLS. Raises ImproperlyConfigured for any other scheme.
    """
    parts = _parts("EMAIL_URL", url)
    if parts.scheme not in ("smtp", "smtps", "smtp+tls", "console"):
        raise ImproperlyConfigured("EMAIL_URL begins with smtp://, smtps://, smtp+tls:// or console:.")
    if parts.scheme != "console" and not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL names the mail server, as in smtp://mail.example.")
    port = {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25)
    console = parts.scheme == "console"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend" if console else "copse.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def inbound_url(url: str) -> str:
    """`imaps://name:password@host/INBOX`, `imap+tls://…`, `imap://…` or `maildir:///folder`; empty is none.

    Raises ImproperlyConfigured for any other scheme.
    """
    parts = _parts("INBOUND_URL", url)
    is_there = parts.hostname if parts.scheme in ("imaps", "imap+tls", "imap") else parts.path.strip("/")
    if url and not (parts.scheme in ("imaps", "imap+tls", "imap", "maildir") and is_there):
        raise ImproperlyConfigured(
            "INBOUND_URL is imaps://name:password@host/INBOX, imap+tls://…, imap://… or maildir:///folder."
        )
    return url


def inbound_address(said: str, url: str) -> str:
    """The address that the mailbox of INBOUND_URL is of. What comes after a plus in it has to arrive there, too."""
    name = said.partition("@")[0]
    if bool(said) != bool(url):
        raise ImproperlyConfigured("INBOUND_URL and INBOUND_ADDRESS are set both or neither.")
    if said and not (ADDRESS.fullmatch(said) and "+" not in name and len(name) <= 20):
        raise ImproperlyConfigured(
            "INBOUND_ADDRESS is an address alone, as in copse@in.example.org, with no plus and at most twenty letters"
            " before the @."
        )
    return said
