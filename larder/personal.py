"""What the larder keeps of people, and what becomes of it when they leave: see groups.holding and groups.belonging."""

from django.utils.translation import gettext_lazy, ngettext

from copse.words import number_word
from groups.belonging import Belonging, Fate
from groups.holding import Holding, NotPersonal
from larder.models import Delivery, Topic, TopicKind, Wish

TOPICS = Holding(
    Topic, gettext_lazy("Topics that you put by"), whose="by", goes=True,
    copied="title why kind.name put_by_at", plain="group key",
)  # fmt: skip
WISHES = Holding(
    Wish, gettext_lazy("Topics that you would like"), whose="membership", goes=True, copied="topic.title at"
)
DELIVERIES = Holding(
    Delivery, gettext_lazy("Lists that you brought to the larder"), whose="by", goes=True, copied="text brought_at",
    plain="key done lines fault found stamp looked_at with_here agreed_at changed_at taken_in_at failed_at",
)  # fmt: skip
RULES = [
    TOPICS,
    WISHES,
    DELIVERIES,
    NotPersonal(TopicKind, "the group's own", "group key name lid order"),
]


class Topics(Belonging):
    key, order, title = "topics", 30, gettext_lazy("Topics that you put by")
    fates = (Fate.UNNAMED, Fate.GOES)
    holdings = (TOPICS,)

    def says(self, fate, n):
        words = {
            Fate.UNNAMED: ngettext(
                "%(number)s topic that you put by stays in the larder, without your name.",
                "%(number)s topics that you put by stay in the larder, without your name.", n,
            ),
            Fate.GOES: ngettext(
                "%(number)s topic that you put by is taken out of the larder. Where it was opened at a meeting, only"
                " what came of it stays.",
                "%(number)s topics that you put by are taken out of the larder. Where one was opened at a meeting, only"
                " what came of it stays.", n,
            ),
        }[fate]  # fmt: skip
        return words % {"number": number_word(n)}

    def part(self, membership, fate, at):
        if fate != Fate.GOES:
            return None
        taken = TOPICS.copy(membership)
        for topic in membership.topics.all():
            topic.take_out(at=at)
        return taken

    def settle(self, membership, fate):
        """Taken out at once, or here to stay: nothing is left to do."""


class Wishes(Belonging):
    key, order, title = "wishes", 40, gettext_lazy("Topics that you would like")
    holdings = (WISHES,)

    def says(self, fate, n):
        words = ngettext(
            "Your mark on %(number)s topic that you would like goes.",
            "Your marks on %(number)s topics that you would like go.", n,
        )  # fmt: skip
        return words % {"number": number_word(n)}


BELONGINGS = [Topics(), Wishes()]


def end_wishes(membership, at) -> None:
    """Whoever goes no longer waits for a topic."""
    membership.wishes.all().delete()
