"""The five parts of every meeting of ours, in their order: what a run sheet is made of and an activity is for."""

from django.db import models
from django.utils.translation import gettext_lazy

from groups.models import Group


class Part(models.TextChoices):
    GROUNDING = "grounding", gettext_lazy("Grounding")
    OPENING = "opening", gettext_lazy("Opening round")
    CREATIVE = "creative", gettext_lazy("Creative activity")
    SHARING = "sharing", gettext_lazy("Sharing and discussion")
    CLOSING = "closing", gettext_lazy("Closing round")


CHECKS = {Part.OPENING: gettext_lazy("Check-in"), Part.CLOSING: gettext_lazy("Check-out")}


def name_of(part: str, group: Group) -> str:
    """The part, as the group calls it."""
    words = CHECKS if group.rounds == Group.Rounds.CHECKS else {}
    return str(words.get(part, Part(part).label))
