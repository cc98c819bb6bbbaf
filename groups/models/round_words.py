"""What is said in a consent round: its wordings, what was asked and thought, who is done, who stands by it."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import WordsField
from copse.keys import short_key
from groups.models.log_entry import LogEntry
from groups.models.round_stages import OPEN


class RoundVersion(models.Model):
    """One wording. What exactly is proposed hangs on it, in the app whose matter it is."""

    round = models.ForeignKey("groups.ConsentRound", models.CASCADE, related_name="versions")
    n = models.PositiveSmallIntegerField()
    by = models.ForeignKey("groups.Membership", models.CASCADE, null=True, related_name="+")
    words = WordsField(gettext_lazy("the reason"), max_length=2000, blank=True)
    trial_until = models.DateField(gettext_lazy("on trial until"), null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["round", "n"], name="versions_are_numbered_once")]

    def __str__(self):
        return f"{self.round_id} {self.n}"


class Remark(models.Model):
    """A question, a reaction or a thought; or, with `to`, what somebody replied to one."""

    version = models.ForeignKey(RoundVersion, models.CASCADE, related_name="remarks")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    stage = models.CharField(max_length=12)  # during which it was said
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="remarks")
    to = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    text = WordsField(gettext_lazy("my words"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return self.key

    @classmethod
    def put(cls, version, text: str, *, by, stage: str, to=None, at=None) -> "Remark":
        version.round.changed()
        return cls.objects.create(
            version=version, stage=stage, membership=by, text=text, to=to, at=at or timezone.now()
        )

    @transaction.atomic
    def reply(self, text: str, *, by, at=None) -> "Remark":
        """An answer to it, while the round is open. Raises ValueError where it is a reply itself."""
        if self.to_id:
            raise ValueError("a reply is to what was said first")
        round_ = self.version.round
        round_.hear(by, *OPEN)
        return Remark.put(self.version, text, by=by, stage=round_.stage, to=self, at=at)


class Said(models.Model):
    """Somebody is done with a stage: no question, nothing to add, or, with a reason, let us set it aside."""

    round = models.ForeignKey("groups.ConsentRound", models.CASCADE, related_name="saids")
    version = models.ForeignKey(RoundVersion, models.CASCADE, related_name="+")
    stage = models.CharField(max_length=12)
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    words = WordsField(gettext_lazy("the reason"), max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "stage", "membership"], name="said_once_a_stage")]

    def __str__(self):
        return f"{self.version_id} {self.stage} {self.membership_id}"


class Position(models.Model):
    """What somebody answered to one wording. A newer wording asks anew; this one stays with the old."""

    class Answer(models.TextChoices):
        CONSENT = "consent", gettext_lazy("I consent")
        THOUGHT = "thought", gettext_lazy("I consent, with a thought")
        NOT_YET = "not_yet", gettext_lazy("Not yet")

    version = models.ForeignKey(RoundVersion, models.CASCADE, related_name="positions")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="positions")
    answer = models.CharField(max_length=8, choices=Answer)
    words = WordsField(gettext_lazy("my words"), max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "membership"], name="one_position_a_version"),
            models.CheckConstraint(condition=~Q(answer="not_yet", words=""), name="not_yet_names_the_harm"),
        ]

    def __str__(self):
        return f"{self.version_id} {self.membership_id}"


class Absence(models.Model):
    """One of us agrees that a round goes on without somebody who hasn't been heard from."""

    round = models.ForeignKey("groups.ConsentRound", models.CASCADE, related_name="absences")
    about = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "about", "by"], name="agreed_once")]

    def __str__(self):
        return f"{self.round_id} {self.about_id} {self.by_id}"

    @classmethod
    @transaction.atomic
    def agree(cls, round_, person, *, by, at=None) -> None:
        """Agree not to wait for somebody whom nobody has heard from in all the time that the group gives. When all
        others agree, they are as if away; one word of theirs undoes it. It stands in the group's log.

        Raises ValidationError where `person` isn't awaited or there is still time, ValueError for oneself.
        """
        at = at or timezone.now()
        round_.hear(by, *OPEN)
        hearing = round_.hearing(at)
        if by.pk == person.pk:
            raise ValueError("nobody goes on without themselves")
        if person not in hearing.waiting_for or not hearing.is_silent(person):
            raise ValidationError(_("They have been heard from since, or there is still time."))
        _absence, new = cls.objects.get_or_create(round=round_, about=person, by=by, defaults={"at": at})
        if new:
            round_.group.log(LogEntry.Act.WITHOUT, by=by, about=person, at=at)
        round_.changed()
        round_.step(at)
