from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from copse.fields import WordsField
from copse.keys import short_key


class GoalQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """What is shared, and what I wrote for myself."""
        return self.filter(Q(shared_at__isnull=False) | Q(author=membership))

    def shared(self):
        return self.filter(shared_at__isnull=False)

    def held(self):
        return self.exclude(state=Goal.State.LET_GO)


class Goal(models.Model):
    """What somebody wants from the group, private until shown; without an author, what all of us want."""

    class State(models.TextChoices):
        BEGINNING = "beginning", _("beginning")
        GROWING = "growing", _("growing")
        ROOTED = "rooted", _("rooted")
        LET_GO = "let_go", _("let go")

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="goals")
    author = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="goals")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    text = WordsField(_("what I hope for"), max_length=1000)
    state = models.CharField(_("where it stands"), max_length=10, choices=State, default=State.BEGINNING)
    look_back = models.DateField(_("when we look back at it"), null=True, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(null=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(shared_at__isnull=False), name="a_goal_of_all_is_shared"
            ),
        ]

    def __str__(self):
        return self.key

    @transaction.atomic
    def share(self, *, by, at=None) -> None:
        """Show it to the group. Only its author can. Raises ValueError for anybody else."""
        if self.author_id != by.pk:
            raise ValueError("only its author shares a goal")
        self.shared_at = self.shared_at or at or timezone.now()
        self.save(update_fields=["shared_at"])
        self.group.changed("people")

    @transaction.atomic
    def keep_to_myself(self, *, by) -> None:
        """Take it back from the group's page. Raises ValueError for anybody but its author."""
        if self.author_id != by.pk:
            raise ValueError("only its author takes a goal back")
        self.shared_at = None
        self.save(update_fields=["shared_at"])
        self.group.changed("people")
