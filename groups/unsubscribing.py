"""The link in each mail that stops mails of its kind from its group, for whoever holds it (RFC 8058).

It works for somebody who isn't signed in, so it can do nothing else. Nothing of it is kept: it says which membership
and which kind, under a signature that is made for this alone.
"""

from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from groups.kinds import Kind, Rhythm
from groups.models import MailChoice, Membership

LONGEST = 120  # characters; what is longer is none of ours


class Stop(NamedTuple):
    """What a link stops. `membership` is None where they have left or the group is no more, and nothing comes."""

    kind: Kind
    membership: Membership | None

    def is_done(self) -> bool:
        return self.membership is None or MailChoice.of(self.membership)[self.kind] == Rhythm.NEVER

    def do(self) -> None:
        """Done twice is done once."""
        if self.membership:
            MailChoice.keep({self.kind: Rhythm.NEVER}, by=self.membership)


def _signer() -> Signer:
    return Signer(sep=".", salt="groups.unsubscribing")


def token_for(membership: Membership, kind: Kind) -> str:
    return _signer().sign(f"{membership.key}.{kind}")


def find(token: str) -> Stop | None:
    """What the link with `token` stops; None where it is no link of ours."""
    try:
        key, _dot, kind = _signer().unsign(token[: LONGEST + 1]).partition(".")
    except BadSignature:
        return None
    if kind not in Kind.values:  # there was such a kind once
        return None
    members = Membership.objects.live().select_related("group", "member")
    return Stop(Kind(kind), members.filter(key=key).first())


def headers(membership: Membership, kind: Kind) -> dict[str, str]:
    """Those of a mail of this kind: which list it is of (RFC 2919), and how to leave it (RFC 2369, RFC 8058)."""
    link = settings.SITE_URL + reverse("groups:unsubscribe", args=[token_for(membership, kind)])
    return {
        "List-Id": f"<{membership.group.slug}.{settings.SITE_UID_DOMAIN}>",
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
