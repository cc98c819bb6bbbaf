import logging
import secrets
import time
import zoneinfo
from gzip import GzipFile
from io import BytesIO

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from copse.hours import read_clock

log = logging.getLogger("copse.requests")

DAY = 24 * 3600  # seconds
SAFE = ("GET", "HEAD")
METHODS = (*SAFE, "POST")
FEEDS = "/c/"
HEADERS = {
    "Content-Security-Policy": "; ".join(" ".join(directive) for directive in settings.CONTENT_SECURITY_POLICY.items()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


class Headers:
    """The headers that every answer has, errors too.

    A page that was made for somebody signed in is kept by no cache (ASVS 14.3.2); what sets its own policy keeps it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        if settings.DEBUG and response.status_code == 500:  # Django’s own page for it has inline style
            del response.headers["Content-Security-Policy"]
        return response


class KnownRequests:
    """Only the methods, the encoding and the lengths that the site knows. Others reach nothing, no session either.

    A page sends UTF-8. Under another name of an encoding, half letters could come in that no database takes.
    What a browser sends from another site's page may come here by a link, and in no other way (W3C Fetch Metadata):
    no form, no frame, no picture, whatever token it has.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(SAFE if request.path.startswith(FEEDS) else METHODS)
        if request.content_params.get("charset", "utf-8").lower() != "utf-8":
            return HttpResponse(status=415)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.REQUEST_MOST:
            raise RequestDataTooBig
        # Not `request.headers`, which is made of all of them: what machines fetch needs none else.
        if request.META.get("HTTP_SEC_FETCH_SITE") == "cross-site" and not self.follows_a_link(request):
            log.warning("cross-site request refused", extra={"method": request.method})
            return HttpResponse(status=403)
        return self.get_response(request)

    def follows_a_link(self, request) -> bool:
        opened = request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")
        return request.method != "POST" and opened == ("navigate", "document")


class Refusals:
    """A page for whoever opens in a browser what can't be opened by itself; machines are answered without one."""

    STATUSES = (403, 405, 415)
    PLAIN = (FEEDS, "/healthz")  # the feeds, and what a server answers to machines

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        bare = response.status_code in self.STATUSES and not response.streaming and not response.content
        if bare and "text/html" in request.headers.get("Accept", "") and not request.path.startswith(self.PLAIN):
            response.content = render_to_string("405.html", request=request)
            response.headers["Content-Length"] = str(len(response.content))
        return response


class RequestLog:
    """A line for each request: its route, never its path, because paths can hold secrets. None for a static file that
    is there: a page asks for dozens, and between them nobody finds what counts.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.monotonic()
        response = self.get_response(request)
        if request.path.startswith(settings.STATIC_URL) and response.status_code < 400:
            return response
        match = request.resolver_match
        facts = {
            "route": match.view_name or match.route if match else "",
            "method": request.method,
            "status": response.status_code,
            "ms": round((time.monotonic() - began) * 1000),
        }
        log.info("request", extra=facts)
        return response


class Compression:
    """gzip for pages, at its quickest: the default level costs as much as the page itself and saves a sixth more.

    Calendars stay as they are, because some readers can't inflate. The member that names a file is filled at random,
    so that lengths tell nothing of what else is on the page (BREACH; as Django's own GZipMiddleware does).
    """

    LEAST, LEVEL, NOISE = 500, 1, 100  # bytes, of 9, characters at most

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.streaming or len(response.content) < self.LEAST or response.has_header("Content-Encoding"):
            return response
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.content = self.compress(response.content)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
        return response

    def compress(self, content: bytes) -> bytes:
        """`content` as one gzip member (RFC 1952), with noise for its file name."""
        buffer, noise = BytesIO(), "c" * secrets.randbelow(self.NOISE)
        with GzipFile(noise, "wb", self.LEVEL, buffer, mtime=0) as member:
            member.write(content)
        return buffer.getvalue()


class FeedsWithoutCookies:
    """What a calendar shows follows from its link alone. A cookie that comes along isn't read, and so none is ended."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(FEEDS):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)


class SessionEnds:
    """A session ends after two weeks without a visit, and 90 days after its beginning (ASVS 7.3.1, 7.3.2).

    The first needs no more than that the session is written anew on each day of a visit. Pages that are open to all
    are not asked: feeds touch no session.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        session = request.session
        if not getattr(view, "login_required", True) or "_auth_user_id" not in session:
            return
        now = int(time.time())
        if now - session.get("since", now) > settings.SESSION_LONGEST:
            session.flush()
            request.user = AnonymousUser()
        elif session.get("day") != now // DAY:
            session["since"], session["day"] = session.get("since", now), now // DAY


class LoginRequired(LoginRequiredMiddleware):
    """Django's, but for a page that is open to all it doesn't ask first who is there: feeds touch no session."""

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "login_required", True):
            return super().process_view(request, view, args, kwargs)
        return None


class PutRight:
    """Status 422 for a form of allauth's that comes back with something to put right, as `form_page` has it for ours.

    It says no more than the page does, which has the same words whether or not somebody has the address. A link for a
    new password that no longer works (`token_fail`) leads to a page with a form that nobody has looked at.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        context = response.context_data or {}
        form = None if context.get("token_fail") else context.get("form")
        if request.method == "POST" and response.status_code == 200 and form and form.is_bound and form.errors:
            response.status_code = 422
        return response


class Preferences:
    """The member's own zone, clock, language and theme; for visitors the site's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Asked only by a page that is drawn: what machines fetch touches no session.
        request.theme = SimpleLazyObject(lambda: getattr(request.user, "theme", ""))
        request.easier_letters = SimpleLazyObject(lambda: getattr(request.user, "easier_letters", False))
        request.has_preferences = False
        try:
            return self.get_response(request)
        finally:
            if request.has_preferences:
                timezone.deactivate()
                read_clock("")
                translation.deactivate()

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "login_required", True) and request.user.is_authenticated:
            request.has_preferences = True
            timezone.activate(zoneinfo.ZoneInfo(request.user.zone))
            read_clock(request.user.clock)
            translation.activate(request.user.language)
