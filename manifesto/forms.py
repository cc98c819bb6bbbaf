import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.fields import WordsInput
from manifesto.models import EditionEntry

MOST_VALUES = 40
MARKS = " \t\n:–—-#*"  # what may stand round a name in a document


class BringInForm(forms.Form):
    """A manifesto as people have it: a name on a line, its sentence below, an empty line between two values."""

    agreed_on = forms.DateField(
        label=_("When did you agree on it?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = WordsInput(
        label=_("Its values"),
        help_text=_("The name of a value on one line and its words below. An empty line before the next."),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def clean_text(self) -> str:
        """Keeps the text; `values` has it taken apart. Raises ValidationError naming the value that is too long."""
        text = self.cleaned_data["text"]
        blocks = (block.lstrip(MARKS).rstrip() for block in re.split(r"\n\s*\n", text))
        self.values = [self._value(block) for block in blocks if block]
        if not self.values:
            raise ValidationError(_t("Write at least one value."))
        if len(self.values) > MOST_VALUES:
            raise ValidationError(_t("A manifesto has forty values at most. This text has %d.") % len(self.values))
        return text

    def _value(self, block: str) -> tuple[str, str]:
        name, _line, statement = block.partition("\n")
        name, statement = name.strip(MARKS), " ".join(statement.split())
        most = {field: EditionEntry._meta.get_field(field).max_length for field in ("name", "statement")}
        if len(name) > most["name"]:
            words = _t("“%(start)s…” is too long for the name of a value: %(most)d characters at most.")
            raise ValidationError(words, params={"start": name[:40], "most": most["name"]})
        if len(statement) > most["statement"]:
            words = _t("What stands below “%(name)s” is too long: %(most)d characters at most.")
            raise ValidationError(words, params={"name": name, "most": most["statement"]})
        return name, statement
