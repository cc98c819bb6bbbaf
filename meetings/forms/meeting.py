from datetime import UTC, datetime
from functools import partial

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.clocks import When
from copse.fields import DayInput, LineInput, Seen, WordsInput
from copse.keys import key_in
from copse.words import times
from copse.zones import instant, validate_zone
from groups.fields import OneOfUs
from larder.places import MOST_COUNTED, offered
from larder.suggesting import Suggestion, suggestions
from meetings.forms.doubled_hour import AsksWhichOfTwo
from meetings.forms.whose_clock import name_the_city, today_in
from meetings.models import Attendance, Meeting, RunSheetPart, Use
from meetings.models.meeting import ASKS_AGAIN
from meetings.models.use import stamp_of_outcomes
from meetings.outlook import Outlook
from meetings.when import DATES

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
DAYS = {"starts_on": DayInput, "ends_on": DayInput}
TIME = {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}
YEARS_AHEAD, DAYS_LONG = 10, 31  # further and longer is a slip of the finger
HALF_A_DAY = 12  # hours


class MeetingForm(AsksWhichOfTwo, forms.ModelForm):
    """Plan a meeting or change it. The view hands `cleaned_data` to the verb."""

    topics = forms.ModelMultipleChoiceField(
        label=_("What will we open?"),
        queryset=None,
        required=False,
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("From the larder. You can leave this empty, or choose several."),
    )
    settled = forms.TypedChoiceField(
        label=_("Is the date settled?"),
        choices=[
            ("yes", _("Yes, all of us can make it")),
            ("no", _("Not yet: it is the day we hope for")),
        ],
        coerce=lambda v: v == "yes",
        initial="no",
        widget=forms.RadioSelect,
    )
    facilitator = OneOfUs(label=_("Who facilitates?"))
    facilitates_with = OneOfUs(label=_("Together with?"))
    focus = OneOfUs(label=_("Who is in focus?"))
    seen = Seen()

    class Meta:
        model = Meeting
        fields = ["kind", "starts_on", "start_time", "start_fold", "ends_on", "end_time", "end_fold", "zone", "title",
                  "topics", "place", "join_url", "facilitator", "facilitates_with", "learning", "focus"]  # fmt: skip
        field_classes = {"join_url": partial(forms.URLField, assume_scheme="https"), **DAYS}
        labels = {
            "kind": _("How do we meet?"),
            "starts_on": _("Which day?"),
            "start_time": _("From"),
            "ends_on": _("Until which day?"),
            "end_time": _("Until"),
            "zone": _("In which time zone?"),
            "title": _("A title"),
            "place": _("Where?"),
            "join_url": _("The link to the online room"),
            "learning": _("It is an action-learning evening"),
        }
        help_texts = {
            "start_time": _("Empty only for a retreat."),
            "end_time": _("Empty only for a retreat."),
            "ends_on": _("Empty, if it is over the same day. A retreat has a night in it."),
            "title": _("You can leave this empty: the topic will stand for it."),
            "join_url": _("Only we see it, and our own calendars."),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "starts_on": DAY["widget"],
            "ends_on": DAY["widget"],
            "start_time": TIME["widget"],
            "end_time": TIME["widget"],
            "zone": forms.TextInput(attrs={"list": "zones", "spellcheck": "false"}),
        }

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.group = group
        members = list(group.people.values())
        self.fields["topics"].queryset = group.topics.all()
        nobody = {"facilitator": _("Nobody yet"), "facilitates_with": _("Nobody"), "focus": _("Nobody")}
        for name, empty in nobody.items():
            self.fields[name].offer(members, nobody=empty)
        self.fields["kind"].choices = Meeting.Kind.choices
        self.fields["ends_on"].required = False
        self.fields["zone"].initial = group.zone
        self.fields["zone"].validators.append(validate_zone)
        self.zones = sorted({group.zone, timezone.get_current_timezone_name()})
        if self.instance.pk:
            del self.fields["settled"]
            if self.instance.last_day == self.instance.starts_on:
                self.initial["ends_on"] = None  # it follows the first day when that moves
            self.remember_which(self.instance)
            self.fields["seen"].initial = self.instance.changed_at.isoformat()
        if self.instance.pk and not self.instance.settled_at:
            for name in ASKS_AGAIN:  # those are the poll's
                del self.fields[name]
        else:
            name_the_city(self)

    @cached_property
    def chosen(self) -> set[str]:
        """The keys of the topics that are ticked."""
        if self.is_bound:
            return {key for said in self.data.getlist("topics") if (key := key_in(said))}
        return {topic.key for topic in self.initial.get("topics", ())}

    @cached_property
    def suggested(self) -> list[tuple[Suggestion, str]]:
        """What could be opened at a new meeting, each with " checked" or nothing."""
        found = [] if self.instance.pk else suggestions(self.group)
        return [(one, self._ticked(one.key)) for one in found]

    @cached_property
    def larder(self) -> list[tuple[str, str, str]]:
        """(key, title, " checked" or nothing) of the topics that are offered beside those. As choices of a field they
        would cost twice as much.
        """
        titles = dict(self._offered[0])
        if lacking := self.chosen - titles.keys():
            titles |= dict(self.group.topics.filter(key__in=lacking).values_list("key", "title"))
        beside = titles.keys() - {one.key for one, _ticked in self.suggested}
        return [(key, title, self._ticked(key)) for key, title in titles.items() if key in beside]

    @property
    def others(self) -> int:
        """How many topics more the larder has."""
        here = {key for key, _title, _ticked in self.larder} | {one.key for one, _ticked in self.suggested}
        return max(0, self._offered[1] - len(here))

    @property
    def has_hundreds_more(self) -> bool:
        """Too many to say how many more the larder has."""
        return self._offered[1] == MOST_COUNTED

    @cached_property
    def _offered(self) -> tuple[list[tuple[str, str]], int]:
        return offered(self.group)

    def _ticked(self, key: str) -> str:
        return " checked" if key in self.chosen else ""

    def clean_seen(self) -> datetime | None:
        """What isn't a moment is one that never was: then both texts are shown."""
        said = self.cleaned_data["seen"]
        try:
            return datetime.fromisoformat(said) if said else None
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)

    def clean(self) -> dict:
        data = super().clean()
        if "starts_on" in self.fields:
            data["ends_on"] = data.get("ends_on") or data.get("starts_on")
            self._check_times(data)
            self._check_days(data)
            self.end_with_the_day(data)
            self.check_which(data)
            if self.errors:
                self.check_instants(data)
            if not self.errors.keys() & {*DATES}:
                self._check_hours(data)
        if data.get("focus") and not data.get("learning"):
            data["learning"] = True
        return data

    def _check_times(self, data: dict) -> None:
        one_day = data.get("kind") != Meeting.Kind.RETREAT and data.get("starts_on") == data["ends_on"]
        if one_day and not (data.get("start_time") and data.get("end_time")):
            for name in ("start_time", "end_time"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _t("Choose a time."))
        if bool(data.get("start_time")) != bool(data.get("end_time")):
            missing = "end_time" if data.get("start_time") else "start_time"
            if missing not in self.errors:
                self.add_error(missing, _t("Choose both times, or none."))

    def _check_days(self, data: dict) -> None:
        first, last, today = data.get("starts_on"), data.get("ends_on"), today_in(data.get("zone"))
        if first and first < today and first != self.instance.starts_on:
            self.add_error("starts_on", _t("Choose a day from today on."))
        elif first and first.year > today.year + YEARS_AHEAD:
            self.add_error("starts_on", _t("Choose a day within the next ten years."))
        elif first and last and not 0 <= (last - first).days <= DAYS_LONG:
            self.add_error(
                "ends_on",
                _t("The last day comes before the first. Choose a later one.")
                if last < first
                else _t("A meeting lasts a month at most. Choose an earlier day."),
            )
        elif first and first == last and data.get("kind") == Meeting.Kind.RETREAT and "ends_on" not in self.errors:
            self.add_error("ends_on", _t("A retreat has a night in it. Choose its last day."))

    def _check_hours(self, data: dict) -> None:
        """Hours of today that are over already: 7 may have been written for 19."""
        start, end = data["start_time"], data["end_time"]
        if not start or (data["starts_on"], start) >= (data["ends_on"], end):
            return
        now = timezone.now()
        if instant(data["ends_on"], end, data["zone"], second=data["end_fold"]) > now:
            return
        words = _t("These hours are over. Choose later ones.")
        if start < end and end.hour < HALF_A_DAY:
            start, end = (at.replace(hour=at.hour + HALF_A_DAY) for at in (start, end))
            if instant(data["ends_on"], end, data["zone"]) > now:
                words = _t("These hours are over. Did you mean %(times)s?") % {"times": times(start, end)}
        self.add_error("start_time", words)

    def _post_clean(self):
        """The verb sets the fields: validating here must not touch the meeting itself."""

    def what(self) -> dict:
        """The meeting's own fields, for the verb."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields and name != "topics"}


class AnswerForm(forms.Form):
    """Can I come? The sequence tells which date and place the answer is to."""

    answer = forms.ChoiceField(
        label=_("Can you come?"),
        choices=Attendance.Answer,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of the three.")),
    )
    note = LineInput(label=_("A note to whoever facilitates"), max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class OutcomeForm(forms.Form):
    """What came of each topic of a meeting that has been, and how each activity went."""

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"] = Seen(initial=partial(stamp_of_outcomes, meeting))
        self.about = {}
        for opening in meeting.opened.select_related("topic"):
            self._ask(f"topic_{opening.topic.key}", opening, opening.topic.title, opening.came_of_it, most=5000, rows=4)
        for use in Use.objects.of(meeting).select_related("activity"):
            label = _t("How it went: %(activity)s") % {"activity": use.activity.title}
            self._ask(f"use_{use.pk}", use, label, use.how_it_went, most=2000, rows=2)

    def _ask(self, name: str, about, label: str, says: str, *, most: int, rows: int) -> None:
        self.about[name] = about
        self.fields[name] = WordsInput(
            label=label,
            initial=says,
            required=False,
            max_length=most,
            widget=forms.Textarea(attrs={"rows": rows}),
        )

    def outcomes(self) -> dict:
        return {about: self.cleaned_data[name] for name, about in self.about.items()}


class OpenTopicForm(forms.Form):
    """At which of the meetings ahead?"""

    meeting = forms.ModelChoiceField(
        label=_("At which meeting?"),
        queryset=None,
        to_field_name="key",
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.meetings = Outlook(group, group.people, timezone.now()).ahead
        self.fields["meeting"].queryset = group.meetings.ahead().named()
        self.fields["meeting"].choices = [(meeting.key, self.describe(meeting)) for meeting in self.meetings]

    @staticmethod
    def describe(meeting) -> str:
        return f"{When(meeting).whole}: {meeting.name}"


class NotesForm(forms.Form):
    """What the facilitator wants at hand, for the facilitator alone."""

    text = WordsInput(
        label=_("Notes for yourself"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class MaterialsForm(forms.ModelForm):
    class Meta:
        model = Meeting
        fields = ["materials"]
        labels = {"materials": _("What shall we bring?")}
        help_texts = {"materials": _("You can leave this empty.")}

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"] = Seen(initial=partial(RunSheetPart.stamp, self.instance, parts))


class RunSheetPartForm(forms.Form):
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    leader = OneOfUs(label=_("Who leads"))
    words = WordsInput(label=_("In words"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
