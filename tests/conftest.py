import pytest
from django.test import override_settings

from copse.near import forget


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as in production: in memory, of two who write at once one fails and doesn't wait."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session", autouse=True)
def files_of_our_own(tmp_path_factory):
    """What members bring lies apart for the whole run: some groups are made once and looked at by many tests."""
    with override_settings(FILES_DIR=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(autouse=True)
def quick_and_quiet(settings, tmp_path):
    """Plain static files, quick passwords, papers and mails of one's own."""
    settings.DEBUG = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DATA_DIR = tmp_path
    settings.PAPERS_DIR = tmp_path / "papers"
    settings.SITE_URL = "https://copse.test"
    forget()
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"{name}{tmp_path}"}
        for name in ("default", "near")
    }


@pytest.fixture
def signed_in():
    """`signed_in(membership)` or `signed_in(member)`: a client of theirs, who came in a moment ago."""
    from django.test import Client

    from tests.fresh import sign_in

    return lambda person, **options: sign_in(Client(**options), getattr(person, "member", person))
