from django.db import models
from django.utils.translation import gettext_lazy

from copse.near import columns, instances, recall
from copse.prepared import Given, Prepared
from groups.locking import one_at_a_time
from groups.models import Duty, LogEntry


class DateRule(models.Model):
    """When a group says that a date suits. A group without a row meets only when all can."""

    class Needed(models.TextChoices):
        """Who has to be able to come."""

        ALL = "all", gettext_lazy("All of us")
        BUT_ONE = "but_one", gettext_lazy("All of us but one")
        SOME = "some", gettext_lazy("Whoever facilitates, and whoever can")

    class Stretch(models.TextChoices):
        """What “at a stretch” counts for."""

        CONFIRMED = "confirmed", gettext_lazy("It counts once they have said that it is all right")
        YES = "yes", gettext_lazy("It counts as “I can”")
        NO = "no", gettext_lazy("It doesn’t count")

    group = models.OneToOneField("groups.Group", models.CASCADE, related_name="date_rule")
    online = models.CharField(max_length=8, choices=Needed, default=Needed.ALL)
    face = models.CharField(max_length=8, choices=Needed, default=Needed.ALL)
    hybrid = models.CharField(max_length=8, choices=Needed, default=Needed.ALL)
    retreat = models.CharField(max_length=8, choices=Needed, default=Needed.ALL)
    stretch = models.CharField(max_length=9, choices=Stretch, default=Stretch.CONFIRMED)

    def __str__(self):
        return f"{self.group_id} {self.stretch}"

    @classmethod
    def of(cls, group) -> "DateRule":
        """The rule of `group`, read again only when something about us has changed."""
        key = f"date-rule:{group.pk}:{group.people_version}"
        rows = recall(key, lambda: OF_GROUP(group=group.pk))
        return instances(cls, rows)[0] if rows else cls(group=group)

    @classmethod
    @one_at_a_time
    def agree(cls, *, by, at=None, **what) -> None:
        """Change the rule of the group. Raises ValueError for anybody but an admin."""
        if not by.duties.held().of(Duty.Name.ADMIN).exists():
            raise ValueError("only an admin changes settings")
        cls.objects.update_or_create(group=by.group, defaults=what)
        by.group.log(LogEntry.Act.SETTINGS, by=by, at=at)
        for area in ("people", "programme"):
            by.group.changed(area)

    def needed(self, kind: str) -> str:
        """Who has to be able to come to a meeting of this kind: a `Needed`."""
        return getattr(self, kind)

    def needs_all(self, kinds) -> bool:
        """Whether we meet only when all of us can, whichever of these kinds it is."""
        return all(self.needed(kind) == self.Needed.ALL for kind in kinds)

    def counts(self, said) -> bool:
        """Whether an answer, an Attendance or Availability or None, says that somebody comes."""
        if said is None or said.answer == "cannot":
            return False
        if said.answer == "can" or self.stretch == self.Stretch.YES:
            return True
        return self.stretch == self.Stretch.CONFIRMED and getattr(said, "confirmed_at", None) is not None


# Built once: a home reads it.
OF_GROUP = Prepared(lambda: DateRule.objects.filter(group_id=Given("group")).values_list(*columns(DateRule)))
