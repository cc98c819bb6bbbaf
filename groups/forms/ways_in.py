"""Passkeys and second steps, in our words. Imported where one is shown: their library of cryptography is large."""

import logging
from contextlib import contextmanager

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context as current
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from copse.fields import LineInput

log = logging.getLogger("copse.security")

KEY_NAME = {"label": _("What do you call this device?"), "max_length": 60}


@contextmanager
def noted(event: str):
    """A line in the log where what was shown doesn't fit."""
    try:
        yield
    except ValidationError:
        log.warning(event, extra={"event": event})
        raise


class AddPasskeyForm(AddWebAuthnForm):
    """Every passkey of ours can sign in alone, so it is never asked for."""

    name = LineInput(**KEY_NAME, required=False, help_text=_("So that you know it again in your list."))
    passwordless = None


class NamePasskeyForm(EditWebAuthnForm):
    name = LineInput(**KEY_NAME)


class PasskeySignInForm(LoginWebAuthnForm):
    """A key that is no passkey, by what it said when it was added, is a second step and no way in (allauth #4224)."""

    def clean_credential(self):
        with noted("passkey refused"):
            authenticator = super().clean_credential()
            if authenticator.wrap().is_passwordless is False:
                raise get_adapter().validation_error("incorrect_code")
        return authenticator


class Digits:
    """A field for a code that is read off somewhere."""

    words = _("The code from your app, or a spare code")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = self.words
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "placeholder": False, "spellcheck": "false"}

    def clean_code(self) -> str:
        """Once, for as long as it would fit (RFC 6238, 5.2): allauth remembers it for half a minute of three.

        Of tries that are refused there are twenty in a day, beside allauth's five in five minutes.
        """
        fits = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
        step = {"app": "allauth.account", "action": "second_step", "key": str(self.user.pk)}
        with noted("second step refused"):
            counted = ratelimit.consume(current.request, **step)
            if not counted:
                raise account_adapter().validation_error("too_many_login_attempts")
            code = super().clean_code()
            if not cache.add(f"digits:{self.user.pk}:{normalize_user_code(code)}", True, timeout=fits):
                raise get_adapter().validation_error("incorrect_code")
        counted.rollback()
        return code


class AppForm(Digits, ActivateTOTPForm):
    """Until it is confirmed, the secret waits in the session, which rests in the database: sealed, as later on."""

    words = _("The six digits that your app shows now")

    def __init__(self, *args, **kwargs):
        session, adapter = current.request.session, get_adapter()
        waiting = session.pop(SECRET_SESSION_KEY, None)
        super().__init__(*args, **kwargs)
        if waiting and self.is_bound:
            self.secret = adapter.decrypt(waiting)
        session[SECRET_SESSION_KEY] = adapter.encrypt(self.secret)


class SecondStepForm(Digits, AuthenticateForm):
    pass


class SecondStepAgainForm(Digits, ReauthenticateForm):
    pass
