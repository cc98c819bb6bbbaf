"""The pages of the frame, and what a server answers to machines."""

import logging
import shutil
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from copse.pages import form_page, posted

log = logging.getLogger("copse.security")

REPORT_SIZE = 8192  # bytes
ROOM = 500 * 1024**2  # bytes free beside the data, below which a disk is nearly full
BACKUP_AFTER = timedelta(hours=26)  # where one is made each night


@login_not_required
@require_safe
def how(request):
    return render(request, "site/how.html")


@login_not_required
@require_safe
def help_page(request):
    return render(request, "site/help.html")


@login_not_required
@require_safe
def privacy(request):
    return render(request, "site/privacy.html")


@require_safe
def styleguide(request):
    """Every component with its states. For whoever keeps the server; for others there is nothing here."""
    if not request.user.is_staff:
        raise Http404
    return render(request, "site/styleguide.html", {"section": "styleguide"})


def me(request):
    """What is mine in every group: name, zone, light or dark."""
    from groups.forms.profile import MeForm

    form = MeForm(posted(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        request.user.changed()
        messages.success(request, _("Your settings are saved."))
        return redirect("me")
    return form_page(request, "site/me.html", form, section="me")


@login_not_required
@csrf_exempt  # it changes nothing, so whoever posts hears that it can't be posted to
@require_safe
@never_cache
def healthz(request):
    """200 where the site can write and has room, its mails go out, its mailbox can be emptied and a backup that was
    made each day still is; 503 with a word on what is wrong otherwise. No secrets.

    How many mails were given up is for whoever keeps the server: others could see from it whether an address that no
    mail reaches is one of a member.
    """
    from copse import inbound
    from groups.backup import last_made
    from groups.models import Outbox

    try:
        late = Outbox.objects.due(timezone.now() - timedelta(minutes=5)).exists()
        told = {"parked": Outbox.objects.failed().count()} if request.user.is_staff else {}
    except DatabaseError:
        return JsonResponse({"status": "down", "database": "unreachable"}, status=503)
    facts = {"data": "ok" if _writable() else "read-only", "disk": _disk(), "mail": "late" if late else "ok"}
    if inbound.is_stuck():
        facts["mailbox"] = "stuck"
    if made := last_made():
        facts["backup"] = "late" if timezone.now() - made > BACKUP_AFTER else "ok"
    healthy = set(facts.values()) == {"ok"}
    return JsonResponse({"status": "ok" if healthy else "degraded", **facts, **told}, status=200 if healthy else 503)


def _writable() -> bool:
    import os

    return os.access(settings.DATA_DIR, os.W_OK)


def _disk() -> str:
    """What is to be said of the disk that the data lie on."""
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        return "unknown"
    return "ok" if free >= ROOM else "nearly full"


@login_not_required
@csrf_exempt
@require_POST
def csp_report(request):
    """A browser refused something. Noted without its address, which can hold a secret."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > REPORT_SIZE:
        return HttpResponse(status=413)
    log.warning("content security policy", extra={"cause": "refused by a browser"})
    return HttpResponse(status=204)


def too_often(request):
    """There were many tries. Nothing is told of when the count is over, so a minute is the least to wait."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "60"  # seconds
    return response


def csrf_failure(request, reason=""):
    """The page was open too long, or came from elsewhere. What was written goes back onto the page."""
    kept = [v for name, v in request.POST.items() if name != "csrfmiddlewaretoken" and "password" not in name]
    words = [v for v in kept if len(v) > 40]
    return render(request, "403_csrf.html", {"words": words}, status=403)
