from django.apps import AppConfig
from django.conf import settings
from django.views import debug, defaults


class CopseConfig(AppConfig):
    name = "copse"

    def ready(self):
        from copse import checks  # noqa: F401  registers itself

        if settings.DEBUG:  # on one's own machine, what isn't there looks as on a server; only what breaks is laid open
            debug.technical_404_response = defaults.page_not_found
