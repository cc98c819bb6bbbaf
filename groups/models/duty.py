from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.locking import one_at_a_time
from groups.models.log_entry import LogEntry


class DutyQuerySet(models.QuerySet):
    def held(self):
        """By somebody who is one of us."""
        return self.filter(until_at=None, membership__left_at=None, membership__removed_at=None)

    def of(self, name: str):
        return self.filter(name=name)


class Duty(models.Model):
    """A duty, not a rank: in decisions all members count the same."""

    class Name(models.TextChoices):
        ADMIN = "admin", gettext_lazy("looks after invitations and settings")
        FACILITATOR = "facilitator", gettext_lazy("plans meetings")

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="duties")
    name = models.CharField(max_length=12, choices=Name)
    given_by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")
    from_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField(null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "name"], condition=Q(until_at=None), name="a_duty_is_held_once"
            ),
        ]

    def __str__(self):
        return self.get_name_display()

    @classmethod
    @one_at_a_time
    def give(cls, name: str, to, *, by, at=None) -> "Duty":
        """`to` holds the duty from now on; held already, nothing changes.

        Raises ValueError where `by` is no admin of the same group or `to` is no longer one of us.
        """
        cls._begin(to, by)
        held = to.duties.held().of(name).first()
        if held:
            return held
        acts = LogEntry.Act
        to.group.log(acts.ADMIN_GIVEN if name == cls.Name.ADMIN else acts.FACILITATOR_GIVEN, by=by, about=to, at=at)
        return to.take_on(name, by=by, at=at)

    @classmethod
    @one_at_a_time
    def take(cls, name: str, away_from, *, by, at=None) -> None:
        """`away_from` no longer holds the duty; not held, nothing changes. Two admins at once: one of them acts.

        Raises ValidationError for the last admin, ValueError as `give`.
        """
        cls._begin(away_from, by)
        acts = LogEntry.Act
        act = acts.ADMIN_TAKEN if name == cls.Name.ADMIN else acts.FACILITATOR_TAKEN
        cls._end(name, away_from, by=by, act=act, at=at)

    @classmethod
    @one_at_a_time
    def lay_down(cls, name: str, *, by, at=None) -> None:
        """I no longer hold it. Raises ValidationError for the last admin, who names another first."""
        acts = LogEntry.Act
        act = acts.ADMIN_LAID_DOWN if name == cls.Name.ADMIN else acts.FACILITATOR_LAID_DOWN
        cls._end(name, by, by=by, act=act, at=at)

    @classmethod
    def _begin(cls, whose, by) -> None:
        """Hold the group, then see who is who: of two who take from each other, the second is no admin any more."""
        if whose.group_id != by.group_id:
            raise ValueError("somebody of another group")
        if not by.duties.held().of(cls.Name.ADMIN).exists():
            raise ValueError("only an admin gives and takes duties")
        if not whose.group.members.filter(pk=whose.pk).exists():
            raise ValueError("somebody who isn't one of us any more")

    @classmethod
    def _end(cls, name: str, membership, *, by, act: str, at) -> None:
        others = (
            cls.objects.held().of(name).filter(membership__group=membership.group_id).exclude(membership=membership)
        )
        if name == cls.Name.ADMIN and not others.exists():
            raise ValidationError(_("Nobody else looks after invitations and settings. Ask somebody to, first."))
        if membership.duties.held().of(name).update(until_at=at or timezone.now()):
            membership.forget_duties()
            membership.group.log(act, by=by, about=membership, at=at)
            membership.group.changed("people")
