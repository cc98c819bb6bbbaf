"""What a browser says of itself, in two words that somebody knows their device by; and when it is forgotten."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

BROWSERS = [  # the first that is found: many say that they are others too
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
]  # fmt: skip
SYSTEMS = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"),
    ("Windows", "Windows"), ("Linux", "Linux"),
]  # fmt: skip


def in_words(user_agent: str) -> str:
    """`Firefox on Windows`, or as much of it as can be told."""
    browser, system = (next((name for sign, name in signs if sign in user_agent), "") for signs in (BROWSERS, SYSTEMS))
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A device")


def forget(at: datetime) -> None:
    """Sessions that have ended by `at` go, and with each the network address and browser that allauth noted of it."""
    ended = Session.objects.filter(expire_date__lte=at)
    if ended.exists():  # asked each minute: nothing is written where there is nothing to do
        ended.delete()
    noted = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    if noted.exists():
        noted.delete()
