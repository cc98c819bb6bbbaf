from collections.abc import Callable
from functools import wraps
from operator import attrgetter

from django.core.exceptions import PermissionDenied

from groups.models import Membership


def only(may: Callable[[Membership], bool]):
    """Only for members who `may`; the others get 403 and a sentence on who does."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not may(request.membership):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


admins_only = only(attrgetter("is_admin"))
facilitators_only = only(attrgetter("facilitates"))
inviters_only = only(attrgetter("invites"))
