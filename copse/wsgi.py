"""The site as a server runs it."""

import gc
import os

gc.disable()  # all that is made until the end of this file stays: looking through it for rubbish is work for nothing

from importlib import import_module  # noqa: E402

from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copse.settings")
application = get_wsgi_application()
import_module("copse.urls")
gc.freeze()
gc.enable()
