"""Mails that come back: each is sent from an address of its own in the inbound mailbox, and a report that arrives there
says which mail didn't arrive. What else it says isn't read.
"""

from datetime import datetime
from email.message import Message

from copse import inbound
from copse.undelivered import fault_in
from groups.models.outbox import Outbox

PURPOSE = "b"


def return_path(row: Outbox) -> str:
    """Where a report on `row` goes to; "" where there is no inbound mailbox."""
    if not inbound.is_on():
        return ""
    return inbound.address(PURPOSE, inbound.token(PURPOSE, f"{row.pk:x}", _facts(row)))


def _facts(row: Outbox) -> str:
    """Of this try: each that is put back or asked for again has its own time."""
    return f"{row.message_id}:{row.due_at.timestamp():.6f}"


def receive(token: str, message: Message, at: datetime) -> bool:
    """Note what a report says of the mail that `token` was made for. False where it is no report, of none of ours or
    of an earlier try, so that it is put aside: a note that somebody is on holiday changes nothing.
    """
    row, fault = _row_of(token), fault_in(message)
    if row is None or fault is None:
        return False
    row.came_back(fault, at)
    return True


def _row_of(token: str) -> Outbox | None:
    try:
        row = Outbox.objects.filter(pk=int(inbound.name_in(token)[:15], 16)).first()
    except ValueError:
        return None
    return row if row and inbound.is_signed(token, PURPOSE, _facts(row)) else None
