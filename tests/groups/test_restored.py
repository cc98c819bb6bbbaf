"""On a restored site each role meets and sees what they did before (trust.md R15): S1 and S2, walked once more."""

import pytest

from copse.near import forget
from groups.backup import back_up
from groups.restore import restore
from tests.matrix import ROWS
from tests.sites import empty
from tests.thorough import as_often
from tests.walking import make_the_copy, met_otherwise, seen_otherwise
from tests.world import INSIDERS, ROLES, bring_a_list, make_world

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


# Whoever never was in the group meets the same whatever was restored: one of them shows it, with `make test-all` all.
BY = as_often((*INSIDERS, "former", "removed", "outsider"), ROLES)


def test_each_role_meets_what_the_rows_say(restored):
    """Looking and changing: which methods there are doesn't hang on what was restored."""
    met = {name: met_otherwise(name, restored, head_by=(), unknown={}, by=BY) for name in ROWS}
    assert {name: otherwise for name, otherwise in met.items() if otherwise} == {}


def test_each_canary_is_seen_by_those_who_may_see_it_and_by_nobody_else(restored):
    assert seen_otherwise(restored) == {}
