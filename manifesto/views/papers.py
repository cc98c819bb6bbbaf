"""An edition to print, and to read aloud."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from groups.views.papers import Place, paper_answer
from manifesto.papers import KINDS, ManifestoPaper


@require_safe
def paper(request, group, n, kind):
    """The edition as a PDF."""
    edition = get_object_or_404(group.editions, n=n)
    if kind not in KINDS:
        raise Http404
    instead = "manifesto/_paper_instead.html" if kind == "poster" else ""
    place = Place("manifesto", reverse("manifesto:edition", args=[group.slug, n]), _("Our manifesto"), instead)
    name = f"manifesto-{group.slug}-{n}-{kind}.pdf"
    return paper_answer(request, ManifestoPaper(edition, kind), maker="manifesto", name=name, place=place)


@require_safe
def aloud(request, group, n, place):
    """One value, large, for whoever reads it to the others."""
    edition = get_object_or_404(group.editions, n=n)
    entries = edition.wording()
    if not 1 <= place <= len(entries):
        raise Http404
    context = {
        "edition": edition,
        "entry": entries[place - 1],
        "place": place,
        "of": len(entries),
        "before": place - 1,
        "after": place + 1 if place < len(entries) else None,
    }
    return render(request, "manifesto/aloud.html", context)
