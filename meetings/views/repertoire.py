"""Activities of our repertoire in the run sheet of a meeting."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copse.pages import do
from larder.repertoire import Repertoire
from meetings.models import Meeting, RunSheetPart
from meetings.views.meeting import find

# Where an activity has to be possible, by how a meeting meets.
PLACES = {Meeting.Kind.ONLINE: "online", Meeting.Kind.HYBRID: "both"}


@require_safe
def repertoire(request, group, key, place):
    """What suits a part of the run sheet, until something else is asked for; and what is picked for it."""
    part = _part(request, group, key, place)
    suits = {"part": part.part, "place": PLACES.get(part.meeting.kind, "room"), "time": str(part.minutes)}
    found = Repertoire(group, request.GET or suits, room=part.minutes)
    picked = list(part.uses.select_related("activity"))
    context = {
        "part": part,
        "repertoire": found,
        "picked": picked,
        "picked_before": [use.activity for use in picked],
        "section": "year",
    }
    return render(request, "meetings/repertoire.html", context)


@require_POST
def pick(request, group, key, place):
    part = _part(request, group, key, place)
    activity = get_object_or_404(group.activities.with_words(), key=request.POST.get("activity", ""))
    words = _("It is in the run sheet: %(part)s.") % {"part": part.name}
    return do(request, lambda by: part.pick(activity, by=by), part.meeting.get_absolute_url() + "#run-sheet", words)


@require_POST
def leave_out(request, group, key, place, activity):
    part = _part(request, group, key, place)
    use = get_object_or_404(part.uses, activity__key=activity)
    back = redirect("meetings:repertoire", group.slug, key, place).url
    return do(request, lambda by: part.leave_out(use.activity, by=by), back, _("It is out of the run sheet."))


def _part(request, group, key, place) -> RunSheetPart:
    """The part of that number, of a meeting that is still in the programme, for whoever prepares it."""
    meeting = find(group, key)
    part = get_object_or_404(meeting.parts.all(), order=place)
    if not RunSheetPart.is_prepared_by(request.membership, meeting):
        raise PermissionDenied
    if meeting.let_go_at or not meeting.has_run_sheet:
        raise Http404
    part.meeting = meeting
    return part
