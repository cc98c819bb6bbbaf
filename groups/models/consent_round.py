"""How we agree. A proposal is asked about, reacted to, and then each of us says whether they can stand by it. Nobody's
silence counts as a yes, nobody can close a round for the others, and what was in force stays so until it is adopted.
Consent as in sociocracy (Rau and Koch-Gonzalez, *Many Voices One Song*, chapter 3).
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from copse.fields import LineField
from copse.keys import short_key
from groups import registry
from groups.hearing import Hearing
from groups.models.membership import Membership
from groups.models.round_stages import (
    ANSWERED,
    MOVES,
    OPEN,
    OVER,
    SPOKEN,
    ConsentRoundQuerySet,
    Stage,
)
from groups.models.round_words import Position, Remark, RoundVersion


class ConsentRound(models.Model):
    """How one thing is decided: what it is about is in the registry (`groups.registry.matters`)."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="rounds_of_consent")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    about = models.CharField(max_length=12)  # a key of registry.matters
    title = LineField(max_length=200, blank=True)  # what it touches, in few words; its matter says it where it is empty
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAFT)
    by = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="+")  # null: it fell due
    begun_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)
    stage_since = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    objects = ConsentRoundQuerySet.as_manager()

    class Meta:
        ordering = ["begun_at", "pk"]
        indexes = [models.Index(fields=["group", "stage"], name="rounds_by_stage")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=Stage.DRAFT, opened_at=None) | Q(~Q(stage=Stage.DRAFT), opened_at__isnull=False),
                name="a_draft_is_not_open",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=OVER, closed_at__isnull=False) | Q(~Q(stage__in=OVER), closed_at=None),
                name="a_round_closes_once",
            ),
        ]

    def __str__(self):
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("groups:round", args=[self.group.slug, self.key])

    @property
    def matter(self) -> "registry.Matter":
        return registry.matters[self.about]

    @property
    def subject(self):
        """What is decided about: whatever the app of this matter keeps it in."""
        return self.matter.subject(self)

    @property
    def called(self) -> str:
        return self.title or str(self.matter.untitled)

    def entitle(self, title: str) -> None:
        """Call it by what it touches now."""
        self.title = title[:200]
        ConsentRound.objects.filter(pk=self.pk).update(title=self.title)

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def is_over(self) -> bool:
        return self.stage in OVER

    @cached_property
    def version(self) -> RoundVersion:
        """The newest wording: the one that positions are given to."""
        return self.versions.order_by("-n").first()

    # -- beginning

    @classmethod
    @transaction.atomic
    def begin(cls, about: str, *, by=None, group=None, words: str = "", trial_until=None, at=None) -> "ConsentRound":
        """A draft, which nobody but its proposer sees; its first wording. Without a proposer, of `group`."""
        at, group = at or timezone.now(), (group or by.group).locked()
        begun = cls.objects.create(group=group, about=about, by=by, begun_at=at, stage_since=at)
        begun.versions.create(n=1, by=by, words=words, trial_until=trial_until, made_at=at)
        return begun

    @transaction.atomic
    def open(self, *, by=None, straight_to_consent: bool = False, at=None) -> None:
        """Put it before all of us. Raises ValidationError where it is open already, or two about this matter are;
        ValueError for anybody but its proposer.
        """
        at = at or timezone.now()
        if by != self.by:
            raise ValueError("only its proposer opens it")
        self._lock()
        if self.stage != Stage.DRAFT:
            raise ValidationError(_("It has been opened already."))
        if not self.group.rounds_of_consent.have_room(self.about):
            raise ValidationError(_("Two are open already. When one of them is decided, this one can be opened."))
        self._move(Stage.CONSENT if straight_to_consent else Stage.QUESTIONS, at)
        if by and not straight_to_consent:
            self.saids.create(version=self.version, stage=Stage.QUESTIONS, membership=by, at=at)
        self.step(at)

    # -- questions, reactions, thoughts

    @transaction.atomic
    def speak(self, text: str, *, by, stage: str = "", at=None) -> Remark:
        """A question, a reaction, or a thought towards new words, by the stage that we are in. Whoever asks isn't done
        with asking; whoever reacts has reacted. Raises ValidationError where `stage`, in which it was written, is over.
        """
        self.hear(by, *[each for each in SPOKEN if stage in ("", each)])
        if self.stage == Stage.QUESTIONS:
            self.saids.filter(stage=self.stage, membership=by).delete()
        remark = Remark.put(self.version, text, by=by, at=at, stage=self.stage)
        if self.stage == Stage.REACTIONS:
            self._say(by, "", at)
        return remark

    @transaction.atomic
    def be_done(self, *, by, at=None) -> None:
        """I have no question, or nothing to add. If I am the last, the next stage begins. Said twice is said once."""
        self.hear(by, Stage.QUESTIONS, Stage.REACTIONS)
        self._say(by, "", at)

    @transaction.atomic
    def let_rest(self, reason: str = "", *, by, at=None) -> None:
        """Let us set it aside. When each of us says so, it is. Raises ValidationError where nobody gives a reason."""
        self.hear(by, Stage.INTEGRATING)
        if not reason and not self.saids.filter(version=self.version, stage=self.stage).exclude(words="").exists():
            raise ValidationError({"reason": _("Write why, so that we remember it later.")})
        self._say(by, reason, at)

    @transaction.atomic
    def take_back_said(self, *, by, at=None) -> None:
        """I am not done with this stage after all."""
        self.hear(by, Stage.QUESTIONS, Stage.REACTIONS, Stage.INTEGRATING)
        mine = self.saids.filter(version=self.version, stage=self.stage, membership=by)
        mine.update(taken_back_at=at or timezone.now())
        self.changed()

    def _say(self, by, words: str, at) -> None:
        at = at or timezone.now()
        said = {"at": at, "taken_back_at": None} | ({"words": words} if words else {})
        self.saids.update_or_create(version=self.version, stage=self.stage, membership=by, defaults=said)
        self.changed()
        self.step(at)

    # -- consent

    @transaction.atomic
    def answer(self, answer: str, words: str = "", *, by, seen: int | None = None, at=None) -> None:
        """Whether I can stand by the newest wording. It can be changed until the round is over.

        `seen` is the version that was read. Raises ValidationError where there is a newer one, where *not yet* names
        no harm, or `by` joined after the round was opened.
        """
        at = at or timezone.now()
        self.hear(by, *ANSWERED)
        if seen is not None and seen != self.version.n:
            raise ValidationError(_("There is a new wording since you looked. Read it first; your words are below."))
        if answer == Position.Answer.NOT_YET and not words.strip():
            raise ValidationError({"words": _("Write what would be harmed, so that we can work it through.")})
        Position.objects.update_or_create(
            version=self.version, membership=by, defaults={"answer": answer, "words": words, "at": at}
        )
        self.changed()
        self.step(at)

    @transaction.atomic
    def reword(self, words: str, *, by, seen: int | None = None, trial_until=None, at=None) -> RoundVersion:
        """A new wording, after *not yet*: what was answered to the one before stays readable beside it, and each of us
        answers anew. Anybody who takes part can bring one.

        Raises ValidationError where somebody else has brought one since `seen` was read.
        """
        at = at or timezone.now()
        self.hear(by, Stage.INTEGRATING)
        if seen is not None and seen != self.version.n:
            raise ValidationError(_("Somebody else has brought a new wording since you looked."))
        n = self.version.n + 1
        version = self.versions.create(n=n, by=by, words=words, trial_until=trial_until, made_at=at)
        self.__dict__.pop("version", None)
        self.absences.filter(about__positions__version__round=self).delete()  # who has answered is asked anew
        self._move(Stage.CONSENT, at)
        return version

    # -- going on

    @transaction.atomic
    def go_on(self, *, by, at=None) -> None:
        """Take the next step, where whom we waited for has left or is on sabbatical now: it never goes on by itself.

        Raises ValidationError while we wait for somebody.
        """
        self.hear(by, *OPEN)
        before = self.stage
        self.step(at or timezone.now())
        if self.stage == before:
            raise ValidationError(_("We wait to hear from somebody still."))

    @transaction.atomic
    def run_out(self, at) -> None:
        """What fell due ends, where we found no new words in all the time that the group gives."""
        self._lock()
        if self.hearing(at).has_run_out:
            self._move(Stage.SET_ASIDE, at)

    @transaction.atomic
    def withdraw(self, *, by, at=None) -> None:
        """Take it back. Withdrawn twice is withdrawn once. Raises ValueError for anybody but its proposer."""
        self._lock()
        if self.by_id is None or by.pk != self.by_id:
            raise ValueError("only its proposer withdraws it")
        if self.stage != Stage.WITHDRAWN:
            self._must_be(*OPEN)
            self._move(Stage.WITHDRAWN, at or timezone.now())

    @transaction.atomic
    def discard(self, *, by) -> None:
        """Throw a draft away. Raises ValueError for anybody but its proposer, ValidationError once it is open."""
        self._lock()
        if by.pk != self.by_id:
            raise ValueError("only its proposer throws it away")
        self._must_be(Stage.DRAFT)
        self.delete()

    def step(self, at) -> None:
        """The next stage, if nobody is awaited in this one."""
        hearing = self.hearing(at)
        if self.stage in ANSWERED and hearing.all_consent:
            self._move(Stage.ADOPTED, at)
        elif not hearing.waiting_for:
            match self.stage:
                case Stage.QUESTIONS:
                    self._move(Stage.REACTIONS, at)
                case Stage.REACTIONS:
                    self._move(Stage.CONSENT, at)
                case Stage.CONSENT if hearing.answers:
                    self._move(Stage.INTEGRATING, at)
                case Stage.INTEGRATING if hearing.done:
                    self._move(Stage.SET_ASIDE, at)

    def _move(self, stage: str, at) -> None:
        if stage not in MOVES[self.stage]:
            raise ValueError(f"{self.stage} does not lead to {stage}")
        facts = {"stage": stage, "stage_since": at, "opened_at": self.opened_at or at}
        ConsentRound.objects.filter(pk=self.pk).update(**facts, closed_at=at if stage in OVER else None)
        self.refresh_from_db()
        self.changed()
        if stage in OVER:
            self.absences.exclude(about__in=self.hearing(at).away).delete()  # whom all others agreed on is told after
            self.matter.conclude(self, at)
        self.group.tell("round", f"{self.key}:{stage}:{self.version.n}", at=at)

    def changed(self) -> None:
        self.group.changed(self.matter.area)

    # -- who

    def _lock(self) -> None:
        """Nobody else moves it until the transaction ends: two last answers adopt once. The group first, as ever."""
        self.group.locked()
        locked = ConsentRound.objects.select_for_update().get(pk=self.pk)
        for field in ("stage", "opened_at", "stage_since", "closed_at"):
            setattr(self, field, getattr(locked, field))
        self.__dict__.pop("version", None)

    def _must_be(self, *stages: str) -> None:
        if self.stage not in stages:
            raise ValidationError(_("It has moved on since you looked. Here is where it stands now."))

    def hear(self, by, *stages: str) -> None:
        """Lock it, and hear from `by`. Raises ValidationError where it has moved on, or they came after it opened."""
        if by.group_id != self.group_id:
            raise ValueError("somebody of another group")
        self._lock()
        self._must_be(*stages)
        if not self.takes_part(by):
            words = _("It was opened before you joined us. You can read it, and the next one is yours too.")
            raise ValidationError(words)
        self.absences.filter(about=by).delete()

    def takes_part(self, membership) -> bool:
        """Of those who are in, whoever was here when it was opened; on sabbatical one may, and need not."""
        return membership.is_live and self.opened_at is not None and membership.joined_at <= self.opened_at

    def hearing(self, at=None) -> Hearing:
        """Whose answer it takes, and whom we wait for, as it stands at the moment `at`."""
        return Hearing(self, at)

    def waiting_for(self, at=None) -> list[Membership]:
        """Whom this stage waits to hear from."""
        return self.hearing(at).waiting_for

    @property
    def remarks(self):
        return Remark.objects.filter(version__round=self)
