"""The larder as files, for any of us: streamed, so that a large one takes no more room than a small one. With `?part=`
it is those lines of it that can come in again at once.
"""

from collections.abc import Callable, Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from larder import lists

CSV, JSON = "text/csv; charset=utf-8", "application/json"


def _file(request, group, written: Callable[..., Iterator[str]], name: str, kind: str) -> StreamingHttpResponse:
    """To be saved as `name` of the group (RFC 6266), with the number of the part before the dot."""
    asked = request.GET.get("part", "")[:4]
    part = int(asked) if asked.isdecimal() else 0
    stem, dot, ending = name.partition(".")
    name = f"{group.slug}-{stem}-{part}{dot}{ending}" if part else f"{group.slug}-{name}"
    head = {"Content-Disposition": content_disposition_header(True, name)}
    return StreamingHttpResponse(written(group, part), content_type=kind, headers=head)


@require_safe
def topics(request, group):
    return _file(request, group, lists.topics_sheet, "topics.csv", CSV)


@require_safe
def activities(request, group):
    return _file(request, group, lists.activities_sheet, "activities.csv", CSV)


@require_safe
def all_of_it(request, group):
    return _file(request, group, lists.larder_json, "larder.json", JSON)
