"""Short random names for URLs: they tell nothing about other groups, and they are not secrets. And stamps."""

import hashlib
from functools import lru_cache

from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def short_key() -> str:
    """Eight characters, about 39 bits."""
    return get_random_string(8, ALPHABET)


def key_of(facts: str) -> str:
    """As `short_key`, but the same each time for the same `facts`; without the site's secret nobody can tell which."""
    digest = salted_hmac("copse.keys", facts, algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:8])


def key_in(said: str) -> str:
    """What stands in an address or a form, where it can be one of these names; nothing where no row can have it."""
    return said if len(said) <= 12 and not set(said) - set(ALPHABET) else ""


@lru_cache(maxsize=4096)
def address(page: str, *names: str) -> str:
    """The path of a page of these names, found once: pages say the same ones again and again."""
    return reverse(page, args=names)


def stamp(facts) -> str:
    """Sixteen characters that tell whether any of `facts`, plain values, has changed since."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]
