"""What happens ahead of a request, uncounted, for rows that measure the first look after a change."""


def group_changes(slug: str, area: str = "programme") -> None:
    """Something visible has changed in the group: a meeting ahead has another link, or somebody has answered anew.

    Another place would be kept in the meeting's history, which then grew with each counted request.
    """
    from groups.models import Group
    from meetings.models import Attendance

    group = Group.objects.get(slug=slug)
    meeting = group.meetings.ahead().settled().select_related("group")[1]
    by = group.members.in_order().last()
    if area == "programme":
        meeting.change(by=by, join_url=f"https://meet.example.org/{meeting.sequence % 9 + 1}")
    else:
        said = meeting.answers.filter(membership=by, answer="can").exists()
        Attendance.say(meeting, "stretch" if said else "can", by=by)


def topic_is_wanted(slug: str) -> None:
    """Somebody has put their mark on a topic, or taken it off."""
    from groups.models import Group

    group = Group.objects.get(slug=slug)
    by, topic = group.members.in_order().last(), group.topics.newest_first()[3]
    topic.wish(by=by, would_like=not topic.wishes.filter(membership=by).exists())


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
