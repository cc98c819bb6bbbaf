"""The whole life of a consent round: its stages, and where each of them can lead."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy


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
SPOKEN = (Stage.QUESTIONS, Stage.REACTIONS, Stage.INTEGRATING)  # when something is asked or said
ANSWERED = (Stage.CONSENT, Stage.INTEGRATING)  # when positions are given and changed
MOST_OPEN = 2  # about one matter, so that each is given the time it needs
REMINDED_AT = (0.25, 0.75)  # of the group's patience: what a stage shows as its date, and once more
OVER = [stage for stage in Stage if stage not in MOVES]


class ConsentRoundQuerySet(models.QuerySet):
    def open(self):
        return self.filter(stage__in=OPEN)

    def over(self):
        return self.filter(stage__in=OVER)

    def have_room(self, about: str) -> bool:
        """Whether one more about it can be opened."""
        return self.open().filter(about=about).count() < MOST_OPEN

    def discard_drafts_of(self, membership, at) -> None:
        """Whoever goes: what they hadn't opened goes too."""
        self.filter(stage=Stage.DRAFT, by=membership).delete()

    def visible_to(self, membership):
        """A draft is its proposer's alone until it is opened."""
        return self.filter(~Q(stage=Stage.DRAFT) | Q(by=membership))

    def newest_first(self):
        return self.order_by("-begun_at", "-pk")
