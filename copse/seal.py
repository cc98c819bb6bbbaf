"""Secrets at rest: sealed by the site's own key, so that a copy of the database alone opens nothing."""

import base64
import hashlib

from django.conf import settings


def _fernet():
    from cryptography.fernet import Fernet, MultiFernet  # where it is used: it is large, and few pages need it

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"copse.seal" + k.encode()).digest())) for k in keys]
    )


def seal(secret: str) -> bytes:
    """`secret` as bytes that only this site's key opens, or one of its former keys."""
    return _fernet().encrypt(secret.encode())


def unseal(sealed: bytes) -> str:
    """Raises cryptography.fernet.InvalidToken where no key opens it."""
    return _fernet().decrypt(bytes(sealed)).decode()
