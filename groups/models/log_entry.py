from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class LogEntryQuerySet(models.QuerySet):
    def for_page(self):
        """Newest first, each with the people whom it names."""
        return self.select_related("by", "about").order_by("-at", "-pk")


class LogEntry(models.Model):
    """Who did what with the group itself: people, duties, settings. Read by all members, changed by nobody.

    It holds no content: nothing that somebody wrote, no address, no reason.
    """

    class Act(models.TextChoices):
        """Each with its sentence; `by` did it, `about` is whom it was done to."""

        INVITED = "invited", gettext_lazy("%(by)s invited somebody.")
        TOOK_BACK = "took_back", gettext_lazy("%(by)s took an invitation back.")
        JOINED = "joined", gettext_lazy("%(by)s joined us.")

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="log_entries")
    act = models.CharField(max_length=20, choices=Act)
    by = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="+")
    about = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["group", "-at"], name="group_log")]

    def __str__(self):
        return self.act

    @property
    def sentence(self) -> str:
        """What happened, with the names that the people have today."""
        names = {"by": self.by, "about": self.about}
        return str(self.Act(self.act).label) % {role: who.name if who else _("Copse") for role, who in names.items()}
