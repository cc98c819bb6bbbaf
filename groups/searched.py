"""What members find of this app by its words: see groups.search."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.registry import Said, Searched


def says(goal) -> Said:
    return Said(title=goal.text, words=(), at=goal.written_at, key="")


GOALS = Searched(
    order=50,
    title=_("What we want"),
    shown=lambda group: group.goals.shared(),
    says=says,
    url=lambda slug, key: reverse("groups:goals", args=[slug]),
)
