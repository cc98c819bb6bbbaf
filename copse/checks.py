"""What `manage.py check --deploy` asks beyond Django's own questions. Django's remain; these are Copse's."""

import stat
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def served_safely(app_configs, **kwargs):
    """Errors for settings under which members' writing would not be safe."""
    found = []
    if not settings.HTTPS:
        found.append(Error("SITE_URL begins with https:// where others can reach it.", id="copse.E001"))
    if len(settings.SECRET_KEY) < 50:
        found.append(Error("SECRET_KEY has 50 characters or more.", id="copse.E002"))
    if "*" in settings.ALLOWED_HOSTS:
        found.append(Error("ALLOWED_HOSTS names its hosts.", id="copse.E003"))
    if not settings.EMAIL_TIMEOUT:
        found.append(Error("EMAIL_TIMEOUT is set, so that no mail server can hold the worker.", id="copse.E004"))
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    on_sqlite = "sqlite" in settings.DATABASES["default"]["ENGINE"]
    if on_sqlite and database.exists() and stat.S_IMODE(database.stat().st_mode) & 0o077:
        found.append(Error(f"Only the site can read its database: chmod 600 {database}", id="copse.E005"))
    return found


@register(Tags.security, deploy=True)
def answered_where_it_comes_from(app_configs, **kwargs):
    """A warning where an invitation and the address that its answers go to are of two domains: mail that says so is
    taken for forged (DMARC, RFC 7489, 3.1).
    """
    domains = [address.rpartition("@")[2].lower() for address in (settings.EMAIL_FROM, settings.INBOUND_ADDRESS)]
    one, other = sorted(domains, key=len)
    if one and other != one and not other.endswith(f".{one}"):
        return [Warning("EMAIL_FROM and INBOUND_ADDRESS are of one domain.", id="copse.W001")]
    return []
