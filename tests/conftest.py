import gc
import os

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext

from copse.near import forget
from tests import migrated
from tests.emptying import emptied
from tests.on_postgresql import left_out, left_out_of_a_check
from tests.thorough import QUICK

TransactionTestCase._fixture_teardown = lambda test: emptied()  # in the place of a flush


def pytest_collection_finish(session):
    """What is loaded by now stays to the end, and what tests leave is looked through seldom: there is room for it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, those that show something of it; for a check, fewer."""
    for leaves_out, applies in ((left_out, connection.vendor == "postgresql"), (left_out_of_a_check, QUICK)):
        if applies:
            without = leaves_out(items)
            items[:] = [item for item in items if item not in without]
            config.hook.pytest_deselected(items=[*without])


def pytest_terminal_summary(terminalreporter):
    """What tests have counted, in a line for each, whether they passed or not: `record_property("counted", …)`."""
    reports = [report for of_kind in terminalreporter.stats.values() for report in of_kind if hasattr(report, "when")]
    for report in reports:
        for name, words in report.user_properties if report.when == "call" else ():
            if name == "counted":
                terminalreporter.write_line(words)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_use_migrations, tmp_path_factory
):
    """Copies of a migrated database; SQLite in a file, as in production.

    In memory, of two who write at once one fails and doesn't wait.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        if django_db_use_migrations:
            migrated.copied(file)
        connection.settings_dict["TEST"]["NAME"] = str(file)
        connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("MIGRATED")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """What was copied to where the database will be isn't in anybody's way."""
    return django_db_keepdb or connection.vendor == "sqlite"


@pytest.fixture(scope="session", autouse=True)
def quick_and_quiet(tmp_path_factory):
    """Plain static files, quick passwords, mails in memory, and a folder of the run's own.

    Once for the whole run: with each change of a setting Django forgets what hangs on it, such as compiled templates.
    And some groups are made once and looked at by many tests, with their files and papers.
    """
    folder = tmp_path_factory.mktemp("data")
    (folder / "static").mkdir()  # or every client of a test is warned that it isn't there
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    memory = "django.core.cache.backends.locmem.LocMemCache"
    with override_settings(
        DEBUG=False,
        STORAGES={**django_settings.STORAGES, "staticfiles": plain},
        CACHES={name: {"BACKEND": memory, "LOCATION": name} for name in ("default", "near")},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        SITE_URL="https://copse.test",
        DATA_DIR=folder,
        STATIC_ROOT=folder / "static",
        FILES_DIR=folder / "files",
        PAPERS_DIR=folder / "papers",
    ):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What a test before this one put into a cache is gone."""
    forget()
    for name in django_settings.CACHES:
        caches[name].clear()


@pytest.fixture
def signed_in():
    """`signed_in(membership)` or `signed_in(member)`: a client of theirs, who came in a moment ago."""

    from tests.fresh import sign_in

    return lambda person, **options: sign_in(Client(**options), getattr(person, "member", person))


@pytest.fixture
def queries_of():
    """How many queries a page takes, once what is around it has been drawn."""

    def count(client, url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return count
