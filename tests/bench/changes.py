"""What happens ahead of a request, uncounted, for rows that measure the first look after a change."""


def group_changes(slug: str, area: str = "programme") -> None:
    """Something visible has changed in the group: in its programme, which most of its pages are drawn from."""
    from groups.models import Group

    Group.objects.get(slug=slug).changed(area)


def meeting_changes(key: str) -> None:
    """One meeting has another link: one event of the feed is new, the others are as they were."""
    from meetings.models import Meeting

    meeting = Meeting.objects.get(key=key)
    meeting.change(by=meeting.facilitator, join_url=f"https://meet.example.org/{meeting.sequence + 1}")


def feed_is_new(key: str) -> None:
    """Nothing is kept of a feed: neither its bytes nor any meeting's piece."""
    from meetings.models import Component, FeedDocument, Subscription

    Component.objects.filter(meeting__group=Subscription.objects.get(key=key).group).delete()
    Subscription.objects.filter(key=key).update(stamp="", etag="")
    FeedDocument.objects.filter(subscription__key=key).update(content=b"", etag="")
