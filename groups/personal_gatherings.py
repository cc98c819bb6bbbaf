"""What gatherings keep of people, and what becomes of it when they leave: groups.holding, groups.belonging."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from copse.words import number_word
from groups.belonging import Belonging, Fate
from groups.holding import Holding, NotPersonal
from groups.models import Bundle, Contribution, Gathering, Readiness


@dataclass(frozen=True)
class Gathered(Holding):
    """Words for gatherings about one thing. Those that nobody else has read never stay with a name."""

    about: str = ""

    def rows(self, whose):
        return super().rows(whose).filter(gathering__about=self.about)

    def hand(self, whose, to) -> None:
        self.rows(whose).exclude(gathering__opened_at=None).update(membership=to)

    def forget_unopened(self, whose) -> None:
        self.rows(whose).filter(gathering__opened_at=None).delete()


HOPES, VALUES = (
    Gathered(
        Contribution, gettext_lazy("What you wrote for a gathering"), whose="membership", goes=True,
        copied="text written_at", plain="gathering key bundle", about=about,
    )
    for about in (Gathering.About.GOALS, Gathering.About.MANIFESTO)
)  # fmt: skip
RULES = [
    HOPES,
    VALUES,
    Holding(
        Gathering, gettext_lazy("Gatherings that you began"), whose="begun_by",
        copied="about begun_at", ours="about begun_at", plain="group key opened_at let_go_at",
    ),
    Holding(
        Readiness, gettext_lazy("Gatherings that you were ready for"), whose="membership", goes=True,
        copied="at", plain="gathering",
    ),
    NotPersonal(Bundle, "named and worded together", "gathering key name statement made_at"),
]  # fmt: skip


class Values(Belonging):
    key, order, title = "values", 25, gettext_lazy("What you wrote of how we work together")
    fates = (Fate.UNNAMED, Fate.NAMED, Fate.GOES)
    holdings = (VALUES,)

    def says(self, fate, n):
        words = {
            Fate.UNNAMED: ngettext(
                "%(number)s line of yours on how we work together stays, without your name.",
                "%(number)s lines of yours on how we work together stay, without your name.", n,
            ),
            Fate.NAMED: ngettext(
                "%(number)s line of yours on how we work together stays, with your name.",
                "%(number)s lines of yours on how we work together stay, with your name.", n,
            ),
            Fate.GOES: ngettext(
                "%(number)s line of yours on how we work together goes. What we found in it stays.",
                "%(number)s lines of yours on how we work together go. What we found in them stays.", n,
            ),
        }[fate]  # fmt: skip
        return "{} {}".format(words % {"number": number_word(n)}, _("What we haven’t opened goes with you."))

    def part(self, membership, fate, at):
        if fate == Fate.GOES:
            VALUES.erase(membership)

    def settle(self, membership, fate):
        VALUES.forget_unopened(membership)
        super().settle(membership, fate)
