"""What meetings by mail keep of people: see groups.holding and meetings.personal."""

from django.db.models import F
from django.utils.translation import gettext_lazy

from groups.holding import Holding
from meetings.models import CalendarChoice, MeetingInvitation, PutAside

RULES = [
    Holding(
        CalendarChoice, gettext_lazy("How meetings come into your calendar"), whose="membership", goes=True,
        copied="way",
    ),
    Holding(
        MeetingInvitation, gettext_lazy("Meetings that were mailed to you"), whose="membership", goes=True,
        copied="meeting.starts_on mailed_at withdrawn_at answered_at",
        plain="key sequence meeting_sequence knew option",
    ),
    Holding(
        PutAside, gettext_lazy("Mails of yours that were no answer"), whose="invitation__membership", goes=True,
        copied="invitation.meeting.starts_on text came_at", plain="digest",
    ),
]  # fmt: skip


def end(membership, at) -> None:
    """Whoever goes: nothing is mailed to their calendar any more, and nobody hears what they answer to it. The number
    that it has is kept until they are erased: should they come back, it takes only a higher one.
    """
    PutAside.objects.filter(invitation__membership=membership).delete()
    membership.mailed_invitations.update(withdrawn_at=at, knew=None, sequence=F("sequence") + 1)
