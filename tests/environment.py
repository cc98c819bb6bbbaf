"""Loaded before Django's settings: what the environment of a test run says."""

import os

os.environ["DEBUG"] = "1"
os.environ["SITE_URL"] = "http://localhost:8000"
os.environ.pop("SECRET_KEY", None)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser tests' own event loop
