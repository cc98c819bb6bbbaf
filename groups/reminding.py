"""Reminders of what we are deciding: on the day that a stage shows, and once more. Nothing else happens with time."""

from datetime import datetime

from django.db import transaction

from groups.models import ConsentRound, Outbox
from groups.models.round_stages import REMINDED_AT


def remind(at: datetime) -> None:
    """Write to those whom an open round waits for, where it is time to. Each is written to twice in a stage at most."""
    for begun in ConsentRound.objects.open().select_related("group"):
        for n, share in enumerate(REMINDED_AT):
            if begun.stage_since + share * begun.group.patience <= at:
                _write_to_those_awaited(begun, n, at)


@transaction.atomic
def _write_to_those_awaited(begun: ConsentRound, n: int, at: datetime) -> None:
    reference = f"{begun.key}:{begun.stage}:{begun.version.n}"
    for person in begun.hearing(at).expected_from:
        if person.member:
            Outbox.queue(
                "round_reminder", reference, to=person.member.email, member=person.member, group=begun.group,
                key=f"{reference}:{n}:{person.member_id}", at=at,
            )  # fmt: skip
