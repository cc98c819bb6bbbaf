from django import forms
from django.utils.translation import gettext_lazy as _

from copse.fields import Seen, WordsInput
from larder.references.pasted import MOST_CHARACTERS


class PastedForm(forms.Form):
    text = WordsInput(
        label=_("Your references"),
        help_text=_("BibTeX, RIS or CSL-JSON, as Zotero, a library or a journal’s page give it. Up to 500 at once."),
        max_length=MOST_CHARACTERS,
        strip=False,  # lines are counted from the first
        error_messages={"max_length": _("This is more than a million letters. Bring in one part, then the other.")},
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )
    seen = Seen()
