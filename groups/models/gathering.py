"""A gathering: each of us writes for themselves, and all of it is opened together."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import WordsField
from copse.keys import short_key
from groups import registry
from groups.locking import one_at_a_time
from groups.models.bundle import Bundle
from groups.models.membership import Membership


class GatheringQuerySet(models.QuerySet):
    def writing(self):
        """Those that are still being written: neither opened nor let go."""
        return self.filter(opened_at=None, let_go_at=None)

    def opened(self):
        return self.filter(opened_at__isnull=False)


class Gathering(models.Model):
    """Something that each of us writes about alone. Who is ready is seen, what is written is not; when all whose words
    are awaited are ready, all of it is opened at once. What is asked, and what follows, is in the registry
    (`groups.registry.questions`).
    """

    class About(models.TextChoices):
        GOALS = "goals", gettext_lazy("What each of us hopes for")
        MANIFESTO = "manifesto", gettext_lazy("How we want to work together")

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="gatherings")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    about = models.CharField(max_length=10, choices=About)
    begun_by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)
    let_go_at = models.DateTimeField(null=True)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "about"],
                condition=Q(opened_at=None, let_go_at=None),
                name="one_gathering_at_a_time_about_a_thing",
            ),
        ]

    def __str__(self):
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("groups:gathering", args=[self.group.slug, self.key])

    @property
    def question(self) -> "registry.Question":
        return registry.questions[self.about]

    @property
    def asks(self) -> str:
        """Who asks what."""
        return self.question.asks % {"name": self.begun_by.name}

    @property
    def is_writing(self) -> bool:
        return self.opened_at is None and self.let_go_at is None

    @classmethod
    @one_at_a_time
    def begin(cls, about: str, *, by, at=None) -> "Gathering":
        """Begin one; where one about the same is being written, that one. Each of us is told in a mail."""
        group = by.group.locked()
        if gathering := group.gatherings.writing().filter(about=about).first():
            return gathering
        gathering = group.gatherings.create(about=about, begun_by=by, begun_at=at or timezone.now())
        group.log(gathering.question.act, by=by, at=at)
        group.tell("gathering", gathering.key)
        group.changed("people")
        return gathering

    # -- writing

    @one_at_a_time
    def write(self, text: str, *, by, at=None) -> "Contribution":
        """Add words of mine. Raises ValidationError once it is opened or let go."""
        self._locked(by)
        contribution = self.contributions.create(membership=by, text=text, written_at=at or timezone.now())
        self.group.changed("people")
        return contribution

    @one_at_a_time
    def rewrite(self, contribution: "Contribution", text: str, *, by) -> None:
        """Change words of mine; empty, they go. Raises ValidationError once it is opened or let go."""
        self._locked(by)
        mine = self.contributions.filter(pk=contribution.pk, membership=by)
        if not text:
            mine.delete()
        elif not mine.update(text=text):
            raise ValueError("somebody else's words")
        self.group.changed("people")

    @one_at_a_time
    def be_ready(self, *, by, at=None) -> None:
        """I have written what I wanted to, be it nothing. If I am the last, all is opened. Said twice is said once.

        Raises ValidationError once it is opened or let go.
        """
        self._locked(by)
        self.readiness.get_or_create(membership=by, defaults={"at": at or timezone.now()})
        self.group.changed("people")
        if not self.waiting_for(at):
            self._open(at)

    @one_at_a_time
    def go_on_writing(self, *, by) -> None:
        """I am not ready after all. Raises ValidationError once it is opened or let go."""
        self._locked(by)
        self.readiness.filter(membership=by).delete()
        self.group.changed("people")

    @one_at_a_time
    def open(self, *, by, at=None) -> None:
        """Open it, where whom we waited for has left or is on sabbatical now. Raises ValidationError while we wait."""
        self._locked(by)
        if self.waiting_for(at):
            raise ValidationError(_("Not everyone has said that they are ready."))
        self._open(at)

    def _open(self, at) -> None:
        at = at or timezone.now()
        for suspended in self.group.memberships.suspended().filter(contributions__gathering=self).distinct():
            self._take_back(suspended)  # they couldn't say that they are ready
        Gathering.objects.filter(pk=self.pk).update(opened_at=at)
        self.refresh_from_db()
        self.question.opened(self, at)
        self.group.changed("people")

    @one_at_a_time
    def let_go(self, *, by, at=None) -> None:
        """It ends unopened; what was written stays with whoever wrote it. Raises ValueError where `by` can't."""
        if not self.is_let_go_by(by):
            raise ValueError("only who began it lets it go")
        self._locked(by)
        Gathering.objects.filter(pk=self.pk).update(let_go_at=at or timezone.now())
        self.group.changed("people")
        self.refresh_from_db()

    def is_let_go_by(self, membership) -> bool:
        """Whether they can let it go: who began it, and once they aren't one of us any more each of us."""
        return membership.pk == self.begun_by_id or not self.begun_by.is_live

    @classmethod
    def take_back_from(cls, membership, at) -> None:
        """Whoever goes: what they wrote for one that isn't opened is nobody else's, whatever becomes of it."""
        for gathering in cls.objects.writing().filter(group=membership.group_id):
            gathering._take_back(membership)

    def _take_back(self, membership) -> None:
        words = self.contributions.filter(membership=membership)
        self.question.taken_back(membership, words)
        words.delete()
        self.readiness.filter(membership=membership).delete()

    def _locked(self, by) -> None:
        """Nobody opens or lets it go until the transaction ends. Raises ValidationError where somebody has."""
        if by.group_id != self.group_id:
            raise ValueError("somebody of another group")
        if not Gathering.objects.select_for_update().get(pk=self.pk).is_writing:
            raise ValidationError(_("It has been opened or let go since you looked. Nothing more is added."))

    # -- drawing together what was opened

    @one_at_a_time
    def draw_together(self, words, into: Bundle | None, *, by) -> "list[Contribution]":
        """Put words into a bundle, be it one that isn't made yet; with None, out of any.

        `words` are pairs: a contribution, and the bundle in which it was seen. What somebody else has moved since then
        stays where they put it, and is given back. Raises ValidationError where the bundle has gone.
        """
        self.begin_drawing(by)
        if into and into.pk is None:
            into.save()
        elif into and not self.bundles.filter(pk=into.pk).exists():
            raise ValidationError(_("That bundle has been taken apart since you looked."))
        stayed = [
            contribution
            for contribution, seen in words
            if not self.contributions.filter(pk=contribution.pk, bundle=seen).update(bundle=into)
        ]
        self.bundles.bare().delete()
        self.group.changed("people")
        return stayed

    def begin_drawing(self, by) -> None:
        """Nobody else draws together until the transaction ends. Raises ValidationError where what was opened stays as
        it is by now.
        """
        if by.group_id != self.group_id:
            raise ValueError("somebody of another group")
        if Gathering.objects.select_for_update().get(pk=self.pk).opened_at is None:
            raise ValueError("it isn't opened yet")
        if self.question.settled(self):
            raise ValidationError(
                _("It has been proposed. It stays as it was then, so that we see where each came from.")
            )

    # -- who

    def waiting_for(self, at=None) -> list:
        """Those whose words are awaited: of who was here when it began, all who aren't ready or on sabbatical."""
        ready = self.readiness.filter(membership=OuterRef("pk"))
        required = Membership.objects.required(on=self.group.today(at)).filter(group=self.group_id)
        return list(required.filter(~Exists(ready), joined_at__lte=self.begun_at).in_order())

    def is_ready(self, membership) -> bool:
        return self.readiness.filter(membership=membership).exists()


class ContributionQuerySet(models.QuerySet):
    def shown(self):
        """Those whose goal hasn't been taken back since they were opened."""
        return self.filter(goal__shared_at__isnull=False).select_related("membership")


class Contribution(models.Model):
    """Words that somebody wrote for a gathering. Until it is opened nobody else reads them."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="contributions")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="contributions")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    text = WordsField(gettext_lazy("my words"), max_length=1000)
    written_at = models.DateTimeField(default=timezone.now)
    bundle = models.ForeignKey(Bundle, models.SET_NULL, null=True, related_name="contributions")

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self):
        return self.key


class Readiness(models.Model):
    """Somebody has said that they are ready."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="readiness")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "membership"], name="ready_once")]

    def __str__(self):
        return f"{self.gathering_id} {self.membership_id}"
