from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.fields import DayInput, LineInput, Seen, ZoneInput
from copse.words import month, ordinal_word, week
from meetings.forms.whose_clock import name_the_city
from meetings.models import Meeting, Rhythm
from meetings.models.rhythm import DAYS_LONG
from meetings.pattern import PLACES, Pattern, validate_day
from meetings.rhythm_read import LONGEST, Reading, read_all

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class RhythmForm(forms.Form):
    """A rhythm with plain choices. The view hands `what()` to the verb."""

    repeat = forms.ChoiceField(
        label=_("On which days?"),
        choices=[
            ("places", _("On a weekday of the month, such as the first Tuesday")),
            ("weeks", _("On a weekday every so many weeks")),
            ("monthday", _("On a day of the month, such as the fifteenth")),
        ],
        initial="places",
        widget=forms.RadioSelect,
    )
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=week, coerce=int, initial=1)
    places = forms.TypedMultipleChoiceField(
        label=_("Which of the month?"), coerce=int, required=False, initial=[1], widget=forms.CheckboxSelectMultiple
    )
    interval = forms.IntegerField(
        label=_("Every how many weeks, or months?"), min_value=1, max_value=52, initial=1,
        help_text=_("One, if it is each of them."),
    )  # fmt: skip
    monthday = forms.TypedChoiceField(label=_("Day of the month"), coerce=int, initial=15)
    months = forms.TypedMultipleChoiceField(
        label=_("Only in some months?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none, if it is all the year."),
    )  # fmt: skip
    starts_on = DayInput(
        label=_("From which day on?"),
        validators=[validate_day],
        widget=DAY,
        help_text=_("Weeks are counted from the first of its days from then on."),
    )
    kind = forms.ChoiceField(
        label=_("How do we meet?"), choices=Meeting.Kind, initial="online", widget=forms.RadioSelect
    )
    start_time = forms.TimeField(label=_("From"), widget=TIME, required=False, help_text=_("Empty for a retreat."))
    end_time = forms.TimeField(label=_("Until"), widget=TIME, required=False, help_text=_("Empty for a retreat."))
    days = forms.IntegerField(
        label=_("How many days is a retreat?"), min_value=1, max_value=DAYS_LONG, initial=3, required=False,
        help_text=_("Three are Friday to Sunday. A retreat has dates only."),
    )  # fmt: skip
    place = LineInput(label=_("Where?"), max_length=200, required=False)
    join_url = forms.URLField(
        label=_("The link to the online room"), max_length=500, required=False, assume_scheme="https",
        help_text=_("You can leave it empty. Only we see it, and our own calendars."),
    )  # fmt: skip
    zone = ZoneInput(label=_("In which time zone?"))
    seen = Seen()

    def __init__(self, *args, group, rhythm: Rhythm | None = None, reads: Reading | None = None, **kwargs):
        first = {"zone": group.zone, "starts_on": group.today()}
        first |= said_of(rhythm) if rhythm else {}
        first |= _chosen(reads.what) if reads else {}
        super().__init__(*args, initial=first, **kwargs)
        self.fields["places"].choices = [(n, _t("last") if n == -1 else ordinal_word(n)) for n in PLACES]
        self.fields["monthday"].choices = [*((n, n) for n in range(1, 32)), (-1, _t("the last"))]
        self.fields["months"].choices = [(n, month(n)) for n in range(1, 13)]
        name_the_city(self)

    def clean_seen(self) -> datetime | None:
        """What isn't a moment is one that never was: then both texts are shown."""
        said = self.cleaned_data["seen"]
        try:
            return datetime.fromisoformat(said) if said else None
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)

    def clean(self) -> dict:
        data = super().clean()
        repeat = data.get("repeat")
        if repeat == "places" and not data.get("places"):
            self.add_error("places", _t("Choose one or more, such as the first."))
        if not self.errors:
            chosen = {
                "places": {"weekday": data["weekday"], "places": data["places"]},
                "weeks": {"weekday": data["weekday"]},
                "monthday": {"monthday": data["monthday"]},
            }
            try:
                data["pattern"] = Pattern.of(interval=data["interval"], months=data["months"], **chosen[repeat])
            except ValidationError as error:
                self.add_error("repeat", error)
        return data

    def what(self) -> dict:
        """The rhythm's own, for the verb."""
        names = ("pattern", "starts_on", "kind", "start_time", "end_time", "days", "place", "join_url", "zone")
        return {name: self.cleaned_data[name] for name in names} | {"days": self.cleaned_data["days"] or 1}


def said_of(rhythm: Rhythm) -> dict:
    """What the form holds for a rhythm."""
    names = ("starts_on", "kind", "start_time", "end_time", "place", "join_url", "zone")
    said = {name: getattr(rhythm, name) for name in names}
    days = {"days": rhythm.days} if rhythm.days > 1 else {}
    return said | days | _chosen({"pattern": rhythm.pattern}) | {"seen": rhythm.changed_at.isoformat()}


def _chosen(what: dict) -> dict:
    """What the form holds for what was understood of a sentence."""
    said = {name: value for name, value in what.items() if name != "pattern" and (name, value) != ("days", 1)}
    if (pattern := what.get("pattern")) is None:
        return said
    said |= {"interval": pattern.interval, "months": list(pattern.months)}
    if pattern.monthday is not None:
        return said | {"repeat": "monthday", "monthday": pattern.monthday}
    repeat = "places" if pattern.places else "weeks"
    return said | {"repeat": repeat, "weekday": pattern.weekday, "places": list(pattern.places)}


class WordsForm(forms.Form):
    """A rhythm in words, or several."""

    words = LineInput(
        label=_("Say it in words"),
        help_text=_(
            "For example: first Tuesday, 19:00 to 21:00, online. Semicolons stand between several rhythms, "
            "a place in “quotation marks”."
        ),
        max_length=LONGEST,
        error_messages={"required": _("Say it in a sentence.")},
    )

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.zone = group.today(), group.zone
        self.readings: list[Reading] = []  # what was understood of each rhythm

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        self.readings = read_all(words, self.today, self.zone)
        lacking = [sentence for reading in self.readings for sentence in reading.lacking]
        if lacking or not self.readings:
            raise ValidationError(lacking or _t("Say it in a sentence."))
        return words
