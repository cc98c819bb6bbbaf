from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from copse.clocks import as_read_by
from groups import unsubscribing


@login_not_required
@csrf_exempt  # a mail app presses it for its reader, without a page or a cookie of ours (RFC 8058, 3.1)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """Stop the mails of one kind from one group. The link is all it asks; looking changes nothing."""
    stop = unsubscribing.find(token)
    if stop is None:
        return _private(render(request, "groups/unsubscribe_gone.html", status=404))
    if request.method == "POST":
        stop.do()
    context = {"stop": stop, "done": stop.is_done()}
    if stop.membership is None:
        return _private(render(request, "groups/unsubscribe.html", context))
    with as_read_by(stop.membership.member):
        return _private(render(request, "groups/unsubscribe.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    """Its address is sent nowhere."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
