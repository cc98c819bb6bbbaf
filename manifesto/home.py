"""What the manifesto adds to a group's home, and to what somebody reads before joining."""

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.registry import Aside, Ask


def unsigned_edition(membership, at) -> list[Ask]:
    """The edition in force, where I haven't signed it."""
    edition = membership.group.editions.in_force()
    if edition is None or edition.is_signed_by(membership):
        return []
    url = reverse("manifesto:current", args=[membership.group.slug])
    words = edition.because or _("Read it, and sign it when you can stand by it.")
    return [Ask(_("Our manifesto has a new version"), words, url, _("Read and sign"), edition.made_at)]


def a_value(membership, at) -> Aside | None:
    """One value of the edition in force, another one each week."""
    edition = membership.group.editions.in_force()
    entries = list(edition.entries.all()) if edition else []
    if not entries:
        return None
    return Aside(10, "manifesto/_home_value.html", {"value": entries[at.isocalendar().week % len(entries)]})


def in_force(group) -> Aside | None:
    edition = group.editions.in_force()
    return (
        Aside(10, "manifesto/_joining.html", {"edition": edition, "entries": edition.entries.all()})
        if edition
        else None
    )
