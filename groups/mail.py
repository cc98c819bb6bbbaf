"""The mails of this app: from an outbox row to a letter, or None where it may no longer be sent."""

import json
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from copse.mail import Letter, letter, unseal
from groups.models import Invitation, Outbox

CODES = {  # how long each can be used, in seconds
    "login_code": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
    "email_confirmation": settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
    "email_confirmation_signup": settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
}


def invitation(row: Outbox) -> Letter | None:
    """Somebody invites you. Neither the group's name nor the note: both are behind the link."""
    found = Invitation.objects.open().filter(key=row.reference).select_related("invited_by").first()
    if found is None:
        return None
    return letter("groups/invitation", {"invitation": found}, to=row.to)


def account(row: Outbox) -> Letter | None:
    """A code or a word on one's own account, from the sealed part of the row; no code that has run out."""
    lifetime = CODES.get(row.reference)
    if lifetime and row.queued_at < timezone.now() - timedelta(seconds=lifetime):
        return None
    return Letter(to=row.to, **json.loads(unseal(row.sealed)))
