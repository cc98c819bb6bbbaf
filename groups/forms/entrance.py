"""The door: signing in, by password or code, and a new account."""

from uuid import uuid4

from allauth.account import forms as allauth_forms
from allauth.account.forms import LoginForm, RequestLoginCodeForm, SignupForm
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from copse.fields import LineInput
from groups.founding import link_in
from groups.joining import invitation_in, make_way
from groups.models import Member

A_GOOD_PASSWORD = _("Ten characters or more. Three or four words together are good.")


class SignInForm(LoginForm):
    """allauth's, with the address ready for a passkey and for pasting."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your e-mail address")
        self.fields["login"].widget.attrs.update(
            {
                "autocomplete": "username webauthn",
                "inputmode": "email",
                "spellcheck": "false",
                "placeholder": False,
            }
        )
        self.fields["password"].label = _("Your password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs["placeholder"] = False
        self.fields.pop("remember", None)


class CodeForm(RequestLoginCodeForm):
    """A code goes to a proved address only.

    A sign-up left half-way may have a password of somebody else's, who had found the link; a code would open its door.
    """

    def clean_email(self) -> str:
        email = super().clean_email()
        if self._user and not self._user.emailaddress_set.filter(email__iexact=email, verified=True).exists():
            self._user = None  # as for an address that nobody here has
        return email


class JoinForm(SignupForm):
    """A new account: for the invited address and no other; by a founding link, for whoever begins the first group."""

    name = LineInput(label=_("Your name"), max_length=80, help_text=_("As the group knows you, or will."))
    field_order = ["email", "name", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        from allauth.core import context

        self.invitation, self.founds = invitation_in(context.request), link_in(context.request) is not None
        self.fields["email"].label = _("Your e-mail address")
        self.fields["email"].help_text = _("A code follows, to make sure it is you.")
        self.fields["email"].widget.attrs.update({"placeholder": False})
        if self.invitation:
            self.fields["email"].help_text = _("The invitation was sent here. A code follows, to make sure it is you.")
            self.fields["email"].widget.attrs["readonly"] = True
            self.initial["email"] = self.invitation.email
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["password1"].label = _("A password")
        self.fields["password1"].help_text = A_GOOD_PASSWORD
        self.fields["password1"].widget.attrs["placeholder"] = False

    def clean_email(self) -> str:
        email = super().clean_email()
        if not ((self.invitation and email == self.invitation.email) or self.founds):
            raise ValidationError(_("This invitation is for another address."))
        return email

    def try_save(self, request):
        if self.account_already_exists and make_way(self.cleaned_data["email"]):
            self.account_already_exists = False
        if self.account_already_exists:
            self.cost_as_much()
        return super().try_save(request)

    def cost_as_much(self) -> None:
        """As a new account, of which nothing stays: whoever found an invitation can't measure who is here (S12)."""
        with transaction.atomic():
            email = f"{uuid4().hex}@{settings.SITE_HOST}"
            nobody = Member.objects.create_user(email, self.cleaned_data["password1"], name=self.cleaned_data["name"])
            EmailAddress.objects.create(user=nobody, email=email)
            transaction.set_rollback(True)


class WithNewPassword:
    """What a good password is, in our words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = A_GOOD_PASSWORD


class ChangePasswordForm(WithNewPassword, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(WithNewPassword, allauth_forms.SetPasswordForm):
    pass


class ResetPasswordForm(WithNewPassword, allauth_forms.ResetPasswordKeyForm):
    pass
