"""What is kept in this process, by the version of what it was read from. Never a permission: that is asked anew."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from secrets import token_hex
from threading import Lock
from typing import TypeVar

from cachetools import LRUCache
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.db.models import Model
from django.db.models.base import ModelState
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone

T = TypeVar("T")

TOKEN = token_hex(16)  # in the place of a form's token, on a page that is kept; nobody can write it

_kept: LRUCache = LRUCache(maxsize=1000)
_lock = Lock()


def recall(key: str, read: Callable[[], T]) -> T:
    """What was read under `key`, or else what `read` gives. `key` names all that decides it; keys wear out unused.

    What is kept is shared by all requests of the process, so it is never changed: rows and words, not models.
    """
    with _lock:
        if key in _kept:
            return _kept[key]
    read_now = read()
    with _lock:
        _kept[key] = read_now
    return read_now


@cache
def columns(model: type[Model], *, but: str = "") -> tuple[str, ...]:
    """The names of all columns but those in `but`, as `values_list` takes them."""
    left_out = but.split()
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname not in left_out)


def instances(model: type[Model], rows: list[tuple], *, but: str = "") -> list[Model]:
    """Models of this request’s own, from rows of `columns` that were kept; what they lack is read when asked for.

    They are made as unpickled ones are, without the signals that `from_db` sends for each.
    """
    names, found = columns(model, but=but), []
    for row in rows:
        made = model.__new__(model)
        made.__dict__.update(zip(names, row, strict=True))
        made._state = ModelState()
        made._state.db, made._state.adding = "default", False
        found.append(made)
    return found


def forget() -> None:
    """Keep nothing: for tests, in which the same key means something else each time."""
    with _lock:
        _kept.clear()


def kept_page(request: HttpRequest, key: str, draw: Callable[[], tuple[str, datetime]]) -> HttpResponse:
    """The whole page drawn under `key`, or else what `draw` gives: the page, and until when time leaves it true.

    `key` names what the page shows, by version; whose it is, and how they read, is added here. A page with a message
    on it is drawn for this once. A page with a form is drawn with `TOKEN` for its `csrf_token`, which each answer has
    of its own.
    """
    said = len(get_messages(request))
    key = f"page:{key}:{request.membership.pk}:{request.user.version}"
    page = None if said else caches["near"].get(key)
    if not page or timezone.now() >= page[1]:
        page = draw()
        if not said:
            caches["near"].set(key, page)
    words = page[0].replace(TOKEN, get_token(request)) if TOKEN in page[0] else page[0]
    return HttpResponse(words)
