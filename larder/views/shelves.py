from functools import partial

from django.views.decorators.http import require_safe

from copse.near import kept_page
from larder.filters import Filters
from larder.shelves import Larder


@require_safe
def larder(request, group):
    """The three shelves."""
    shelves = Larder(request.membership, Filters.of(request.GET))
    return kept_page(request, shelves.key, partial(shelves.drawn, request))
