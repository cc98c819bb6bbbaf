"""What the manifesto keeps of people, and what becomes of it when they leave: groups.holding, groups.belonging."""

from django.db import transaction
from django.utils.translation import gettext_lazy, ngettext

from copse.pdf import forget as forget_papers
from copse.words import number_word
from groups.belonging import Belonging, Fate
from groups.holding import Holding, NotPersonal
from manifesto.models import Change, Correction, Edition, EditionEntry, Proposal, Signature, Value

SIGNATURES = Holding(
    Signature, gettext_lazy("Versions of a manifesto that you signed"), whose="membership",
    copied="edition.n edition.agreed_on signed_at", ours="edition signed_at",
)  # fmt: skip
BROUGHT_IN = Holding(
    Edition, gettext_lazy("A manifesto that you brought in"), whose="brought_in_by",
    copied="n agreed_on made_at", ours="n agreed_on made_at", plain="group because trial_until trial_over_at",
)  # fmt: skip
CORRECTIONS = Holding(
    Correction, gettext_lazy("Slips in a manifesto that you put right"), whose="by",
    copied="name statement made_at undone_at", ours="name statement made_at undone_at",
    plain="entry key old_name old_statement undone_by",
)  # fmt: skip
RULES = [
    SIGNATURES,
    BROUGHT_IN,
    CORRECTIONS,
    NotPersonal(Proposal, "who made it stands in its round", "round base keeps made"),
    NotPersonal(
        Change,
        "decided together; whose wording it was stands in its round",
        "version value act name statement order gathered",
    ),
    NotPersonal(Value, "the group's own", "group key made_at"),
    NotPersonal(EditionEntry, "written together, and agreed on by all", "edition value name statement order"),
]


class Manifesto(Belonging):
    key, order, title = "manifesto", 50, gettext_lazy("The manifesto and your signatures")
    fates = (Fate.UNNAMED,)
    holdings = (SIGNATURES, BROUGHT_IN, CORRECTIONS)

    def seen(self, whose):
        return [SIGNATURES.rows(whose)]

    def says(self, fate, n):
        words = ngettext(
            "The manifesto stays, since we wrote it together. Your name goes from %(number)s version that you signed.",
            "The manifesto stays, since we wrote it together. Your name goes from %(number)s versions that you signed.",
            n,
        )  # fmt: skip
        return words % {"number": number_word(n)}


BELONGINGS = [Manifesto()]


def forget_drawn(group) -> None:
    """A paper has the names of those who signed: each is made anew when it is asked for."""
    transaction.on_commit(forget_papers)
