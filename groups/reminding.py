"""Reminders of what we are deciding: on the day that a stage shows, and once more. Nothing else happens with time."""

from datetime import datetime

from django.db import transaction

from groups.models import ConsentRound, Outbox
from groups.models.round_stages import REMINDED_AT


def remind(at: datetime) -> None:
    """Write to those whom an open round is up to, where it is time to. For their word each is written to twice in a
    stage at most, and for the next step too.
    """
    for begun in ConsentRound.objects.open().select_related("group"):
        passed = [share for share in REMINDED_AT if begun.stage_since + share * begun.group.patience <= at]
        if passed:
            _write_to_those_it_is_up_to(begun, len(passed) - 1, at)


@transaction.atomic
def _write_to_those_it_is_up_to(begun: ConsentRound, n: int, at: datetime) -> None:
    reference, hearing = f"{begun.key}:{begun.stage}:{begun.version.n}", begun.hearing(at)
    which = f"{reference}:next{n}" if hearing.can_go_on else f"{reference}:{n}"
    Outbox.queue_all(
        [
            Outbox.row_for(person.member, "round_reminder", reference, group=begun.group, at=at,
                           key=f"{which}:{person.member_id}")
            for person in hearing.it_is_up_to
            if person.member
        ]
    )  # fmt: skip
