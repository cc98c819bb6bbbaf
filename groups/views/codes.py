"""allauth's page for the code that one comes in by, where a second code costs the same for every address."""

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmLoginCodeView


class ConfirmCode(ConfirmLoginCodeView):
    def _resend_form_valid(self, form):
        """For an address that nobody here has, a row to nobody, as with the first code (trust.md, S12)."""
        if self._process.user is None:
            get_adapter().send_mail("account/email/unknown_account", self._process.state["email"], {})
        return super()._resend_form_valid(form)


confirm = ConfirmCode.as_view()
