"""docs/invitations/ holds each mail that brings a meeting into a calendar, or takes it out, as it would be sent today.

With WRITE_MAILS=1 in the environment they are written anew.
"""

import os
import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.utils import timezone

from copse import keys
from groups.models import Group, Outbox
from groups.received import receive
from meetings.models import CalendarChoice, Meeting, MeetingInvitation
from tests.factories import make_member
from tests.mailbox import Mailbox
from tests.meetings.mailed import LATER, mailed

FOLDER = django_settings.BASE_DIR / "docs/invitations"
NOW = datetime(2027, 3, 2, 9, tzinfo=UTC)

pytestmark = [pytest.mark.once, pytest.mark.slow]  # the words come from templates


@pytest.fixture
def clock(db, settings, monkeypatch, tmp_path):
    """A moment that one can move, on a site where nothing is by chance."""
    at = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: at[0])
    names = ("".join(letters) * 4 for letters in product(keys.ALPHABET, repeat=2))
    monkeypatch.setattr(keys, "get_random_string", lambda length, alphabet: next(names))
    settings.SECRET_KEY, settings.EMAIL_FROM = "k" * 50, "copse@copse.example"
    settings.SITE_URL, settings.SITE_UID_DOMAIN = "https://copse.example", "copse.example"
    settings.INBOUND_URL, settings.INBOUND_ADDRESS = Mailbox(tmp_path).url, "copse@in.copse.example"
    return at


def sent(clock) -> bytes:
    """The one mail that goes out some minutes later, with no number in it that is by chance."""
    clock[0] += LATER + timedelta(minutes=1)
    MeetingInvitation.send_due(clock[0])
    row = Outbox.objects.due(clock[0]).get(kind__in=("calendar", "put_aside"))
    Outbox.objects.filter(pk=row.pk).update(message_id=UUID(int=int(clock[0].timestamp())))
    assert Outbox.deliver_due(clock[0]) == 1
    content = mail.outbox[-1].message().as_bytes()
    content = re.sub(rb"(?m)^Date: .*$", f"Date: {clock[0]:%a, %d %b %Y %H:%M:%S} +0000".encode(), content)
    for n, boundary in enumerate(dict.fromkeys(re.findall(rb"=+\d+==", content)), 1):
        content = content.replace(boundary, b"==part-%d==" % n)
    return content


@pytest.fixture
def samples(clock, settings, tmp_path):
    """By name: the life of one meeting in Bea's calendar, then the same without a mailbox."""
    group = Group.begin(name="The Withies", slug="withies", first=make_member("Nia", email="nia@example.org"))
    nia, bea = group.members.get(), group.welcome(make_member("Bea", email="bea@example.org"))
    CalendarChoice.choose("invitations", by=bea)
    samples, day = {}, date(2027, 3, 18)
    plan = {"kind": "online", "starts_on": day, "start_time": time(19), "ends_on": day, "end_time": time(21)}
    meeting = Meeting.plan(by=nia, settled=True, zone="Europe/London", join_url="https://room.example.org/w", **plan)
    meeting.itself().update(uid=UUID("2f3a6d1c-7a6e-4d53-9a0f-5f5c2a1b7e10"))
    meeting.refresh_from_db()
    samples["invitation"] = sent(clock)
    Mailbox(tmp_path).lay_in(mailed(MeetingInvitation.objects.get().address, text="Perhaps, by the late ferry."))
    receive(clock[0])
    samples["no-answer"] = sent(clock)
    later = day + timedelta(days=7)
    meeting.change(by=nia, starts_on=later, ends_on=later)
    samples["changed"] = sent(clock)
    meeting.let_go(by=nia)
    samples["let-go"] = sent(clock)
    settings.INBOUND_URL = settings.INBOUND_ADDRESS = ""
    meeting.revive(by=nia)
    samples["as-a-file"] = sent(clock)
    return samples


def test_each_invitation_in_docs_is_what_would_be_sent_today(samples):
    if os.environ.get("WRITE_MAILS"):
        FOLDER.mkdir(exist_ok=True)
        for name, content in samples.items():
            (FOLDER / f"{name}.eml").write_bytes(content)
    kept = {path.stem: path.read_bytes() for path in FOLDER.glob("*.eml")}
    assert sorted(kept) == sorted(samples)
    assert [name for name in samples if kept[name] != samples[name]] == []
