"""A copy of all that is mine: asked for, made by the worker, fetched by nobody but me."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.fresh import fresh_only
from groups.models import Export


@require_safe
def copies(request):
    """My copies, and how far the one in the making is."""
    mine = list(request.user.exports.newest_first()[:5])
    making = next((copy for copy in mine if copy.is_being_made()), None)
    return render(request, "groups/copies.html", {"copies": mine, "making": making, "section": "me"})


@require_POST
@fresh_only
def new_copy(request):
    Export.ask(member=request.user)
    messages.success(request, _("Your copy is being made. It takes a minute or two."))
    return redirect("groups:copies")


@require_safe
def copy_file(request, key):
    """The file, for whom it was made and as long as it is kept."""
    export = get_object_or_404(request.user.exports.ready(), key=key)
    if not export.path.exists():
        raise Http404
    name = f"copse-{export.made_at:%Y-%m-%d}.zip"
    return FileResponse(export.path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
