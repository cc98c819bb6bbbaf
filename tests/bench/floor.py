"""The floor: a bare Django project on SQLite (WAL) with the middleware of `startproject` and one view that reads
session and user and renders a small template. A signed-in page can't cost less.

This module is its settings; `FLOOR_FOLDER` is where its data lies. With `FLOOR_APPS=1` the packages
that Copse installs are installed here too, each as its own documentation says; with `FLOOR_SIZE` it has as many models
and routes as Copse.
"""

import os
from pathlib import Path

DEBUG = False
SECRET_KEY = "the-floor-" + "x" * 50
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "tests.bench.floor_urls"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "floor_templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": Path(os.environ["FLOOR_FOLDER"]) / "floor.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL;"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ["FLOOR_FOLDER"]) / "static"


if os.environ.get("FLOOR_APPS"):
    INSTALLED_APPS += ["allauth", "allauth.account", "allauth.mfa", "allauth.usersessions"]
    INSTALLED_APPS += ["crispy_forms", "django_tasks", "django_tasks_db"]
    MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")
    MIDDLEWARE += ["allauth.account.middleware.AccountMiddleware"]
    AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
    if os.environ.get("FLOOR_SIZE"):
        INSTALLED_APPS += ["tests.bench.floor_size"]
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
