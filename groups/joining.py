"""Which invitation this visitor follows, and how far they are on the way into the group.

Its key waits in the session, the link's secret never does.
"""

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import Group, Invitation, Member, Membership
from groups.models.invitation import digest_of

SESSION_KEY = "invitation"


def follow(request, invitation: Invitation) -> None:
    request.session[SESSION_KEY] = invitation.key


def invitation_in(request) -> Invitation | None:
    """The open invitation that the visitor follows. Asked anew each time, since it can be taken back."""
    key = request.session.get(SESSION_KEY)
    if not key:
        return None
    return Invitation.objects.open().filter(key=key).select_related("group", "invited_by__member").first()


def came_into(request, token: str = "") -> Group | None:
    """The group that whoever asks is in by the invitation of this link, or by the one that they followed."""
    if not request.user.is_authenticated:
        return None
    mine = Invitation.objects.filter(accepted_as__in=Membership.objects.live().filter(member=request.user))
    which = {"token_hash": digest_of(token)} if token else {"key": request.session.get(SESSION_KEY)}
    return Group.objects.filter(invitations__in=mine.filter(**which)).first()


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


def passkeys_are_here() -> bool:
    return apps.is_installed("allauth.mfa")


def after_oneself(member: Member) -> str:
    """The name of the page that follows on saying who one is: a passkey is offered to whoever has none."""
    if passkeys_are_here() and not member.authenticator_set.filter(type="webauthn").exists():
        return "groups:joined_passkey"
    return "groups:first_things"


def steps(here: str) -> list[dict]:
    """The way into a group, each step with its `name` and whether it is `here`, `done` or ahead."""
    names = {
        "invitation": _("Who invites you"),
        "address": _("Your address"),
        "reading": _("What we hold to"),
        "oneself": _("You among us"),
        "passkey": _("A passkey"),
        "first": _("First things"),
    }
    if not passkeys_are_here():
        del names["passkey"]
    place = list(names).index(here)
    return [{"name": name, "here": i == place, "done": i < place} for i, name in enumerate(names.values())]
