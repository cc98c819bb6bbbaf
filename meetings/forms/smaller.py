"""A meeting of twos and threes."""

from datetime import datetime, timedelta
from functools import partial

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.zones import instant, validate_zone
from meetings.forms.doubled_hour import ENDS, AsksWhichOfTwo
from meetings.forms.meeting import DAY, DAYS, TIME, YEARS_AHEAD, MeetingForm
from meetings.forms.whose_clock import name_the_city, today_in
from meetings.models import Meeting

DAY_AFTER, A_NIGHT = timedelta(days=1), timedelta(hours=8)
KINDS = (Meeting.Kind.ONLINE, Meeting.Kind.FACE, Meeting.Kind.HYBRID)


class SmallerForm(AsksWhichOfTwo, forms.ModelForm):
    """Who, when and where. The view hands `guests` and `what()` to the verb."""

    guests = forms.ModelMultipleChoiceField(
        label=_("Who would you like to meet?"),
        queryset=None,
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose somebody to meet with.")},
    )
    shown_to_all = forms.TypedChoiceField(
        label=_("Who sees it in the programme?"),
        choices=[("no", _("Those of us who are in it")), ("yes", _("All of us"))],
        coerce=lambda value: value == "yes",
        initial="no",
        widget=forms.RadioSelect,
    )
    seen = MeetingForm.base_fields["seen"]
    clean_seen = MeetingForm.clean_seen

    class Meta:
        model = Meeting
        fields = ["kind", "starts_on", "start_time", "end_time", "zone", "place", "join_url", "title", "shown_to_all"]
        field_classes = {"join_url": partial(forms.URLField, assume_scheme="https"), **DAYS}
        labels = {
            "kind": _("How do you meet?"),
            "starts_on": _("Which day?"),
            "start_time": _("From"),
            "end_time": _("Until"),
            "zone": _("In which time zone?"),
            "place": _("Where?"),
            "join_url": _("The link to the online room"),
            "title": _("What for?"),
        }
        widgets = {"kind": forms.RadioSelect, "starts_on": DAY["widget"], "start_time": TIME["widget"],
                   "end_time": TIME["widget"]}  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["guests"].queryset = by.group.members.exclude(pk=by.pk).in_order()
        self.fields["guests"].label_from_instance = lambda person: person.name
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in KINDS]
        self.fields["zone"].validators.append(validate_zone)
        self.fields["zone"].initial = by.group.zone
        for name in ("start_time", "end_time"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Choose a time.")
        if self.instance.pk:
            self.initial["shown_to_all"] = "yes" if self.instance.shown_to_all else "no"
            self.initial["guests"] = list(self.instance.guests.values_list("membership__key", flat=True))
            self.remember_which(self.instance)
            self.fields["seen"].initial = self.instance.changed_at.isoformat()
        name_the_city(self)

    def clean(self) -> dict:
        data = super().clean()
        data["ends_on"] = self._last_day(data)
        self.end_with_the_day(data)
        self.check_which(data)
        day, last, end, zone = (data.get(name) for name in ("starts_on", "ends_on", "end_time", "zone"))
        today = today_in(zone)
        if day and day < today:
            self.add_error("starts_on", _t("Choose a day from today on."))
        elif day and day.year > today.year + YEARS_AHEAD:
            self.add_error("starts_on", _t("Choose a day within the next ten years."))
        elif day and end and zone and instant(last, end, zone, second=data.get("end_fold")) <= timezone.now():
            self.add_error("start_time", _t("These hours are over. Choose later ones."))
        return data

    @staticmethod
    def _last_day(data: dict):
        """The day after, of what goes on into the night."""
        first, start, end = (data.get(name) for name in ("starts_on", "start_time", "end_time"))
        if not (first and start and end and end < start):
            return first
        night = datetime.combine(first + DAY_AFTER, end) - datetime.combine(first, start)
        return first + DAY_AFTER if night <= A_NIGHT else first

    def _post_clean(self):
        """The verb sets the fields: validating here must not touch the meeting itself."""

    def what(self) -> dict:
        """The meeting's own fields, for the verb."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "ends_on", *ENDS)}
