"""Mail: plain text, one matter, one link. The only place that makes an EmailMessage. Rows: groups.models.Outbox."""

from collections.abc import Mapping
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
    return_path: str = ""  # where it comes back to that doesn't arrive; "" for where it comes from


def letter(template: str, context: dict, *, to: str, sender: str = "Copse") -> Letter:
    """Render `mail/<template>.txt`: the first line is the subject, the rest the text."""
    rendered = render_to_string(f"mail/{template}.txt", {**context, "site_url": settings.SITE_URL})
    subject, _, text = rendered.strip().partition("\n")
    return Letter(to=to, subject=subject.strip(), text=text.strip() + "\n", sender=sender)


def send(letter: Letter, *, message_id: str) -> None:
    """Hand it to the mail server. Raises what smtplib raises, BadHeaderError for a line end in a header."""
    name, _, domain = settings.EMAIL_FROM.rpartition("@")
    sender = str(Address(letter.sender, name, domain))
    message = EmailMessage(
        subject=letter.subject,
        body=letter.text,
        from_email=letter.return_path or sender,  # of the envelope
        to=[letter.to],
        headers={"From": sender, "Message-ID": message_id, "Auto-Submitted": "auto-generated", **letter.headers},
    )
    message.send()
