"""The larder as files, for any of us: streamed, so that a large one takes no more room than a small one."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from larder import lists

CSV, JSON = "text/csv; charset=utf-8", "application/json"


def _file(name: str, kind: str, lines: Iterator[str]) -> StreamingHttpResponse:
    """To be saved as `name` (RFC 6266)."""
    head = {"Content-Disposition": content_disposition_header(True, name)}
    return StreamingHttpResponse(lines, content_type=kind, headers=head)


@require_safe
def topics(request, group):
    return _file(f"{group.slug}-topics.csv", CSV, lists.topics_sheet(group))


@require_safe
def activities(request, group):
    return _file(f"{group.slug}-activities.csv", CSV, lists.activities_sheet(group))


@require_safe
def all_of_it(request, group):
    return _file(f"{group.slug}-larder.json", JSON, lists.larder_json(group))
