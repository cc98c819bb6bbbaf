from functools import wraps

from django.core.exceptions import PermissionDenied

from groups.models import Duty


def duty(name: str):
    """Only for members with this duty; the others get 403 and a sentence on who has it."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.membership.has(name):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


admins_only = duty(Duty.Name.ADMIN)
facilitators_only = duty(Duty.Name.FACILITATOR)
