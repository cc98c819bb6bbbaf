"""A measured process: `python -m tests.bench.probe plan.json told.json 5`, in a place's environment.

It makes the requests of the plan through the project's WSGI application, as a server would, without a socket. Each
visit is made `WARM` times uncounted, once to count its queries, and then five times counted.
On both sides of a counted request it calls `os.getloadavg`, which nothing else here does: callgrind is told to dump
its counts there, so that every second dump holds one request and nothing of the start-up.
"""

import gc
import importlib
import io
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench import visit

WARM = 2  # the first compiles templates and fills what is kept
MARK = "getloadavg"  # of the C library
HEADERS = {
    "Accept": "text/html,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en-GB,en;q=0.5",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64)",
}


def main(plan: Path, told: Path, times: int) -> None:
    application = importlib.import_module(os.environ["WSGI"]).application
    visit.write(told, [tell(application, asked, times) for asked in visit.read(plan, visit.Visit)])


def tell(application: Callable, asked: visit.Visit, times: int) -> visit.Told:
    before = change(asked.before)
    for _ in range(1 if asked.heavy else WARM):
        before()
        body = ask(application, asked)
    told = visit.Told(asked.name, len(body))
    if not asked.heavy:
        before()
        told.queries, told.scans = queries(application, asked)
    gc.collect()
    for _ in range(1 if asked.heavy else times):
        before()
        os.getloadavg()
        began = time.process_time()
        ask(application, asked)
        told.amounts.append(time.process_time() - began)
        os.getloadavg()
    return told


def ask(application: Callable, asked: visit.Visit) -> bytes:
    """The body of one answer. Raises AssertionError where its status isn't what the plan says."""
    statuses = []
    response = application(environ(asked), lambda status, headers: statuses.append(status))
    body = b"".join(response)
    response.close()  # as servers do: it ends the request, and with it the database connection
    assert statuses[0].startswith(str(asked.status)), f"{asked.name}: {statuses[0]} at {asked.path}"
    return body


def environ(asked: visit.Visit) -> dict:
    """What granian hands to WSGI for a browser's GET."""
    site, path = urlsplit(os.environ["SITE_URL"]), urlsplit(asked.path)
    headers = {"Host": site.netloc, **HEADERS, **asked.headers}
    if asked.cookie:
        headers["Cookie"] = asked.cookie
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path.path,
        "QUERY_STRING": path.query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }


def change(named: str) -> Callable[[], None]:
    """`group_changes kettle-row` as a function: that verb of `changes.py`."""
    if not named:
        return lambda: None
    name, *arguments = named.split()
    return partial(getattr(importlib.import_module("tests.bench.changes"), name), *arguments)


def queries(application: Callable, asked: visit.Visit) -> tuple[int, list[str]]:
    """How many queries one request makes, and which tables they read whole."""
    from django.db import connection

    from tests.bench.plans import scanned

    made = []

    def note(execute, sql, params, many, context):
        made.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask(application, asked)
    tables = {table for sql, params in made for table in scanned(connection, sql, params)}
    return len(made), sorted(tables)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
