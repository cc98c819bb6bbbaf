"""What of its manifesto a group takes along when it moves to another site: all of it. See groups.carrying."""

from groups.carrying import Carried
from manifesto.models import Correction, Edition, EditionEntry, Signature, Value

RULES = [
    Carried(Value, "group", "group key made_at"),
    Carried(Edition, "group", "group n agreed_on because brought_in_by made_at"),
    Carried(EditionEntry, "edition__group", "edition value name statement order"),
    Carried(
        Correction, "entry__edition__group",
        "entry key by old_name old_statement name statement made_at undone_at undone_by",
    ),
    Carried(Signature, "edition__group", "edition membership signed_at"),
]  # fmt: skip
