"""What things are found by: kept with them, wiped with them, and no part of what is carried elsewhere."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models
from django.utils import timezone

from copse import fulltext
from copse.fulltext import TokenIndex
from copse.sample.group import build
from groups.backup import back_up
from groups.finding import Finding
from groups.group_archive import export_group, import_group
from groups.models import Entry, File, Goal, Group
from groups.restore import restore
from groups.tick import tick
from tests.factories import first_of, make_activity, make_edition, make_group, make_meeting, make_membership, make_topic
from tests.kept import entries, strayed
from tests.sites import empty, rows_of

pytestmark = pytest.mark.django_db
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL vacuum sees to it")


@pytest.fixture
def here(settings, tmp_path):
    settings.DATA_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    return tmp_path


def make_site():
    """A group with one of everything that is found, and one thing for somebody's own eyes."""
    me = make_membership()
    topic = make_topic(me, "Zyxwsalt", "on the kitchen table")
    make_activity(me, "Salt lines")
    make_edition(me, values=[("Salt", "We pass it on.")])
    past = make_meeting(me, days=-7, topics=[topic])
    past.note_outcomes({past.opened.get(): "A pinch of salt."}, by=me)
    Goal.write(by=me, text="To salt").share(by=me)
    Goal.write(by=me, text="To salt, for me alone")
    return me


def found(group) -> list[str]:
    return [kind.name for kind in Finding(group, "salt").kinds]


ALL_BUT_TOPICS = ["activities", "values", "meetings", "goals"]


@pytest.mark.once  # made by verbs whose tests try each on both
@pytest.mark.slow
def test_the_sample_group_is_found_as_it_was_built():
    group = build()
    assert strayed() == set()
    kinds = set(group.entries.values_list("source", flat=True))
    assert kinds >= {"topics", "values", "meetings", "goals"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_a_group_takes_along_is_found_where_it_comes_to(here):
    me = make_site()
    before = {(source, title, words) for _group, source, _ref, _key, title, words, *_rest in entries()}
    export_group(me.group, here / "group.zip")
    me.group.delete_for_good()
    group = import_group(here / "group.zip").group
    assert found(group) == ALL_BUT_TOPICS
    assert {(source, title, words) for _group, source, _ref, _key, title, words, *_rest in entries()} == before
    assert strayed() == set()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_backup_has_none_of_it_and_a_restore_makes_it_anew(here):
    group = make_site().group
    before = entries()
    back_up(here / "copse.zip")
    assert "rows/groups.Entry.jsonl" not in rows_of(here / "copse.zip")
    empty()
    File.sweep(timezone.now() + timedelta(days=2))
    restore(here / "copse.zip")
    assert entries() == before
    assert found(Group.objects.get(pk=group.pk)) == ALL_BUT_TOPICS
    assert strayed() == set()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_change_the_same_at_once_leave_it_found_as_it_is():
    me = make_membership()
    meeting = make_meeting(me)
    start, errors = threading.Barrier(4), []

    def change(n: int) -> None:
        start.wait()
        try:
            for turn in range(5):
                meeting.__class__.objects.get(pk=meeting.pk).change(by=me, title=f"Salt {n} {turn}")
                make_topic(me, "Salt", key="pressed")
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Entry.objects.count() == 2
    assert strayed() == set()


def test_a_group_that_isnt_there_is_one_line():
    with pytest.raises(CommandError, match="No group has the slug “nowhere”"):
        call_command("rebuild_search", "nowhere")


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_broken_index_is_mended_by_the_command():
    me = make_membership()
    make_topic(me, "Salt")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM entries_by_token_data")
    with pytest.raises(DatabaseError):
        Finding(me.group, "salt").kinds  # noqa: B018
    call_command("rebuild_search")
    assert [kind.name for kind in Finding(me.group, "salt").kinds] == ["topics"]
    assert strayed() == set()


# -- no trace


def database_bytes() -> bytes:
    name = connection.settings_dict["NAME"]
    return b"".join(path.read_bytes() for path in Path(name).parent.glob(f"{Path(name).name}*"))


@only_sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_erased_words_are_in_no_byte_of_the_database(here):
    """FTS5 would keep them in its own tables until it merged those by itself."""
    for n in range(60):
        make_topic(first_of(make_group()), f"Zyxwpepper {n}")
    me = make_site()
    assert database_bytes().count(b"zyxwsalt") > 0
    me.member.erase()
    assert not Entry.objects.filter(group=me.group, tokens__have=[f"{me.group_id}wzyxwsalt"]).exists()
    assert database_bytes().lower().count(b"zyxwsalt") == 0
    assert strayed() == set()


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_what_was_taken_out_is_in_no_byte_once_the_worker_has_been(here):
    make_topic(make_membership(), "Zyxwsalt").take_out()
    tick()
    checkpoint()
    assert database_bytes().lower().count(b"zyxwsalt") == 0
    size = len(database_bytes())
    for _ in range(5):
        tick()
    assert len(database_bytes()) <= size + 4096 * 4  # nothing left to do writes next to nothing


def checkpoint() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# -- the index itself


@only_sqlite
def test_the_index_has_only_the_tables_that_it_needs():
    """No words in them but those by which rows are found, and no table that no index of a model has."""
    named = [fulltext.index_of(Entry)]
    expected = {name + part for name in named for part in ("", "_config", "_data", "_idx")}
    assert {name for name in connection.introspection.table_names() if name.startswith(tuple(named))} == expected


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_altered_or_made_once_more_is_found_in_as_before():
    """Django makes a table of SQLite anew to alter it, and drops it with its triggers: the index is made with it."""
    me = make_membership()
    make_topic(me, "Salt")
    extra = models.IntegerField(default=0)
    extra.set_attributes_from_name("extra")
    (index,) = (index for index in Entry._meta.indexes if isinstance(index, TokenIndex))
    with connection.schema_editor() as editor:
        editor.add_field(Entry, extra)
    with connection.schema_editor() as editor:
        editor.remove_field(Entry, extra)
    make_topic(me, "Salt and pepper")
    assert len(Finding(me.group, "salt").kinds[0].hits) == 2
    with connection.schema_editor() as editor:
        editor.remove_index(Entry, index)
    make_topic(me, "Salt and vinegar")
    with connection.schema_editor() as editor:
        editor.add_index(Entry, index)
    assert len(Finding(me.group, "salt").kinds[0].hits) == 3
    assert strayed() == set()
    Entry.objects.all().delete()
    assert Finding(me.group, "salt").kinds == []
