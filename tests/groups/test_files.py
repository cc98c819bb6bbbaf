"""What members bring lies beside the database: whole or not at all, and not for longer than its row (trust.md, R3)."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from copse import files
from groups.models import File
from groups.tick import tick
from tests.factories import make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def lying() -> set[str]:
    return {path.name for path in Path(settings.FILES_DIR).iterdir()}


def keep(content: bytes = b"words", **what) -> File:
    return File.keep(content, by=make_membership(), name="a.txt", kind="text/plain", **what)


def test_it_lies_under_a_random_name_that_only_the_site_can_read(folder):
    first, second = keep(), keep()
    assert lying() == {first.stored_as, second.stored_as}
    assert first.stored_as != second.stored_as
    assert (first.size, len(first.sha256)) == (5, 64)
    assert stat.S_IMODE((folder / first.stored_as).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_takes_no_more_leaves_neither_row_nor_bytes(step, folder, monkeypatch):
    membership = make_membership()
    folder.mkdir()

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), full)
    with pytest.raises(OSError, match="No space"):
        File.keep(b"words", by=membership, name="a.txt", kind="text/plain")
    assert lying() == set()
    assert not File.objects.exists()


def test_bytes_are_there_before_the_row_and_stay_until_the_row_is_surely_gone(django_capture_on_commit_callbacks):
    file = keep()
    with django_capture_on_commit_callbacks(execute=True):
        file.let_go()
        assert lying() == {file.stored_as}
    assert lying() == set()


@pytest.mark.django_db(transaction=True)
def test_a_removal_that_is_taken_back_keeps_both():
    file = keep()
    with transaction.atomic():
        File.objects.get().let_go()
        transaction.set_rollback(True)
    assert File.objects.get() == file
    assert lying() == {file.stored_as}


def test_bytes_without_a_row_are_swept_after_a_day_and_no_others(folder):
    kept, stray = keep(), files.keep(b"of nobody")
    (folder / "half.part").write_bytes(b"never finished")
    tick(timezone.now() + timedelta(hours=23))
    assert lying() == {kept.stored_as, stray, "half.part"}
    for _ in range(2):
        tick(timezone.now() + timedelta(hours=25))
        assert lying() == {kept.stored_as}


def test_where_nothing_was_ever_brought_there_is_nothing_to_sweep():
    tick(timezone.now() + timedelta(days=2))


@pytest.mark.parametrize("name", ["", "..", "../copse.sqlite3", "/etc/passwd", "a" * 31, "A" * 32, "a" * 32 + "\n"])
def test_no_name_leads_out_of_the_folder(name):
    with pytest.raises(ValueError, match="no name"):
        files.path_of(name)


def test_bytes_that_are_gone_are_not_there():
    file = keep()
    files.let_go(file.stored_as)
    with pytest.raises(Http404):
        file.answer()


def test_a_file_is_saved_under_its_name_unless_it_is_to_be_looked_at():
    file = keep()
    File.objects.update(name="schöne „Wörter“.txt")
    file.refresh_from_db()
    saved, seen = file.answer(), file.answer(inline=True)
    assert saved.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''sch%C3%B6ne")
    assert seen.headers["Content-Disposition"].startswith("inline; filename*=utf-8''")
    for answer in (saved, seen):
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        answer.close()
