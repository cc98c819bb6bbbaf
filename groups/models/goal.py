from datetime import date

from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from copse.fields import WordsField
from copse.keys import short_key, stamp
from groups import search
from groups.locking import one_at_a_time

WRITTEN = ("text", "state", "look_back")  # what whoever writes a goal writes


class GoalQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """What is shared, and what I wrote for myself."""
        return self.filter(Q(shared_at__isnull=False) | Q(author=membership))

    def shared(self):
        return self.filter(shared_at__isnull=False)

    def ours(self):
        """What all of us want."""
        return self.filter(author=None)

    def held(self):
        return self.exclude(state=Goal.State.LET_GO)

    def to_look_back_at(self, today: date):
        """Those whose day has come, and which are neither rooted nor let go."""
        growing = [Goal.State.BEGINNING, Goal.State.GROWING]
        return self.filter(look_back__lte=today, state__in=growing)

    def for_page(self, everyone: dict) -> list["Goal"]:
        """How each came to be what it is, and by whom: one of `everyone`, the group's memberships by primary key."""
        goals = list(self.prefetch_related(Prefetch("changes", GoalChange.objects.order_by("at", "pk"))))
        for goal in goals:
            goal.author = everyone.get(goal.author_id)
            for change in goal.changes.all():
                change.by = everyone.get(change.by_id)
        return goals


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
    gathered = models.OneToOneField(
        "groups.Contribution", models.SET_NULL, null=True, related_name="goal"
    )  # in whose words

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

    class ChangedMeanwhile(Exception):
        """Somebody else changed the goal while this change was being written."""

    @classmethod
    @one_at_a_time
    def write(cls, *, by, ours: bool = False, key: str = "", at=None, **what) -> "Goal":
        """One of mine, for me alone until I show it; or one that all of us want, which all of us read at once.
        Written twice with the same `key` it is one.
        """
        at = at or timezone.now()
        author, shared_at = (None, at) if ours else (by, None)
        what |= {"written_at": at, "shared_at": shared_at}
        goal, new = cls.objects.get_or_create(group=by.group, author=author, key=key or short_key(), defaults=what)
        if new:
            search.keep(by.group, "goals", goal)
            by.group.changed("people")
            if ours:
                by.group.tell_of_sharing(by=by, at=at)
        return goal

    @one_at_a_time
    def change(self, *, by, seen: str | None = None, at=None, **what) -> None:
        """Write it anew; what stood there before is kept. Mine I change, ours each of us.

        `seen` is the stamp that the change was made from; raises `Goal.ChangedMeanwhile` where somebody has changed it
        since, ValueError for somebody else's goal.
        """
        if by.group_id != self.group_id or self.author_id not in (None, by.pk):
            raise ValueError("somebody else's goal")
        now = Goal.objects.select_for_update().get(pk=self.pk)
        if seen is not None and seen != now.stamp:
            raise Goal.ChangedMeanwhile
        if any(getattr(now, name) != value for name, value in what.items()):
            now.changes.create(by=by, at=at or timezone.now(), **{name: getattr(now, name) for name in WRITTEN})
            Goal.objects.filter(pk=self.pk).update(**what)
            search.keep(self.group, "goals", self)
            self.group.changed("people")
        self.refresh_from_db()

    @one_at_a_time
    def share(self, *, by, at=None) -> None:
        """Show it to the group. Only its author can. Raises ValueError for anybody else."""
        if self.author_id != by.pk:
            raise ValueError("only its author shares a goal")
        new, self.shared_at = self.shared_at is None, self.shared_at or at or timezone.now()
        self.save(update_fields=["shared_at"])
        search.keep(self.group, "goals", self)
        self.group.changed("people")
        if new:
            self.group.tell_of_sharing(by=by, at=self.shared_at)

    @one_at_a_time
    def keep_to_myself(self, *, by) -> None:
        """Take it back from the group's page. Raises ValueError for anybody but its author."""
        if self.author_id != by.pk:
            raise ValueError("only its author takes a goal back")
        self.shared_at = None
        self.save(update_fields=["shared_at"])
        search.keep(self.group, "goals", self)
        self.group.changed("people")

    @property
    def stamp(self) -> str:
        """Changes with every word that is written into it."""
        return stamp([str(getattr(self, name)) for name in WRITTEN])

    @property
    def history(self) -> list["GoalChange"]:
        """What stood here before, oldest first; of what was written before it was shown, nothing."""
        return [change for change in self.changes.all() if self.shared_at and change.at >= self.shared_at]


class GoalChange(models.Model):
    """What a goal said before somebody changed it."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="changes")
    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    text = WordsField(max_length=1000)
    state = models.CharField(max_length=10, choices=Goal.State)
    look_back = models.DateField(null=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.goal_id} {self.at:%Y-%m-%d}"
