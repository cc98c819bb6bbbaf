"""On a restored site each role meets and sees what they did before (trust.md R15): S1 and S2, walked once more."""

import pytest

from copse.near import forget
from groups.backup import back_up
from groups.restore import restore
from tests.matrix import ROWS
from tests.sites import empty
from tests.thorough import as_often
from tests.walking import make_the_copy, met_otherwise, seen_otherwise
from tests.world import ROLES, bring_a_list, make_world

# On SQLite alone: that rows come back into PostgreSQL as they were, test_backup.py shows row by row.
pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def restored(settings, tmp_path):
    """A world that was backed up, lost, and restored into an empty site."""
    settings.DATA_DIR, settings.FILES_DIR = tmp_path / "data", tmp_path / "data/files"
    world = make_world()
    back_up(tmp_path / "copse.zip")
    empty()
    (tmp_path / "data").rename(tmp_path / "lost")
    (tmp_path / "data").mkdir()
    restore(tmp_path / "copse.zip")
    forget()
    make_the_copy(world)  # asked for anew: no backup holds one, nor a list under way, nor a session
    bring_a_list(world, world.people["member"].memberships.get())
    world.come_in()
    return world


# Who may change what follows from who may look: a member and somebody who left show it, with `make test-all` all do.
CHANGED_BY = as_often(("member", "former"), ROLES)


def test_each_role_meets_and_sees_what_they_did_before(restored):
    """Looking and changing: which methods there are doesn't hang on what was restored."""
    assert seen_otherwise(restored) == {}
    met = {n: met_otherwise(n, restored, methods=("POST",), others=False, by=CHANGED_BY) for n in ROWS}
    assert {name: otherwise for name, otherwise in met.items() if otherwise} == {}
