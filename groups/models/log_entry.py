from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.words import sentence


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
        INVITED_AGAIN = "invited_again", gettext_lazy("%(by)s sent an invitation again.")
        TOOK_BACK = "took_back", gettext_lazy("%(by)s took an invitation back.")
        JOINED = "joined", gettext_lazy("%(by)s joined us.")
        ADMIN_GIVEN = "admin_given", gettext_lazy("%(by)s asked %(about)s to look after invitations and settings.")
        ADMIN_TAKEN = "admin_taken", gettext_lazy("%(by)s took invitations and settings off %(about)s.")
        ADMIN_LAID_DOWN = "admin_laid_down", gettext_lazy("%(by)s laid down invitations and settings.")
        ADMIN_CLAIMED = "admin_claimed", gettext_lazy("%(by)s offered to look after invitations and settings.")
        CLAIM_WITHDRAWN = "claim_withdrawn", gettext_lazy("%(by)s took the offer back.")
        CLAIM_DONE = "claim_done", gettext_lazy("%(by)s took on invitations and settings.")
        FACILITATOR_GIVEN = "facilitator_given", gettext_lazy("%(by)s asked %(about)s to plan meetings.")
        FACILITATOR_TAKEN = "facilitator_taken", gettext_lazy("%(by)s took planning meetings off %(about)s.")
        FACILITATOR_LAID_DOWN = "facilitator_laid_down", gettext_lazy("%(by)s laid down planning meetings.")
        SABBATICAL = "sabbatical", gettext_lazy("%(by)s took a sabbatical.")
        CAME_BACK = "came_back", gettext_lazy("%(by)s came back from sabbatical.")
        GATHERING = "gathering", gettext_lazy("%(by)s asked what each of us hopes for.")
        SETTINGS = "settings", gettext_lazy("%(by)s changed our settings.")
        ENDING_ASKED = "ending_asked", gettext_lazy("%(by)s asked for the group to be deleted.")
        ENDING_AGREED = "ending_agreed", gettext_lazy("%(by)s agreed that the group is deleted.")
        ENDING_WITHDRAWN = "ending_withdrawn", gettext_lazy("%(by)s decided that the group stays.")
        RETURNED = "returned", gettext_lazy("%(by)s is one of us again.")
        LEFT = "left", gettext_lazy("%(by)s left us.")
        REMOVED = "removed", gettext_lazy("%(by)s took %(about)s out of the group.")
        REMOVAL_UNDONE = "removal_undone", gettext_lazy("%(by)s took %(about)s into the group again.")
        REMOVAL_AGREED = "removal_agreed", gettext_lazy("%(by)s agreed that %(about)s is out of the group.")
        REMOVAL_FINAL = "removal_final", gettext_lazy("%(about)s is out of the group for good.")
        HELPED = "helped", gettext_lazy("Whoever keeps the server gave %(about)s another address to come in by.")

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="log_entries")
    act = models.CharField(max_length=24, choices=Act)
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
        """What happened, with the names that those who are still with us have today."""
        names = {"by": _called(self.by), "about": _called(self.about)}
        return sentence(str(self.Act(self.act).label) % names)


def _called(membership) -> str:
    if membership is None:
        return _("Copse")
    gone = membership.left_at or membership.removal_final_at
    return _("a former member") if gone else membership.name
