"""Rendered pieces kept in this process, by the version of what they show. Never a permission: that is asked anew."""

from collections.abc import Callable
from datetime import datetime

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe


def kept(key: str, at: datetime, make: Callable[[], tuple[str, datetime]]) -> SafeString:
    """The piece kept under `key`, or else what `make` gives: a rendered piece, and until when time leaves it true.

    `key` names everything else that decides it: the group's version, the member, their language.
    """
    piece = caches["near"].get(key)
    if piece is None or at >= piece[1]:
        piece = make()
        caches["near"].set(key, piece)
    return mark_safe(piece[0])  # noqa: S308  a template made it
