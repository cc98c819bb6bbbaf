"""Which invitation this visitor follows: its key waits in the session, the link's secret never does."""

from allauth.account.models import EmailAddress
from django.db import transaction

from groups.models import Invitation, Member

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


@transaction.atomic
def make_way(email: str) -> bool:
    """Forget what somebody began with `email` and never proved: it mustn't keep out whom the invitation is for.

    True where the address is free now.
    """
    members = Member.objects.filter(email=email)
    members.filter(is_staff=False, memberships=None).exclude(emailaddress__verified=True).delete()
    claims = EmailAddress.objects.filter(email=email)
    claims.filter(verified=False).delete()
    return not (members.exists() or claims.exists())
