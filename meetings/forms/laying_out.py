from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from meetings.forms.meeting import YEARS_AHEAD


class MovedForm(forms.Form):
    """When one date of the sheet would be: where its rhythm puts it, or where somebody has moved it."""

    starts_on = forms.DateField()
    start_time = forms.TimeField()
    end_time = forms.TimeField()

    def __init__(self, *args, whole_days: bool, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        if whole_days:
            del self.fields["start_time"], self.fields["end_time"]

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"]
        if day < self.today:
            raise ValidationError(_("Choose a day from today on."))
        if day.year > self.today.year + YEARS_AHEAD:
            raise ValidationError(_("Choose a day within the next ten years."))
        return day

    def differs_from(self, meeting) -> bool:
        return any(getattr(meeting, name) != said for name, said in self.cleaned_data.items())
