import re

from allauth.account.forms import LoginForm, RequestLoginCodeForm, SignupForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from copse.countries import countries
from copse.fields import LineInput, Seen, WordsInput
from copse.zones import validate_zone
from groups.belonging import Fate
from groups.fields import OneOfUs
from groups.joining import invitation_in, make_way
from groups.models import Duty, Goal, Group, Invitation, Member, Membership, Sabbatical
from groups.models.departure import in_order


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
                "placeholder": "",
            }
        )
        self.fields["password"].label = _("Your password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs["placeholder"] = ""
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
    """A new account for the invited address, and for no other."""

    name = LineInput(label=_("Your name"), max_length=80, help_text=_("As the group knows you, or will."))
    field_order = ["email", "name", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        from allauth.core import context

        self.invitation = invitation_in(context.request)
        self.fields["email"].label = _("Your e-mail address")
        self.fields["email"].help_text = _("The invitation was sent here. A code follows, to make sure it is you.")
        self.fields["email"].widget.attrs.update({"readonly": True, "placeholder": ""})
        self.initial["email"] = self.invitation.email if self.invitation else ""
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["password1"].label = _("A password")
        self.fields["password1"].help_text = _("Ten characters or more. Three or four words together are good.")
        self.fields["password1"].widget.attrs["placeholder"] = ""

    def clean_email(self) -> str:
        email = super().clean_email()
        if self.invitation is None or email != self.invitation.email:
            raise ValidationError(_("This invitation is for another address."))
        return email

    def try_save(self, request):
        if self.account_already_exists and make_way(self.cleaned_data["email"]):
            self.account_already_exists = False
        return super().try_save(request)


class InviteForm(forms.Form):
    emails = WordsInput(
        label=_("Their e-mail address"),
        help_text=_("One to a line, if you invite several."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    note = WordsInput(
        label=_("A note to them"),
        help_text=_("They see it when they follow the link. You can leave this empty."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_emails(self) -> list[str]:
        emails = list(dict.fromkeys(e.lower() for e in re.split(r"[\s,;]+", self.cleaned_data["emails"]) if e))
        for email in emails:
            try:
                Invitation._meta.get_field("email").run_validators(email)
            except ValidationError:
                raise ValidationError(
                    _("“%(email)s” doesn’t look like an e-mail address."), params={"email": email}
                ) from None
        return emails


class GoalForm(forms.ModelForm):
    """One of mine. The view hands `what()` to the verb."""

    class Meta:
        model = Goal
        fields = ["text", "state", "look_back"]
        labels = {"text": _("What do you hope for from this group?")}
        help_texts = {"look_back": _("You can leave this empty.")}
        widgets = {
            "look_back": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "state": forms.RadioSelect,
        }

    def _post_clean(self):
        """The verb sets the fields: validating here must not touch the goal itself."""

    def what(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class OurGoalForm(GoalForm):
    """One that all of us want. Each of us may change it, so it knows what it was changed from."""

    seen = Seen()

    class Meta(GoalForm.Meta):
        labels = {"text": _("What do all of us want?")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.stamp


class ContributionForm(forms.Form):
    """Words for a gathering. Where they are changed they may be left empty: then they go."""

    text = WordsInput(label=_("What do you hope for?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, may_be_empty: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if may_be_empty:
            self.fields["text"].required = False
            self.fields["text"].help_text = _("Empty it to take it away.")


class MyPageForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["known_as", "pronouns", "about", "contacts", "access_note"]
        labels = {"known_as": _("Your name in this group")}
        help_texts = {
            "pronouns": _("You can leave this empty."),
            "contacts": _("What you write here, the others see. You can leave it empty."),
            "access_note": _("What helps you to be there, and what you eat. Only whoever plans a meeting sees it."),
        }


class MeForm(forms.ModelForm):
    class Meta:
        model = Member
        fields = ["name", "zone", "theme", "easier_letters"]
        help_texts = {"zone": _("A part of the world and a city, like Europe/London.")}
        widgets = {"theme": forms.RadioSelect}


class GroupForm(forms.ModelForm):
    """How a group is set up. The view hands `cleaned_data` to the verb."""

    language = forms.ChoiceField(label=_("In which language are our papers and mails?"), choices=settings.LANGUAGES)
    country = forms.ChoiceField(
        label=_("In which country are we?"), required=False, help_text=_("For holidays and the size of paper.")
    )

    class Meta:
        model = Group
        fields = ["name", "slug", "zone", "language", "country", "rounds", "all_facilitate", "all_invite",
                  "sign_on_joining"]  # fmt: skip
        labels = {
            "name": _("Our name"),
            "slug": _("Our part of the address"),
            "zone": _("In which time zone do we meet?"),
            "rounds": _("What do we call the rounds?"),
            "all_facilitate": _("Who plans meetings and settles dates?"),
            "all_invite": _("Who invites?"),
            "sign_on_joining": _("Does whoever joins sign the manifesto with saying yes?"),
        }
        help_texts = {
            "slug": _("Small letters, digits and hyphens. Links with the old one still lead here."),
            "zone": _("A part of the world and a city, like Europe/London."),
        }
        widgets = {"rounds": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Not said")), *countries()]
        self.fields["zone"].validators.append(validate_zone)
        for name, words in YES_OR_NO.items():
            self.fields[name] = forms.TypedChoiceField(
                label=self.fields[name].label, choices=list(zip(("True", "False"), words, strict=True)),
                coerce=lambda value: value == "True", widget=forms.RadioSelect,
            )  # fmt: skip

    def facts(self) -> list[tuple[str, str]]:
        """(what is asked, what is set) in words, for those who only read it."""
        said = []
        for bound in self:
            names = {str(key): words for key, words in getattr(bound.field, "choices", ())}
            said.append((bound.label, names.get(str(bound.value() or ""), bound.value())))
        return said

    def _post_clean(self):
        """The verb sets the fields: validating here must not touch the group itself."""


YES_OR_NO = {
    "all_facilitate": (_("All of us"), _("Those who have the duty")),
    "all_invite": (_("All of us"), _("Those who look after invitations")),
    "sign_on_joining": (_("Yes"), _("No, they can do it later")),
}


class SabbaticalForm(forms.ModelForm):
    """From when, until when. The view hands `cleaned_data` to the verb."""

    class Meta:
        model = Sabbatical
        fields = ["starts", "ends", "note"]
        help_texts = {
            "ends": _("The last day. Leave it empty if you don’t know yet."),
            "note": _("The others read it. You can leave it empty."),
        }
        widgets = {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("starts", "ends")}

    def _post_clean(self):
        """The verb sets the fields: validating here must not touch the sabbatical itself."""


class LeavingForm(forms.Form):
    """What becomes of what I have in a group: a choice for each kind of which the group sees something.

    `departure`: where I have left already, what leaves less than I chose then.
    """

    def __init__(self, *args, membership, departure=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        whose = [membership, departure.byline] if departure and departure.byline else [membership]
        for kind in in_order():
            before = Fate(departure.chosen[kind.key]) if departure else kind.default
            offered = [fate for fate in kind.fates if not departure or fate in before.further]
            if len(offered) > 1 and any(kind.count(each) for each in whose):
                self.fields[kind.key] = forms.ChoiceField(
                    label=kind.title, initial=before, widget=forms.RadioSelect,
                    choices=[(fate.value, fate.label) for fate in offered],
                )  # fmt: skip
        if departure is None and self._last_admin():
            self.fields["next_admin"] = OneOfUs(
                label=_("Who looks after invitations and settings from now on?"),
                help_text=_("Nobody else does yet. You can leave it open; then any of the others can offer to."),
            )
            others = membership.group.members.exclude(pk=membership.pk).in_order()
            self.fields["next_admin"].offer(list(others), nobody=_("Leave it open"))

    def _last_admin(self) -> bool:
        others = self.membership.group.members.exclude(pk=self.membership.pk)
        held = Duty.objects.held().filter(name=Duty.Name.ADMIN)
        return self.membership.is_admin and others.exists() and not others.filter(duties__in=held).exists()

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "next_admin"}


class RemovalForm(forms.Form):
    reason = WordsInput(
        label=_("Why?"),
        help_text=_("Only they read it, on a page of their own. The others are told that it happened, and not why."),
        max_length=2000,
    )


class DeletionForm(forms.Form):
    """Typed, so that it is never pressed by mistake."""

    email = forms.EmailField(label=_("Your e-mail address, to be sure"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email != self.member.email.lower():
            raise ValidationError(_("This is another address. Type the one that you come in with."))
        return email
