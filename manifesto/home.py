"""What the manifesto adds to a group's home, and to what somebody reads before joining."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.home import rounds_that_wait
from groups.registry import Aside, Ask, Lines, Look, Reading
from manifesto.models.proposal import ABOUT


def lines(look: Look) -> Lines:
    """The edition in force, where I haven't signed it; and one of its values, another one each week."""
    lines, edition = Lines(), look.group.editions.in_force()
    lines.asks += rounds_that_wait(look, ABOUT)
    if edition is None:
        return lines
    if not (look.rests or edition.is_signed_by(look.membership)):
        url = reverse("manifesto:current", args=[look.group.slug])
        words = edition.because or _("Read it, and sign it when you can stand by it.")
        title = _("Our manifesto has a new version")
        lines.asks.append(Ask(title, words, url, _("Read and sign"), edition.made_at))
    if values := list(edition.entries.values("name", "statement")):
        mondays = (timezone.localtime(look.at).toordinal() - 1) // 7  # since 1 January of year 1, a Monday
        value = values[mondays % len(values)]
        lines.asides.append(Aside(10, "manifesto/_home_value.html", {"value": value}))
    return lines


def in_force(group) -> Reading | None:
    edition = group.editions.in_force()
    if edition is None:
        return None
    context = {"edition": edition, "entries": edition.entries.all()}
    return Reading(10, "manifesto/_joining.html", context, seen=f"edition {edition.n} {group.sign_on_joining}")


def sign_on_joining(membership, at) -> None:
    """Whoever says yes to the group says yes to what it holds to, where the group wants it so."""
    edition = membership.group.editions.in_force()
    if edition and membership.group.sign_on_joining:
        edition.sign(by=membership, at=at)
