"""Which mail goes out first: a code that somebody waits for isn't behind ten thousand reminders."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from copse.mail import Letter
from groups import registry
from groups.kinds import Kind
from groups.models import Outbox
from groups.models.outbox import A_ROUND
from tests.bench.plans import scanned
from tests.factories import first_of, make_group, make_invitation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hello(monkeypatch):
    monkeypatch.setitem(registry.mails, "hello", lambda row: Letter(to=row.to, subject="Hello", text="We meet.\n"))
    monkeypatch.setitem(registry.kinds, "hello", Kind.TURN)


def reminders(n: int) -> None:
    """Queued before all else, and due before it."""
    reader, at = first_of(make_group()), timezone.now() - timedelta(hours=1)
    where = {"to": reader.member.email, "member": reader.member, "group": reader.group}
    Outbox.queue_all([Outbox(kind="hello", reference="it", key=f"hello:{i}", due_at=at, **where) for i in range(n)])


def queue_code():
    secret = json.dumps({"subject": "Your code", "text": "QZXWVK\n"})
    return Outbox.queue("account", "login_code", to="nia@example.org", key="code", secret=secret)


def test_a_code_goes_out_first_then_what_else_is_of_no_kind_then_the_others():
    reminders(A_ROUND + 1)
    make_invitation(email="bea@example.org")
    queue_code()
    assert Outbox.deliver_due() == A_ROUND + 2
    subjects = [letter.subject for letter in mail.outbox]
    assert subjects[0] == "Your code"
    assert "invites you" in subjects[1]
    assert set(subjects[2:]) == {"Hello"}


@pytest.mark.each
def test_what_is_due_is_found_by_an_index_however_much_waits():
    reminders(3000)
    queue_code()
    if connection.vendor == "postgresql":  # SQLite is never told; PostgreSQL looks by itself
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE groups_outbox")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        Outbox.deliver_due(stop=lambda: len(mail.outbox) > 1)
    selects = [
        query["sql"] for query in asked if query["sql"].startswith("SELECT") and '"groups_outbox"' in query["sql"]
    ]
    assert len(selects) >= 2
    assert [sql for sql in selects if scanned(connection, sql, ())] == []
