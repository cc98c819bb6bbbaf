"""Walking the whole site as everybody: what each role meets at each address, and which canaries they see there."""

import re
from io import BytesIO
from zipfile import ZipFile

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from groups.copying import parts_of, zip_of
from groups.models import Export, Group
from larder.models import Delivery
from larder.references.pasted import References
from meetings.bringing_in import PastMeetings
from meetings.turns import Laying, Turns
from tests.matrix import PAST, ROWS
from tests.matrix_larder import PASTED
from tests.meetings.icsfile import calendar, event
from tests.pictures import Upload, picture
from tests.rows import NO_SUCH_METHOD
from tests.tagged_pdf import text_of
from tests.thorough import THOROUGH
from tests.world import ROLES

UNKNOWN = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def by_turns(name: str) -> tuple:
    """Who asks for the head alone at an address, and who for what there is no view for: a method by role.

    With `make test-all` everybody tries all. With `make test` all of it is tried at every address, each by somebody.
    """
    if THOROUGH:
        return ROLES, dict.fromkeys(ROLES, UNKNOWN)
    turn = [*ROWS].index(name)
    at_turn = [ROLES[(turn + n) % len(ROLES)] for n in range(len(UNKNOWN) + 1)]
    return at_turn[:1], {role: (method,) for role, method in zip(at_turn[1:], UNKNOWN, strict=True)}


def address(name: str, row, world) -> str:
    things = {**world.things, "year": timezone.localdate().year, "uid": "1", "reset_key": "no-such-key"}
    return reverse(name, kwargs={argument: things[thing] for argument, thing in row.args.items()}) + row.query


# What only a world knows, by what rows call it: looked up where a row has it.
KNOWN = {
    "kind of the group": lambda ours, world: ours.topic_kinds.first().pk,
    "key of another kind": lambda ours, world: ours.topic_kinds.first().key,
    "key of a meeting ahead": lambda ours, world: world.things["key"],
    "key of an activity": lambda ours, world: world.things["activity"],
    "key of words": lambda ours, world: f"{world.things['opened_words']}:{world.things['bundle']}",
    "key of the admin": lambda ours, world: world.things["admin_person"],
    "key of the topic": lambda ours, world: world.things["topic"],
    "key of a meeting without anybody": lambda ours, world: ours.meetings.ahead().filter(facilitator=None).first().key,
    "a picture": lambda ours, world: picture(),
    "a calendar": lambda ours, world: Upload("mine.ics", calendar(event())),
    "stamp of the past": lambda ours, world: PastMeetings(PAST["text"], by=ours.members.first()).stamp,
    "stamp of the list": lambda ours, world: Delivery.objects.get(key=world.things["delivery"]).stamp,
    "stamp of the references": lambda ours, world: References(PASTED["text"], by=ours.members.first()).stamp,
    "stamp of the turns": lambda ours, world: Laying(Turns(ours)).stamp,
}


def data_of(name: str, row, world) -> dict:
    """The row's data, with the keys that only the world knows."""
    wanted = {*row.data.values()} & KNOWN.keys()
    group = Group.objects.get(slug=world.things["group"]) if wanted else None
    known = {value: KNOWN[value](group, world) for value in wanted}
    return {field: known.get(value, value) for field, value in row.data.items()}


def make_the_copy(world) -> None:
    """The member's copy lies in the folder of the test, as if it had just been made; a world's is gathered once."""
    asked = {"member": world.people["member"], "file": "copy.zip", "made_at": timezone.now()}
    export, _made = Export.objects.get_or_create(key=world.things["export"], defaults=asked)
    world.copy = world.copy or zip_of([part() for part in parts_of(export.member)])
    if not export.path.exists():
        export.write(world.copy)


def met_otherwise(name: str, world, *, methods=("GET", "POST"), others=True, by=ROLES) -> dict:
    """Who meets something else at this address than its row says, by role and method: what they met, and should have.

    With `others`, those methods too that no page asks for.

    Nothing that is done on the way stays done.
    """
    row = ROWS[name]
    url, data = address(name, row, world), data_of(name, row, world)
    head_by, unknown = by_turns(name) if others else ((), {})
    met, wanted = {}, {}
    for role in by:
        client = world.client(role)
        refused = row.stopped_before(role) or NO_SUCH_METHOD
        statuses = {"GET": row.get, "HEAD": row.get, "POST": row.post}
        known = sorted([*methods, *(["HEAD"] if role in head_by else [])])  # by name: looking comes before changing
        wanted |= {(role, method): status[role] if (status := statuses[method]) else refused for method in known}
        wanted |= {(role, method): NO_SUCH_METHOD for method in unknown.get(role, ())}
        for method in (*known, *unknown.get(role, ())):
            with transaction.atomic():
                answer = client.post(url, data) if method == "POST" else client.generic(method, url)
                transaction.set_rollback(True)
            shut(answer)
            met[role, method] = answer.status_code
    return {who: (met[who], wanted[who]) for who in wanted if met[who] != wanted[who]}


def seen_otherwise(world) -> dict:
    """Which canaries are seen by others, on all pages together, than by those who may see them: who did, and who may.

    Raises AssertionError where a title holds one, and where somebody meets something else than a page's row says.
    """
    seen = {canary: set() for canary in world.canaries}
    for role in ROLES:
        client = world.client(role)
        for name, row in ROWS.items():
            if row.get is None or row.by_link:
                continue
            with transaction.atomic():
                answer = client.get(address(name, row, world))
                text = readable(answer)
                transaction.set_rollback(True)
            assert answer.status_code == row.get[role], (name, role)
            for canary in canaries_in(text, world):
                seen[canary].add(role)
            assert canaries_in(titles_of(text), world) == set(), name
    return {canary: (seen[canary], may) for canary, may in world.canaries.items() if seen[canary] != may}


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
