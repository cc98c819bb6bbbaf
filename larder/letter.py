"""What the larder's mails say: how much was put by for all of us."""

from django.utils.translation import ngettext

from copse.words import number_word
from groups.registry import Shared


def _moments(rows, me, since):
    return rows.filter(put_by_at__gte=since).exclude(by=me).values_list("put_by_at", flat=True)


def _topics(n: int) -> str:
    words = ngettext("a topic was put by", "%(number)s topics were put by", n)
    return words % {"number": number_word(n)}


def _activities(n: int) -> str:
    words = ngettext("an activity came into our repertoire", "%(number)s activities came into our repertoire", n)
    return words % {"number": number_word(n)}


def _resources(n: int) -> str:
    words = ngettext(
        "something to read or to look at was put by", "%(number)s things to read or to look at were put by", n
    )
    return words % {"number": number_word(n)}


SHARED = [
    Shared(10, lambda me, since: _moments(me.group.topics.all(), me, since), _topics, "larder:list"),
    Shared(20, lambda me, since: _moments(me.group.activities.at_hand(), me, since), _activities, "larder:activities"),
    Shared(30, lambda me, since: _moments(me.group.resources.all(), me, since), _resources, "larder:resources"),
]
