"""What of its manifesto a group takes along when it moves to another site: all of it. See groups.carrying."""

from django.db.models import Q

from groups.carrying import Carried
from groups.models.round_stages import OVER
from manifesto.models import Change, Correction, Edition, EditionEntry, Proposal, Signature, Value

DECIDED = Q(version__round__stage__in=OVER)

RULES = [
    Carried(Value, "group", "group key made_at"),
    Carried(Edition, "group", "group n agreed_on because trial_until trial_over_at brought_in_by made_at"),
    Carried(EditionEntry, "edition__group", "edition value name statement order"),
    Carried(
        Correction, "entry__edition__group",
        "entry key by old_name old_statement name statement made_at undone_at undone_by",
    ),
    Carried(Proposal, "round__group", "round base keeps made", only=Q(round__stage__in=OVER)),
    Carried(
        Change, "version__round__group", "version value act name statement order gathered", only=DECIDED,
    ),
    Carried(Signature, "edition__group", "edition membership signed_at"),
]  # fmt: skip
