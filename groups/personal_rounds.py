"""What consent rounds keep of people, and what becomes of it when they leave: groups.holding, groups.belonging."""

from django.utils.translation import gettext_lazy, ngettext

from copse.words import number_word
from groups.belonging import Belonging, Fate
from groups.holding import Holding
from groups.models import Absence, ConsentRound, Newcomer, Position, Remark, Return, RoundVersion, Said


class Words(Holding):
    """What was said where others answered: the words go, and that something was said stays."""

    def erase(self, whose) -> None:
        self.rows(whose).update(text="")


class Positions(Holding):
    """A *not yet* is its words, and goes with them; of a consent the words go."""

    def erase(self, whose) -> None:
        self.rows(whose).filter(answer=Position.Answer.NOT_YET).delete()
        self.rows(whose).update(words="")


REMARKS = Words(
    Remark, gettext_lazy("What you asked and said about proposals"), whose="membership", goes=True,
    copied="text at", plain="version key stage to",
)  # fmt: skip
POSITIONS = Positions(
    Position, gettext_lazy("Your answers to proposals"), whose="membership", goes=True,
    copied="answer words at", plain="version",
)  # fmt: skip

RULES = [
    Holding(
        ConsentRound, gettext_lazy("Proposals that you made"), whose="by",
        copied="about title stage begun_at", ours="about title stage begun_at",
        plain="group key opened_at stage_since closed_at",
    ),
    Holding(
        RoundVersion, gettext_lazy("Wordings that you proposed"), whose="by",
        copied="words trial_until made_at", ours="words trial_until made_at", plain="round n",
    ),
    REMARKS,
    POSITIONS,
    Holding(
        Newcomer, gettext_lazy("People whom you proposed to invite"), whose="round__by",
        copied="name email note", blanked={"email": "", "note": ""}, ours="name", plain="invitation",
    ),
    Holding(
        Return, gettext_lazy("When it was talked over whether you come back"), whose="of",
        copied="round.begun_at round.stage", ours="round",
    ),
    Holding(
        Said, gettext_lazy("When you had nothing to add to a proposal"), whose="membership",
        copied="words at", ours="words at", plain="round version stage taken_back_at",
    ),
    Holding(
        Absence, gettext_lazy("When you agreed to go on without somebody"), whose="by",
        copied="at", ours="at", plain="round about",
    ),
]  # fmt: skip


class Deciding(Belonging):
    key, order, title = "deciding", 60, gettext_lazy("What you said of proposals")
    fates = (Fate.UNNAMED, Fate.GOES)
    holdings = (REMARKS, POSITIONS)

    def says(self, fate, n):
        words = {
            Fate.UNNAMED: ngettext(
                "%(number)s thing that you said of a proposal stays, without your name.",
                "%(number)s things that you said of proposals stay, without your name.", n,
            ),
            Fate.GOES: ngettext(
                "%(number)s thing that you said of a proposal goes. That all who were asked had consented stays.",
                "%(number)s things that you said of proposals go. That all who were asked had consented stays.", n,
            ),
        }[fate]  # fmt: skip
        return words % {"number": number_word(n)}
