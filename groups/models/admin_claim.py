from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.locking import one_at_a_time
from groups.models.duty import Duty
from groups.models.log_entry import LogEntry

NOTICE = timedelta(days=7)


class AdminClaimQuerySet(models.QuerySet):
    def open(self):
        return self.filter(withdrawn_at=None, done_at=None)

    def due(self, at=None):
        """Those whose seven days are over."""
        return self.open().filter(claimed_at__lte=(at or timezone.now()) - NOTICE)


class AdminClaim(models.Model):
    """Nobody looks after invitations and settings any more, and one of us offers to, after seven days' notice."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="admin_claims")
    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    claimed_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = AdminClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=Q(withdrawn_at=None, done_at=None), name="one_open_claim_per_group"
            ),
        ]

    def __str__(self):
        return f"{self.group_id} {self.by_id}"

    @classmethod
    @one_at_a_time
    def make(cls, *, by, at=None) -> "AdminClaim":
        """Offer to look after invitations and settings; all of us are told. Offered twice is offered once.

        Raises ValidationError where somebody has the duty, or somebody else has offered already.
        """
        group = by.group.locked()
        if group.admins().exists():
            raise ValidationError(_("Somebody looks after invitations and settings already."))
        if claim := group.admin_claims.open().first():
            if claim.by_id == by.pk:
                return claim
            raise ValidationError(_("%(name)s has offered already.") % {"name": claim.by.name})
        claim = group.admin_claims.create(by=by, claimed_at=at or timezone.now())
        group.log(LogEntry.Act.ADMIN_CLAIMED, by=by, at=at)
        group.tell("admin_claim", f"{claim.pk}")
        group.changed("people")
        return claim

    @property
    def due_at(self):
        return self.claimed_at + NOTICE

    @one_at_a_time
    def withdraw(self, *, by, at=None) -> None:
        """Raises ValueError for anybody but who offered."""
        if by.pk != self.by_id:
            raise ValueError("only who offered withdraws it")
        if AdminClaim.objects.open().filter(pk=self.pk).update(withdrawn_at=at or timezone.now()):
            self.group.log(LogEntry.Act.CLAIM_WITHDRAWN, by=by, at=at)
            self.group.changed("people")

    @classmethod
    def void(cls, membership, at) -> None:
        """Whoever goes no longer offers."""
        cls.objects.open().filter(by=membership).update(withdrawn_at=at)

    @classmethod
    def take_effect(cls, at) -> None:
        """Those whose seven days are over: who offered has the duty, unless somebody has it by now or they left."""
        for claim in cls.objects.due(at).select_related("group", "by"):
            claim._take_effect(at)

    @transaction.atomic
    def _take_effect(self, at) -> None:
        group = self.group.locked()
        if group.admins().exists() or not self.by.is_live:
            AdminClaim.objects.open().filter(pk=self.pk).update(withdrawn_at=at)
        elif AdminClaim.objects.open().filter(pk=self.pk).update(done_at=at):
            self.by.take_on(Duty.Name.ADMIN, by=self.by, at=at)
            group.log(LogEntry.Act.CLAIM_DONE, by=self.by, at=at)
