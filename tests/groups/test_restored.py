"""On a restored site each role meets and sees what they did before (trust.md R15): S1 and S2, walked once more."""

import pytest

from copse.near import forget
from groups.backup import back_up
from groups.restore import restore
from tests.matrix import ROWS
from tests.sites import empty
from tests.walking import make_the_copy, met_otherwise, seen_otherwise
from tests.world import bring_a_list, make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


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


def test_each_role_meets_what_the_rows_say_when_they_change_something(restored):
    """Which methods there are doesn't hang on what was restored."""
    changed = [name for name, row in ROWS.items() if row.post]
    met = {name: met_otherwise(name, restored, methods=["POST"], head_by=(), unknown={}) for name in changed}
    assert {name: otherwise for name, otherwise in met.items() if otherwise} == {}


def test_each_role_meets_what_the_rows_say_and_sees_the_canaries_that_are_theirs(restored):
    assert seen_otherwise(restored) == {}
