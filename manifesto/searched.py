"""What members find of the manifesto by its words, as it reads today: see groups.search."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.registry import Said, Searched
from manifesto.models import Correction, EditionEntry


def shown(group):
    """The values in force, each with what was corrected."""
    standing = Prefetch("corrections", Correction.objects.standing().newest_first(), to_attr="newest_standing")
    entries = EditionEntry.objects.filter(edition=group.editions.in_force())
    return entries.select_related("edition", "value").prefetch_related(standing)


def says(entry) -> Said:
    reads = next(iter(entry.newest_standing), entry)
    return Said(title=reads.name, words=(reads.statement,), at=entry.edition.made_at, key=entry.value.key)


VALUES = Searched(
    order=30,
    title=_("Our manifesto"),
    shown=shown,
    says=says,
    url=lambda slug, key: reverse("manifesto:value", args=[slug, key]),
)
