"""What a row of the outbox is at the moment of sending: asked once more of its reader's choices and quiet hours."""

from dataclasses import replace
from datetime import datetime

from copse.mail import Letter
from groups import registry, unsubscribing
from groups.models.mail_choice import MailChoice
from groups.models.membership import Membership


def waits_until(row, at: datetime) -> datetime | None:
    """When the quiet hours of its reader end; None where it needn't wait. What is of no kind never waits."""
    return row.member.quiet_ends(at) if row.member and row.kind in registry.kinds else None


def letter_of(row) -> Letter | None:
    """The letter to send; None where it may no longer be sent, or where its reader wants no such mail now."""
    kind = registry.kinds.get(row.kind)
    if kind is None:
        return registry.mails[row.kind](row)
    reader = Membership.objects.live().filter(group=row.group_id, member=row.member_id).select_related("group").first()
    if reader is None or not kind.is_sent(MailChoice.of(reader)[kind]):
        return None
    letter = registry.mails[row.kind](row)
    return letter and replace(letter, headers={**letter.headers, **unsubscribing.headers(reader, kind)})
