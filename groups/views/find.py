from django.shortcuts import render
from django.views.decorators.http import require_safe

from groups.finding import Finding


@require_safe
def find(request, group):
    """All that we may read, by its words: `q` is what is looked for, `kind` one kind of it, `page` how far in that."""
    asked = request.GET
    page = int(n) if (n := asked.get("page", "")[:4]).isdecimal() else 1
    finding = Finding(group, asked.get("q", ""), kind=asked.get("kind", ""), page=page)
    return render(request, "groups/find.html", {"finding": finding, "section": "find"})
