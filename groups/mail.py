"""The mails of this app: from an outbox row to a letter, or None where it may no longer be sent."""

import json
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from copse.mail import Letter, letter
from copse.seal import unseal
from groups.models import AdminClaim, ConsentRound, Ending, Gathering, Invitation, Membership, Outbox

CODES = {  # how long each can be used, in seconds
    "login_code": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
    "fresh_code": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
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
    """A code or a word on one's own account, from the sealed part of the row; no code that has run out.

    A row to nobody was for an address that nobody here has.
    """
    if not row.to:
        return None
    lifetime = CODES.get(row.reference)
    if lifetime and row.queued_at < timezone.now() - timedelta(seconds=lifetime):
        return None
    return Letter(to=row.to, **json.loads(unseal(row.sealed)))


def still_one_of_us(row: Outbox) -> bool:
    """Whether the mail's reader belongs to the group that it is about, at the moment of sending."""
    return Membership.objects.live().filter(group=row.group_id, member=row.member_id).exists()


def is_asked(row: Outbox, group) -> bool:
    """Whether the mail's reader is one of us and not on sabbatical, at the moment of sending."""
    return Membership.objects.required(on=group.today()).filter(group=group, member=row.member_id).exists()


def admin_claim(row: Outbox) -> Letter | None:
    """Somebody offers to look after invitations and settings."""
    claim = AdminClaim.objects.open().filter(pk=row.reference).select_related("by", "group").first()
    if claim is None or not still_one_of_us(row):
        return None
    return letter("groups/admin_claim", {"claim": claim, "group": claim.group}, to=row.to, sender=claim.group.name)


def gathering(row: Outbox) -> Letter | None:
    """One of us asks something that each of us writes about; not whoever rests."""
    found = Gathering.objects.writing().filter(key=row.reference).select_related("begun_by", "group").first()
    if found is None or not is_asked(row, found.group):
        return None
    return letter("groups/gathering", {"gathering": found, "asks": found.asks}, to=row.to, sender=found.group.name)


def consent_round(row: Outbox) -> Letter | None:
    """A round was opened, has moved on or is over: which, not what it is about. Whoever rests hears how it ended."""
    found = _round_as_told(row)
    if found is None or not (still_one_of_us(row) if found.is_over else is_asked(row, found.group)):
        return None
    return letter("groups/round", {"round": found}, to=row.to, sender=found.group.name)


def round_reminder(row: Outbox) -> Letter | None:
    """We wait to hear from you, if we still do; or for nobody any more, and you can take the next step."""
    found = _round_as_told(row)
    hearing = found and found.hearing()
    if hearing is None or row.member_id not in [person.member_id for person in hearing.it_is_up_to]:
        return None
    context = {"round": found, "can_go_on": hearing.can_go_on}
    return letter("groups/round_reminder", context, to=row.to, sender=found.group.name)


def _round_as_told(row: Outbox) -> ConsentRound | None:
    """The round, while it stands where it stood: nobody is told what is no longer so."""
    key, stage, n = row.reference.split(":")
    found = ConsentRound.objects.filter(key=key, stage=stage).select_related("group", "by").first()
    return found if found and found.version.n == int(n) else None


def group_ending(row: Outbox) -> Letter | None:
    """The group is to be deleted: asked, agreed, or taken back."""
    key, _colon, news = row.reference.partition(":")
    ending = Ending.objects.filter(pk=key).select_related("asked_by", "agreed_by", "group").first()
    if ending is None or not still_one_of_us(row):
        return None
    if (ending.withdrawn_at is None) == (news == "withdrawn"):
        return None  # it has been taken back since
    context = {"ending": ending, "news": news, "group": ending.group}
    return letter("groups/group_ending", context, to=row.to, sender=ending.group.name)


def removal(row: Outbox) -> Letter | None:
    """You have been taken out of a group: neither which nor why, both are behind the link."""
    still = Membership.objects.left_behind().filter(removed_at__isnull=False)
    return _of_removal(row, "groups/removal", "groups:left", still)


def removal_undone(row: Outbox) -> Letter | None:
    return _of_removal(row, "groups/removal_undone", "front", Membership.objects.live())


def _of_removal(row: Outbox, template: str, page: str, still) -> Letter | None:
    if not still.filter(key=row.reference, member=row.member).exists():
        return None
    return letter(template, {"link": settings.SITE_URL + reverse(page)}, to=row.to)
