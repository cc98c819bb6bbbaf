"""A group moves to another site: all that its members may read goes along, nobody's private pieces do."""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from copse.archive import Refused
from groups import registry
from groups.carrying import Carried
from groups.group_archive import export_group, import_group
from groups.holding import is_own
from groups.models import File, Group, Member
from tests.factories import (
    first_of,
    make_group,
    make_meeting,
    make_member,
)
from tests.groups.full_group import SECRET, make_full_group, picture
from tests.sites import Site, empty, rewritten
from tests.test_personal import OURS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def here(settings, tmp_path):
    settings.DATA_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    return tmp_path


def parts_of(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Where the file with a full group lies, once one of the tests has made it."""
    return tmp_path_factory.mktemp("moved") / "oak.zip"


@pytest.fixture
def moved(here, kept):
    """A file with a full group, and an empty site."""
    if not kept.exists():
        export_group(make_full_group(), kept)
        empty()
    return Path(shutil.copy(kept, here))


def test_it_comes_back_equal(moved, here):
    import_group(moved)
    export_group(Group.objects.get(), here / "again.zip")
    assert parts_of(moved) == parts_of(here / "again.zip")
    assert len(parts_of(moved)["rows/meetings.Meeting.jsonl"].splitlines()) == 3


def test_a_site_without_tables_is_one_line(moved, here):
    ended = Site(here / "bare").run("import_group", moved)
    assert ended.returncode == 1
    assert ended.stderr.startswith("CommandError: Nothing was brought in. The database isn’t as this Copse has it.")
    assert len(ended.stderr.splitlines()) == 1


def test_its_ids_are_new_where_others_are_there_already(moved, here):
    other = make_meeting(first_of(make_group("Ash")))
    import_group(moved)
    oak = Group.objects.get(slug__startswith="group", name="Oak")
    export_group(oak, here / "again.zip")
    assert parts_of(moved) == parts_of(here / "again.zip")
    assert other.group.meetings.count() == 1
    assert oak.meetings.count() == 3


def test_nobodys_private_pieces_are_in_it(moved):
    assert [name for name, content in parts_of(moved).items() if SECRET.encode() in content] == []


def test_what_members_may_read_is_in_it(moved):
    everything = b"".join(parts_of(moved).values()).decode(errors="replace")
    told = ("Supper", "Bread 0", "Salt", "Pepper", "By the window", "To sing aloud", "We wrote six poems",
            "07700 900123", "In the hills")  # fmt: skip
    for words in (*told, "I write with people"):
        assert words in everything


def test_members_come_without_a_password_and_get_in_by_a_code(moved, client):
    brought = import_group(moved)
    amara = Member.objects.get(email="amara@example.org")
    assert not amara.has_usable_password()
    assert amara.emailaddress_set.get().verified
    assert (brought.members, brought.known) == (2, 0)
    answer = client.post(reverse("account_request_login_code"), {"email": "amara@example.org"})
    assert answer.status_code == 302


def test_whoever_had_left_or_was_taken_out_comes_as_a_name_that_nobody_has(moved):
    group = import_group(moved).group
    assert group.members.count() == 2
    assert {m.name for m in group.memberships.exclude(pk__in=group.members)} == {"a former member"}
    assert not Member.objects.filter(email__contains="cleo").exists()


def test_somebody_who_is_here_already_keeps_their_account(moved):
    known = make_member("Amara of Ash", email="Amara@example.org", password="four-words-in-a-row")
    assert import_group(moved).known == 1
    known.refresh_from_db()
    assert known.check_password("four-words-in-a-row")
    assert known.memberships.get().known_as == "Amara"


def test_the_pages_work_there(moved, signed_in):
    group = import_group(moved).group
    client = signed_in(first_of(group))
    names = ("home", "meetings:year", "larder:list", "manifesto:current", "groups:members", "groups:goals")
    for name in names:
        assert client.get(reverse(name, args=[group.slug])).status_code == 200, name
    assert first_of(group).photo.read() == picture()


def test_a_group_is_not_brought_in_twice(moved):
    import_group(moved)
    with pytest.raises(Refused, match="is or was here already"):
        import_group(moved)
    with pytest.raises(Refused, match="on this site already"):
        import_group(moved, slug="oak-again")
    assert Group.objects.count() == 1
    assert File.objects.count() == 1


def test_whoever_was_erased_here_does_not_come_back_with_an_old_file(moved):
    import_group(moved)
    Member.objects.get(email="amara@example.org").erase()
    empty()
    group = import_group(moved).group
    assert group.members.count() == 1
    assert not Member.objects.filter(email="amara@example.org").exists()


def test_every_field_that_hangs_on_a_group_is_carried_or_left():
    ruled = {rule.model: rule for app in registry.moving.values() for rule in app}
    assert set(ruled) == set(OURS)
    for model, rule in ruled.items():
        if isinstance(rule, Carried):
            own = {field.name for field in model._meta.get_fields() if is_own(field) and not field.many_to_many}
            assert rule.ruled == own, model


def test_a_way_leads_to_the_group_and_what_others_point_at_comes_first():
    seen = set()
    for rule in (rule for app in registry.moving.values() for rule in app if isinstance(rule, Carried)):
        pointed = {f.related_model for f in rule.fields if f.is_relation and f.name != rule.afterwards}
        assert pointed <= seen | {rule.model}, rule.model  # rows may point at earlier ones of their own
        seen.add(rule.model)
    assert apps.get_model("groups.Group") in seen


# -- what is refused


def changed(moved, here, label: str, change):
    """The file with another part, and right checksums around it: what only somebody on purpose makes."""
    name, parts = f"rows/{label}.jsonl", {}

    def write(part, content):
        if part == "manifest.json":
            return json.dumps({**json.loads(content), "parts": parts}).encode()
        if part == name:
            content = b"".join(
                json.dumps(row).encode() + b"\n" for row in change([*map(json.loads, content.splitlines())])
            )
        parts[part] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        return content

    return rewritten(moved, here / "bad.zip", write)


def refused(path, words: str) -> None:
    with pytest.raises(Refused, match=words):
        import_group(path)
    assert not Group.objects.exists()
    assert not Member.objects.exists()
    assert not File.objects.exists()


def put(place: int, value):
    """Rows in whose first one something else stands."""
    return lambda rows: [[*rows[0][:place], value, *rows[0][place + 1 :]], *rows[1:]]


@pytest.mark.parametrize(
    ("label", "change", "words"),
    [
        ("groups.Group", put(2, "Mars/Olympus"), "zone"),
        ("groups.Group", put(0, "../admin"), "slug"),
        ("groups.Group", lambda rows: rows * 2, "is or was here already|more rows|already"),
        ("groups.Group", lambda rows: [], "something that isn’t there"),
        ("groups.Member", put(0, "nobody"), "email"),
        ("groups.Membership", put(0, 99), "group is something that isn’t there"),
        ("groups.Membership", put(0, True), "group is something that isn’t there"),
        ("groups.Membership", put(2, "../../x"), "key is no key"),
        ("groups.Membership", put(3, "a\u0007b"), "known_as is characters that nobody writes"),
        ("groups.Membership", put(3, "a" * 81), "known_as is too long"),
        ("groups.Membership", put(5, "a" * 2001), "about is too long"),
        ("groups.Membership", put(7, "zzzzzzzz"), "photo is something that isn’t there"),
        ("groups.Duty", put(1, "owner"), "name is none of those that there are"),
        ("groups.Goal", put(1, 1.5), "author is something that isn’t there"),
        ("meetings.Meeting", put(15, "javascript:alert(1)"), "join_url"),
        ("meetings.Meeting", put(2, "not a uuid"), "uid is another kind of thing"),
        ("meetings.Attendance", lambda rows: rows * 2, "contradict each other"),
        ("larder.Topic", put(3, {"a": 1}), "title is another kind of thing"),
        ("larder.Topic", lambda rows: [[*row, 1] for row in rows], "another number of columns"),
        ("groups.File", put(4, "text/html"), "none of ours"),
    ],
)
def test_rows_that_somebody_made_up(moved, here, label, change, words):
    refused(changed(moved, here, label, change), words)


def test_a_picture_that_is_none(moved, here):
    def swap(rows):
        rows[0][5:7] = [5, hashlib.sha256(b"hello").hexdigest()]
        return rows

    bad = changed(moved, here, "groups.File", swap)
    key = json.loads(parts_of(bad)["rows/groups.File.jsonl"])[2]
    digest = {"size": 5, "sha256": hashlib.sha256(b"hello").hexdigest()}

    def write(name, content):
        if name == "manifest.json":
            manifest = json.loads(content)
            manifest["parts"][f"files/{key}"] = digest
            return json.dumps(manifest).encode()
        return b"hello" if name == f"files/{key}" else content

    refused(rewritten(bad, here / "worse.zip", write), "none of ours")


def test_a_damaged_foreign_or_swollen_file(moved, here):
    whole = moved.read_bytes()
    (here / "cut.zip").write_bytes(whole[:-10])
    refused(here / "cut.zip", "damaged")
    swollen = rewritten(moved, here / "bomb.zip", lambda n, c: c + b" " * (30 << 20) if "Topic" in n else c)
    refused(swollen, "many times its size")
    foreign = rewritten(moved, here / "foreign.zip", lambda n, c: c.replace(KIND, OTHER) if n == "manifest.json" else c)
    refused(foreign, "no group of Copse")


KIND, OTHER = b"group of Copse", b"group of something else"


def test_the_commands(moved, here, capsys):
    call_command("import_group", str(moved))
    slug = Group.objects.get().slug
    assert f"Oak is at /groups/{slug}/" in capsys.readouterr().out
    call_command("export_group", slug, str(here / "x.zip"))
    assert "Oak, " in capsys.readouterr().out
    assert (here / "x.zip").stat().st_mode & 0o777 == 0o600
    for words, command in (
        ("There is no group", ("export_group", "ash", str(here / "y.zip"))),
        ("Nothing was written", ("export_group", slug, str(here / "none" / "y.zip"))),
        ("Nothing was brought in", ("import_group", str(here / "y.zip"))),
    ):
        with pytest.raises(CommandError, match=words):
            call_command(*command)
    assert timezone.now() > Group.objects.get().created_at
