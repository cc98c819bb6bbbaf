from functools import partial

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from copse.near import kept_page
from meetings.programme import Programme


@require_safe
def year(request, group, year=None):
    """A year as a growth ring and as a list."""
    this_year = timezone.localdate().year
    if year is not None and not 1900 < year < this_year + 50:
        raise Http404
    programme = Programme(group, year or this_year, reader=request.membership)
    facilitates = request.membership.facilitates
    return kept_page(request, f"{programme.key}:{facilitates:d}", partial(programme.drawn, request, facilitates))
