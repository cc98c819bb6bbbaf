from functools import partial

from django.apps import AppConfig
from django.conf import settings
from django.views import debug, defaults


class CopseConfig(AppConfig):
    name = "copse"

    def ready(self):
        from copse import checks  # noqa: F401  registers itself

        if settings.DEBUG:  # on one's own machine all looks as on a server; only what breaks is laid open
            debug.technical_404_response = defaults.page_not_found
            debug.technical_500_response = partial(laid_open, debug.technical_500_response)


def laid_open(technical_page, request, kind, error, trace, status_code=500):
    """Django's page with the traceback where something broke; where the request was wrong, the page that says so."""
    if status_code == 400:
        return defaults.bad_request(request, error)
    return technical_page(request, kind, error, trace, status_code)
