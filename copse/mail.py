"""Mail: plain text, one matter, one link. The only place that makes an EmailMessage. Rows: groups.models.Outbox."""

import re
import textwrap
from collections.abc import Mapping
from datetime import datetime
from email.encoders import encode_base64
from email.headerregistry import Address
from types import MappingProxyType
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

WHOLE_WORDS = {"break_long_words": False, "break_on_hyphens": False}


class Letter(NamedTuple):
    """One mail: to one person, from the group's name at the site's address.

    A `calendar` with a `method` (RFC 5546) is an invitation, or takes one back: calendars act on it, and answer to its
    organizer. Without one it is a file called `calendar_name`.
    """

    to: str
    subject: str
    text: str
    sender: str = "Copse"
    headers: Mapping[str, str] = MappingProxyType({})
    calendar: bytes = b""
    method: str = ""
    calendar_name: str = "invite.ics"
    begins_at: datetime | None = None  # what it is about, or the last of the dates to choose from
    return_path: str = ""  # where it comes back to that doesn't arrive; "" for where it comes from


def letter(
    template: str, context: dict, *, to: str, sender: str = "Copse", begins_at: datetime | None = None
) -> Letter:
    """Render `mail/<template>.txt`: the first line is the subject, the rest the text."""
    rendered = render_to_string(f"mail/{template}.txt", {**context, "site_url": settings.SITE_URL})
    subject, _, text = rendered.strip().partition("\n")
    return Letter(to=to, subject=subject.strip(), text=text.strip() + "\n", sender=sender, begins_at=begins_at)


def send(letter: Letter, *, message_id: str) -> None:
    """Hand it to the mail server. Raises what smtplib raises, BadHeaderError for a line end in a header."""
    name, _, domain = settings.EMAIL_FROM.rpartition("@")
    sender = str(Address(letter.sender, name, domain))
    message = _Message(
        subject=letter.subject,
        body=letter.text,
        from_email=letter.return_path or sender,  # of the envelope
        to=[letter.to],
        headers={"From": sender, "Message-ID": message_id, "Auto-Submitted": "auto-generated", **letter.headers},
    )
    if letter.method:  # RFC 6047, 2.4; and the same as a file, for readers that look for one
        message.attach_alternative(letter.calendar.decode(), f"text/calendar; method={letter.method}")
        message.attach(letter.calendar_name, letter.calendar, "application/ics")
    elif letter.calendar:
        message.attach(letter.calendar_name, letter.calendar, "text/calendar")
    message.send()


def flowed(text: str) -> str:
    """In lines of 78 characters at most, which a reader may join again (RFC 3676, format=flowed): each that goes on
    ends with a space. A word that is longer, such as a link, stays in one piece.
    """
    lines = (" \n".join(textwrap.wrap(line, 77, **WHOLE_WORDS)) for line in text.split("\n"))
    return re.sub(r"(?m)^(?=[ >]|From )", " ", "\n".join(lines))


class _Message(EmailMultiAlternatives):
    """Django's own, where words flow, and a calendar keeps its line ends and comes through any server: in base64."""

    def message(self, **how):
        built = super().message(**how)
        for part in built.walk():
            if part.get_content_type() == "text/plain":
                del part["Content-Transfer-Encoding"]
                part.set_payload(flowed(self.body), "utf-8")
                part.set_param("format", "flowed", requote=False)
            elif part.get_content_type() == "text/calendar":
                del part["Content-Transfer-Encoding"]
                lines = part.get_payload(decode=True).splitlines()
                part.set_payload(b"\r\n".join([*lines, b""]))
                encode_base64(part)
        return built
