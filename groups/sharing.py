"""Mail that something was put by or shown for all of us (`Group.tell_of_sharing`): how much of what, no words of it."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from copse.mail import Letter, letter
from groups import registry
from groups.models.membership import Membership


def found(membership, since: datetime) -> list[tuple[registry.Shared, int, datetime]]:
    """What others have shared since then and still stands: how many of each sort, and when the newest was."""
    sorts = sorted((sort for of_app in registry.shared for sort in of_app), key=lambda sort: sort.order)
    counted = [(sort, [*sort.moments(membership, since)]) for sort in sorts]
    return [(sort, len(moments), max(moments)) for sort, moments in counted if moments]


def shared(row) -> Letter | None:
    """Something new for us to look at, if it is still there."""
    me = Membership.objects.live().select_related("group").filter(group=row.group_id, member=row.member_id).first()
    sorts = found(me, datetime.fromisoformat(row.reference)) if me else []
    if not sorts:
        return None
    page = sorts[0][0].page if len(sorts) == 1 else "home"
    link = settings.SITE_URL + reverse(page, args=[me.group.slug])
    lines = [sort.says(n) for sort, n, _newest in sorts]
    return letter("groups/shared", {"lines": lines, "link": link}, to=row.to, sender=me.group.name)
