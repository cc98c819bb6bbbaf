"""What the manifesto adds to a group's home, and to what somebody reads before joining."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.home import rounds_that_wait
from groups.registry import Aside, Ask, Lines, Look, News, Reading
from manifesto.models.proposal import ABOUT


def lines(look: Look) -> Lines:
    """The edition in force, where I haven't signed it; slips put right in it since we last met; and one of its values,
    another one each week.
    """
    lines, edition = Lines(), look.group.editions.in_force()
    lines.asks += rounds_that_wait(look, ABOUT)
    if edition is None:
        return lines
    if not (look.rests or edition.is_signed_by(look.membership)):
        url = reverse("manifesto:current", args=[look.group.slug])
        words = edition.because or _("Read it, and sign it when you can stand by it.")
        title = _("Our manifesto has a new version")
        lines.asks.append(Ask(title, words, url, _("Read and sign"), edition.made_at))
    lines.news += _corrections(look, edition)
    if values := edition.wording():
        mondays = (timezone.localtime(look.at).toordinal() - 1) // 7  # since 1 January of year 1, a Monday
        reads = values[mondays % len(values)]
        value = {"name": reads.name, "statement": reads.statement}
        lines.asides.append(Aside(10, "manifesto/_home_value.html", {"value": value}))
    return lines


def _corrections(look: Look, edition) -> list[News]:
    made = edition.corrections.standing().filter(made_at__gt=look.since).newest_first()
    deed, slug = _("corrected a slip in our manifesto"), look.group.slug
    return [
        News(at, look.people.get(by), deed, name, reverse("manifesto:value", args=[slug, key]))
        for at, by, name, key in made.values_list("made_at", "by", "name", "entry__value__key")[:6]
    ]


def in_force(group) -> Reading | None:
    edition = group.editions.in_force()
    if edition is None:
        return None
    entries = edition.wording()
    seen = f"edition {edition.n} {[reads.stamp for reads in entries]} {group.sign_on_joining}"
    return Reading(10, "manifesto/_joining.html", {"edition": edition, "entries": entries}, seen=seen)


def sign_on_joining(membership, at) -> None:
    """Whoever says yes to the group says yes to what it holds to, where the group wants it so."""
    edition = membership.group.editions.in_force()
    if edition and membership.group.sign_on_joining:
        edition.sign(by=membership, at=at)
