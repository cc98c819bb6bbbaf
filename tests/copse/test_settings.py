"""Settings are safe unless somebody says otherwise, and say what is missing (trust.md, S43)."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from copse.checks import answered_where_it_comes_from, served_safely
from copse.environment import database, mail_server, sender, site
from tests.copse.production import run, settings_of

VAR = Path("/srv/copse")
SOCKET = "postgresql:///copse?host=/run/postgresql&port=5433&pool=9"


# -- the database


def test_without_an_address_the_data_are_in_a_file_of_the_data_folder():
    found = database("", VAR)
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", "/srv/copse/copse.sqlite3")


@pytest.mark.parametrize(
    ("url", "name"), [("sqlite:///data/c.db", "data/c.db"), ("sqlite:////srv/c.db", "/srv/c.db"), ("sqlite://", None)]
)
def test_a_file_can_be_named(url, name):
    assert str(database(url, VAR)["NAME"]) == (name or "/srv/copse/copse.sqlite3")


ASK_PRAGMAS = """
from django.db import connection
for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys"):
    print(connection.cursor().execute(f"PRAGMA {name}").fetchone()[0])
"""


def test_a_file_keeps_what_was_acknowledged_and_nothing_that_was_erased(tmp_path):
    """A connection as Django makes it in production, asked for its own state; 2 is FULL."""
    url = f"sqlite:///{tmp_path}/copse.sqlite3"
    answer = run("-c", ASK_PRAGMAS, DATABASE_URL=url, DJANGO_SETTINGS_MODULE="copse.settings")
    assert answer.stdout.split() == ["wal", "2", "1", "1"], answer.stderr


def test_writers_wait_for_each_other():
    options = database("", VAR)["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)


def test_postgresql_has_its_parts_from_the_address():
    found = database("postgresql://nia:p%40ss%2Fword@db.example:5433/co%20pse", VAR)
    parts = {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert parts == {"NAME": "co pse", "USER": "nia", "PASSWORD": "p@ss/word", "HOST": "db.example", "PORT": 5433}


def test_postgresql_by_a_socket():
    found = database(SOCKET, VAR)
    assert (found["HOST"], found["PORT"], found["OPTIONS"]["pool"]["max_size"]) == ("/run/postgresql", "5433", 9)


@pytest.mark.parametrize("url", ["mysql://x/y", "copse.sqlite3", "http://db.example/copse"])
def test_another_database_is_refused_in_a_sentence(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL begins with"):
        database(url, VAR)


# -- mail


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", "mail.example", 25, False, False),
        ("smtp+tls://mail.example", "mail.example", 587, True, False),
        ("smtps://mail.example", "mail.example", 465, False, True),
        ("smtps://mail.example:2465", "mail.example", 2465, False, True),
        ("smtp://[::1]:2525", "::1", 2525, False, False),
    ],
)
def test_the_mail_server_has_its_parts_from_the_address(url, host, port, tls, ssl):
    found = mail_server(url)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == (host, port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)


def test_a_mail_password_may_hold_any_sign():
    found = mail_server("smtps://nia%40copse.example:p%40ss%3Aw%2Ford@mail.example")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("nia@copse.example", "p@ss:w/ord")


@pytest.mark.parametrize("url", ["", "mail.example", "imap://mail.example"])
def test_another_mail_server_is_refused_in_a_sentence(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL begins with"):
        mail_server(url)


def test_no_mail_server_can_hold_the_worker_for_long():
    assert settings_of()["EMAIL_TIMEOUT"] == 10


# -- the environment


def test_a_server_without_a_key_does_not_start_and_says_what_to_set():
    answer = run("-c", "import copse.settings", SECRET_KEY=None)
    assert answer.returncode != 0
    assert "ImproperlyConfigured: Set SECRET_KEY to 50 or more random characters" in answer.stderr


def test_on_ones_own_machine_no_key_is_needed():
    assert settings_of(DEBUG="1", SECRET_KEY=None)["DEBUG"] is True


@pytest.mark.parametrize("value", ["", "0", "no", "true", "True"])
def test_debug_takes_exactly_a_one(value):
    assert settings_of(DEBUG=value)["DEBUG"] is False


def test_the_site_answers_to_its_own_name_and_to_those_that_are_added():
    assert settings_of()["ALLOWED_HOSTS"] == ["copse.example"]
    assert settings_of(ALLOWED_HOSTS="a.example b.example")["ALLOWED_HOSTS"] == [
        "copse.example", "a.example", "b.example",
    ]  # fmt: skip


def test_forwarded_headers_are_believed_only_behind_a_proxy():
    assert "SECURE_PROXY_SSL_HEADER" not in settings_of()
    assert settings_of(TRUSTED_PROXY_COUNT="1")["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_a_slash_at_the_end_of_the_sites_address_changes_nothing():
    with_slash, without = settings_of(SITE_URL="https://copse.example/"), settings_of()
    assert with_slash["SITE_URL"] == without["SITE_URL"]


def test_a_port_that_is_empty_is_not_set():
    assert settings_of(SITE_URL=None, DEBUG="1", PORT="")["SITE_URL"] == "http://localhost:8000"


def test_a_calendars_names_outlive_a_change_of_the_sites_address():
    assert settings_of(SITE_UID_DOMAIN="old.example")["SITE_UID_DOMAIN"] == "old.example"
    assert settings_of()["SITE_UID_DOMAIN"] == "copse.example"


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("TRUSTED_PROXY_COUNT", "x", "TRUSTED_PROXY_COUNT is a whole number, 0 or more."),
        ("TRUSTED_PROXY_COUNT", "-1", "TRUSTED_PROXY_COUNT is a whole number, 0 or more."),
        ("FILES_OF_A_GROUP", "x", "FILES_OF_A_GROUP is a whole number, 0 or more."),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL is one of DEBUG, INFO, WARNING, ERROR, CRITICAL."),
        ("EMAIL_URL", "smtp://mail.example:x", "The host or the port in EMAIL_URL can’t be read."),
        ("EMAIL_FROM", "Foo <a@b.example>", "EMAIL_FROM is an address alone, as in copse@copse.example."),
        ("SITE_UID_DOMAIN", "a b", "SITE_UID_DOMAIN is a name without spaces, as in copse.example."),
        ("SITE_URL", "ftp://copse.example", "SITE_URL is https:// and a name, as in https://copse.example"),
    ],
)
def test_a_server_with_a_slip_in_its_settings_does_not_start_and_says_which(name, value, line):
    answer = run("-c", "import copse.settings", **{name: value})
    assert answer.stderr.splitlines()[-1].startswith(f"django.core.exceptions.ImproperlyConfigured: {line}")


@pytest.mark.parametrize(
    "url", ["smtp://mail.example:x", "smtp://mail.example:70000", "smtp://[mail", "smtp://", "smtps://:465", "smtp:"]
)
def test_a_mail_server_that_can_not_be_read_is_refused_in_a_sentence(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_server(url)


@pytest.mark.parametrize("slip", ["db.example:x/copse", "db.example:99999/copse", "/copse?pool=abc", "/copse?pool=0"])
def test_a_database_that_can_not_be_read_is_refused_in_a_sentence(slip):
    with pytest.raises(ImproperlyConfigured, match="in DATABASE_URL"):
        database(f"postgresql://{slip}", VAR)


@pytest.mark.parametrize(
    "url",
    ["https://copse.example/groups", "https://copse.example?a", "https://a@copse.example", "https://", "copse.example",
     "https://a b", "https://copse.example:x"],
)  # fmt: skip
def test_the_sites_address_is_a_name_and_nothing_more(url):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        site(url)


@pytest.mark.parametrize("url", ["http://localhost:8000", "https://copse.example", "http://[::1]:8000"])
def test_the_sites_address_may_have_a_port(url):
    assert site(url) == site(f"{url}/") == url


@pytest.mark.parametrize("said", ["nonsense", "Foo <a@b.example>", "a@", "a b@c.example", "a@b.example\n", ""])
def test_mails_come_from_an_address_alone(said):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM"):
        sender(said)


# -- check --deploy


def test_a_server_as_the_manual_sets_it_up_passes_every_check():
    answer = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr


def test_checks_stop_a_deploy():
    answer = run("manage.py", "check", "--deploy", SITE_URL="http://copse.example", SECRET_KEY="short")
    assert answer.returncode == 1
    assert "copse.E001" in answer.stderr
    assert "copse.E002" in answer.stderr


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("HTTPS", False, "copse.E001"),
        ("SECRET_KEY", "x" * 49, "copse.E002"),
        ("ALLOWED_HOSTS", ["copse.example", "*"], "copse.E003"),
        ("EMAIL_TIMEOUT", None, "copse.E004"),
    ],
)
def test_each_unsafe_setting_is_an_error(settings, name, value, error):
    safe = {"HTTPS": True, "SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": ["copse.example"], "EMAIL_TIMEOUT": 10}
    for setting, kept in {**safe, name: value}.items():
        setattr(settings, setting, kept)
    assert [found.id for found in served_safely(None) if found.id != "copse.E005"] == [error]


@pytest.mark.parametrize(
    ("inbound", "found"),
    [("", []), ("copse@copse.example", []), ("copse@in.copse.example", []), ("copse@mail.example", ["copse.W001"])],
)
def test_answers_go_to_the_domain_that_invitations_come_from(settings, inbound, found):
    settings.EMAIL_FROM, settings.INBOUND_ADDRESS = "copse@copse.example", inbound
    assert [warning.id for warning in answered_where_it_comes_from(None)] == found


@pytest.mark.parametrize(("mode", "error"), [(0o600, []), (0o640, ["copse.E005"]), (0o604, ["copse.E005"])])
def test_a_database_that_others_can_read_is_an_error(settings, monkeypatch, tmp_path, mode, error):
    file = tmp_path / "copse.sqlite3"
    file.touch()
    file.chmod(mode)
    for name, value in database(f"sqlite:///{file}", VAR).items():
        monkeypatch.setitem(settings.DATABASES["default"], name, value)
    settings.HTTPS, settings.SECRET_KEY, settings.ALLOWED_HOSTS = True, "x" * 50, ["copse.example"]
    assert [found.id for found in served_safely(None)] == error
