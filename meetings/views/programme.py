from functools import partial

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from copse.near import kept_page
from groups.views.papers import Place, paper_answer
from meetings.papers import YearPaper
from meetings.programme import Programme

FIRST, AHEAD = 1900, 50  # years that have a page: those after the first, and so many from now on


@require_safe
def year(request, group, year=None):
    """A year as a growth ring and as a list."""
    year = group.today().year if year is None else _known(year)
    programme = Programme(group, year, reader=request.membership)
    facilitates = request.membership.facilitates
    return kept_page(request, f"{programme.key}:{facilitates:d}", partial(programme.drawn, request, facilitates))


@require_safe
def paper(request, group, year):
    """A year as a PDF, ring and list."""
    place = Place("year", reverse("meetings:year_of", args=[group.slug, _known(year)]), _("The year’s programme"))
    return paper_answer(
        request, YearPaper(group, year), maker="meetings", name=f"year-{group.slug}-{year}.pdf", place=place
    )


def _known(year: int) -> int:
    if not FIRST < year < timezone.localdate().year + AHEAD:
        raise Http404
    return year
