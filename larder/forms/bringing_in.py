from django import forms
from django.utils.translation import gettext_lazy as _

from copse.sheets import SheetForm


class LarderListForm(SheetForm):
    """A list of topics or of activities as CSV, or both as JSON."""

    most_bytes = 10_000_000
    file = forms.FileField(
        label=_("The list, as a CSV or JSON file"),
        help_text=_("Every spreadsheet can save one; so can Copse. Ten megabytes at most."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.json,text/csv,application/json"}),
    )
