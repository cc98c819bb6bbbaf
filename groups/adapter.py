import json
import logging
import secrets
from base64 import b32encode
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context as current
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.seal import seal, unseal
from groups import registry
from groups.devices import in_words
from groups.founding import link_in
from groups.fresh import is_fresh
from groups.joining import invitation_in
from groups.models import Outbox

log = logging.getLogger("copse.security")


class AccountAdapter(DefaultAccountAdapter):
    """allauth in this house: accounts only by invitation, mails through the outbox, as plain text."""

    def is_open_for_signup(self, request) -> bool:
        return invitation_in(request) is not None or link_in(request) is not None

    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit=False)
        user.name = form.cleaned_data["name"]
        if form.invitation:
            user.zone = form.invitation.group.zone  # the likeliest, until they say
        if commit:
            user.save()
        return user

    def populate_username(self, request, user) -> None:
        """Members have no user names."""

    def get_login_redirect_url(self, request) -> str:
        if invitation_in(request):
            return reverse("groups:joining")
        return reverse("groups:found") if link_in(request) else super().get_login_redirect_url(request)

    get_signup_redirect_url = get_login_redirect_url

    def get_email_verification_redirect_url(self, email_address) -> str:
        return self.get_login_redirect_url(current.request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Links in mails begin with SITE_URL, whatever host was asked."""
        uid, _dash, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": secret})
        return settings.SITE_URL + path

    def send_account_already_exists_mail(self, email: str) -> None:
        url = settings.SITE_URL + reverse("account_reset_password")
        self.send_mail("account/email/account_already_exists", email, {"password_reset_url": url})

    # -- who comes and goes

    def login(self, request, user) -> None:
        """Coming in is a proof. Whoever has just joined gave it by the code to their address, unnoted by allauth."""
        super().login(request, user)
        if not get_authentication_records(request, user):
            record_authentication(request, user, "joined")
        ways = ", ".join(proof["method"] for proof in get_authentication_records(request, user))
        log.info("signed in", extra={"event": "signed in", "member": user.pk, "ways": ways})

    def logout(self, request) -> None:
        log.info("signed out", extra={"event": "signed out", "member": request.user.pk})
        request.user.usersession_set.filter(session_key=request.session.session_key).delete()
        super().logout(request)

    def authentication_failed(self, request, **credentials) -> None:
        log.warning("sign-in refused", extra={"event": "sign-in refused"})

    # -- is it you?

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Whoever isn't fresh is asked, also who has neither password nor passkey: allauth would let them pass."""
        if not is_fresh(current.request):
            raise ReauthenticationRequired
        return False

    def get_reauthentication_methods(self, user) -> list[dict]:
        """In the order of the least trouble. A mailed code is only enough where it is enough for coming in."""
        if not user.is_authenticated:
            return []
        words = {
            "mfa_reauthenticate:webauthn": _("Use my face, fingerprint or screen lock"),
            "reauthenticate": _("Use my password"),
            "mfa_reauthenticate": _("Use a code from my app, or a spare code"),
        }
        ways = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        methods = [{**ways[name], "description": said} for name, said in words.items() if name in ways]
        if not any(name.startswith("mfa") for name in ways):
            methods.append(
                {"id": "code", "description": _("E-mail me a code"), "url": reverse("account_reauthenticate_by_code")}
            )
        return methods

    # -- what is told

    def confirm_email(self, request, email_address) -> bool:
        """One more address opens the door: the one before is told. Of the first, whoever joins knows."""
        confirmed = super().confirm_email(request, email_address)
        member = email_address.user
        if confirmed and member.emailaddress_set.filter(verified=True).exclude(pk=email_address.pk).exists():
            added = {"added_email": email_address.email}
            self.send_notification_mail("account/email/email_confirm", member, added, email_address.email)
        return confirmed

    def send_notification_mail(self, template_prefix: str, user, context=None, email=None) -> None:
        """Tell whoever it concerns that a way in has changed: the address before and the one after, too.

        A new or lost second step ends every other session, as a new password does.
        """
        event = template_prefix.rpartition("/")[2].replace("_", " ")
        log.info(event, extra={"event": event, "member": user.pk})
        if template_prefix.startswith("mfa/"):
            self.end_other_sessions(user)
        context = context or {}
        main = user.email
        for address in dict.fromkeys([email or main, main, *(context.get(k) for k in ("to_email", "deleted_email"))]):
            if address:
                super().send_notification_mail(template_prefix, user, context, address)

    def end_other_sessions(self, member) -> None:
        """All of `member`'s, but the one that this request is part of."""
        from allauth.usersessions.models import UserSession

        member.end_sessions()
        update_session_auth_hash(self.request, member)
        UserSession.objects.create_from_request(self.request)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue it. For an address that nobody here has, the row is as large and as dear, and goes to nobody (S12)."""
        name = template_prefix.rpartition("/")[2]
        to = "" if name == "unknown_account" else email
        context = {"email": email, **context}
        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        text = render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n"
        sealed = json.dumps({"subject": " ".join(subject.split()), "text": text})
        Outbox.queue(registry.ACCOUNT, name, to=to, key=uuid4().hex, secret=sealed)


class MFAAdapter(DefaultMFAAdapter):
    """Passkeys, the app's codes and spare codes in this house: sealed at rest, and named in words that people know."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "That doesn’t fit. Try once more with what your device shows now, or choose another way."
        ),
        "unverified_email": gettext_lazy("Confirm each of your e-mail addresses first, or remove it."),
        "cannot_generate_recovery_codes": gettext_lazy("Spare codes come with a passkey or an app: set one up first."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What no key of ours opens any more is a secret that nobody knows: nothing fits it."""
        from cryptography.fernet import InvalidToken

        try:
            return unseal(encrypted_text.encode())
        except InvalidToken:
            log.warning("sealed by another key", extra={"event": "sealed by another key"})
            return b32encode(secrets.token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        return "Copse"

    def get_public_key_credential_rp_entity(self) -> dict:
        """Passkeys belong to the site's one name, whatever other name was asked."""
        return {"id": settings.SITE_HOST, "name": "Copse"}

    def generate_authenticator_name(self, user, type) -> str:
        return in_words(current.request.headers.get("User-Agent", ""))
