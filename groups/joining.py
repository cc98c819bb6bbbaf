"""Which invitation this visitor follows: its key waits in the session, the link's secret never does."""

from groups.models import Invitation

SESSION_KEY = "invitation"


def follow(request, invitation: Invitation) -> None:
    request.session[SESSION_KEY] = invitation.key


def invitation_in(request) -> Invitation | None:
    """The open invitation that the visitor follows. Asked anew each time, since it can be taken back."""
    key = request.session.get(SESSION_KEY)
    if not key:
        return None
    return Invitation.objects.open().filter(key=key).select_related("group", "invited_by__member").first()


def arrived(request) -> None:
    request.session.pop(SESSION_KEY, None)
