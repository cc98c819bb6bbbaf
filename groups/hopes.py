"""What each of us hopes for, gathered: what is asked, and what becomes of the words. See groups.models.Gathering."""

from django.utils.translation import gettext_lazy as _

from groups import search
from groups.models import Gathering, Goal, LogEntry
from groups.registry import Question


def become_goals(gathering, at) -> None:
    """Each becomes a goal of whoever wrote it, shown to the others."""
    words = gathering.contributions.select_related("membership")
    goals = Goal.objects.bulk_create(
        Goal(group=gathering.group, author=w.membership, text=w.text, gathered=w, written_at=at, shared_at=at)
        for w in words
    )
    search.keep(gathering.group, "goals", *goals)


def stay_as_goals(membership, words) -> None:
    """What whoever goes wrote stays with them, as goals that nobody else reads."""
    Goal.objects.bulk_create(
        Goal(group=membership.group, author=membership, text=w.text, written_at=w.written_at) for w in words
    )


def shows(gathering, membership) -> dict:
    return {"words": gathering.contributions.shown()}


QUESTION = Question(
    title=Gathering.About.GOALS.label,
    question=_("What do you hope for?"),
    subject=_("What do you hope for from our group?"),
    hint="",
    asks=_("%(name)s asks what each of us hopes for."),
    news=_("We opened what each of us hopes for"),
    act=LogEntry.Act.GATHERING,
    place="groups:goals",
    place_title=_("What we want"),
    section="goals",
    template="groups/_hopes.html",
    shows=shows,
    opened=become_goals,
    taken_back=stay_as_goals,
)
