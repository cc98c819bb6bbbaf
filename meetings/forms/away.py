"""When I can’t: a time away, or some hours of each week."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.fields import DayInput, LineInput
from copse.words import week
from meetings import own_calendar
from meetings.forms.meeting import DAY, TIME
from meetings.models import StandingAvailability

YEARS_AHEAD, DAYS_LONG = 10, 366  # further and longer is a slip of the finger, or a sabbatical


def reason() -> LineInput:
    return LineInput(
        label=_("Why?"), help_text=_("For yourself. Nobody else sees it; you can leave it empty."),
        max_length=200, required=False,
    )  # fmt: skip


class WhenForm(forms.Form):
    """What a time away and a weekly one have in common. The view hands `what()` to the verb."""

    def __init__(self, *args, instance: StandingAvailability | None = None, **kwargs):
        names = [name for name in self.base_fields if instance is not None]
        super().__init__(*args, initial={name: getattr(instance, name) for name in names}, **kwargs)

    def clean_starts(self) -> date | None:
        return self._near("starts")

    def clean_ends(self) -> date | None:
        last = self._near("ends")
        if last and last < timezone.localdate() and self.initial.get("ends") != last:
            raise ValidationError(_t("That day is over. Choose a later one."))
        return last

    def _near(self, name: str) -> date | None:
        """The day of this field. Raises ValidationError where it is more than ten years away."""
        day = self.cleaned_data[name]
        if day and abs(day.year - timezone.localdate().year) > YEARS_AHEAD:
            raise ValidationError(_t("Choose a day within ten years from now."))
        return day

    def clean(self) -> dict:
        first, last = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if first and last and last < first:
            self.add_error("ends", _t("The last day comes before the first. Choose a later one."))
        return self.cleaned_data

    def what(self) -> dict:
        return self.cleaned_data


class AwayForm(WhenForm):
    """From one day to another, both included."""

    starts = DayInput(label=_("From which day?"), **DAY)
    ends = DayInput(label=_("Until which day?"), help_text=_("The last day that you are away."), **DAY)
    reason = reason()

    def clean(self) -> dict:
        data = super().clean()
        first, last = data.get("starts"), data.get("ends")
        if first and last and (last - first).days > DAYS_LONG:
            self.add_error("ends", _t("That is longer than a year. Choose an earlier day, or take a sabbatical."))
        return data


class WeeklyForm(WhenForm):
    """Some days of each week, whole or in part."""

    weekdays = forms.MultipleChoiceField(
        label=_("On which days of the week?"),
        choices=week,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick a day at least.")},
    )
    from_time = forms.TimeField(
        label=_("From"), required=False, help_text=_("Empty, if you can’t from the day’s beginning."), **TIME
    )
    until_time = forms.TimeField(
        label=_("Until"), required=False, help_text=_("Empty, if you can’t for the rest of the day."), **TIME
    )
    starts = DayInput(label=_("From which day on?"), required=False, help_text=_("Empty, if it is so already."), **DAY)
    ends = DayInput(
        label=_("Until which day?"), required=False, help_text=_("Empty, if you don’t know an end of it."), **DAY
    )
    reason = reason()

    def clean_weekdays(self) -> str:
        return "".join(sorted(set(self.cleaned_data["weekdays"])))

    def clean_from_time(self):
        return self._unless_midnight("from_time")

    def clean_until_time(self):
        return self._unless_midnight("until_time")

    def _unless_midnight(self, name: str):
        """Midnight is where the day begins and ends anyway."""
        at = self.cleaned_data[name]
        return at if at and (at.hour or at.minute) else None

    def clean(self) -> dict:
        data = super().clean()
        if data.get("from_time") and data.get("from_time") == data.get("until_time"):
            self.add_error("until_time", _t("Both are the same time. Leave both empty for the whole day."))
        return data


class CalendarFileForm(forms.Form):
    """A calendar of my own, as a file."""

    file = forms.FileField(
        label=_("Your calendar, as an .ics file"),
        help_text=_("Every calendar can export one, of ten megabytes at most."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        error_messages={"required": _("Choose a file."), "empty": _("There is nothing in this file. Choose another.")},
    )
    all_day = forms.BooleanField(
        label=_("What lasts all day counts too"),
        help_text=_("Holidays, for one; and birthdays, where your calendar says that you are busy then."),
        required=False,
    )

    def clean_file(self):
        """Refused before it is read."""
        file = self.cleaned_data["file"]
        if file.size > own_calendar.MOST_BYTES:
            raise own_calendar.refusal("TooLarge")
        return file
