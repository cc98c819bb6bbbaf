"""The mails of this app: from an outbox row to a letter, or None where it may no longer be sent."""

import json
from datetime import timedelta

from django.utils import timezone

from copse.mail import Letter, letter, unseal
from groups.models import Invitation, Outbox

CODES = {"login_code", "email_confirmation", "email_confirmation_signup"}
CODE_LIFETIME = timedelta(minutes=15)


def invitation(row: Outbox) -> Letter | None:
    """Somebody invites you. Neither the group's name nor the note: both are behind the link."""
    found = Invitation.objects.open().filter(key=row.reference).select_related("invited_by").first()
    if found is None:
        return None
    return letter("groups/invitation", {"invitation": found}, to=row.to)


def account(row: Outbox) -> Letter | None:
    """A code or a word on one's own account, from the sealed part of the row; no code that has run out."""
    if row.reference in CODES and row.queued_at < timezone.now() - CODE_LIFETIME:
        return None
    return Letter(to=row.to, **json.loads(unseal(row.sealed)))
