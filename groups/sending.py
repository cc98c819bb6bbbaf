"""What a row of the outbox is at the moment of sending: asked once more of its reader's choices and quiet hours."""

from datetime import datetime

from django.utils import timezone

from copse.mail import Letter
from groups import friday, registry, unsubscribing
from groups.kinds import Rhythm
from groups.models.mail_choice import MailChoice
from groups.models.membership import Membership


def waits_until(row, at: datetime) -> datetime | None:
    """When the quiet hours of its reader end; None where it needn't wait. What an account is told never waits."""
    return row.member.quiet_ends(at) if row.member and row.kind != registry.ACCOUNT else None


def letter_of(row) -> Letter | None:
    """The letter to send; None where it may no longer be sent, or where its reader wants no such mail now."""
    kind = registry.kinds.get(row.kind)
    if kind is None:
        return registry.mails[row.kind](row)
    live = Membership.objects.live().filter(member__is_active=True).select_related("group")
    reader = live.filter(group=row.group_id, member=row.member_id).first()
    rhythm = MailChoice.of(reader)[kind] if reader else Rhythm.NEVER
    if rhythm == Rhythm.NEVER:
        return None
    letter = registry.mails[row.kind](row)
    if letter is None or not (kind.is_sent(rhythm) or _begins_before_friday(letter, row)):
        return None
    return letter._replace(headers={**letter.headers, **unsubscribing.headers(reader, kind)})


def _begins_before_friday(letter: Letter, row) -> bool:
    """Whether the next Friday letter would come too late for what it tells."""
    if letter.begins_at is None:
        return False
    due = friday.next_due(row.member.zone, timezone.now())
    return letter.begins_at < (row.member.quiet_ends(due) or due)
