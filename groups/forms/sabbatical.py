from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Sabbatical


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
