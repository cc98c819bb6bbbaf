"""What comes to the inbound mailbox, given to whoever knows its purpose (`registry.received`)."""

from datetime import datetime
from email.message import Message

from copse import inbound
from groups import registry


def receive(at: datetime) -> tuple[int, int]:
    """Read what has come: how many messages were dealt with, and how many were put aside in the mailbox. Without a
    mailbox there are none. Raises what `inbound.read` raises, of which the log has a line each minute.
    """
    return inbound.read(lambda message: is_taken(message, at)) if inbound.is_on() else (0, 0)


def is_taken(message: Message, at: datetime) -> bool:
    """Whether it went to an address of ours that somebody answers for, and they have dealt with it."""
    return any(
        registry.received[purpose](token, message, at)
        for purpose, token in inbound.tokens_in(message)
        if purpose in registry.received
    )
