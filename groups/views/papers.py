"""A paper as an answer, whichever app sets it."""

from dataclasses import dataclass

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from copse.pdf import PaperFailed, is_free
from groups.models import AskedPaper


@dataclass(frozen=True)
class Place:
    """Where a paper belongs: the `section` of the site, the page that it is asked for on, and what that is called.

    `instead` is a template with what else can be printed, for a paper that holds too much.
    """

    section: str
    url: str
    title: str
    instead: str = ""


def paper_answer(request, paper, *, maker: str, name: str, place: Place) -> HttpResponse:
    """The file, called `name`. What takes long is set by the worker, and this address waits until it is there.

    `paper` says where it is `kept()`, can `make()` itself, and has a `reference` for its `maker` (registry.papers).
    """
    try:
        path = paper.kept()
        if path is None and not paper.is_long and is_free():
            path = paper.make()
    except PaperFailed as failure:
        return _no_paper(request, paper, place, failure)
    if path:
        return FileResponse(path.open("rb"), content_type="application/pdf", filename=name)
    asked = AskedPaper.ask(group=request.group, maker=maker, reference=paper.reference)
    if asked.failed_at:
        return _no_paper(request, paper, place, PaperFailed("in the worker"))
    context = {"paper": paper, "place": place, "asked": asked, "section": place.section}
    return render(request, "groups/paper_waits.html", context, status=202)


def _no_paper(request, paper, place: Place, failure: PaperFailed) -> HttpResponse:
    context = {"failure": failure, "paper": paper, "place": place, "section": place.section}
    return render(request, "groups/paper_failed.html", context, status=422 if failure.lasts else 503)
