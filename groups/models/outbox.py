"""The outbox: a mail is a row, written in the transaction of what it tells of, and sent by the worker.

A row holds no text. What to say is rendered at the moment of sending, in the language, zone and clock of its reader;
there it is asked once more whether it may still be said. Links with secrets are made from the row, so that a mail sent
twice is the same mail.
Exactly once does not exist: a mail is sent once, or, when the worker dies in the act, twice with one Message-ID.

What can't be sent is tried for a day, unless it is of no use to try again; then it is given up and shown to whoever
looks after the group, and to the person where their address is refused (record 56).
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from copse import mail
from copse.clocks import as_read_by
from copse.seal import seal
from copse.undelivered import Cause, Fault, fault_of
from groups import registry
from groups.locking import alone_in
from groups.models.member import Member

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
LONGEST_ROUND = 30  # seconds; then the worker looks what else is due
TRIES = 8  # with the pauses between them, a day
LONGEST = timedelta(hours=6)
AT_A_TIME = 500
A_ROUND = 100  # mails of no kind, and of others


class OutboxQuerySet(models.QuerySet):
    def waiting(self):
        """What will be sent, now or later."""
        return self.filter(sent_at=None, dropped_at=None, given_up_at=None)

    def due(self, at=None):
        """What can be sent now: its time has come and nobody else is at it."""
        at = at or timezone.now()
        return self.waiting().filter(Q(leased_until=None) | Q(leased_until__lte=at), due_at__lte=at, tries__lt=TRIES)

    def untouched(self):
        """What waits, and nobody is at it: its reader hasn't got it."""
        return self.waiting().filter(leased_until=None)

    def missed(self):
        """What its reader didn't get, as far as we know: dropped, or given up."""
        return self.filter(Q(dropped_at__isnull=False) | Q(given_up_at__isnull=False))

    def failed(self):
        """What was given up or came back, until somebody sees to it."""
        return self.filter(given_up_at__isnull=False, dropped_at=None)


class Outbox(models.Model):
    kind = models.CharField(max_length=30)
    reference = models.CharField(max_length=64)  # which invitation, meeting …: the kind knows
    to = models.EmailField()  # where it was queued for; once it is tried, where it goes
    member = models.ForeignKey("groups.Member", models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey("groups.Group", models.CASCADE, null=True, related_name="mails")
    key = models.CharField(max_length=120, unique=True)  # the same mail is never queued twice
    sealed = models.BinaryField(default=b"")  # what no row can make again, such as a sign-in code; gone once sent
    message_id = models.UUIDField(default=uuid.uuid4, editable=False)
    queued_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)  # it isn't tried any more; where it was sent, it came back
    cause = models.CharField(max_length=8, choices=Cause, blank=True)  # why it didn't go out the last time

    holds_up = False  # whether it has just shown that the others would wait in vain

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(sent_at=None, dropped_at=None, given_up_at=None), name="outbox_waiting"
            ),
            models.Index(
                fields=["kind", "due_at"],
                condition=Q(sent_at=None, dropped_at=None, given_up_at=None),
                name="outbox_waiting_of_kind",
            ),
            models.Index(
                fields=["group"], condition=Q(given_up_at__isnull=False, dropped_at=None), name="outbox_failed"
            ),
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
    def row_for(cls, member, kind: str, reference: str, *, key: str, group, at) -> "Outbox":
        """A row that `queue_all` writes with others."""
        return cls(
            kind=kind, reference=reference, to=member.email, member=member, group=group, key=f"{kind}:{key}", due_at=at
        )

    @classmethod
    def queue_all(cls, rows: list["Outbox"]) -> None:
        """Write many at once, each with its own key. Those that are there already stay as they are."""
        cls.objects.bulk_create(rows, batch_size=AT_A_TIME, ignore_conflicts=True)

    @classmethod
    def drop_for(cls, membership, at) -> None:
        """Whoever goes: what waits to be told them of the group isn't told any more, and what didn't reach them is
        nobody's to see to.
        """
        unsent = Q(sent_at=None) | Q(given_up_at__isnull=False)
        rows = cls.objects.filter(unsent, dropped_at=None, member=membership.member_id)
        rows.filter(group=membership.group_id).update(dropped_at=at, sealed=b"")

    @classmethod
    def deliver_due(cls, at=None, *, stop: Callable[[], bool] = lambda: False) -> int:
        """Send what is due, one after the other, until `stop`, and say how many were sent. Where the mail server is
        away or says nothing, the others aren't tried in vain: the worker has more to do.
        """
        sent, until = 0, monotonic() + LONGEST_ROUND
        for row in cls._in_turn(cls.objects.due(at).select_related("member")):
            if stop() or monotonic() > until:
                break
            sent += row.deliver(at=at)
            if row.holds_up:
                break
        return sent

    @staticmethod
    def _in_turn(due) -> Iterator["Outbox"]:
        """What is of no kind goes first, codes before all, since somebody waits for one before a page."""
        always = Q(kind__in=sorted(registry.mails.keys() - registry.kinds.keys()))
        codes_first = models.Case(models.When(kind=registry.ACCOUNT, then=0), default=1)
        yield from due.filter(always).order_by(codes_first, "due_at", "pk")[:A_ROUND]
        yield from due.exclude(always).order_by("due_at", "pk")[:A_ROUND]

    @classmethod
    def give_up(cls, at) -> None:
        """What has ended the worker each time that it was tried isn't tried any more."""
        for row in cls.objects.waiting().filter(tries__gte=TRIES, leased_until__lte=at).select_related("group"):
            row._give_up(Fault(Cause.OURS), at)

    def claim(self, at=None) -> bool:
        """Take the row for two minutes, to where its reader is reached now. Of any number of workers at once, one gets
        it.
        """
        at = at or timezone.now()
        reached_at = Member.objects.filter(pk=models.OuterRef("member")).values("email")
        taken = Outbox.objects.due(at).filter(pk=self.pk).update(
            leased_until=at + LEASE, tries=models.F("tries") + 1, to=Coalesce(models.Subquery(reached_at), "to")
        )  # fmt: skip
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def deliver(self, at=None) -> bool:
        """Claim, ask, send, note. True where it went out; a failure leaves it waiting, a minute to six hours, and the
        quiet hours of its reader until they end. Whatever is wrong with a row is its own failure.
        """
        from groups import bounces, sending

        at = at or timezone.now()
        if not self.claim(at):
            return False
        try:
            if quiet_ends := sending.waits_until(self, at):
                self._wait(quiet_ends)
                return False
            with as_read_by(self.member) if self.member else nullcontext():
                letter = sending.letter_of(self)
            if letter is not None:
                letter = letter._replace(return_path=bounces.return_path(self))
                mail.send(letter, message_id=f"<{self.message_id}@{settings.SITE_UID_DOMAIN}>")
        except Exception as error:
            fault = fault_of(error)
            self.holds_up = fault.holds_up
            self._put_back(fault, at)
            log.warning("mail not sent", extra={"mail": self.pk, "kind": self.kind, "cause": type(error).__name__})
            return False
        now = timezone.now()
        self.cause = ""
        done = {"dropped_at": now} if letter is None else {"sent_at": now}
        Outbox.objects.filter(pk=self.pk).update(**done, cause="", leased_until=None, sealed=b"")
        if letter is not None:
            Member.is_reached_at(self.to)
        return letter is not None

    def _wait(self, until) -> None:
        """Nothing was tried."""
        Outbox.objects.filter(pk=self.pk).update(due_at=until, leased_until=None, tries=models.F("tries") - 1)

    def _put_back(self, fault: Fault, at) -> None:
        """Try again after 1, 7, 49 … minutes, six hours at most; or not, where that is of no use or a day is over."""
        if fault.final or self.tries >= TRIES:
            self._give_up(fault, at)
            return
        self.cause = fault.cause
        pause = min(timedelta(minutes=7 ** (self.tries - 1)), LONGEST)
        Outbox.objects.filter(pk=self.pk).update(cause=fault.cause, leased_until=None, due_at=at + pause)

    def _give_up(self, fault: Fault, at, *, came_back: bool = False) -> None:
        """Once, and with what follows from it: it is shown to whoever looks after the group, unless its reader has
        gone; and to its reader, where it is their address.
        """
        self.cause = fault.cause
        with alone_in(self.group_id):
            over = {"given_up_at": at, "cause": fault.cause, "leased_until": None, "sealed": b""}
            if self._is_to_one_who_has_gone():
                over["dropped_at"] = at
            if not Outbox.objects.filter(pk=self.pk, given_up_at=None).update(**over):
                return
            if self.group:
                self.group.changed("people")  # whoever looks after it is told on its home
            if fault.of_address:
                Member.is_refused_at(self.to, fault.cause, at, came_back=came_back)

    def _is_to_one_who_has_gone(self) -> bool:
        if self.group is None or self.member_id is None:
            return False
        return not self.group.members.filter(member=self.member_id).exists()

    # -- what becomes of those that didn't arrive

    def came_back(self, fault: Fault, at) -> None:
        """The mail server that took it says later that it didn't arrive. Said twice is said once."""
        if self.given_up_at is None:
            Outbox.objects.filter(pk=self.pk, sent_at=None).update(sent_at=at)  # whoever sent it was killed in the act
            self._give_up(fault, at, came_back=True)

    def try_again(self, at=None) -> None:
        """Send it once more, as the same mail, with all its tries before it. Pressed twice is pressed once."""
        self._see_to(sent_at=None, given_up_at=None, tries=0, due_at=at or timezone.now())

    def send_after_all(self, *, to: str, at) -> None:
        """Nobody got it, and it is so still: send it as the same mail, to the address that its reader has now."""
        anew = {"sent_at": None, "dropped_at": None, "given_up_at": None, "tries": 0, "cause": ""}
        with alone_in(self.group_id):
            if Outbox.objects.missed().filter(pk=self.pk).update(to=to, due_at=at, **anew) and self.given_up_at:
                self.group.changed("people")

    def let_be(self, at=None) -> None:
        """Nobody needs it any more."""
        self._see_to(dropped_at=at or timezone.now())

    def _see_to(self, **fields) -> None:
        with alone_in(self.group_id):
            if Outbox.objects.failed().filter(pk=self.pk).update(**fields) and self.group:
                self.group.changed("people")
