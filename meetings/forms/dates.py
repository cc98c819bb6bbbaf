from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.fields import LineInput
from copse.keys import key_in
from copse.words import month_year
from copse.zones import validate_zone
from meetings.called import apart
from meetings.forms.doubled_hour import AsksWhichOfTwo
from meetings.forms.meeting import DAY, DAYS, DAYS_LONG, TIME, YEARS_AHEAD
from meetings.forms.whose_clock import name_the_city, today_in
from meetings.models import Attendance, DateRule, Meeting, Option

NO_ANSWER = "none"


class DatesForm(forms.Form):
    """Which of the dates would do? One that is left blank stays as it was; “No answer” takes back what I said.

    Where `known` has that I can’t (meetings.away.Known), and I have said nothing, that is chosen beforehand.
    """

    note = LineInput(label=_("A note to whoever plans it"), max_length=300, required=False)

    def __init__(self, *args, hearings, membership, note: str = "", known=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].initial = note
        self.dates = {}
        names = apart([hearing.meeting for hearing in hearings], timezone.localdate())
        for hearing, called in zip(hearings, names, strict=True):
            option, mine = hearing.meeting, hearing.answers.get(membership.pk)
            name = f"date-{option.key}"
            self.fields[name] = self.dates[name] = forms.ChoiceField(
                label=called,
                choices=[*Attendance.Answer.choices, (NO_ANSWER, _("No answer"))],
                required=False,
                initial=mine.answer if mine else self._beforehand(option, known),
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose one of the three.")},
            )
            self.dates[name].option = option

    @staticmethod
    def _beforehand(option, known) -> str | None:
        return Attendance.Answer.CANNOT if known and known.mark(option).standing else None

    def said(self) -> dict:
        """By option, what was answered; "" where an answer is taken back."""
        answers = ((field.option, self.cleaned_data[name]) for name, field in self.dates.items())
        return {option: "" if answer == NO_ANSWER else answer for option, answer in answers if answer}

    def gone(self, group) -> list:
        """Of what was answered, the dates that stood on the page and aren't offered any more."""
        names = [name for name in self.data if name.startswith("date-") and self.data[name] and name not in self.dates]
        keys = {key_in(name.removeprefix("date-")) for name in names}
        return list(Option.objects.filter(poll__meeting__group=group, key__in=keys)) if names else []


class OfferForm(AsksWhichOfTwo, forms.ModelForm):
    """Another date that could be."""

    class Meta:
        model = Meeting
        fields = ["starts_on", "start_time", "start_fold", "ends_on", "end_time", "end_fold", "zone", "kind", "place"]
        field_classes = DAYS
        labels = {
            "starts_on": _("Which day?"),
            "start_time": _("From"),
            "ends_on": _("Until which day?"),
            "end_time": _("Until"),
            "zone": _("In which time zone?"),
            "kind": _("How would we meet?"),
            "place": _("Where?"),
        }
        help_texts = {
            "start_time": _("Empty only for a retreat."),
            "end_time": _("Empty only for a retreat."),
            "ends_on": _("Empty, if it is over the same day."),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "starts_on": DAY["widget"],
            "ends_on": DAY["widget"],
            "start_time": TIME["widget"],
            "end_time": TIME["widget"],
            "zone": forms.TextInput(attrs={"list": "zones", "spellcheck": "false"}),
        }

    note = LineInput(
        label=_("Anything to say of this date?"), max_length=200, required=False, help_text=_("All of us read it.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = False
        self.fields["kind"].choices = Meeting.Kind.choices
        self.fields["zone"].validators.append(validate_zone)
        self.zones = sorted({self.instance.zone, timezone.get_current_timezone_name()})
        name_the_city(self)

    def clean(self) -> dict:
        data = super().clean()
        first = data.get("starts_on")
        last = data["ends_on"] = data.get("ends_on") or first
        today = today_in(data.get("zone"))
        if bool(data.get("start_time")) != bool(data.get("end_time")) and not self.errors:
            missing = "end_time" if data.get("start_time") else "start_time"
            self.add_error(missing, _t("Choose both times, or none."))
        if first and first < today:
            self.add_error("starts_on", _t("Choose a day from today on."))
        elif first and first.year > today.year + YEARS_AHEAD:
            self.add_error("starts_on", _t("Choose a day within the next ten years."))
        elif first and last and last < first:
            self.add_error("ends_on", _t("The last day comes before the first. Choose a later one."))
        elif first and last and (last - first).days > DAYS_LONG:
            self.add_error("ends_on", _t("A meeting lasts a month at most. Choose an earlier day."))
        if data.get("kind") != Meeting.Kind.RETREAT:
            if first and not data.get("start_time") and not self.has_error("start_time"):
                self.add_error("start_time", _t("Choose a time. Only a retreat has dates alone."))
        elif first and first == last:
            self.add_error("ends_on", _t("A retreat has a night in it. Choose its last day."))
        elif data.get("start_time"):
            self.add_error("start_time", _t("A retreat has dates only. Leave out the times."))
        self.end_with_the_day(data)
        self.check_which(data)
        return data

    def _post_clean(self):
        """The verb makes the option; the meeting itself stays as it is."""


class MonthForm(forms.Form):
    """Dates like these, in another month."""

    month = forms.TypedChoiceField(label=_("In which month?"), coerce=date.fromisoformat)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        months = [date(today.year + (today.month + n - 1) // 12, (today.month + n - 1) % 12 + 1, 1) for n in range(18)]
        self.fields["month"].choices = [(day.isoformat(), month_year(day)) for day in months]


class DateRuleForm(forms.ModelForm):
    """When we say that a date suits. The view hands `cleaned_data` to the verb."""

    class Meta:
        model = DateRule
        fields = ["online", "face", "hybrid", "retreat", "stretch"]
        labels = {
            "online": _("Who has to be able to come to an online meeting?"),
            "face": _("Who has to be able to come face to face?"),
            "hybrid": _("And when some are in the room and some online?"),
            "retreat": _("And to a retreat?"),
            "stretch": _("What does “at a stretch” count for?"),
        }

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Each question and what we have agreed on, for whoever only reads."""
        return [(self[name].label, getattr(self.instance, f"get_{name}_display")()) for name in self.fields]
