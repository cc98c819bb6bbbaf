"""An edition to print, and to read aloud."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from copse.pdf import PaperFailed, is_free
from groups.models import AskedPaper
from manifesto.papers import KINDS, ManifestoPaper


@require_safe
def paper(request, group, n, kind):
    """The edition as a PDF. What takes long is set by the worker, and this address waits until it is there."""
    edition = get_object_or_404(group.editions, n=n)
    if kind not in KINDS:
        raise Http404
    paper = ManifestoPaper(edition, kind)
    try:
        path = paper.kept()
        if path is None and not paper.is_long and is_free():
            path = paper.make()
    except PaperFailed as failure:
        return _no_paper(request, paper, failure)
    if path:
        name = f"manifesto-{group.slug}-{n}-{kind}.pdf"
        return FileResponse(path.open("rb"), content_type="application/pdf", filename=name)
    asked = AskedPaper.ask(group=group, maker="manifesto", reference=paper.reference)
    if asked.failed_at:
        return _no_paper(request, paper, PaperFailed("in the worker"))
    context = {"edition": edition, "paper": paper, "asked": asked, "section": "manifesto"}
    return render(request, "manifesto/paper_waits.html", context, status=202)


def _no_paper(request, paper, failure: PaperFailed):
    context = {"failure": failure, "paper": paper, "section": "manifesto"}
    return render(request, "manifesto/paper_failed.html", context, status=422 if failure.lasts else 503)


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
