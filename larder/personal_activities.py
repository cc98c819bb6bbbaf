"""What the repertoire keeps of people, and what becomes of it when they leave: see groups.holding, groups.belonging."""

from django.utils.translation import gettext_lazy, ngettext

from copse.words import number_word
from groups.belonging import Belonging, Fate
from groups.holding import Holding
from larder.models import Activity, ActivityWording

ACTIVITIES = Holding(
    Activity, gettext_lazy("Activities that you put by"), whose="by", goes=True,
    copied="title instructions medium minutes materials least most place part content_note alternative source"
    " variation_of put_by_at",
    plain="group key laid_aside_at taken_out_at",
)  # fmt: skip
RULES = [
    ACTIVITIES,
    Holding(
        ActivityWording, gettext_lazy("Activities that you changed"), whose="by",
        copied="activity until", ours="activity until",
        plain="title instructions materials content_note alternative source",
    ),
]  # fmt: skip


class Activities(Belonging):
    key, order, title = "activities", 35, gettext_lazy("Activities that you put by")
    fates = (Fate.UNNAMED, Fate.GOES)
    holdings = (ACTIVITIES,)

    def seen(self, whose):
        return [ACTIVITIES.rows(whose).with_words()]

    def says(self, fate, n):
        words = {
            Fate.UNNAMED: ngettext(
                "%(number)s activity that you put by stays in the repertoire, without your name.",
                "%(number)s activities that you put by stay in the repertoire, without your name.", n,
            ),
            Fate.GOES: ngettext(
                "%(number)s activity that you put by is taken out of the repertoire, with its earlier wordings. Where"
                " it was used at a meeting, only how it went stays.",
                "%(number)s activities that you put by are taken out of the repertoire, with their earlier wordings."
                " Where one was used at a meeting, only how it went stays.", n,
            ),
        }[fate]  # fmt: skip
        return words % {"number": number_word(n)}

    def part(self, membership, fate, at):
        if fate != Fate.GOES:
            return None
        taken = ACTIVITIES.copy(membership)
        for activity in membership.activities.with_words():
            activity.go(at=at)
        return taken

    def settle(self, membership, fate):
        """Taken out at once, or here to stay: nothing is left to do."""


BELONGINGS = [Activities()]
