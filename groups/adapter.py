import json
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.joining import invitation_in
from groups.models import Outbox


class AccountAdapter(DefaultAccountAdapter):
    """allauth in this house: accounts only by invitation, mails through the outbox, as plain text."""

    def is_open_for_signup(self, request) -> bool:
        return invitation_in(request) is not None

    def clean_email(self, email: str) -> str:
        """A new account is for the invited address; somebody signed in may add any of their own."""
        from allauth.core import context

        email = super().clean_email(email)
        invitation = invitation_in(context.request)
        if context.request.user.is_anonymous and (invitation is None or invitation.email != email.lower()):
            raise ValidationError(_("This invitation is for another address."))
        return email

    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit=False)
        user.name = form.cleaned_data["name"]
        if commit:
            user.save()
        return user

    def populate_username(self, request, user) -> None:
        """Members have no user names."""

    def get_login_redirect_url(self, request) -> str:
        return reverse("groups:joining") if invitation_in(request) else super().get_login_redirect_url(request)

    get_signup_redirect_url = get_login_redirect_url

    def get_email_verification_redirect_url(self, email_address) -> str:
        from allauth.core import context

        return self.get_login_redirect_url(context.request)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        text = render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n"
        secret = json.dumps({"subject": " ".join(subject.split()), "text": text})
        Outbox.queue("account", template_prefix.rpartition("/")[2], to=email, key=uuid4().hex, secret=secret)
