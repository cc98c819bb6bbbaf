"""What comes to the address of an invitation (registry.received): an answer is taken, all else is put aside."""

import codecs
import re
from datetime import datetime
from email.message import Message

from copse.fields import tidy
from meetings.itip import MOST_PARTS, reply_in
from meetings.models import MeetingInvitation, PutAside
from meetings.reply import Unclear

QUOTED = re.compile(r"^(>.*|-{2,} ?Original Message ?-{2,}|_{10,}|On .{0,200} wrote:)\s*$", re.IGNORECASE)


def take(token: str, message: Message, at: datetime) -> bool:
    """Whether it came to an invitation of somebody who is one of us, and was dealt with. Its sender isn't asked: mail
    is forwarded, and the address is told to this one member alone. With what a machine answers by itself nobody deals.
    """
    invitation = MeetingInvitation.find(token)
    if invitation is None:
        return False
    try:
        invitation.take(reply_in(message), at)
    except Unclear:
        if is_automatic(message):
            return False
        return PutAside.keep(invitation, words_of(message), message.as_bytes(), at)
    return True


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


def words_of(message: Message) -> str:
    """What was written in it, without what it quotes; "" where there is no plain text."""
    for part, _n in zip(message.walk(), range(MOST_PARTS), strict=False):
        if part.get_content_type() == "text/plain" and not part.get_filename():
            content = part.get_payload(decode=True) or b""
            text = content[:20_000].decode(_charset(part), "replace")
            lines = []
            for line in tidy(text).splitlines():
                if QUOTED.match(line):
                    break
                lines.append(line.rstrip())
            return "\n".join(lines).strip()
    return ""


def _charset(part: Message) -> str:
    """Which letters its bytes are, where Python knows them."""
    try:
        return codecs.lookup(str(part.get_content_charset() or "utf-8")).name
    except (LookupError, ValueError):
        return "utf-8"
