from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.locking import one_at_a_time
from groups.models.duty import Duty
from groups.models.log_entry import LogEntry

NOTICE = timedelta(days=7)  # from when a second admin has agreed
NOTICE_OF_ONE = timedelta(days=14)  # where there is one admin alone


class EndingQuerySet(models.QuerySet):
    def open(self):
        return self.filter(withdrawn_at=None)


class Ending(models.Model):
    """The group is to be deleted. Two admins say so, all are told, and a week goes by in which it can be taken back."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="endings")
    asked_by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = EndingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(withdrawn_at=None), name="one_open_ending_per_group"),
        ]

    def __str__(self):
        return f"{self.group_id} {self.asked_at:%Y-%m-%d}"

    @classmethod
    @one_at_a_time
    def ask(cls, *, by, at=None) -> "Ending":
        """An admin asks for it, and all are told. Asked twice is asked once. Raises ValueError for anybody else."""
        group = by.group.locked()
        cls._only_an_admin(by)
        if ending := group.endings.open().first():
            return ending
        ending = group.endings.create(asked_by=by, asked_at=at or timezone.now())
        group.log(LogEntry.Act.ENDING_ASKED, by=by, at=at)
        group.tell("group_ending", f"{ending.pk}:asked")
        group.changed("people")
        return ending

    @one_at_a_time
    def agree(self, *, by, at=None) -> None:
        """A second admin agrees, and all are told the day. Agreed twice is agreed once.

        Raises ValidationError where who agrees is who asked, ValueError for anybody but an admin.
        """
        self._only_an_admin(by)
        if by.pk == self.asked_by_id:
            raise ValidationError(_("You asked for it. Somebody else has to agree."))
        row = Ending.objects.open().filter(pk=self.pk, agreed_at=None)
        if row.update(agreed_by=by, agreed_at=at or timezone.now()):
            self.refresh_from_db()
            by.group.log(LogEntry.Act.ENDING_AGREED, by=by, at=at)
            by.group.tell("group_ending", f"{self.pk}:agreed")
            by.group.changed("people")

    @one_at_a_time
    def withdraw(self, *, by, at=None) -> None:
        """Any admin takes it back. Raises ValueError for anybody else."""
        self._only_an_admin(by)
        if Ending.objects.open().filter(pk=self.pk).update(withdrawn_at=at or timezone.now()):
            by.group.log(LogEntry.Act.ENDING_WITHDRAWN, by=by, at=at)
            by.group.tell("group_ending", f"{self.pk}:withdrawn")
            by.group.changed("people")

    @staticmethod
    def _only_an_admin(by) -> None:
        if not by.duties.held().of(Duty.Name.ADMIN).exists():
            raise ValueError("only an admin ends a group, or keeps it")

    @property
    def ends_at(self) -> datetime | None:
        """When everything goes. None while a second admin has not agreed and there is one who could."""
        if self.agreed_at:
            return self.agreed_at + NOTICE
        return self.asked_at + NOTICE_OF_ONE if self.group.admins().count() < 2 else None

    @classmethod
    def take_effect(cls, at: datetime) -> None:
        """Delete the groups whose day has come, with all that was written in them."""
        for ending in cls.objects.open().filter(asked_at__lte=at - NOTICE).select_related("group"):
            if ending.ends_at and ending.ends_at <= at:
                ending.group.delete_for_good()
