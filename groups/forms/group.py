from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from copse.fields import CountryInput, LineInput, ZoneInput, ZoneLine
from groups.models import Group


class FoundForm(forms.Form):
    """A new group. The view hands `cleaned_data` to the verb."""

    name = LineInput(label=_("What is the group called?"), max_length=80)
    slug = forms.SlugField(
        label=_("Its part of the address"),
        help_text=_("Small letters, digits and hyphens. Left empty, it is made from the name."),
        max_length=50,
        required=False,
    )
    zone = ZoneInput(help_text=_("Where you mostly meet. Write a city, and choose from those that are offered."))

    def clean(self):
        said = self.cleaned_data
        if "name" in said and "slug" in said:
            said["slug"] = (said["slug"] or slugify(said["name"]))[:50].lower().strip("-")
            if not said["slug"]:
                self.add_error("slug", _("Choose one: the name has no letters that an address can have."))


class Either(forms.TypedChoiceField):
    """Yes or no, each in words of its own."""

    def __init__(self, *, yes, no, **options):
        choices = [("True", yes), ("False", no)]
        super().__init__(choices=choices, coerce=lambda said: said == "True", widget=forms.RadioSelect, **options)


class GroupForm(forms.ModelForm):
    """How a group is set up. The view hands `cleaned_data` to the verb."""

    language = forms.ChoiceField(label=_("In which language are our papers and mails?"), choices=settings.LANGUAGES)
    country = CountryInput(label=_("In which country are we?"), help_text=_("For holidays and the size of paper."))
    all_facilitate = Either(
        label=_("Who plans meetings and settles dates?"), yes=_("All of us"), no=_("Those who have the duty")
    )
    all_invite = Either(label=_("Who invites?"), yes=_("All of us"), no=_("Those who look after invitations"))
    sign_on_joining = Either(
        label=_("Does whoever joins sign the manifesto with saying yes?"),
        yes=_("Yes"),
        no=_("No, they can do it later"),
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
        }
        help_texts = {
            "slug": _("Small letters, digits and hyphens. Links with the old one still lead here."),
            "zone": _("Write a city, and choose from those that are offered."),
        }
        field_classes = {"zone": ZoneInput}
        widgets = {"zone": ZoneLine, "rounds": forms.RadioSelect}

    def facts(self) -> list[tuple[str, str]]:
        """(what is asked, what is set) in words, for those who only read it."""
        said = []
        for bound in self:
            names = {str(key): words for key, words in getattr(bound.field, "choices", ())}
            said.append((bound.label, names.get(str(bound.value()), bound.value())))
        return said

    def _post_clean(self):
        """The verb sets the fields: validating here must not touch the group itself."""
