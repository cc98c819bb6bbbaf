"""Nothing crosses a group's edge (trust.md S1, S2, S7, S8, S39). These tests walk the site; they are its spine."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from groups.copying import parts_of, zip_of
from groups.models import Export, Group
from tests.matrix import NO_SUCH_METHOD, ROWS
from tests.pictures import picture
from tests.tagged_pdf import text_of
from tests.world import ROLES, make_world

pytestmark = pytest.mark.django_db

UNKNOWN = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
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
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def the_copy_is_there(world, settings):
    """Each test has a folder of its own: the member's copy is in it."""
    export = Export.objects.get(key=world.things["export"])
    export.write(zip_of([part() for part in parts_of(export.member)]))


def address(name: str, row, world) -> str:
    things = {**world.things, "year": timezone.localdate().year, "uid": "1", "reset_key": "no-such-key"}
    return reverse(name, kwargs={argument: things[thing] for argument, thing in row.args.items()})


def data_of(name: str, row, world) -> dict:
    """The row's data, with the keys that only the world knows."""
    group = Group.objects.get(slug=world.things["group"])
    known = {"kind of the group": group.topic_kinds.first().pk, "key of a meeting ahead": world.things["key"]}
    known["a picture"] = picture()
    return {field: known.get(value, value) for field, value in row.data.items()}


def test_every_url_has_a_row_and_every_row_a_url():
    assert set(names_of(get_resolver())) == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_each_role_meets_what_its_row_says(name, world):
    row = ROWS[name]
    url, data = address(name, row, world), data_of(name, row, world)
    met, wanted = {}, {}
    for role in ROLES:
        client = world.client(role)
        refused = row.stopped_before(role) or NO_SUCH_METHOD
        statuses = {"GET": row.get, "HEAD": row.get, "POST": row.post}
        wanted |= {(role, method): by_role[role] if by_role else refused for method, by_role in statuses.items()}
        wanted |= {(role, method): NO_SUCH_METHOD for method in UNKNOWN}
        for method in (*statuses, *UNKNOWN):
            with transaction.atomic():
                answer = client.post(url, data) if method == "POST" else client.generic(method, url)
                transaction.set_rollback(True)
            shut(answer)
            met[role, method] = answer.status_code
    assert {who: (met[who], wanted[who]) for who in wanted if met[who] != wanted[who]} == {}


@pytest.mark.parametrize("name", [n for n, row in ROWS.items() if row.args and "group" in row.args])
def test_not_mine_and_not_there_are_the_same_bytes(name, world):
    row = ROWS[name]
    real, missing = address(name, row, world), address(name, row, world).replace(world.things["group"], "nowhere")
    for role in ("outsider", "other", "former", "removed", "staff"):
        client = world.client(role)
        assert body_of(client, real, row) == body_of(client, missing, row)


def body_of(client, url: str, row) -> tuple:
    answer = client.get(url) if row.get else client.post(url)
    headers = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
    return answer.status_code, CSRF.sub(b"", answer.content), headers


@pytest.mark.parametrize("name", [n for n, row in ROWS.items() if "key" in row.args and "group" in row.args])
def test_a_thing_of_another_group_is_not_there(name, world):
    row = ROWS[name]
    other = "other_topic" if row.args["key"] == "topic" else "other_meeting"
    things = {argument: world.things[thing] for argument, thing in row.args.items()}
    url = reverse(name, kwargs={**things, "key": world.things[other]})
    for role in ("member", "facilitator", "admin"):
        client = world.client(role)
        answer = client.get(url) if row.get else client.post(url, data_of(name, row, world))
        assert answer.status_code in (404, 403)


CHANGES = [name for name, row in ROWS.items() if "group" in row.args and row.post and row.raises_version]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_members_see_raises_the_version(name, world):
    row = ROWS[name]
    group = Group.objects.get(slug=world.things["group"])
    role = next(r for r, status in row.post.items() if status == 302 and r != "anonymous")
    world.client(role).post(address(name, row, world), data_of(name, row, world))
    assert Group.objects.get(pk=group.pk).version > group.version


@pytest.mark.parametrize("name", [n for n, row in ROWS.items() if row.post])
def test_no_change_without_a_csrf_token(name, world):
    row = ROWS[name]
    if name == "csp_report":  # from browsers, which have none
        return
    url, data = address(name, row, world), data_of(name, row, world)
    for role in ROLES:
        client = world.client(role, enforce_csrf_checks=True)
        assert client.post(url, data).status_code in (403, 404, 405)


def test_each_canary_is_seen_by_those_who_may_see_it_and_by_nobody_else(world):
    seen = {canary: set() for canary in world.canaries}
    for role in ROLES:
        client = world.client(role)
        for name, row in ROWS.items():
            if row.get is None or row.by_link:
                continue
            text = readable(client.get(address(name, row, world)))
            for canary in canaries_in(text, world):
                seen[canary].add(role)
            assert canaries_in(titles_of(text), world) == set(), name
    assert {c: (seen[c], may) for c, may in world.canaries.items() if seen[c] != may} == {}


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.by_link and row.get])
def test_whoever_holds_a_link_sees_what_the_link_is_for(name, world):
    text = readable(world.client("anonymous").get(address(name, ROWS[name], world)))
    assert canaries_in(text, world) == world.by_link[name]


def canaries_in(text: str, world) -> set:
    return {canary for canary in world.canaries if canary in text}


def shut(answer) -> None:
    """A paper is an open file. (Closing the answer itself would close the database of the test with it.)"""
    paper = getattr(answer, "file_to_stream", None)
    if paper:
        paper.close()


def readable(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    shut(answer)
    if content.startswith(b"%PDF"):
        return text_of(content)
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    return content.decode() + repr(dict(answer.headers))


def titles_of(text: str) -> str:
    return " ".join(re.findall(r"<title>.*?</title>", text, re.DOTALL))
