"""What the Friday letter says of the manifesto (groups.friday)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.kinds import Kind
from groups.letter import several
from groups.registry import Line, Look


def lines(look: Look) -> list[Line]:
    """A new version to read and sign, and slips that were put right in it."""
    edition = look.group.editions.in_force()
    if edition is None:
        return []
    found = []
    if not edition.is_signed_by(look.membership):
        words = _("our manifesto has a new version to read and to sign")
        found.append(Line(Kind.PROPOSAL, words, edition.made_at, waits=True))
    made = edition.corrections.standing().filter(made_at__gt=look.since).exclude(by=look.membership)
    return found + several(Kind.LETTER, made.values_list("made_at", flat=True), lambda n: ngettext(
        "a slip in our manifesto was put right", "%(number)s slips in our manifesto were put right", n
    ))  # fmt: skip
