"""Short random names for URLs: they tell nothing about other groups, and they are not secrets. And stamps."""

import hashlib

from django.utils.crypto import get_random_string

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def short_key() -> str:
    """Eight characters, about 39 bits."""
    return get_random_string(8, ALPHABET)


def stamp(facts) -> str:
    """Sixteen characters that tell whether any of `facts`, plain values, has changed since."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]
