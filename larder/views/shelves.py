from functools import partial

from django.views.decorators.http import require_safe

from copse.near import kept_page
from larder.shelves import Larder


@require_safe
def larder(request, group):
    """The three shelves."""
    pages = {shelf: int(n) for shelf in ("ready", "opened") if (n := request.GET.get(shelf, "")[:4]).isdecimal()}
    shelves = Larder(group, kind_key=request.GET.get("kind", "")[:12], pages=pages)
    return kept_page(request, shelves.key, partial(shelves.drawn, request))
