from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.models import Sabbatical

YEARS = 10  # before and ahead: further is a slip of the finger, while one may have begun before we came here


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

    def clean_starts(self) -> date:
        return self._near("starts")

    def clean_ends(self) -> date | None:
        return self._near("ends")

    def _near(self, name: str) -> date | None:
        """The day of this field. Raises ValidationError where it is more than ten years away."""
        day, year = self.cleaned_data[name], timezone.localdate().year
        if day and day.year < year - YEARS:
            raise ValidationError(_t("Choose a day within the last ten years."))
        if day and day.year > year + YEARS:
            raise ValidationError(_t("Choose a day within the next ten years."))
        return day

    def _post_clean(self):
        """The verb sets the fields: validating here must not touch the sabbatical itself."""
