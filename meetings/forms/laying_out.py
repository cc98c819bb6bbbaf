from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from copse.fields import DayInput
from meetings.forms.doubled_hour import ENDS, AsksWhichOfTwo
from meetings.forms.meeting import YEARS_AHEAD


class MovedForm(AsksWhichOfTwo):
    """When one date of the sheet would be: where its rhythm puts it, or where somebody has moved it."""

    starts_on = DayInput()
    start_time = forms.TimeField()
    end_time = forms.TimeField()

    def __init__(self, *args, meeting, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.today = meeting, today
        if meeting.start_time is None:
            for name in ("start_time", "end_time", *ENDS):
                del self.fields[name]
        elif not self.is_bound:
            self.remember_which(meeting)

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"]
        if day < self.today:
            raise ValidationError(_("Choose a day from today on."))
        if day.year > self.today.year + YEARS_AHEAD:
            raise ValidationError(_("Choose a day within the next ten years."))
        return day

    def clean(self) -> dict:
        data = super().clean()
        if "start_time" in self.fields:
            data["zone"] = self.meeting.zone
            self.end_with_the_day(data)
            self.check_which(data)
            for name in ("zone", "ends_on"):  # which follow
                data.pop(name, None)
        return data

    @property
    def has_moved(self) -> bool:
        return any(getattr(self.meeting, name) != said for name, said in self.cleaned_data.items())
