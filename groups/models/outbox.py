"""The outbox: a mail is a row, written in the transaction of what it tells of, and sent by the worker.

A row holds no text. What to say is rendered at the moment of sending, in the language, zone and clock of its reader;
there it is asked once more whether it may still be said. Links with secrets are made from the row, so that a mail sent
twice is the same mail.
Exactly once does not exist: a mail is sent once, or, when the worker dies in the act, twice with one Message-ID.
"""

import logging
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from copse import mail
from copse.clocks import as_read_by
from copse.seal import seal

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
TRIES = 8


class OutboxQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None, dropped_at=None)

    def due(self, at=None):
        """What can be sent now: its time has come and nobody else is at it."""
        at = at or timezone.now()
        return self.waiting().filter(Q(leased_until=None) | Q(leased_until__lte=at), due_at__lte=at, tries__lt=TRIES)

    def failed(self):
        return self.waiting().filter(tries__gte=TRIES)


class Outbox(models.Model):
    kind = models.CharField(max_length=30)
    reference = models.CharField(max_length=64)  # which invitation, meeting …: the kind knows
    to = models.EmailField()
    member = models.ForeignKey("groups.Member", models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey("groups.Group", models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=120, unique=True)  # the same mail is never queued twice
    sealed = models.BinaryField(default=b"")  # what no row can make again, such as a sign-in code; gone once sent
    message_id = models.UUIDField(default=uuid.uuid4, editable=False)
    queued_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, dropped_at=None), name="outbox_waiting"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @classmethod
    def queue(cls, kind: str, reference: str, *, to: str, key: str, member=None, group=None, secret="", at=None):
        """Write the row. A second call with the same `key` is the first. `secret` rests sealed until it is sent."""
        sealed = seal(secret) if secret else b""
        row, _made = cls.objects.get_or_create(
            key=f"{kind}:{key}",
            defaults={
                "kind": kind, "reference": reference, "to": to, "member": member, "group": group,
                "sealed": sealed, "due_at": at or timezone.now(),
            },
        )  # fmt: skip
        return row

    @classmethod
    def drop_for(cls, membership, at) -> None:
        """Whoever goes: what waits to be told them of the group isn't told any more."""
        rows = cls.objects.waiting().filter(member=membership.member_id, group=membership.group_id)
        rows.update(dropped_at=at, sealed=b"")

    @classmethod
    def deliver_due(cls, at=None, *, stop: Callable[[], bool] = lambda: False) -> int:
        """Send what is due, one after the other, until `stop`, and say how many were sent."""
        sent = 0
        for row in cls.objects.due(at).select_related("member").order_by("due_at", "pk")[:100]:
            if stop():
                break
            sent += row.deliver(at=at)
        return sent

    def claim(self, at=None) -> bool:
        """Take the row for two minutes. Of any number of workers at once, one gets it."""
        at = at or timezone.now()
        taken = Outbox.objects.due(at).filter(pk=self.pk).update(leased_until=at + LEASE, tries=models.F("tries") + 1)
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def deliver(self, at=None) -> bool:
        """Claim, ask, send, note. True where it went out; a failure leaves it waiting, a minute to six hours, and the
        quiet hours of its reader until they end.
        """
        from groups import sending

        at = at or timezone.now()
        if quiet_ends := sending.waits_until(self, at):
            Outbox.objects.due(at).filter(pk=self.pk).update(due_at=quiet_ends)
            return False
        if not self.claim(at):
            return False
        try:
            with as_read_by(self.member) if self.member else nullcontext():
                letter = sending.letter_of(self)
            if letter is not None:
                mail.send(letter, message_id=f"<{self.message_id}@{settings.SITE_UID_DOMAIN}>")
        except Exception as error:
            self.put_back(at=at)
            log.warning("mail not sent", extra={"mail": self.pk, "kind": self.kind, "cause": type(error).__name__})
            return False
        now = timezone.now()
        done = {"dropped_at": now} if letter is None else {"sent_at": now}
        Outbox.objects.filter(pk=self.pk).update(**done, leased_until=None, sealed=b"")
        return letter is not None

    def put_back(self, *, at=None) -> None:
        """Try again after 1, 4, 16 … minutes, six hours at most."""
        pause = min(timedelta(minutes=4 ** max(self.tries - 1, 0)), timedelta(hours=6))
        Outbox.objects.filter(pk=self.pk).update(leased_until=None, due_at=(at or timezone.now()) + pause)
