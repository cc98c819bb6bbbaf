"""What comes to the address of an invitation (registry.received): an answer is taken, all else is put aside."""

from datetime import datetime
from email.message import Message

from copse.inbound import Beginning
from meetings.itip import reply_in
from meetings.mail_words import words_of
from meetings.models import MeetingInvitation, PutAside
from meetings.reply import Reply, Unclear


def take(token: str, message: Message, at: datetime) -> bool:
    """Whether it came to an invitation of somebody who is one of us, and was dealt with. Its sender isn't asked: mail
    is forwarded, and the address is told to this one member alone. With what a machine answers by itself nobody deals,
    and of what somebody wrote that isn't kept whole, the mail stays too.
    """
    invitation = MeetingInvitation.find(token)
    if invitation is None:
        return False
    try:
        invitation.take(answer_in(message), at)
    except Unclear:
        if is_automatic(message):
            return False
        words = words_of(message, PutAside.LONGEST)
        return PutAside.keep(invitation, words.text, message.as_bytes(), at) and words.are_all
    return True


def answer_in(message: Message) -> Reply:
    """Raises Unclear where it holds none, and for what is too large to be one."""
    if isinstance(message, Beginning):
        raise Unclear
    return reply_in(message)


def is_automatic(message: Message) -> bool:
    """Whether nobody wrote it, such as an out-of-office note: to answer it would go on for ever (RFC 3834)."""
    headers = ("Auto-Submitted", "Precedence", "Return-Path")
    submitted, precedence, back = (str(message.get(name, "")).strip().lower() for name in headers)
    return (
        submitted not in ("", "no")
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or back == "<>"
        or any(name in message for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
    )
