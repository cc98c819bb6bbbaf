import logging
import time
import zoneinfo

from django.http import HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation

log = logging.getLogger("copse.requests")

METHODS = ("GET", "HEAD", "POST")
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


class Headers:
    """The headers that every answer has, errors too, and the only methods that the site knows.

    A page that was made for somebody signed in is kept by no cache (ASVS 14.3.2); what sets its own policy keeps it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        known = request.method in METHODS
        response = self.get_response(request) if known else HttpResponseNotAllowed(METHODS)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class RequestLog:
    """A line for each request: its route, never its path, because paths can hold secrets."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        facts = {
            "route": match.view_name or match.route if match else "",
            "method": request.method,
            "status": response.status_code,
            "ms": round((time.monotonic() - began) * 1000),
        }
        log.info("request", extra=facts)
        return response


class Compression(GZipMiddleware):
    """gzip for pages; calendars stay as they are, because some readers can't inflate (calendar.md, 30)."""

    def process_response(self, request, response):
        if response.headers.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        return response


class Preferences:
    """The member's own zone, language and theme; for visitors the site's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.theme, request.easier_letters = "", False
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
            translation.deactivate()

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "login_required", True) and request.user.is_authenticated:
            timezone.activate(zoneinfo.ZoneInfo(request.user.zone))
            translation.activate(request.user.language)
            request.theme, request.easier_letters = request.user.theme, request.user.easier_letters
