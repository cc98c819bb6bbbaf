"""What was made with fewer migrations than there are now, and with those that one stands for."""

import pytest

from tests.sites import Site
from tests.thorough import as_often

pytestmark = [pytest.mark.slow, pytest.mark.once]  # all of it happens in sites of their own, on SQLite

OLDER = """
import django; django.setup()
from pathlib import Path
from groups.backup import back_up
from groups.models import Group, Member, Membership
member = Member.objects.create(email="amara@example.org", name="Amara")
Membership.objects.create(member=member, group=Group.objects.create(name="Oak", slug="oak"), known_as="Amara")
back_up(Path(r"%s"))
"""


BEFORE = """
import django; django.setup()
from pathlib import Path
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from groups.backup import back_up, replaced
loader, recorder = MigrationLoader(connection), MigrationRecorder(connection)
for (app, name), migration in loader.disk_migrations.items():
    if migration.replaces:
        recorder.migration_qs.filter(app=app, name=name).delete()
for key in replaced(loader):
    recorder.record_applied(*key)
call_command("migrate", check_unapplied=True)
back_up(Path(r"%s"))
"""


NEWER = """
from django.conf import settings
settings.MIGRATION_MODULES = {"groups": "tests.groups.later_migrations"}
import django; django.setup()
from django.core.management import call_command
from django.db import connection
call_command("restore", r"%s")
call_command("migrate", check_unapplied=True)
with connection.cursor() as cursor:
    cursor.execute("SELECT signs_as FROM groups_membership")
    print("told", cursor.fetchone()[0])
"""


@pytest.mark.parametrize("prepared", as_often([True], [False, True]))
def test_what_an_older_copse_made_is_restored_and_brought_forward(tmp_path, prepared):
    """At its own migrations first: what later ones carry into a new table is carried, not lost."""
    older, newer = Site(tmp_path / "older"), Site(tmp_path / "newer")
    older.migrated()
    done = older.python("-c", OLDER % (tmp_path / "older.zip"))
    assert done.returncode == 0, done.stderr
    if prepared:
        newer.migrated()
    done = newer.python("-c", NEWER % (tmp_path / "older.zip"))
    assert "1 groups, 1 members" in done.stdout, done.stderr
    assert "told Amara of Oak" in done.stdout


def test_a_database_from_before_the_migrations_were_made_one_is_up_to_date(tmp_path):
    site = Site(tmp_path / "site")
    site.migrated()
    done = site.python("-c", BEFORE % (tmp_path / "made.zip"))
    assert done.returncode == 0, done.stderr
