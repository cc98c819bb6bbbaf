from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from copse.near import kept
from meetings.programme import Programme


@require_safe
def year(request, group, year=None):
    """A year as a growth ring and as a list."""
    this_year = timezone.localdate().year
    if year is not None and not 1900 < year < this_year + 50:
        raise Http404
    programme = Programme(group, year or this_year)
    key = f"{programme.key}:{request.membership.facilitates:d}"
    body = kept(key, programme.at, lambda: programme.drawn(facilitates=request.membership.facilitates))
    return render(request, "meetings/year.html", {"year": programme.year, "body": body, "section": "year"})
