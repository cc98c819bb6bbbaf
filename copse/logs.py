"""The log: one JSON object a line, without what members wrote and without secrets in addresses."""

import json
import logging
import re
from datetime import UTC, datetime
from urllib.parse import unquote

# What no line of ours says isn't looked up for each (Python's logging HOWTO, "Optimization").
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = logging.logAsyncioTasks = False

SECRET_PATHS = re.compile(r"/\s*(c|u|join|begin|password/reset/key)\s*/[/\s]*[^/]+", re.IGNORECASE)
SECRETS = re.compile(r"[\w-]{40,}")  # as long as each of our tokens, or its signature; no name of ours is
SHORTEST = 10  # of what is looked through; each request's own line says "request"
EXTRAS = ("route", "method", "status", "ms", "mail", "kind", "cause", "task", "event", "member", "ways")


def without_secrets(words: str) -> str:
    """Words without what follows in an address where a secret stands, and without what may be one, wherever it stands:
    a link may be pasted with a blank, or put in signs of its own (`/%63/`), twice over.
    """
    if len(words) < SHORTEST:
        return words
    plain = unquote(unquote(words))
    if not (SECRET_PATHS.search(plain) or SECRETS.search(plain)):
        return words
    return SECRETS.sub("…", SECRET_PATHS.sub(r"/\1/…", plain))


class NoSecrets(logging.Filter):
    """Take tokens out of every message, whoever wrote it, and the request with them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), None
        record.__dict__.pop("request", None)
        return True


class Refused(logging.Filter):
    """What can't be taken isn't an error of ours: one line that tells of which kind it is, nothing of what was sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = record.__dict__.get("status_code", 500)
        if status < 500 and record.exc_info:
            record.status, record.cause = status, record.exc_info[0].__name__
            record.msg, record.args, record.exc_info = "request refused", None, None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


class JSONFormatter(logging.Formatter):
    """`{"at", "level", "logger", "message", …}`; a traceback has its lines of code, not its values."""

    def format(self, record: logging.LogRecord) -> str:
        said = record.__dict__
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: said[name] for name in EXTRAS if name in said},
        }
        if record.exc_info:
            entry["traceback"] = without_secrets(self.traceback(record))
        return json.dumps(entry, ensure_ascii=False, default=str)

    def traceback(self, record: logging.LogRecord) -> str:
        """Where it happened and what kind of error, without its message: that may hold somebody's words."""
        import traceback

        kind, _value, trace = record.exc_info
        return "".join(traceback.format_tb(trace)) + kind.__name__
