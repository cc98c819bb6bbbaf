"""Who I am: in one group, and in all of them."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from copse import pictures
from copse.fields import LineInput, ZoneInput, ZoneLine
from groups.models import Member, Membership
from groups.models.membership import TONES


class MyPageForm(forms.ModelForm):
    tone = forms.TypedChoiceField(
        label=_("The colour of my disc"),
        choices=list(TONES.items()),
        coerce=int,
        required=False,
        empty_value=0,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Membership
        fields = ["known_as", "pronouns", "about", "tone", "access_note"]
        labels = {"known_as": _("Your name in this group")}
        help_texts = {
            "pronouns": _("You can leave this empty."),
            "access_note": _("What helps you to be there, and what you eat. Only whoever plans a meeting sees it."),
        }

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.initial["tone"] = instance.disc_tone


class ContactForm(forms.Form):
    """One way to reach me. A row without anything in it is none."""

    label = LineInput(label=_("What it is"), max_length=40, required=False)
    value = LineInput(label=_("Number, address or words"), max_length=300, required=False)
    shown = forms.BooleanField(label=_("The others see it"), required=False, initial=False)

    @property
    def lines(self) -> list:
        """What is written, apart from whether it is shown."""
        return [self["label"], self["value"]]

    def clean(self):
        if self.cleaned_data.get("label") and not self.cleaned_data.get("value") and "value" not in self.errors:
            self.add_error("value", _("Write how, or leave the row empty."))


class Contacts(forms.BaseFormSet):
    def get_form_kwargs(self, index):
        return {"empty_permitted": False}  # each row is read, whichever number of them the page says it began with

    def kept(self) -> list[dict]:
        return [form.cleaned_data for form in self if form.cleaned_data.get("value")]


ContactFormSet = forms.formset_factory(ContactForm, formset=Contacts, extra=2, max_num=8, validate_max=True)


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("A picture of you"),
        help_text=_("JPEG, PNG or WebP, up to ten megabytes. We keep a square of its middle, and nothing of where and "
                    "when it was taken."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip

    def clean_photo(self) -> bytes:
        photo = self.cleaned_data["photo"]
        return pictures.square(photo.read(pictures.MOST_BYTES + 1), photo.name)


class MeForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("Language and order of dates"), choices=settings.LANGUAGES)

    class Meta:
        model = Member
        fields = ["name", "language", "zone", "clock", "theme", "easier_letters"]
        field_classes = {"zone": ZoneInput}
        labels = {"clock": _("How I read the clock")}
        help_texts = {"zone": _("Write a city near you, and choose from those that are offered.")}
        widgets = {"zone": ZoneLine, "clock": forms.RadioSelect, "theme": forms.RadioSelect}
