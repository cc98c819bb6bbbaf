from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.programme import Programme


@require_safe
def year(request, group, year=None):
    """A year as a growth ring and as a list."""
    this_year = timezone.localdate().year
    if year is not None and not 1900 < year < this_year + 50:
        raise Http404
    programme = Programme(group, year or this_year)
    return render(request, "meetings/year.html", {"programme": programme, "section": "year"})
