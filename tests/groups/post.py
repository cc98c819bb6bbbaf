"""The post between Copse and people's letter boxes: what is due is delivered, and the newest mail is read."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.core import mail
from django.db.models import F

from groups.models import Invitation, Outbox


def mails_to(address: str) -> list:
    """All that has been sent to `address`, after what is due has gone out; what was written last is last, though codes
    go out first.
    """
    Outbox.deliver_due()
    written = {str(row.message_id): row.pk for row in Outbox.objects.all()}
    found = [m for m in mail.outbox if m.to == [address]]
    return sorted(found, key=lambda m: written.get(m.extra_headers["Message-ID"].strip("<").partition("@")[0], 0))


def a_while_ago(*invitations) -> None:
    """As if each had been sent an hour earlier: pressed again within a minute, none goes out again."""
    sent = Invitation.objects.filter(pk__in=[each.pk for each in invitations])
    sent.update(sent_at=F("sent_at") - timedelta(hours=1))


def newest_to(address: str):
    return mails_to(address)[-1]


def code_in(letter) -> str:
    """The code that stands on a line of its own."""
    return re.search(r"^    (\S+)$", letter.body, re.MULTILINE).group(1)


def path_in(letter) -> str:
    """Where the mail's one link leads."""
    (link,) = re.findall(r"^https://copse\.test(/\S+)$", letter.body, re.MULTILINE)
    return urlsplit(link).path
