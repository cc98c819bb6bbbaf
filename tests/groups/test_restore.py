"""What isn't whole, ours and of our time is refused, and then nothing at all is written (trust.md R15, S35)."""

import hashlib
import json
import random
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from copse.archive import Archive, Limits, Refused
from groups import backup
from groups.backup import KIND, back_up
from groups.models import Group
from groups.restore import restore
from tests.factories import first_of, make_group, make_topic
from tests.sites import Site, empty, is_sqlite, nobody_is_here, rewritten

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def here(settings, tmp_path):
    settings.DATA_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    return tmp_path


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Where the good backup lies, once one of the tests has made it."""
    return tmp_path_factory.mktemp("restore") / "good.zip"


@pytest.fixture
def made(here, kept):
    """A good backup, and an empty site to restore it into."""
    if not kept.exists():
        me = first_of(make_group())
        me.show_photo(random.Random(1).randbytes(5000), kind="image/webp")
        make_topic(me, "Salt")
        back_up(kept)
        empty()
        (here / "files").rename(here / "before")
    return Path(shutil.copy(kept, here))


def with_manifest(made, here, change):
    def changed(name, content):
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        change(manifest)
        return json.dumps(manifest).encode()

    return rewritten(made, here / "bad.zip", changed)


def refused(path, words: str) -> None:
    with pytest.raises(Refused, match=words):
        restore(path)
    assert nobody_is_here()


def test_somebody_is_here_already(made):
    make_group("Ash")
    with pytest.raises(Refused, match="Somebody is on this site already"):
        restore(made)
    assert Group.objects.get().name == "Ash"


def test_what_is_no_archive(here):
    (here / "x").write_bytes(b"hello")
    refused(here / "x", "no archive of Copse")
    with zipfile.ZipFile(here / "y", "w") as archive:
        archive.writestr("hello.txt", "hello")
    refused(here / "y", "no archive of Copse")


def test_another_kind_of_archive(made, here):
    refused(with_manifest(made, here, lambda m: m.update(kind="group of Copse")), "no backup of a Copse site")


def test_a_newer_format_or_a_newer_migration(made, here):
    refused(with_manifest(made, here, lambda m: m.update(format=2)), "newer Copse")
    newer = with_manifest(made, here, lambda m: m["migrations"].append("groups.9999_what_is_to_come"))
    refused(newer, "newer Copse.*groups.9999_what_is_to_come")
    refused(with_manifest(made, here, lambda m: m["migrations"].append("poems.0001_initial")), "newer Copse")


def test_a_backup_from_before_the_migrations_were_made_one_is_told_apart_from_a_newer_one(made, here):
    older = with_manifest(made, here, lambda m: m["migrations"].append("groups.0002_people"))
    refused(older, "older than can be read")


@pytest.mark.parametrize(
    ("made_at", "words"),
    [("2026-01-01T10:00:00", "doesn’t say when"), ("9999-01-01T10:00:00+00:00", "a time to come"), (7, "doesn’t say")],
)
def test_one_that_was_made_at_no_moment_or_at_one_to_come(made, here, made_at, words):
    refused(with_manifest(made, here, lambda manifest: manifest.update(made_at=made_at)), words)


def test_any_byte_that_is_another_is_found_or_changes_nothing(made, here):
    """Of what a ZIP says twice, and of its times, Copse reads nothing: there the backup is as good as before."""
    whole, rng = made.read_bytes(), random.Random(7)
    with Archive(made, KIND, backup.LIMITS) as archive:
        right = archive.manifest
    found = 0
    for _n in range(300):
        at = rng.randrange(len(whole))
        (here / "bad.zip").write_bytes(whole[:at] + bytes([whole[at] ^ (1 << rng.randrange(8))]) + whole[at + 1 :])
        try:
            with Archive(here / "bad.zip", KIND, backup.LIMITS) as archive:
                archive.verify()
                assert archive.manifest == right
        except Refused:
            found += 1
    assert found > 200


@pytest.mark.parametrize("length", [0, 100, -1000, -1])
def test_a_file_that_is_cut_short(made, here, length):
    (here / "bad.zip").write_bytes(made.read_bytes()[:length])
    refused(here / "bad.zip", "damaged")


def test_a_part_that_is_another_or_gone(made, here):
    larder = "rows/larder.Topic.jsonl"
    other = rewritten(made, here / "bad.zip", lambda name, c: c.replace(b"Salt", b"Soot") if name == larder else c)
    refused(other, "damaged: rows/larder.Topic")
    refused(rewritten(made, here / "bad.zip", lambda name, c: None if name == larder else c), "not those that it lists")


def test_a_part_that_nobody_of_ours_put_in(made, here):
    for name in ("../../evil", "/etc/passwd", "files/../x", "rows/", "a/b/c"):
        bad = rewritten(made, here / "bad.zip", lambda _name, c: c)
        with zipfile.ZipFile(bad, "a") as archive:
            archive.writestr(name, "x")
        refused(bad, "never puts into one")


def test_a_link_or_the_same_name_twice(made, here):
    bad = rewritten(made, here / "bad.zip", lambda _name, c: c)
    link = zipfile.ZipInfo("files/" + "a" * 32)
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(bad, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    refused(bad, "never puts into one")
    bad = rewritten(made, here / "bad.zip", lambda _name, c: c)
    with zipfile.ZipFile(bad, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("rows/groups.Group.jsonl", "")
    refused(bad, "never puts into one")


def test_a_bomb(made, here):
    bad = rewritten(made, here / "bad.zip", lambda name, c: b"\0" * (50 << 20) if name.startswith("files/") else c)
    assert bad.stat().st_size < made.stat().st_size + 100_000
    refused(bad, "many times its size")


def test_more_than_the_limits(made, monkeypatch):
    with pytest.raises(Refused, match="more than 5 parts"):
        Archive(made, KIND, Limits(size=1 << 30, parts=5))
    with pytest.raises(Refused, match="unpack to more than 0 MiB"):
        Archive(made, KIND, Limits(size=1000, parts=500))


def sealed_again(made, here, change):
    """An archive with right checksums around rows that were changed: what only somebody on purpose makes."""
    parts = {}

    def changed(name, content):
        if name == "manifest.json":
            manifest = json.loads(content)
            manifest["parts"] = parts
            return json.dumps(manifest).encode()
        content = change(name, content)
        parts[name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        return content

    return rewritten(made, here / "bad.zip", changed)


@pytest.mark.each
@pytest.mark.parametrize(
    ("label", "old", "new", "words"),
    [
        ("larder.Topic", b'"Salt"', b"7", "line 1: title is another kind of thing"),
        ("larder.Topic", b'"Salt"', b"null", "line 1: title is empty"),
        ("larder.Topic", b'"Salt"', b'"Sa\\u0000lt"', "line 1: title is characters that are none"),
        ("larder.Topic", b'"Salt"', b'"Sa\\ud800lt"', "line 1: title is characters that are none"),
        ("larder.Topic", b'"Salt",', b"", "line 1: another number of columns"),
        ("larder.Topic", b"[", b"[[[", "a line that is no row"),
        ("larder.Topic", b"[", b"[" * 100_000, "a line that is no row"),
        ("groups.Group", b"\n", b"\n\n", "a line that is no row"),
        ("larder.Topic", b"+00:00", b"", "put_by_at is another kind of thing"),
        ("larder.TopicKind", b"\n", b"\n#", "a line that is no row"),
    ],
)
def test_rows_that_somebody_made_up(made, here, label, old, new, words):
    name = backup.rows_part(label)
    refused(sealed_again(made, here, lambda n, c: c.replace(old, new, 1) if n == name else c), words)


@pytest.mark.skipif(is_sqlite(), reason="SQLite takes a text of any length")
def test_a_text_too_long_for_postgresql_is_named_and_nothing_is_written(made, here):
    """As of a site that moves there from SQLite, which had taken it."""
    name, long = backup.rows_part("larder.Topic"), b'"' + b"S" * 500 + b'"'
    bad = sealed_again(made, here, lambda n, c: c.replace(b'"Salt"', long, 1) if n == name else c)
    refused(bad, r"larder\.Topic\.jsonl, line 1: title is longer than the \d+ characters")


def test_a_number_that_no_column_has_room_for_is_named(made, here):
    name, far = backup.rows_part("larder.TopicKind"), str(1 << 70).encode()
    bad = sealed_again(made, here, lambda n, c: c.replace(b"[", b"[" + far + b",", 1) if n == name else c)
    refused(bad, "another number of columns")
    bad = sealed_again(made, here, lambda n, c: re.sub(rb"^\[\d+", b"[" + far, c, count=1) if n == name else c)
    refused(bad, "line 1: id is a number that this database has no room for")


def test_rows_that_point_nowhere_or_are_missing(made, here):
    empty_part = {backup.rows_part("larder.TopicKind"): b""}
    bad = sealed_again(made, here, lambda name, c: empty_part.get(name, c))
    refused(bad, "other numbers of rows")
    bad = with_manifest(bad.rename(here / "first.zip"), here, lambda m: m["rows"].update({"larder.TopicKind": 0}))
    refused(bad, "points at something that isn’t there")


def test_another_key_is_told_of_before_anything_is_written(made, settings):
    settings.SECRET_KEY, key = "another" * 10, settings.SECRET_KEY
    refused(made, "another SECRET_KEY")
    settings.SECRET_KEY_FALLBACKS = [key]
    restore(made)
    assert Group.objects.exists()


def test_where_the_key_is_lost_it_can_be_said(made, settings):
    settings.SECRET_KEY = "another" * 10
    assert restore(made, key_lost=True).rows["groups.Group"] == 1


def test_no_backup_of_a_database_that_is_not_there_is_one_line(here):
    site = Site(here / "bare")
    site.folder.joinpath("copse.sqlite3").mkdir()
    ended = site.run("backup", here / "new.zip")
    assert ended.returncode == 1
    assert ended.stderr.startswith("CommandError: No backup was made. The database can’t be read: unable to open")
    assert len(ended.stderr.splitlines()) == 1


def test_the_command_says_it_in_one_line(made, here):
    (here / "bad.zip").write_bytes(made.read_bytes()[:-1])
    for name, words in (("bad.zip", "Nothing was restored. This file is no archive"), ("none.zip", "No such file")):
        with pytest.raises(CommandError, match=words):
            call_command("restore", str(here / name))
