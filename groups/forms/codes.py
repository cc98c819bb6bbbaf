"""Mailed codes, typed or pasted: for coming in, for an address, and to make sure that it is you."""

import logging

from allauth.account.adapter import get_adapter
from allauth.account.forms import BaseConfirmCodeForm, ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm
from allauth.core import context, ratelimit
from django.core.exceptions import ValidationError

log = logging.getLogger("copse.security")


class ThreeTries:
    """No code is compared more than three times, also where many are sent at once: allauth counts them in the session,
    which each of these has read before any has written it.
    """

    def clean_code(self) -> str:
        key = f"{context.request.session.session_key}:{self.which()}"
        if not ratelimit.consume(context.request, action="code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            return super().clean_code()
        except ValidationError:
            log.warning("code refused", extra={"event": "code refused"})
            raise

    def which(self) -> str:
        """Which code of this session it is."""
        return self.expected_code


class SignInCodeForm(ThreeTries, ConfirmLoginCodeForm):
    def which(self) -> str:
        """By when it was asked for: an address that nobody here has has no code."""
        return str(context.request._login_stage.state["at"])


class AddressCodeForm(ThreeTries, ConfirmEmailVerificationCodeForm):
    pass


class FreshCodeForm(ThreeTries, BaseConfirmCodeForm):
    pass
