"""The outbox: a mail is a row, sent at least once, as the same mail, and only while it may be (trust.md, R6 to R8)."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.utils import timezone

from copse.seal import seal, unseal
from groups import friday
from groups.kinds import Kind, Rhythm
from groups.models import MailChoice, Membership, Outbox
from groups.models.outbox import LEASE, TRIES
from tests.factories import make_group, make_invitation, make_meeting
from tests.groups.elsewhere import at_once
from tests.world import make_world

pytestmark = pytest.mark.django_db

CODE = json.dumps({"subject": "Your code", "text": "QZXWVK\n"})


def make_row(to="nia@example.org", *, kind="account", reference="login_code", secret=CODE, **fields) -> Outbox:
    row = Outbox.queue(kind, reference, to=to, key=f"{to}{Outbox.objects.count()}", secret=secret)
    Outbox.objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    return row


def make_poison(**fields) -> Outbox:
    """A row that no app knows how to make a letter of."""
    return make_row("poison@example.org", kind="nobody-knows", **fields)


# -- the row


def test_a_mail_is_never_sent_of_what_did_not_happen():
    group = make_group()
    with transaction.atomic():
        make_invitation(group)
        transaction.set_rollback(True)
    assert not Outbox.objects.exists()


def test_the_same_mail_is_queued_once():
    first, second = (Outbox.queue("account", "login_code", to="nia@example.org", key="one") for _ in range(2))
    assert first == second == Outbox.objects.get()


def test_a_secret_rests_sealed_and_is_gone_once_sent():
    row = make_row()
    assert b"QZXWVK" not in bytes(row.sealed)
    assert row.deliver()
    row.refresh_from_db()
    assert (bytes(row.sealed), mail.outbox[0].body) == (b"", "QZXWVK\n")


def test_what_was_sealed_before_a_change_of_keys_can_be_opened_after_it(settings):
    sealed = seal("QZXWVK")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key" * 6
    assert unseal(sealed) == "QZXWVK"


# -- whether it may still be said


@pytest.mark.parametrize("state", ["revoked_at", "used_at"])
def test_an_invitation_that_is_used_or_taken_back_is_not_sent(state):
    make_invitation(**{state: timezone.now()})
    assert Outbox.deliver_due() == 0
    assert Outbox.objects.get().dropped_at
    assert not mail.outbox


@pytest.mark.parametrize("state", ["left_at", "removed_at"])
def test_an_invitation_by_somebody_who_is_no_longer_one_of_us_is_not_sent(state):
    invitation = make_invitation()
    Membership.objects.filter(pk=invitation.invited_by_id).update(**{state: timezone.now()})
    assert Outbox.deliver_due() == 0
    assert Outbox.objects.get().dropped_at


@pytest.mark.parametrize(("reference", "minutes"), [("login_code", 10), ("email_confirmation_signup", 15)])
def test_a_code_that_has_run_out_is_not_sent_and_its_secret_is_gone(reference, minutes):
    row = make_row(reference=reference, queued_at=timezone.now() - timedelta(minutes=minutes))
    assert not row.deliver()
    row.refresh_from_db()
    assert row.dropped_at
    assert bytes(row.sealed) == b""


def test_a_word_that_ones_password_was_changed_is_sent_however_late():
    assert make_row(reference="password_changed", queued_at=timezone.now() - timedelta(days=2)).deliver()


@pytest.mark.slow
def test_no_mail_holds_what_members_wrote():
    """Nor anybody's name, but for who asks, proposes or invites; nor an address but its reader's."""
    world = make_world()
    for membership in Membership.objects.live():
        MailChoice.keep({Kind.SHARED: Rhythm.AT_ONCE}, by=membership)
    by = Membership.objects.get(member=world.people["facilitator"])
    words = {"title": "canarytitle", "place": "canaryrhythmplace", "kind": "face", "told": False}
    for days, settled in ((80, True), (81, False)):
        make_meeting(by, days=days, settled=settled, **words)
    Membership.objects.update(joined_at=timezone.now() - timedelta(days=60))
    friday.write(friday.last_due("Europe/London", timezone.now()))
    Outbox.objects.update(due_at=timezone.now())
    Outbox.deliver_due()
    assert {row.kind for row in Outbox.objects.filter(sent_at__isnull=False)} >= {
        "dates", "meeting", "at_risk", "shared", "letter", "round", "gathering",
    }  # fmt: skip
    named = {
        "canarynameadmin invites you to a small group": {"canarynameadmin", world.things["token"]},  # and the link
        "What do you hope for from our group?": {"canarynamemember"},  # who asks
        "How do you want our group to work together?": {"canarynameadmin"},
        "Something to decide together": {"canarynamefacilitator"},  # who proposes it
        "canarynamefacilitator would give you a turn": {"canarynamefacilitator"},
    }
    for letter in mail.outbox:
        words = letter.subject + letter.body + letter.from_email
        assert {canary for canary in world.canaries if canary in words} == named.get(letter.subject, set())
    (invitation,) = (letter for letter in mail.outbox if "invites you" in letter.subject)
    assert "Group" not in invitation.body


# -- who sends it, and when


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_sends():
    row = make_row()
    results = at_once(*[Outbox.objects.get(pk=row.pk).deliver] * 8)
    assert sorted(results) == [False] * 7 + [True]
    assert len(mail.outbox) == 1


def test_a_mail_whose_worker_died_is_taken_over_after_two_minutes():
    row, now = make_row(), timezone.now()
    assert row.claim(now)
    assert timedelta(minutes=2) == LEASE
    assert Outbox.deliver_due(now + LEASE - timedelta(seconds=1)) == 0
    assert Outbox.deliver_due(now + LEASE) == 1


def test_pauses_grow_from_a_minute_to_six_hours():
    row, at = make_poison(), timezone.now()
    pauses = []
    for _ in range(TRIES):
        row.deliver(at=at)
        row.refresh_from_db()
        pauses.append((row.due_at - at) / timedelta(minutes=1))
        at = row.due_at
    assert pauses == [1, 7, 49, 343, 360, 360, 360, 0]
    assert sum(pauses) / 60 > 24, "hours"


def test_a_mail_that_cannot_be_sent_is_parked_after_eight_tries_and_the_others_flow():
    poison = make_poison()
    for _ in range(TRIES + 2):
        Outbox.objects.filter(pk=poison.pk).update(due_at=timezone.now())
        Outbox.deliver_due()
    make_row()
    assert Outbox.deliver_due() == 1
    poison.refresh_from_db()
    assert (poison.tries, poison.cause) == (TRIES, "ours")
    assert list(Outbox.objects.failed()) == [poison]


def test_mails_go_out_in_the_order_they_were_queued():
    for n in range(3):
        make_row(f"n{n}@example.org")
    Outbox.deliver_due()
    assert [m.to[0] for m in mail.outbox] == ["n0@example.org", "n1@example.org", "n2@example.org"]


# -- to a real mail server


def try_again(row) -> bool:
    Outbox.objects.filter(pk=row.pk).update(due_at=timezone.now())
    return row.deliver()


def test_a_mail_is_one_plain_text_from_the_sites_address(server, settings):
    settings.EMAIL_FROM, settings.SITE_UID_DOMAIN = "copse@copse.test", "copse.test"
    row = make_row()
    assert row.deliver()
    ((envelope, letter),) = server.received
    assert (envelope.mail_from, envelope.rcpt_tos) == ("copse@copse.test", ["nia@example.org"])
    assert letter.get_content_type() == "text/plain"
    assert letter["Message-ID"] == f"<{row.message_id}@copse.test>"
    assert (letter["From"], letter["Subject"]) == ("Copse <copse@copse.test>", "Your code")
    assert letter["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("answer", ["451 later", "421 busy", None], ids=["451", "421", "hung up after DATA"])
def test_a_mail_that_the_server_did_not_take_is_sent_again_as_the_same_mail(server, answer):
    server.answers = [answer]
    row = make_row()
    assert not row.deliver()
    row.refresh_from_db()
    assert (row.sent_at, row.leased_until, row.tries) == (None, None, 1)
    assert try_again(row)
    assert len({letter["Message-ID"] for _envelope, letter in server.received}) == 1
    assert len(server.received) == 2


def test_a_mail_waits_while_no_server_is_there(server, settings):
    settings.EMAIL_PORT = 1
    row = make_row()
    assert not row.deliver()
    row.refresh_from_db()
    assert not row.sent_at
    assert bytes(row.sealed), "its secret is still needed"


def test_a_line_end_in_a_header_is_refused(server):
    row = make_row(secret=json.dumps({"subject": "Hello\nBcc: all@example.org", "text": ""}))
    assert not row.deliver()
    assert not server.received


@pytest.mark.parametrize("path", sorted((settings.BASE_DIR / "templates/mail").rglob("*.txt")), ids=lambda p: p.stem)
def test_no_tag_of_a_mail_goes_over_its_line(path):
    """Such a one would stand in the mail as it is written."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.count("{%") != line.count("%}")] == []
