"""What members find of the larder by its words: see groups.search."""

from html import unescape

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from copse.markdown import plain
from groups.registry import Said, Searched


def topic_says(topic) -> Said:
    words = (topic.why, *topic.tag_names, *(note.text for note in topic.notes.all()))
    return Said(title=topic.title, words=words, at=topic.put_by_at, key=topic.key)


def activity_says(activity) -> Said:
    """Its instructions as one reads them, without stars and dashes."""
    words = (
        plain(activity.instructions), activity.materials, activity.content_note, activity.alternative, activity.source,
    )  # fmt: skip
    return Said(title=activity.title, words=words, at=activity.put_by_at, key=activity.key)


def resource_says(resource) -> Said:
    """A reference by all that stands in it, a file by its name; what is in the file isn't read."""
    reference = unescape(strip_tags(resource.in_apa)) if resource.reference else ""
    words = (resource.why, reference, resource.host, resource.file.name if resource.file else "")
    return Said(title=resource.title, words=words, at=resource.put_by_at, key=resource.key)


SEARCHED = {
    "topics": Searched(
        order=10,
        title=_("Topics"),
        shown=lambda group: group.topics.prefetch_related("tags", "notes"),
        says=topic_says,
        url=lambda slug, key: reverse("larder:detail", args=[slug, key]),
    ),
    "activities": Searched(
        order=20,
        title=_("Activities"),
        shown=lambda group: group.activities.at_hand(),
        says=activity_says,
        url=lambda slug, key: reverse("larder:activity", args=[slug, key]),
    ),
    "resources": Searched(
        order=25,
        title=_("Resources"),
        shown=lambda group: group.resources.select_related("file"),
        says=resource_says,
        url=lambda slug, key: reverse("larder:resource", args=[slug, key]),
    ),
}
