import json
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from groups.founding import link_in
from groups.joining import invitation_in
from groups.models import Outbox


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
        from allauth.core import context

        return self.get_login_redirect_url(context.request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Links in mails begin with SITE_URL, whatever host was asked."""
        uid, _dash, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": secret})
        return settings.SITE_URL + path

    def send_account_already_exists_mail(self, email: str) -> None:
        url = settings.SITE_URL + reverse("account_reset_password")
        self.send_mail("account/email/account_already_exists", email, {"password_reset_url": url})

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        context = {"email": email, **context}
        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        text = render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n"
        secret = json.dumps({"subject": " ".join(subject.split()), "text": text})
        Outbox.queue("account", template_prefix.rpartition("/")[2], to=email, key=uuid4().hex, secret=secret)
