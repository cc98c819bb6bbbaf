"""Erased is erased (trust.md S42): nothing of it in a table, a file or a byte, and a restored backup forgets it too."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.cache import caches
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from groups.models import Contact, ErasureEntry, Export, Goal, Member, Membership, Outbox
from groups.tasks import make_export
from manifesto.papers import ManifestoPaper
from meetings.models import Attendance, OwnNotes, Subscription
from tests.factories import days_from_now, first_of, make_edition, make_group, make_meeting, make_member, make_topic

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_folder"), pytest.mark.slow]

CANARY = "canarywren"


def fill():
    """Somebody with the canary in everything that is theirs, in a group that has shown and drawn and told it."""
    group = make_group()
    other = first_of(group)
    member = make_member(f"Wren {CANARY}", email=f"{CANARY}@example.org")
    invitation = group.invite(member.email, by=other, note=f"Dear {CANARY}")
    wren = invitation.accept(member)
    for name in ("known_as", "pronouns", "about", "access_note"):
        setattr(wren, name, f"{CANARY} {name}"[:40])
    wren.save()
    Contact.objects.create(membership=wren, label=CANARY, value=CANARY, order=0)
    wren.show_photo(CANARY.encode(), kind="image/webp")
    Goal.objects.create(group=group, author=wren, text=CANARY, shared_at=timezone.now())
    Goal.objects.create(group=group, author=wren, text=CANARY)
    opened = make_topic(wren, f"{CANARY} one", CANARY)
    make_topic(wren, f"{CANARY} two", CANARY).wish(by=wren)
    make_meeting(other, days=-3, topics=[opened])
    past, ahead = make_meeting(wren, days=-5), make_meeting(wren, days=5)
    for meeting in (past, ahead):
        OwnNotes.keep(meeting, CANARY, by=wren)
    for meeting in (past, ahead):
        Attendance.objects.create(meeting=meeting, membership=wren, answer="can", at_sequence=0, note=CANARY)
    make_edition(other).sign(by=wren)
    Subscription.begin(member=member, label=CANARY)
    _feed, token = Subscription.begin(member=other.member, label="phone", detail="full")
    group.invite("friend@example.org", by=wren, note=CANARY).take_back(by=wren)
    Outbox.queue("account", "x", to=member.email, key="1", secret=CANARY)
    return wren, token


def use(wren, token, client, other_client) -> None:
    """Let pages, papers, feeds and sessions hold it."""
    other_client.get(reverse("home", args=[wren.group.slug]))
    other_client.get(reverse("calendar:feed", args=[token]))
    client.get(reverse("home", args=[wren.group.slug]))
    session = client.session
    session["kept"] = wren.member.email
    session.save()
    ManifestoPaper(wren.group.editions.get(), "a4").make()
    make_export.call(Export.ask(member=wren.member).key)


def rows_with_it() -> list[str]:
    return [
        model._meta.label
        for model in apps.get_models()
        for row in model._default_manager.all()
        if CANARY in serializers.serialize("json", [row]) or CANARY in str(getattr(row, "content", ""))
    ]


def sessions_with_it() -> list:
    return [s for s in Session.objects.all() if CANARY in json.dumps(s.get_decoded(), default=str)]


def files_with_it(folder: Path) -> list[str]:
    return [
        str(p) for p in folder.rglob("*") if p.is_file() and (p.suffix == ".zip" or CANARY.encode() in p.read_bytes())
    ]


def near_with_it() -> bool:
    return any(CANARY.encode() in value for value in caches["near"]._cache.values())


def database_bytes() -> bytes:
    connection.close()
    name = Path(
        str(
            settings.DATABASES["default"]["NAME"] if connection.vendor != "sqlite" else connection.settings_dict["NAME"]
        )
    )
    return b"".join(p.read_bytes() for p in (name, name.with_name(name.name + "-wal")) if p.exists())


@pytest.fixture
def used(signed_in, settings):
    wren, token = fill()
    use(wren, token, signed_in(wren), signed_in(first_of(wren.group)))
    assert rows_with_it()
    assert sessions_with_it()
    assert files_with_it(settings.DATA_DIR)
    assert near_with_it()
    return wren


def test_after_deleting_everything_nothing_holds_it(used, settings, signed_in):
    client = signed_in(used)
    answer = client.post(reverse("groups:delete_everything"), {"email": used.member.email})
    assert answer["Location"] == reverse("account_login")
    assert rows_with_it() == []
    assert sessions_with_it() == []
    assert files_with_it(settings.DATA_DIR) == []
    assert not near_with_it()
    if connection.vendor == "sqlite":
        assert database_bytes().count(CANARY.encode()) == 0


def test_what_is_the_groups_own_stays(used):
    group = used.group
    used.member.erase()
    assert group.memberships.get(pk=used.pk).name == "a former member"
    assert group.editions.get().signers[0].name == "a former member"
    assert group.meetings.held().count() == 2
    assert group.topics.get().title == "A topic that was taken out"


def test_the_byte_search_finds_what_is_there(used):
    if connection.vendor == "sqlite":
        assert database_bytes().count(CANARY.encode()) > 0


def test_secure_delete_is_on():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone()[0] == 1
    assert sqlite3.sqlite_version_info >= (3, 35)


def test_it_takes_two_steps_and_the_address(signed_in):
    me = make_member("Nia", email="nia@example.org")
    client = signed_in(me)
    assert client.get(reverse("groups:deletion")).status_code == 200
    assert client.post(reverse("groups:deletion")).status_code == 405
    assert client.post(reverse("groups:delete_everything"), {"email": "bea@example.org"}).status_code == 422
    assert Member.objects.filter(pk=me.pk).exists()


def test_the_preview_says_group_by_group_what_goes(signed_in):
    wren, _token = fill()
    page = signed_in(wren).get(reverse("groups:deletion")).content.decode()
    assert wren.group.name in page
    assert "Two topics that you put by are taken out of the larder." in page


def test_nobody_has_to_agree_and_the_last_admin_can_too():
    me = first_of(make_group())
    me.member.erase()
    assert not Member.objects.filter(pk=me.member_id).exists()
    assert Membership.objects.get(pk=me.pk).member is None


def test_somebody_signed_in_elsewhere_is_not_any_more(signed_in):
    me = make_member()
    elsewhere = signed_in(me)
    assert elsewhere.get(reverse("me")).status_code == 200
    me.erase()
    assert elsewhere.get(reverse("me")).status_code == 302


# -- the ledger


def backed_up(*models) -> str:
    return serializers.serialize("json", [row for model in models for row in model._default_manager.all()])


def put_back(backup: str) -> None:
    """The rows as they were before; what came later, the ledger in the database too, is gone."""
    ErasureEntry.objects.all().delete()
    for row in serializers.deserialize("json", backup):
        row.save()


def test_the_ledger_knows_nobody(used, settings):
    used.member.erase()
    ledger = ErasureEntry.file().read_text()
    assert CANARY not in ledger
    assert used.key not in ledger
    assert ErasureEntry.file().stat().st_mode & 0o777 == 0o600
    assert len(ledger.splitlines()) == ErasureEntry.objects.count() == 2


def test_a_restored_backup_forgets_whoever_deleted_everything():
    group = make_group()
    wren = group.welcome(make_member("Wren", email="wren@example.org"))
    Goal.objects.create(group=group, author=wren, text="To sing", shared_at=timezone.now())
    backup = backed_up(Member, Membership, Goal)
    wren.member.erase()
    put_back(backup)
    assert Goal.objects.exists()
    assert ErasureEntry.replay() >= 1
    assert not Goal.objects.exists()
    assert not Member.objects.filter(email="wren@example.org").exists()
    assert group.memberships.get(pk=wren.pk).name == "a former member"
    assert ErasureEntry.replay() == 0


def test_a_restored_backup_forgets_what_was_final_in_a_group_as_it_was_chosen():
    group = make_group()
    wren = group.welcome(make_member("Wren"))
    goal = Goal.objects.create(group=group, author=wren, text="To sing", shared_at=timezone.now())
    make_topic(wren, "Salt")
    backup = backed_up(Member, Membership, Goal)
    wren.leave({"goals": "unnamed"}, at=days_from_now(-31)).settle()
    put_back(backup)
    assert group.members.filter(pk=wren.pk).exists()
    ErasureEntry.replay()
    assert not group.members.filter(pk=wren.pk).exists()
    assert group.goals.get(pk=goal.pk).author.name == "a former member"
    assert group.topics.get().by.name == "a former member"
    assert Member.objects.filter(pk=wren.member_id).exists()


def test_whoever_comes_with_the_same_address_later_is_somebody_new():
    make_member("Wren", email="wren@example.org").erase()
    new = make_member("Wren", email="wren@example.org")
    assert ErasureEntry.replay() == 0
    assert Member.objects.filter(pk=new.pk).exists()


def test_an_older_key_still_finds_them(settings):
    wren = make_member("Wren", email="wren@example.org")
    backup = backed_up(Member)
    wren.erase()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    put_back(backup)
    assert ErasureEntry.replay() == 1


def test_a_file_that_is_no_ledger_is_refused(tmp_path):
    (tmp_path / "x").write_text("hello")
    with pytest.raises(ValueError, match="Expecting"):
        ErasureEntry.replay(tmp_path / "x")


def test_the_worker_wipes_again_what_somebody_was_reading(settings):
    settings.PAPERS_DIR.mkdir()
    make_member().erase()
    (settings.PAPERS_DIR / "x.pdf").write_text("late")
    ErasureEntry.wipe_again(timezone.now() + timedelta(minutes=1))
    assert not list(settings.PAPERS_DIR.glob("*.pdf"))
