"""What the larder adds to a group's home."""

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.registry import News


def put_by(membership, at, since) -> list[News]:
    topics = membership.group.topics.filter(put_by_at__gt=since).select_related("by").newest_first()[:6]
    slug = membership.group.slug
    return [
        News(t.put_by_at, t.by, _("put a topic by"), t.title, reverse("larder:detail", args=[slug, t.key]))
        for t in topics
    ]
