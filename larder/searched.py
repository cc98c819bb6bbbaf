"""What members find of the larder by its words: see groups.search."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.registry import Said, Searched


def topic_says(topic) -> Said:
    return Said(title=topic.title, words=(topic.why,), at=topic.put_by_at, key=topic.key)


def activity_says(activity) -> Said:
    words = (
        activity.instructions, activity.materials, activity.content_note, activity.alternative, activity.source,
    )  # fmt: skip
    return Said(title=activity.title, words=words, at=activity.put_by_at, key=activity.key)


SEARCHED = {
    "topics": Searched(
        order=10,
        title=_("Topics"),
        shown=lambda group: group.topics.all(),
        says=topic_says,
        url=lambda slug, key: reverse("larder:detail", args=[slug, key]),
    ),
    "activities": Searched(
        order=20,
        title=_("Activities"),
        shown=lambda group: group.activities.all(),
        says=activity_says,
        url=lambda slug, key: reverse("larder:list", args=[slug]),
    ),
}
