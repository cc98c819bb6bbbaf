"""The worker after days of silence, and under a clock that jumps (trust.md, R9 and R11)."""

import os
import shutil
import subprocess
import sys
from datetime import time, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from groups.models import Invitation, Outbox
from groups.tick import tick
from meetings.models import Meeting
from tests.factories import first_of, make_group, make_invitation, make_meeting, make_membership
from tests.groups.elsewhere import database_url

pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,  # what a clock says is no matter of the database
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("faketime"), reason="NOT TRIED: faketime is not here; the clock didn't jump"),
]


@pytest.fixture
def worker_at(server):
    """`worker_at("+3d")`: a real worker does what is due by a clock that is so far ahead, or behind."""

    def work(jump: str) -> None:
        command = ["faketime", "-f", jump, sys.executable, "manage.py", "worker", "--once"]
        env = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DATA_DIR": str(settings.DATA_DIR),
            "EMAIL_URL": server.url,
        }
        subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, check=True, timeout=60)

    return work


@pytest.fixture
def nia():
    return first_of(make_group())


def sent(server) -> list[str]:
    return [letter["Subject"] for _envelope, letter in server.received]


def told(server) -> list[str]:
    """Without the Friday letter, which comes where a Friday was in between."""
    return [subject for subject in sent(server) if subject != "Our week"]


def test_after_three_days_of_silence_nobody_hears_of_a_meeting_that_is_over(nia, server, worker_at):
    make_membership(nia.group, "Bea")
    meeting = make_meeting(nia, days=2)
    meeting.change(by=nia, start_time=time(18))  # of which the others are told
    tick()
    assert set(Outbox.objects.values_list("kind", flat=True)) == {"meeting", "turn"}
    worker_at("+3d")
    assert told(server) == []
    assert len(sent(server)) <= 2  # one letter to each of us
    assert not Outbox.objects.waiting().exists()
    assert Meeting.objects.get(pk=meeting.pk).settled_at, "and nothing else has become of it"


def test_after_three_days_of_silence_a_meeting_ahead_is_told_of_once(nia, server, worker_at):
    make_meeting(nia, days=12)  # the reminder of fourteen days before is due, and that of seven within the silence
    tick()
    Outbox.objects.exclude(kind="turn").delete()
    worker_at("+6d")
    worker_at("+6d")
    assert len(told(server)) == 1
    assert Outbox.objects.filter(kind="turn", sent_at__isnull=True, dropped_at__isnull=True).count() == 0


def test_a_clock_that_jumps_reminds_nobody_twice_and_revives_nothing(nia, server, worker_at, signed_in):
    make_meeting(nia, days=10)
    Outbox.objects.all().delete()
    client, invitation = signed_in(nia), make_invitation(nia.group)
    for jump in ("+0s", "+2h", "-2h", "+1y", "+0s"):
        worker_at(jump)
    reminders = Outbox.objects.filter(kind="turn", sent_at__isnull=False)
    assert reminders.count() == 1
    assert len(told(server)) == 2, "the reminder and the invitation"
    assert not Session.objects.exists()
    assert client.get("/me/").status_code == 302, "the session was over by that clock, and stays so"
    a_year = timezone.now() + timedelta(days=365)
    assert not Invitation.objects.open(a_year).filter(pk=invitation.pk).exists()
    assert invitation.expires_at < a_year
