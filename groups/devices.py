"""What a browser says of itself, in two words that somebody knows their device by."""

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
