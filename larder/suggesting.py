"""What could be opened next: asked for by most of us, not opened lately, and from whoever’s topics came up least."""

from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import DateTimeField
from django.utils import timezone
from django.utils.translation import gettext as _

from copse.near import recall
from copse.prepared import Given, Prepared, PreparedFor
from copse.words import join_names
from groups import registry
from groups.models import Membership
from larder.models import Topic, Wish

LATELY = timedelta(days=365)
MOST = 2  # suggestions
AT, SINCE = (Given(name, DateTimeField()) for name in ("at", "since"))
OPENED_LATELY = Prepared(
    lambda: (
        registry.openings(Given("group"))
        .filter(meeting__ends_at__gt=SINCE)
        .counting(AT)
        .values_list("topic_id", "topic__by_id")
    )
)
MARKS = Prepared(
    lambda: (
        Wish.objects.filter(membership__in=Membership.objects.live().filter(group=Given("group")))
        .order_by("at", "pk")
        .values_list("topic_id", "membership_id")
    )
)
WANTED = PreparedFor(
    lambda keys: Topic.objects.filter(pk__in=keys).values_list("pk", "key", "title", "by", "put_by_at")
)


class Suggestion(NamedTuple):
    """A topic by its key and its title, whose it is, who of us have marked it, and how many topics of whoever put it
    by came up lately or are to.
    """

    key: str
    title: str
    by: object
    wishers: list
    came_up: int

    @property
    def why(self) -> str:
        """The reason, in words, and without a figure: nobody’s topics are counted against another’s."""
        names = join_names([person.name for person in self.wishers])
        parts = {"names": names, "by": self.by.name}
        if self.came_up:
            return _("%(names)s would like it.") % parts
        return (
            _("%(names)s would like it. Nothing that %(by)s put by was opened in the last year, or is to be.") % parts
        )


def suggestions(group, at: datetime | None = None) -> list[Suggestion]:
    """Two at most, from two of us; none where nothing is wanted by most. Kept by version, for a day.

    Whoever put a topic by counts among those who want it. Lately is within a year, what is planned too.
    """
    at, people = at or timezone.now(), group.people
    versions = f"{group.larder_version}:{group.programme_version}:{group.people_version}"
    found = recall(f"suggested:{group.pk}:{versions}:{group.today(at)}", lambda: _found(group, at, people))
    return [
        Suggestion(key, title, people[by], [people[pk] for pk in marked], came_up)
        for key, title, by, marked, came_up in found
    ]


def _found(group, at: datetime, people: dict) -> list[tuple]:
    """As `suggestions`, people by their primary keys. Three queries."""
    opened = dict(OPENED_LATELY(group=group.pk, at=at, since=at - LATELY))
    came_up = Counter(opened.values())
    marked: dict[int, list[int]] = {}
    for topic, membership in MARKS(group=group.pk):
        if topic not in opened:
            marked.setdefault(topic, []).append(membership)
    many = [pk for pk, us in marked.items() if 2 * (len(us) + 1) > len(people)]
    topics = [row for row in WANTED(many) if row[3] in people]
    wanted = [row for row in topics if 2 * len({row[3], *marked[row[0]]}) > len(people)]
    wanted.sort(key=lambda row: (came_up[row[3]], -len(marked[row[0]]), row[4], row[0]))
    first_of_each = {row[3]: row for row in reversed(wanted)}
    chosen = [row for row in wanted if first_of_each[row[3]] is row][:MOST]
    return [(key, title, by, marked[pk], came_up[by]) for pk, key, title, by, _put_by_at in chosen]
