"""What the larder adds to a group's home."""

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.registry import Lines, Look, News


def lines(look: Look) -> Lines:
    """Topics put by since we last met."""
    topics = look.group.topics.filter(put_by_at__gt=look.since).newest_first()
    deed, slug = _("put a topic by"), look.group.slug
    return Lines(
        news=[
            News(at, look.people.get(by), deed, title, reverse("larder:detail", args=[slug, key]))
            for at, by, title, key in topics.values_list("put_by_at", "by", "title", "key")[:6]
        ]
    )
