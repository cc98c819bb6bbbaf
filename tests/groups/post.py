"""The post between Copse and people's letter boxes: what is due is delivered, and the newest mail is read."""

import re
from urllib.parse import urlsplit

from django.core import mail

from groups.models import Outbox


def mails_to(address: str) -> list:
    """All that has been sent to `address`, after what is due has gone out; the newest is last."""
    Outbox.deliver_due()
    return [m for m in mail.outbox if m.to == [address]]


def newest_to(address: str):
    return mails_to(address)[-1]


def code_in(letter) -> str:
    """The code that stands on a line of its own."""
    return re.search(r"^    (\S+)$", letter.body, re.MULTILINE).group(1)


def path_in(letter) -> str:
    """Where the mail's one link leads."""
    (link,) = re.findall(r"^https://copse\.test(/\S+)$", letter.body, re.MULTILINE)
    return urlsplit(link).path
