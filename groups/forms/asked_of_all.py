from django import forms
from django.utils.translation import gettext_lazy as _

from copse.fields import LineInput, WordsInput


class NewcomerForm(forms.Form):
    """Somebody to be invited when all of us consent. The view hands `cleaned_data` to the verb."""

    name = LineInput(label=_("Their name"), max_length=80)
    email = forms.EmailField(
        label=_("Their e-mail address"), help_text=_("The others don’t see it. The invitation goes there.")
    )
    reason = WordsInput(
        label=_("Why would you love to work with them?"), help_text=_("All of us read it. They don’t."),
        max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    note = WordsInput(
        label=_("A note to them"), help_text=_("They see it when they follow the link. You can leave this empty."),
        max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ReturnForm(forms.Form):
    reason = WordsInput(
        label=_("Why should we talk it over?"), help_text=_("All of us read it, and whoever was taken out doesn’t."),
        max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
