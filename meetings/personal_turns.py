"""What turns keep of people, and what becomes of them when somebody leaves: see meetings.personal."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from groups.holding import Holding, NotPersonal
from meetings.models import Meeting, RotaOrder, Turn, TurnOffer

HOSTED_WITH = Holding(
    Meeting, gettext_lazy("Meetings that you facilitated with somebody"), whose="facilitates_with",
    copied="starts_on kind title", ours="starts_on kind title",
)  # fmt: skip
WHAT_CAME_OF_IT = "offered_at withdrawn_at declined_at taken_at"
RULES = [
    HOSTED_WITH,
    Holding(
        Turn, gettext_lazy("What you said of your turns"), whose="membership", goes=True,
        copied="meeting.starts_on laid_at accepted_at skipped_at",
    ),
    Holding(
        TurnOffer, gettext_lazy("Turns that you offered"), whose="by",
        copied=f"meeting.starts_on other.starts_on {WHAT_CAME_OF_IT}", ours=f"meeting other {WHAT_CAME_OF_IT}",
        plain="key meeting_asks_since meeting_starts_at meeting_settled_at"
        " other_asks_since other_starts_at other_settled_at",
    ),
    Holding(
        TurnOffer, gettext_lazy("Turns that were offered to you"), whose="to",
        copied=f"meeting.starts_on other.starts_on {WHAT_CAME_OF_IT}", ours=f"meeting other {WHAT_CAME_OF_IT}",
    ),
    Holding(
        TurnOffer, gettext_lazy("Turns that you took"), whose="taken_by",
        copied=f"meeting.starts_on other.starts_on {WHAT_CAME_OF_IT}", ours=f"meeting other {WHAT_CAME_OF_IT}",
    ),
    NotPersonal(RotaOrder, "how the group takes turns", "group sort together term"),
]  # fmt: skip


def free(membership, ahead, at) -> None:
    """Somebody else can facilitate the meetings `ahead`; the other of two who would have, does."""
    ahead.filter(facilitates_with=membership).update(facilitates_with=None, changed_at=at)
    second = {"facilitator": F("facilitates_with"), "facilitates_with": None}
    ahead.filter(facilitator=membership).update(**second, changed_at=at)
    membership.turns.filter(meeting__in=ahead).delete()
    TurnOffer.objects.untaken().filter(Q(by=membership) | Q(to=membership)).update(withdrawn_at=at)
