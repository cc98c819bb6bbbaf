"""Headless Chromium before a live server with the sample group in it.

The group is built once for a module and stays between its tests; with it goes all that they did. The server's name
is localhost: browsers grant that name what they grant to https, such as an answer that clears what was kept.
"""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connection, connections
from django.test import Client, override_settings

from copse import machine
from copse.sample import group as sample
from copse.static import SHEET, join
from groups.models import Group
from tests.browser.looking import DESK, heed
from tests.emptying import emptied
from tests.fresh import sign_in

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--renderer-process-limit=2",
    "--js-flags=--no-maglev --no-turbofan --min-semi-space-size=64",  # pages live too briefly to compile for speed
]  # fmt: skip
PATIENCE = 20_000  # milliseconds: a machine at work on other tests is slow


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's own Chromium, or its headless shell."""
    return {**browser_type_launch_args, "executable_path": there(machine.chromium()), "args": FLAGS}


def there(browser: str | None) -> str:
    """Where it is missing nothing is tested in it, which is said; under CI it's a failure."""
    if browser is None:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("NOT TESTED in a browser: Chromium is missing.")
    return browser


@pytest.fixture(scope="session")
def connections_let_go():
    connections.close_all()


@pytest.fixture(scope="session")
def playwright(connections_let_go, playwright):
    """While its event loop runs, this thread has database connections of its own, and a pool has only so many."""
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def as_built(django_db_setup, tmp_path_factory):
    """`as_built()`: the sample group, in a database that nothing else is in. Built once, it is copied after that."""
    kept, files = tmp_path_factory.mktemp("sample") / "built.sqlite3", tmp_path_factory.mktemp("sample") / "files"

    def copied():
        connection.ensure_connection()
        with closing(sqlite3.connect(kept)) as copy:
            if kept.stat().st_size:
                copy.backup(connection.connection)
                shutil.copytree(files, settings.FILES_DIR, dirs_exist_ok=True)
            else:
                sample.build()
                connection.connection.backup(copy)
                shutil.copytree(settings.FILES_DIR, files)
        return Group.objects.get()

    return copied


@pytest.fixture(scope="session")
def joined(tmp_path_factory):
    """A folder of what the site serves, with the style sheet in one file, as on a server."""
    (ours,) = settings.STATICFILES_DIRS
    folder = shutil.copytree(ours, tmp_path_factory.mktemp("joined") / "static")
    (folder / SHEET).write_text(join(FileSystemStorage(ours), SHEET))
    return folder


@pytest.fixture(scope="module", autouse=True)
def in_one_sheet(joined):
    """In fifty parts, it is fifty things to ask for on each page, and the browser tells of every one."""
    with override_settings(STATICFILES_DIRS=[joined]):
        yield


@pytest.fixture(scope="module")
def kettle_row(as_built, live_server, django_db_blocker):
    """The sample group, in the database that the server reads; afterwards nothing is in it."""
    with django_db_blocker.unblock():
        yield as_built()
        emptied()
        connections.close_all()


@pytest.fixture
def transactional_db(kettle_row):
    """What pytest-django asks for beside a live server, without its emptying of the database after each test."""


@pytest.fixture(autouse=True)
def links_in_mails_lead_here(live_server, settings):
    settings.SITE_URL = live_server.url


def session_of(member, url: str, *, ago: float = -3600) -> dict:
    """A cookie with which a browser is signed in as `member`, and fresh for as long as the tests take."""
    client = sign_in(Client(), member, ago=ago)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": url}


@pytest.fixture(scope="module")
def open_page(browser, live_server, kettle_row):
    """`open_page(member, **options)`: a page in a browser context of its own, as if on another machine.

    `member` is signed in there already. What the browser complains of is in the page's `complaints`.
    """
    contexts = []

    def open_page(member=None, **options):
        ours = {"base_url": live_server.url, "viewport": DESK, "locale": "en-GB", "reduced_motion": "reduce"}
        context = browser.new_context(**{**ours, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if member:
            context.add_cookies([session_of(member, live_server.url)])
        page = context.new_page()
        page.complaints = heed(page, live_server.url)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def amara(open_page, kettle_row):
    """A page of Amara's, who began the sample group: she facilitates and looks after invitations."""
    return open_page(kettle_row.members.get(known_as="Amara").member)
