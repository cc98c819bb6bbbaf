"""What topics keep of people, and what becomes of it when they leave: see groups.holding and groups.belonging."""

from django.utils.translation import gettext_lazy, ngettext

from copse.words import number_word
from groups import search
from groups.belonging import Belonging, Fate
from groups.holding import Holding, NotPersonal
from larder.models import Note, Revision, Tag, Tagging, Topic, TopicKind, Wish

WORDING = "title why kind tags at"
TOPICS = Holding(
    Topic, gettext_lazy("Topics that you put by"), whose="by", goes=True,
    copied="title why kind.name put_by_at", plain="group key tags touched_at put_back_at worded_by worded_at",
)  # fmt: skip
REVISIONS = Holding(
    Revision, gettext_lazy("How you worded topics"), whose="by", copied=WORDING, ours=WORDING, plain="topic key"
)
NOTES = Holding(
    Note, gettext_lazy("Notes that you added to topics"), whose="by", goes=True,
    copied="topic.title text written_at changed_at", plain="key",
)  # fmt: skip
WISHES = Holding(
    Wish, gettext_lazy("Topics that you would like"), whose="membership", goes=True, copied="topic.title at"
)
RULES = [
    TOPICS,
    REVISIONS,
    NOTES,
    WISHES,
    NotPersonal(TopicKind, "the group's own", "group key name lid order"),
    NotPersonal(Tag, "the group's own words", "group key name folded"),
    NotPersonal(Tagging, "which of the group's words a topic has", "tag topic"),
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


class Notes(Belonging):
    key, order, title = "topic_notes", 35, gettext_lazy("Notes that you added to topics")
    fates = (Fate.UNNAMED, Fate.GOES)
    holdings = (NOTES,)

    def says(self, fate, n):
        words = {
            Fate.UNNAMED: ngettext(
                "%(number)s note of yours stays with its topic, without your name.",
                "%(number)s notes of yours stay with their topics, without your name.", n,
            ),
            Fate.GOES: ngettext(
                "%(number)s note of yours is taken down.", "%(number)s notes of yours are taken down.", n
            ),
        }[fate]  # fmt: skip
        return words % {"number": number_word(n)}

    def part(self, membership, fate, at):
        if fate != Fate.GOES:
            return None
        taken, topics = NOTES.copy(membership), list(membership.topic_notes.values_list("topic", flat=True))
        NOTES.erase(membership)
        search.keep(membership.group, "topics", *set(topics))
        membership.group.changed("larder")
        return taken


class Wishes(Belonging):
    key, order, title = "wishes", 40, gettext_lazy("Topics that you would like")
    holdings = (WISHES,)

    def says(self, fate, n):
        words = ngettext(
            "Your mark on %(number)s topic that you would like goes.",
            "Your marks on %(number)s topics that you would like go.", n,
        )  # fmt: skip
        return words % {"number": number_word(n)}


BELONGINGS = [Topics(), Notes(), Wishes()]


def end_wishes(membership, at) -> None:
    """Whoever goes no longer waits for a topic."""
    membership.wishes.all().delete()
