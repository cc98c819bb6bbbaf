"""Is it you? What matters is only done by somebody who proved within five minutes that it is them (trust.md, S14)."""

import time
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.shortcuts import redirect
from django.utils.http import urlencode


def is_fresh(request) -> bool:
    """Whether they came in, or were asked once more, less than five minutes ago."""
    proofs = get_authentication_records(request, request.user)
    return bool(proofs) and time.time() - proofs[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def fresh_only(view):
    """Whoever isn't fresh is asked first, and then comes to what they wanted: a form that was sent isn't lost.

    It waits in the session, which rests in the database as it is. So a password doesn't wait: it is typed again.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if any("password" in name for name in request.POST):
            way = get_adapter().get_reauthentication_methods(request.user)[0]
            return redirect(f"{way['url']}?{urlencode({'next': request.path})}")
        raise ReauthenticationRequired

    return guarded


class FreshCode(AbstractCodeVerificationProcess):
    """A code to one's own address, for whoever has no passkey and no app: three tries, ten minutes, this session."""

    KEY = "fresh_code"
    TRIES = 3

    def __init__(self, request, state: dict):
        super().__init__(self.TRIES, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT, state, user=request.user)
        self.request = request

    @classmethod
    def under_way(cls, request) -> "FreshCode | None":
        state = request.session.get(cls.KEY)
        return cls(request, state).abort_if_invalid() if state else None

    @classmethod
    def begin(cls, request) -> "FreshCode":
        """A new code is on its way; the one before opens nothing."""
        address = EmailAddress.objects.get_primary_email(request.user) or request.user.email
        process = cls(request, cls.initial_state(request.user, address))
        process.send()
        process.persist()
        return process

    def send(self) -> None:
        adapter = get_adapter(self.request)
        self.state["code"] = adapter.generate_login_code()
        adapter.send_mail("account/email/fresh_code", self.state["email"], {"code": self.code})

    def persist(self) -> None:
        self.request.session[self.KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(self.KEY, None)

    def finish(self) -> None:
        self.abort()
        record_authentication(self.request, self.request.user, "code", reauthenticated=True)
