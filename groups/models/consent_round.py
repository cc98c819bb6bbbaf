"""How we agree. A proposal is asked about, reacted to, and then each of us says whether they can stand by it. Nobody's
silence counts as a yes, nobody can close a round for the others, and what was in force stays so until it is adopted.

Consent as in sociocracy: no reasoned objection, heard in rounds (Endenburg; Rau and Koch-Gonzalez, *Many Voices One
Song*, chapter 3).
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.keys import short_key
from groups import registry
from groups.models.log_entry import LogEntry
from groups.models.membership import Membership
from groups.models.outbox import Outbox
from groups.models.round_words import Absence, Position, Remark, RoundVersion

MOST_OPEN = 2  # about one matter, so that each is given the time it needs
REMINDED_AT = (0.25, 0.75)  # of the group's patience: what a stage shows as its date, and once more


class Stage(models.TextChoices):
    DRAFT = "draft", gettext_lazy("Draft")
    QUESTIONS = "questions", gettext_lazy("Questions")
    REACTIONS = "reactions", gettext_lazy("Reactions")
    CONSENT = "consent", gettext_lazy("Consent")
    INTEGRATING = "integrating", gettext_lazy("Finding new words")
    ADOPTED = "adopted", gettext_lazy("Adopted")
    SET_ASIDE = "set_aside", gettext_lazy("Set aside")
    WITHDRAWN = "withdrawn", gettext_lazy("Taken back")


# The whole life of a round: from each stage, where it can go. What is open can always be withdrawn.
MOVES = {
    Stage.DRAFT: {Stage.QUESTIONS, Stage.CONSENT},
    Stage.QUESTIONS: {Stage.REACTIONS, Stage.WITHDRAWN},
    Stage.REACTIONS: {Stage.CONSENT, Stage.WITHDRAWN},
    Stage.CONSENT: {Stage.ADOPTED, Stage.INTEGRATING, Stage.WITHDRAWN},
    Stage.INTEGRATING: {Stage.CONSENT, Stage.ADOPTED, Stage.SET_ASIDE, Stage.WITHDRAWN},
}
OPEN = [Stage.QUESTIONS, Stage.REACTIONS, Stage.CONSENT, Stage.INTEGRATING]
ANSWERED = (Stage.CONSENT, Stage.INTEGRATING)  # when positions are given and changed
OVER = [stage for stage in Stage if stage not in MOVES]


class ConsentRoundQuerySet(models.QuerySet):
    def open(self):
        return self.filter(stage__in=OPEN)

    def over(self):
        return self.filter(stage__in=OVER)

    def visible_to(self, membership):
        """A draft is its proposer's alone until it is opened."""
        return self.filter(~Q(stage=Stage.DRAFT) | Q(by=membership))

    def newest_first(self):
        return self.order_by("-begun_at", "-pk")


class ConsentRound(models.Model):
    """How one thing is decided: what it is about is in the registry (`groups.registry.matters`)."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="rounds_of_consent")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    about = models.CharField(max_length=12)  # a key of registry.matters
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
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def is_over(self) -> bool:
        return self.stage in OVER

    @cached_property
    def version(self) -> RoundVersion:
        """The newest wording: the one that positions are given to."""
        return self.versions.order_by("-n").first()

    @property
    def stage_until(self) -> date:
        """The day that a stage shows. Nothing happens on it but that whoever we wait for is reminded."""
        return (self.stage_since + REMINDED_AT[0] * self.group.patience).astimezone(self.group.tzinfo).date()

    # -- beginning

    @classmethod
    @transaction.atomic
    def begin(cls, about: str, *, by=None, group=None, words: str = "", trial_until=None, at=None) -> "ConsentRound":
        """A draft, which nobody but its proposer sees; its first wording. Without a proposer, of `group`."""
        at = at or timezone.now()
        begun = cls.objects.create(group=group or by.group, about=about, by=by, begun_at=at, stage_since=at)
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
        self.group.locked()
        self._lock()
        if self.stage != Stage.DRAFT:
            raise ValidationError(_("It has been opened already."))
        if self.group.rounds_of_consent.open().filter(about=self.about).count() >= MOST_OPEN:
            raise ValidationError(_("Two are open already. When one of them is decided, this one can be opened."))
        self._move(Stage.CONSENT if straight_to_consent else Stage.QUESTIONS, by=by, at=at)
        if by and not straight_to_consent:
            self.saids.create(version=self.version, stage=Stage.QUESTIONS, membership=by, at=at)
        self._go_on(by, at)

    # -- questions, reactions, thoughts

    @transaction.atomic
    def ask(self, text: str, *, by, at=None) -> Remark:
        """A question, so that I understand. Whoever asks hasn't said any more that they have none."""
        self._take_part(by, Stage.QUESTIONS)
        self.saids.filter(stage=self.stage, membership=by).delete()
        return self._remark(text, by=by, at=at)

    @transaction.atomic
    def reply(self, remark: Remark, text: str, *, by, at=None) -> Remark:
        """An answer to what somebody asked or said, while the round is open."""
        self._take_part(by, *OPEN)
        if remark.version.round_id != self.pk or remark.to_id:
            raise ValueError("a reply is to what was said first, in the same round")
        return self._remark(text, by=by, at=at, to=remark)

    @transaction.atomic
    def react(self, text: str, *, by, at=None) -> Remark:
        """How it sits with me, before anybody decides. With that I have reacted."""
        self._take_part(by, Stage.REACTIONS)
        remark = self._remark(text, by=by, at=at)
        self._say(by, "", at)
        return remark

    @transaction.atomic
    def think_aloud(self, text: str, *, by, at=None) -> Remark:
        """A thought on how the wording could meet what was said against it."""
        self._take_part(by, Stage.INTEGRATING)
        return self._remark(text, by=by, at=at)

    def _remark(self, text: str, *, by, at, to=None) -> Remark:
        at = at or timezone.now()
        self._changed()
        return Remark.objects.create(
            version=to.version if to else self.version, stage=self.stage, membership=by, text=text, to=to, at=at
        )

    @transaction.atomic
    def be_done(self, *, by, at=None) -> None:
        """I have no question, or nothing to add. If I am the last, the next stage begins. Said twice is said once."""
        self._take_part(by, Stage.QUESTIONS, Stage.REACTIONS)
        self._say(by, "", at)

    @transaction.atomic
    def let_rest(self, reason: str = "", *, by, at=None) -> None:
        """Let us set it aside. When each of us says so, it is. Raises ValidationError where nobody gives a reason."""
        self._take_part(by, Stage.INTEGRATING)
        given = self.saids.filter(version=self.version, stage=self.stage).exclude(words="")
        if not reason and not given.exists():
            raise ValidationError({"reason": _("Write why, so that we remember it later.")})
        self._say(by, reason, at)

    @transaction.atomic
    def take_back_said(self, *, by) -> None:
        """I am not done with this stage after all."""
        self._take_part(by, Stage.QUESTIONS, Stage.REACTIONS, Stage.INTEGRATING)
        self.saids.filter(version=self.version, stage=self.stage, membership=by).delete()
        self._changed()

    def _say(self, by, words: str, at) -> None:
        at = at or timezone.now()
        said = {"words": words, "at": at} if words else {"at": at}
        self.saids.update_or_create(version=self.version, stage=self.stage, membership=by, defaults=said)
        self._changed()
        self._go_on(by, at)

    # -- consent

    @transaction.atomic
    def answer(self, answer: str, words: str = "", *, by, seen: int | None = None, at=None) -> None:
        """Whether I can stand by the newest wording. It can be changed until the round is over.

        `seen` is the version that was read. Raises ValidationError where there is a newer one, where *not yet* names
        no harm, or `by` joined after the round was opened.
        """
        at = at or timezone.now()
        self._take_part(by, *ANSWERED)
        if seen is not None and seen != self.version.n:
            raise ValidationError(_("There is a new wording since you looked. Read it first; your words are below."))
        if answer == Position.Answer.NOT_YET and not words.strip():
            raise ValidationError({"words": _("Write what would be harmed, so that we can work it through.")})
        Position.objects.update_or_create(
            version=self.version, membership=by, defaults={"answer": answer, "words": words, "at": at}
        )
        self._changed()
        self._go_on(by, at)

    @transaction.atomic
    def reword(self, words: str, *, by, seen: int | None = None, trial_until=None, at=None) -> RoundVersion:
        """A new wording, after *not yet*: what was answered to the one before stays readable beside it, and each of us
        answers anew. Anybody who takes part can bring one.

        Raises ValidationError where somebody else has brought one since `seen` was read.
        """
        at = at or timezone.now()
        self._take_part(by, Stage.INTEGRATING)
        if seen is not None and seen != self.version.n:
            raise ValidationError(_("Somebody else has brought a new wording since you looked."))
        n = self.version.n + 1
        version = self.versions.create(n=n, by=by, words=words, trial_until=trial_until, made_at=at)
        self.__dict__.pop("version", None)
        self._move(Stage.CONSENT, by=by, at=at)
        return version

    # -- going on

    @transaction.atomic
    def go_on(self, *, by, at=None) -> None:
        """Take the next step, where whom we waited for has left or is on sabbatical now: it never goes on by itself.

        Raises ValidationError while we wait for somebody.
        """
        at = at or timezone.now()
        self._take_part(by, *OPEN)
        before = self.stage
        self._go_on(by, at)
        if self.stage == before:
            raise ValidationError(_("We wait to hear from somebody still."))

    @transaction.atomic
    def withdraw(self, *, by, at=None) -> None:
        """Take it back. Withdrawn twice is withdrawn once. Raises ValueError for anybody but its proposer."""
        self._lock()
        if self.by_id is None or by.pk != self.by_id:
            raise ValueError("only its proposer withdraws it")
        if self.stage != Stage.WITHDRAWN:
            self._must_be(*OPEN)
            self._move(Stage.WITHDRAWN, by=by, at=at or timezone.now())

    @transaction.atomic
    def discard(self, *, by) -> None:
        """Throw a draft away. Raises ValueError for anybody but its proposer, ValidationError once it is open."""
        self._lock()
        if by.pk != self.by_id:
            raise ValueError("only its proposer throws it away")
        self._must_be(Stage.DRAFT)
        self.delete()

    @transaction.atomic
    def go_on_without(self, person, *, by, at=None) -> None:
        """Agree not to wait for somebody whom nobody has heard from in all the time that the group gives. When all
        others agree, they are as if away; one answer of theirs undoes it.

        Raises ValidationError where they are not awaited, or the time isn't over.
        """
        at = at or timezone.now()
        self._take_part(by, *OPEN)
        if by.pk == person.pk:
            raise ValueError("nobody goes on without themselves")
        if person not in self.waiting_for(at) or not self.is_silent(person, at):
            raise ValidationError(_("They have been heard from since, or there is still time."))
        Absence.objects.get_or_create(round=self, about=person, by=by, defaults={"at": at})
        self.group.log(LogEntry.Act.WITHOUT, by=by, about=person, at=at)
        self._changed()
        self._go_on(by, at)

    def _go_on(self, by, at) -> None:
        """The next stage, if nobody is awaited in this one."""
        if self.stage in ANSWERED and self._all_consent(at):
            self._move(Stage.ADOPTED, by=by, at=at)
        elif not self.waiting_for(at):
            match self.stage:
                case Stage.QUESTIONS:
                    self._move(Stage.REACTIONS, by=by, at=at)
                case Stage.REACTIONS:
                    self._move(Stage.CONSENT, by=by, at=at)
                case Stage.CONSENT if self._positions().exists():
                    self._move(Stage.INTEGRATING, by=by, at=at)
                case Stage.INTEGRATING if self.saids.filter(version=self.version, stage=self.stage).exists():
                    self._move(Stage.SET_ASIDE, by=by, at=at)

    def _move(self, stage: str, *, by, at) -> None:
        if stage not in MOVES[self.stage]:
            raise ValueError(f"{self.stage} does not lead to {stage}")
        facts = {"stage": stage, "stage_since": at, "opened_at": self.opened_at or at}
        ConsentRound.objects.filter(pk=self.pk).update(**facts, closed_at=at if stage in OVER else None)
        self.refresh_from_db()
        self._changed()
        if stage in OVER:
            self.matter.conclude(self, at)
        self.group.tell("round", f"{self.key}:{stage}:{self.version.n}", at=at)

    def _changed(self) -> None:
        self.group.changed(self.matter.area)

    # -- who

    def _lock(self) -> None:
        """Nobody else moves it until the transaction ends: two last answers at once adopt once."""
        locked = ConsentRound.objects.select_for_update().get(pk=self.pk)
        for field in ("stage", "opened_at", "stage_since", "closed_at"):
            setattr(self, field, getattr(locked, field))
        self.__dict__.pop("version", None)

    def _must_be(self, *stages: str) -> None:
        if self.stage not in stages:
            raise ValidationError(_("It has moved on since you looked. Here is where it stands now."))

    def _take_part(self, by, *stages: str) -> None:
        """Lock it, and hear from `by`. Raises ValidationError where it has moved on, or they came after it opened."""
        if by.group_id != self.group_id:
            raise ValueError("somebody of another group")
        self._lock()
        self._must_be(*stages)
        if not self.takes_part(by):
            raise ValidationError(
                _("It was opened before you joined us. You can read it, and the next one is yours too.")
            )
        self.absences.filter(about=by).delete()

    def takes_part(self, membership) -> bool:
        """Of those who are in, whoever was here when it was opened; on sabbatical one may, and need not."""
        return membership.is_live and self.opened_at is not None and membership.joined_at <= self.opened_at

    def required(self, at=None):
        """Whose answer it takes: who was here when it was opened, is still, and isn't on sabbatical."""
        on = self.group.today(at)
        members = Membership.objects.required(on=on).filter(group=self.group_id, joined_at__lte=self.opened_at)
        return members.in_order()

    def waiting_for(self, at=None) -> list[Membership]:
        """Whom this stage waits to hear from."""
        if not self.is_open:
            return []
        if self.stage == Stage.CONSENT:
            heard = Position.objects.filter(version=self.version, membership=OuterRef("pk"))
        else:
            heard = self.saids.filter(version=self.version, stage=self.stage, membership=OuterRef("pk"))
        required = list(self.required(at).annotate(heard=Exists(heard)))
        away = self._away(required)
        return [member for member in required if not member.heard and member.pk not in away]

    def _away(self, required) -> set[int]:
        """Those whom all others who are here have agreed not to wait for."""
        agreed: dict[int, set[int]] = {}
        for about, by in self.absences.values_list("about_id", "by_id"):
            agreed.setdefault(about, set()).add(by)
        others = {member.pk for member in required} - agreed.keys()
        return {about for about, by in agreed.items() if others and others <= by}

    def is_silent(self, person, at=None) -> bool:
        """Whether nothing has been heard from them in this stage for all the time that the group gives."""
        since = [self.stage_since, *person.remarks.filter(version__round=self).values_list("at", flat=True)]
        return max(since) + self.group.patience <= (at or timezone.now())

    def _positions(self):
        """What those who are in answered to the newest wording."""
        return Position.objects.filter(version=self.version, membership__in=self.group.members)

    def _all_consent(self, at) -> bool:
        """Whether everyone who is awaited has answered the newest wording, and nobody *not yet*."""
        answers = dict(self._positions().values_list("membership_id", "answer"))
        required = list(self.required(at))
        awaited = {member.pk for member in required} - self._away(required)
        return bool(answers) and awaited <= answers.keys() and Position.Answer.NOT_YET not in answers.values()

    def consenting(self) -> list[Membership]:
        """Who consented to the newest wording, in the order of their answers."""
        positions = self._positions().exclude(answer=Position.Answer.NOT_YET)
        return [position.membership for position in positions.select_related("membership").order_by("at", "pk")]

    # -- with time

    @classmethod
    def discard_drafts_of(cls, membership, at) -> None:
        """Whoever goes: what they hadn't opened goes too."""
        cls.objects.filter(stage=Stage.DRAFT, by=membership).delete()

    @classmethod
    def remind(cls, at: datetime) -> None:
        """Write to those whom an open round waits for: on the day that its stage shows, and once more."""
        for round_ in cls.objects.open().select_related("group"):
            times = [at >= round_.stage_since + share * round_.group.patience for share in REMINDED_AT]
            for n, due in enumerate(times):
                if due:
                    round_._remind(n, at)

    @transaction.atomic
    def _remind(self, n: int, at) -> None:
        reference = f"{self.key}:{self.stage}:{self.version.n}"
        for person in self.waiting_for(at):
            if person.member:
                Outbox.queue(
                    "round_reminder", reference, to=person.member.email, member=person.member, group=self.group,
                    key=f"{reference}:{n}:{person.member_id}", at=at,
                )  # fmt: skip
