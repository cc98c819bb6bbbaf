"""Mail: plain text, one matter, one link. The only place that makes an EmailMessage. Rows: groups.models.Outbox."""

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from types import MappingProxyType
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


class Letter(NamedTuple):
    """One mail: to one person, from the group's name at the site's address."""

    to: str
    subject: str
    text: str
    sender: str = "Copse"
    headers: Mapping[str, str] = MappingProxyType({})
    begins_at: datetime | None = None  # what it tells of; after that it would be of no use


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
    message = EmailMessage(
        subject=letter.subject,
        body=letter.text,
        from_email=str(Address(letter.sender, name, domain)),
        to=[letter.to],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated", **letter.headers},
    )
    message.send()
