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
# What there is no view for, and what Django makes of GET: `make test-all` tries them all with all.
# `make test` tries every method at every address, and everybody at every address with one of the five.
UNKNOWN_TO = {role: UNKNOWN if THOROUGH else (UNKNOWN[n % len(UNKNOWN)],) for n, role in enumerate(ROLES)}
HEAD_BY = ROLES if THOROUGH else ("anonymous", "outsider", "member")


def address(name: str, row, world) -> str:
    things = {**world.things, "year": timezone.localdate().year, "uid": "1", "reset_key": "no-such-key"}
    return reverse(name, kwargs={argument: things[thing] for argument, thing in row.args.items()}) + row.query


def data_of(name: str, row, world) -> dict:
    """The row's data, with the keys that only the world knows."""
    group = Group.objects.get(slug=world.things["group"])
    known = {"kind of the group": group.topic_kinds.first().pk, "key of a meeting ahead": world.things["key"]}
    known["key of an activity"] = world.things["activity"]
    known["key of another kind"] = group.topic_kinds.first().key
    known["key of words"] = f"{world.things['opened_words']}:{world.things['bundle']}"
    known["key of the admin"] = world.things["admin_person"]
    known["a picture"] = picture()
    known["a calendar"] = Upload("mine.ics", calendar(event()))
    known["stamp of the past"] = PastMeetings(PAST["text"], by=group.members.first()).stamp
    known["stamp of the list"] = Delivery.objects.get(key=world.things["delivery"]).stamp
    known["stamp of the references"] = References(PASTED["text"], by=group.members.first()).stamp
    known["stamp of the turns"] = Laying(Turns(group)).stamp
    known["key of a meeting without anybody"] = group.meetings.ahead().filter(facilitator=None).first().key
    known["key of the topic"] = world.things["topic"]
    return {field: known.get(value, value) for field, value in row.data.items()}


def make_the_copy(world) -> None:
    """The member's copy lies in the folder of the test, as if it had just been made; a world's is gathered once."""
    asked = {"member": world.people["member"], "file": "copy.zip", "made_at": timezone.now()}
    export, _made = Export.objects.get_or_create(key=world.things["export"], defaults=asked)
    world.copy = world.copy or zip_of([part() for part in parts_of(export.member)])
    if not export.path.exists():
        export.write(world.copy)


def met_otherwise(name: str, world, methods=("GET", "POST"), *, head_by=HEAD_BY, unknown=UNKNOWN_TO, by=ROLES) -> dict:
    """Who meets something else at this address than its row says, by role and method: what they met, and should have.

    Nothing that is done on the way stays done.
    """
    row = ROWS[name]
    url, data = address(name, row, world), data_of(name, row, world)
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

    Raises AssertionError where a title holds one.
    """
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
