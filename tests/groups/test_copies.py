"""A copy of everything of mine: whole, made by the worker, fetched by nobody but me, gone after a week."""

import json
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from groups.models import Export, Goal
from groups.models.export import LIFETIME
from groups.tasks import make_export
from groups.tick import tick
from meetings.models import OwnNotes
from tests.factories import first_of, make_edition, make_meeting, make_membership, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]

COPIES, NEW = reverse("groups:copies"), reverse("groups:new_copy")


def made(member) -> Export:
    export = Export.ask(member=member)
    make_export.call(export.key)
    export.refresh_from_db()
    return export


def file_url(export) -> str:
    return reverse("groups:copy_file", args=[export.key])


def content_of(export) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(export.path.read_bytes()))


def nia():
    me = make_membership(name="Nia", about="I write in hospitals", access_note="No nuts")
    Goal.objects.create(group=me.group, author=me, text="To write\nin the mornings")
    make_topic(me, "Salt", "It stings")
    make_edition(first_of(me.group)).sign(by=me)
    OwnNotes.keep(make_meeting(me), "Begin slowly", by=me)
    return me


MINE = ["I write in hospitals", "No nuts", "in the mornings", "Salt", "It stings", "Begin slowly"]


def test_it_holds_what_is_mine_for_programs_and_to_read():
    me = nia()
    archive = content_of(made(me.member))
    told, text = archive.read("copy.json").decode(), archive.read("copy.md").decode()
    assert [words for words in [*MINE, me.member.email] if words not in text] == []
    data = json.loads(told)
    assert data["groups"]["What you hope for"][0]["text"] == "To write\nin the mornings"
    assert data["larder"]["Topics that you put by"][0]["group"] == me.group.name
    assert data["manifesto"]["Versions of a manifesto that you signed"][0]["edition_n"] == 1


def test_it_names_my_passkeys_and_devices_and_holds_nothing_that_opens(signed_in):
    member = nia().member
    client = signed_in(member)
    made_at, used_at = (datetime(2026, month, 1, 9, tzinfo=UTC) for month in (3, 4))
    key = {"name": "my phone", "credential": {"id": "key-itself"}}
    member.authenticator_set.create(type="webauthn", data=key, created_at=made_at, last_used_at=used_at)
    TOTP.activate(member, "SECRETOFTHEAPP")
    RecoveryCodes.activate(member)
    device = member.usersession_set.create(session_key="k" * 32, ip="192.0.2.7", user_agent="Firefox on Linux")
    archive = content_of(made(member))
    account = json.loads(archive.read("copy.json"))["account"]
    phone, app, spare = account["Your ways in"]
    assert phone == {
        "name": "my phone",
        "type": "webauthn",
        "created_at": "2026-03-01T09:00:00Z",
        "last_used_at": "2026-04-01T09:00:00Z",
    }
    assert (app["type"], spare["type"]) == ("totp", "recovery_codes")
    assert account["Where you are signed in"][-1]["user_agent"] == "Firefox on Linux"
    secrets = ["key-itself", "SECRETOFTHEAPP", device.session_key, client.session.session_key]
    sealed = member.authenticator_set.exclude(type="webauthn")
    secrets += [step.data.get("secret") or step.data["seed"] for step in sealed]
    whole = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "my phone" in archive.read("copy.md").decode()
    assert [secret for secret in secrets if secret in whole] == []


def test_my_meetings_are_in_it_as_a_calendar():
    calendar = Calendar.from_ical(content_of(made(nia().member)).read("meetings.ics"))
    assert len(calendar.walk("VEVENT")) == 1


def test_it_holds_nothing_of_anybody_else():
    me = nia()
    bea = make_membership(me.group, "Bea", about="I paint")
    Goal.objects.create(group=me.group, author=bea, text="To paint", shared_at=timezone.now())
    make_topic(bea, "Paint")
    archive = content_of(made(me.member))
    whole = "".join(archive.read(name).decode() for name in archive.namelist())
    assert not [words for words in ("Bea", "paint", "Paint", bea.member.email) if words in whole]


def test_for_thirty_days_it_holds_what_was_left_behind_and_no_meetings_of_that_group():
    me = nia()
    me.leave({"topics": "goes"})
    archive = content_of(made(me.member))
    text = archive.read("copy.md").decode()
    assert [words for words in MINE if words not in text] == []
    assert b"VEVENT" not in archive.read("meetings.ics")


def test_words_that_look_like_markdown_or_a_path_stay_words():
    me = make_membership(name="../../etc")
    archive = content_of(made(me.member))
    assert set(archive.namelist()) == {"copy.json", "copy.md", "meetings.ics"}


# -- asking


def test_the_page_says_how_far_it_is_and_works_without_script(signed_in):
    me = nia()
    client = signed_in(me)
    assert "Make a copy" in client.get(COPIES).content.decode()
    client.post(NEW)
    assert "It is being made" in client.get(COPIES).content.decode()
    Export.objects.update(done=2, parts=6)
    assert "two of six parts are gathered" in client.get(COPIES).content.decode()
    make_export.call(Export.objects.get().key)
    page = client.get(COPIES).content.decode()
    assert "Fetch the copy" in page
    assert "data-look-again" not in page


def test_asked_for_twice_it_is_made_once(signed_in):
    client = signed_in(nia())
    client.post(NEW)
    client.post(NEW)
    assert Export.objects.count() == 1


def test_one_that_could_not_be_made_is_said_and_can_be_asked_for_again(signed_in):
    me = nia()
    export = Export.ask(member=me.member)
    export.path.parent.parent.joinpath("exports").write_text("in the way")
    with pytest.raises(OSError):  # noqa: PT011  whatever the disk says
        make_export.call(export.key)
    client = signed_in(me)
    page = client.get(COPIES).content.decode()
    assert "It could not be made" in page
    assert "Make a copy" in page


def test_it_needs_to_be_asked_for_by_somebody_who_has_just_come_in(signed_in):
    me = nia()
    me.member.set_password("four-words-in-a-row")
    me.member.save()
    client = signed_in(me)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0, "email": me.member.email}]
    session.save()
    assert reverse("account_reauthenticate") in client.post(NEW)["Location"]
    assert not Export.objects.exists()


# -- fetching


def test_its_owner_fetches_it_and_nobody_else(signed_in, client):
    me = nia()
    export = made(me.member)
    answer = signed_in(me).get(file_url(export))
    assert b"".join(answer.streaming_content) == export.path.read_bytes()
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    assert signed_in(first_of(me.group)).get(file_url(export)).status_code == 404
    assert client.get(file_url(export)).status_code == 302


def test_the_file_is_for_the_site_alone():
    export = made(nia().member)
    assert stat.S_IMODE(export.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(export.path.parent.stat().st_mode) == 0o700


def test_after_seven_days_it_is_gone(signed_in):
    me = nia()
    export = made(me.member)
    Export.objects.update(made_at=timezone.now() - LIFETIME + timedelta(minutes=1))
    tick()
    assert export.path.exists()
    Export.objects.update(made_at=timezone.now() - LIFETIME)
    assert signed_in(me).get(file_url(export)).status_code == 404
    tick()
    assert not export.path.exists()
    assert not Export.objects.exists()


def test_a_file_without_a_row_is_swept():
    export = made(nia().member)
    stray = export.path.with_name("stray.part")
    stray.write_text("half")
    tick()
    assert not stray.exists()
    assert export.path.exists()


def test_made_twice_it_is_the_same_copy():
    export = made(nia().member)
    at, before = export.made_at, export.path.read_bytes()
    make_export.call(export.key)
    export.refresh_from_db()
    assert (export.made_at, export.path.read_bytes()) == (at, before)
