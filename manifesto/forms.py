from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.fields import WordsInput
from manifesto.models import EditionEntry

MOST_VALUES = 40


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
        self.values = [self._value(block) for block in text.split("\n\n") if block.strip()]
        if len(self.values) > MOST_VALUES:
            raise ValidationError(_t("A manifesto has forty values at most. This text has %d.") % len(self.values))
        return text

    def _value(self, block: str) -> tuple[str, str]:
        name, _line, statement = block.strip().partition("\n")
        name, statement = name.strip(" :–-"), " ".join(statement.split())
        for words, field in ((name, "name"), (statement, "statement")):
            most = EditionEntry._meta.get_field(field).max_length
            if len(words) > most:
                raise ValidationError(
                    _t("“%(start)s…” is too long: %(most)d characters at most."),
                    params={"start": words[:40], "most": most},
                )
        return name, statement
