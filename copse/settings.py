"""The one settings file: safe by default, everything that differs between servers by environment.

README.md has the table of variables. `DEBUG=1` (which `make run` sets) is for one's own machine only.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from copse.environment import (
    database,
    inbound_address,
    inbound_url,
    log_level,
    mail_server,
    sender,
    site,
    uid_domain,
    whole_number,
)

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var"))  # database, papers, everything to back up

DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = os.environ.get("SECRET_KEY") or (DEBUG and "only-for-development-" + "x" * 40)
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to 50 or more random characters (or DEBUG=1 on your own machine).")
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()

# Where members reach the site. Links in mails come from here and from nowhere else.
SITE_URL = site(os.environ.get("SITE_URL", f"http://localhost:{os.environ.get('PORT') or 8000}"))
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
SITE_UID_DOMAIN = uid_domain(os.environ.get("SITE_UID_DOMAIN", SITE_HOST))  # in every calendar UID: never change it
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [SITE_HOST, *os.environ.get("ALLOWED_HOSTS", "").split(), *(["127.0.0.1", "[::1]"] if DEBUG else [])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
FOUNDING = os.environ.get("FOUNDING") == "1"  # may whoever is in one group begin another
ROOT_URLCONF = "copse.urls"
WSGI_APPLICATION = "copse.wsgi.application"

INSTALLED_APPS = [
    "copse",
    "groups",
    "manifesto",
    "larder",
    "meetings",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "copse.middleware.Headers",
    "copse.middleware.RequestLog",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # for browsers that don't know frame-ancestors
    "django.middleware.security.SecurityMiddleware",
    "copse.middleware.Refusals",
    "copse.middleware.KnownRequests",
    "copse.middleware.Compression",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "copse.middleware.FeedsWithoutCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "copse.middleware.SessionEnds",
    "copse.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "copse.middleware.Preferences",
    "copse.middleware.PutRight",
    "allauth.account.middleware.AccountMiddleware",
    "groups.middleware.GroupMiddleware",
]

_PLACES = ("filesystem", "app_directories")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("copse.loader.Loader", [f"django.template.loaders.{_from}.Loader" for _from in _PLACES])],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "copse.templatetags.said",
                "copse.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "copse.renderer.FormRenderer"  # for a fifth of what templates cost

# Data
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {  # shared by all processes: sign-in limits
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    "near": {  # one process's own, for what is keyed by a group's version
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
        "TIMEOUT": 24 * 3600,
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_PERMISSIONS = 0o600
REQUEST_MOST = 25 * 1024 * 1024  # bytes; a photo may have ten million, and one that has more is told so on its page
FILE_UPLOAD_MAX_MEMORY_SIZE = REQUEST_MOST  # nothing lies on the disk that hasn't been looked at

# Mail: rows in the outbox, sent by the worker
_mail = mail_server(os.environ.get("EMAIL_URL", "console:" if DEBUG else "smtp://localhost"))
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10  # seconds
EMAIL_FROM = sender(
    os.environ.get("EMAIL_FROM", f"copse@{SITE_HOST}")
)  # a bare address; the group's name goes before it
DEFAULT_FROM_EMAIL = SERVER_EMAIL = EMAIL_FROM
INBOUND_URL = inbound_url(os.environ.get("INBOUND_URL", ""))  # empty: nobody reads what is answered to our mails
INBOUND_ADDRESS = inbound_address(os.environ.get("INBOUND_ADDRESS", ""), INBOUND_URL)

# Who one is
AUTH_USER_MODEL = "groups.Member"
AUTHENTICATION_BACKENDS = ["groups.backend.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "copse.passwords.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "groups.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "groups.forms.entrance.JoinForm",
    "login": "groups.forms.entrance.SignInForm",
    "request_login_code": "groups.forms.entrance.CodeForm",
    "change_password": "groups.forms.entrance.ChangePasswordForm",
    "set_password": "groups.forms.entrance.SetPasswordForm",
    "reset_password_from_key": "groups.forms.entrance.ResetPasswordForm",
    "confirm_login_code": "groups.forms.codes.SignInCodeForm",
    "confirm_email_verification_code": "groups.forms.codes.AddressCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900  # seconds
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds, since a mail can take some of them
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # a row to nobody: an unknown address costs what a known one costs
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",  # a whole group may come in from one house: who has the password isn't counted by the hour
    "login_failed": "20/h/ip,5/5m/key",
    "confirm_email": "3/3m/key",
    "code": "3/15m/key",  # one code, also when many are typed at once
    "second_step": "20/d/key",  # of a million codes three fit: two in a hundred for a year of trying
}
MFA_ADAPTER = "groups.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a face, a finger or a PIN, each time
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}  # a whole group may come in from one house; no secret to guess
MFA_TOTP_TOLERANCE = 1  # codes of half a minute before and after: clocks differ
MFA_FORMS = {
    "add_webauthn": "groups.forms.ways_in.AddPasskeyForm",
    "edit_webauthn": "groups.forms.ways_in.NamePasskeyForm",
    "login_webauthn": "groups.forms.ways_in.PasskeySignInForm",
    "activate_totp": "groups.forms.ways_in.AppForm",
    "authenticate": "groups.forms.ways_in.SecondStepForm",
    "reauthenticate": "groups.forms.ways_in.SecondStepAgainForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("TRUSTED_PROXY_COUNT", os.environ.get("TRUSTED_PROXY_COUNT", "0"))

# Cookies and headers
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SESSION_ENGINE = "copse.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds without a visit
SESSION_LONGEST = 90 * 24 * 3600  # seconds from signing in
CSRF_FAILURE_VIEW = "copse.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = HTTPS and not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "report-uri": "/csp-report/",
}

# Words and times: what is agreed is wall time and zone, what happened is UTC
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English: Thursday 12 March")), ("en-us", _("English (US): Thursday, March 12"))]
LOCALE_PATHS = [BASE_DIR / "locale"]

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our fonts and pictures are for our own pages
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "copse.static.JoinedStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "media"
FILES_DIR = DATA_DIR / "files"  # what members brought
_mebibytes = whole_number("FILES_OF_A_GROUP", os.environ.get("FILES_OF_A_GROUP", "2000"))
FILES_OF_A_GROUP = _mebibytes * 1024**2  # bytes; each member may have 200 MiB of it
PAPERS_DIR = DATA_DIR / "papers"  # finished PDFs by content, may be deleted at any time

CRISPY_ALLOWED_TEMPLATE_PACKS = ["copse"]
CRISPY_TEMPLATE_PACK = "copse"
CRISPY_FAIL_SILENTLY = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "copse.logs.JSONFormatter"}},
    "filters": {"no_secrets": {"()": "copse.logs.NoSecrets"}, "refused": {"()": "copse.logs.Refused"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_secrets", "refused"]},
    },
    "root": {"handlers": ["console"], "level": log_level(os.environ.get("LOG_LEVEL", "INFO"))},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "bibtexparser": {"level": "CRITICAL"},  # it would tell what somebody pasted
        "pylatexenc": {"level": "CRITICAL"},
        "fontTools": {"level": "WARNING"},
    },
}
