"""allauth's pages for adding a passkey and for spare codes, which lead on to where one wanted to."""

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.webauthn.views import AddWebAuthnView
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


add = AddPasskey.as_view()
spare_codes = SpareCodes.as_view()
