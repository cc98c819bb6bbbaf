"""What of its manifesto a group takes along when it moves to another site: all of it. See groups.carrying."""

from groups.carrying import Carried
from manifesto.models import Edition, EditionEntry, Signature, Value

RULES = [
    Carried(Value, "group", "group made_at"),
    Carried(Edition, "group", "group n agreed_on because brought_in_by made_at"),
    Carried(EditionEntry, "edition__group", "edition value name statement order"),
    Carried(Signature, "edition__group", "edition membership signed_at"),
]
