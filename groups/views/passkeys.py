"""allauth's pages for passkeys and for spare codes, which lead on to where one wanted to."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from groups.views.ways_in import with_next


class AddPasskey(AddWebAuthnView):
    def get_success_url(self) -> str:
        """First the spare codes, where there are new ones; then where they wanted to."""
        if self.did_generate_recovery_codes:
            return with_next(self.request, "mfa_view_recovery_codes")
        return get_next_redirect_url(self.request) or reverse("mfa_list_webauthn")

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "after": get_next_redirect_url(self.request)}


class SpareCodes(ViewRecoveryCodesView):
    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "after": get_next_redirect_url(self.request)}


class TryAgain:
    """What doesn't fit leads back to the page where one was, and not away from where one wanted to."""

    page: str

    def form_invalid(self, form):
        for words in form.errors.get("credential", []):
            get_adapter().add_message(self.request, messages.WARNING, message=words)
        return redirect(with_next(self.request, self.page))


class ComeIn(TryAgain, LoginWebAuthnView):
    page = "account_login"


class Prove(TryAgain, ReauthenticateWebAuthnView):
    page = "mfa_reauthenticate_webauthn"


add = AddPasskey.as_view()
come_in = ComeIn.as_view()
prove = Prove.as_view()
spare_codes = SpareCodes.as_view()
