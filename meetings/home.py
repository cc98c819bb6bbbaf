"""What meetings add to a group's home and to the larder."""

from django.urls import reverse
from django.utils.translation import gettext as _

from copse.words import day
from groups.registry import Ask, News
from meetings.models import Meeting, MeetingDate, MeetingTopic


def openings(group):
    """When the topics of a group are opened: a queryset of MeetingTopic with `.ahead()` and `.behind()`."""
    return MeetingTopic.objects.filter(meeting__group=group)


def next_meeting(membership, at) -> Meeting | None:
    return membership.group.meetings.ahead(at).settled().for_page().first()


def last_met(group, at):
    """When the last meeting ended; before the first, when the group began."""
    held = group.meetings.held(at).values_list("ends_at", flat=True).first()
    return held or group.created_at


def unanswered(membership, at) -> list[Ask]:
    """Settled meetings that I haven't answered."""
    meetings = membership.group.meetings.settled().awaiting_answer_from(membership, at).for_page()[:6]
    return [
        Ask(
            day(m.starts_on),
            _("%(meeting)s. Say whether you can come.") % {"meeting": m.name},
            reverse("meetings:detail", args=[membership.group.slug, m.key]) + "#coming",
            _("Answer"),
            m.starts_at,
        )
        for m in meetings
    ]


def without_a_date(membership, at) -> list[Ask]:
    """Meetings whose date isn't settled, where I have something to do: answer, or settle it."""
    group = membership.group
    asks = []
    answered = set(membership.attendances.standing().filter(meeting__group=group).values_list("meeting_id", flat=True))
    for meeting in group.meetings.unsettled().ahead(at).for_page()[:6]:
        if meeting.pk not in answered:
            button, words = _("Say if you can"), _("No date yet. We thought of %(day)s.")
        elif membership.facilitates and meeting.everyone_can():
            button, words = _("Settle the date"), _("All of us can make %(day)s.")
        else:
            continue
        url = reverse("meetings:detail", args=[group.slug, meeting.key]) + "#coming"
        title = _("A date for %(meeting)s") % {"meeting": meeting.name}
        asks.append(Ask(title, words % {"day": day(meeting.starts_on)}, url, button, meeting.starts_at))
    return asks


def _news(group, meeting, by, at, deed) -> News:
    about = f"{meeting.name}, {day(meeting.starts_on)}"
    return News(at, by, deed, about, reverse("meetings:detail", args=[group.slug, meeting.key]))


def moved(membership, at, since) -> list[News]:
    group = membership.group
    dates = MeetingDate.objects.filter(meeting__group=group, meeting__let_go_at=None, moved_at__gt=since)
    found = (
        dates.select_related("by", "meeting__focus").prefetch_related("meeting__opened__topic").order_by("-moved_at")
    )
    return [_news(group, d.meeting, d.by, d.moved_at, _("moved a meeting")) for d in found[:6]]


def settled(membership, at, since) -> list[News]:
    """Settled since: not those that were settled from the moment they were planned long ago."""
    group = membership.group
    found = group.meetings.ahead(at).filter(settled_at__gt=since).for_page()
    return [_news(group, m, None, m.settled_at, _("A date is settled")) for m in found[:6]]


def let_go(membership, at, since) -> list[News]:
    group = membership.group
    found = group.meetings.filter(let_go_at__gt=since).for_page().order_by("-let_go_at")
    return [_news(group, m, None, m.let_go_at, _("A meeting is let go")) for m in found[:6]]
