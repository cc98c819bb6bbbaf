"""Nothing crosses a group's edge (trust.md S1, S2, S7, S8, S39). These tests walk the site; they are its spine."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from groups.models import Group
from tests.kept import strayed
from tests.lock_order import locked_before_the_group
from tests.matrix import ROWS
from tests.thorough import THOROUGH
from tests.walking import address, canaries_in, data_of, make_the_copy, met_otherwise, readable, seen_otherwise
from tests.world import INSIDERS, ROLES, make_world

pytestmark = pytest.mark.django_db

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def names_of(resolver, prefix: str = ""):
    """The name of every URL of the site, with its namespaces."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names_of(pattern, prefix + space)
        elif isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or f"unnamed {pattern.pattern}")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once: each test gives back what it changes, as every request here does."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.come_in()
        yield world
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def the_copy_is_there(world):
    """Whatever the test before did to it."""
    make_the_copy(world)


def test_every_url_has_a_row_and_every_row_a_url():
    assert set(names_of(get_resolver())) == set(ROWS)


# Who may what is decided by the same lines on each database. On PostgreSQL those who are in open the pages, which
# shows that what each view asks is understood there; one of those who may change something changes it further down.
WALK, MAKERS = {}, None
if connection.vendor == "postgresql" and not THOROUGH:
    WALK, MAKERS = {"by": INSIDERS, "methods": ("GET",), "others": False}, 1


@pytest.mark.each
@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_each_role_meets_what_its_row_says(name, world):
    assert met_otherwise(name, world, **WALK) == {}


STRANGERS = ("outsider", "other", "former", "removed", "staff")
OF_A_GROUP = [name for name, row in ROWS.items() if row.args and "group" in row.args]


@pytest.mark.once  # the bytes come from templates
@pytest.mark.slow
@pytest.mark.parametrize("name", OF_A_GROUP)
def test_not_mine_and_not_there_are_the_same_bytes(name, world):
    """To each stranger at every address with `make test-all`; otherwise to two of the five, by turns."""
    row, turn = ROWS[name], OF_A_GROUP.index(name)
    real, missing = address(name, row, world), address(name, row, world).replace(world.things["group"], "nowhere")
    for role in STRANGERS if THOROUGH else (STRANGERS[turn % 5], STRANGERS[(turn + 2) % 5]):
        client = world.client(role)
        assert body_of(client, real, row) == body_of(client, missing, row)


def body_of(client, url: str, row) -> tuple:
    answer = client.get(url) if row.get else client.post(url)
    headers = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
    return answer.status_code, CSRF.sub(b"", answer.content), headers


@pytest.mark.each
@pytest.mark.parametrize("name", [n for n, row in ROWS.items() if "key" in row.args and "group" in row.args])
def test_a_thing_of_another_group_is_not_there(name, world):
    row = ROWS[name]
    key = row.args["key"]
    other = {"activity": "other_activity"}.get(key, "other_topic" if "topic" in key else "other_meeting")
    things = {argument: world.things[thing] for argument, thing in row.args.items()}
    url = reverse(name, kwargs={**things, "key": world.things[other]})
    for role in ("member", "facilitator", "admin"):
        client = world.client(role)
        answer = client.get(url) if row.get else client.post(url, data_of(name, row, world))
        assert answer.status_code in (404, 403)


SEEN = {name for name, row in ROWS.items() if "group" in row.args and row.post and row.raises_version}
CHANGES = [name for name, row in ROWS.items() if name in SEEN or (row.post and 302 in row.post.values())]


def makers_of(row) -> list[str]:
    """Who makes the change, and is sent on."""
    return [role for role, status in (row.post or {}).items() if status == 302 and role != "anonymous"]


@pytest.mark.each
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks no rows: one writes at a time")
@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if makers_of(row)])
def test_each_change_locks_the_group_before_anything_else(name, world):
    """So that no two of us wait for each other."""
    row = ROWS[name]
    url, data = address(name, row, world), data_of(name, row, world)
    client = world.client(makers_of(row)[0])
    with CaptureQueriesContext(connection) as done:
        client.post(url, data)
    assert locked_before_the_group([query["sql"] for query in done]) == []


@pytest.mark.each
@pytest.mark.parametrize("name", CHANGES)
def test_after_a_change_the_version_is_raised_and_things_are_found_as_they_are_now(name, world):
    """Whoever may make it makes it: all that see it know, and what is kept to find things by is as if made anew."""
    row, group = ROWS[name], Group.objects.get(slug=world.things["group"])
    url, data = address(name, row, world), data_of(name, row, world)
    makers = makers_of(row)[:MAKERS]
    assert makers or name not in SEEN
    for role in makers:
        world.client(role).post(url, data)
        assert name not in SEEN or Group.objects.get(pk=group.pk).version > group.version, role
    assert strayed() == set()


@pytest.mark.once  # turned away before the database is asked for what would change
@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n, row in ROWS.items() if row.post])
def test_no_change_without_a_csrf_token(name, world):
    row = ROWS[name]
    if name in ("csp_report", "groups:unsubscribe"):  # from browsers and mail apps, which have none
        return
    url, data = address(name, row, world), data_of(name, row, world)
    for role in ROLES if THOROUGH else ("anonymous", "outsider", *INSIDERS):
        client = world.client(role, enforce_csrf_checks=True)
        assert client.post(url, data).status_code in (403, 404, 405)


@pytest.mark.once  # what there is to see is chosen by the questions that the rows above ask
@pytest.mark.slow
def test_each_canary_is_seen_by_those_who_may_see_it_and_by_nobody_else(world):
    assert seen_otherwise(world) == {}


@pytest.mark.each
@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.by_link and row.get])
def test_whoever_holds_a_link_sees_what_the_link_is_for(name, world):
    text = readable(world.client("anonymous").get(address(name, ROWS[name], world)))
    assert canaries_in(text, world) == world.by_link[name]
