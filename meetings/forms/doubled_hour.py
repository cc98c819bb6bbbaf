"""Which of two is meant, of a time that comes twice in the night when the clocks go back."""

from types import SimpleNamespace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.words import clock
from copse.zones import comes_twice
from meetings.when import DATES, ends_on, reckon

ENDS = {"start_fold": ("starts_on", "start_time"), "end_fold": ("ends_on", "end_time")}


class WhichOfTwo(forms.TypedChoiceField):
    """The first or the second; None where nobody has said. The page shows it once it has been asked."""

    def __init__(self, label):
        super().__init__(
            label=label,
            choices=[("first", _("The first, before the clocks go back")), ("second", _("The second, after that"))],
            coerce=lambda said: said == "second",
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )


class AsksWhichOfTwo(forms.Form):
    """For a form with `starts_on`, `start_time`, `ends_on`, `end_time` and `zone`: asks of each of its two times which
    one is meant, if it comes twice.
    """

    start_fold = WhichOfTwo(_("Which of the two does it start at?"))
    end_fold = WhichOfTwo(_("Which of the two does it end at?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.update(dict.fromkeys(ENDS))  # of a time that comes once, nothing is asked

    def remember_which(self, instance) -> None:
        """Begin with what `instance`, which has a date already, says of its own."""
        for name, (day, at) in ENDS.items():
            twice = comes_twice(getattr(instance, day), getattr(instance, at), instance.zone)
            self.initial[name] = ("second" if getattr(instance, name) else "first") if twice else None

    @property
    def asked_which(self) -> list:
        """The questions that the page shows: those that wait for an answer, and those that have one."""
        return [self[name] for name in ENDS if name in self.fields and (self[name].errors or self[name].value())]

    def end_with_the_day(self, data: dict) -> None:
        """What is over the same day, at midnight, ends on the next; what has no `ends_on` is over the same day."""
        if first := data.get("starts_on"):
            said = data.get("ends_on") or first
            data["ends_on"] = ends_on(first, said, data.get("start_time"), data.get("end_time"))

    def check_which(self, data: dict) -> None:
        """What was said of times that come twice is kept; where nothing was said, the field asks."""
        for name, (day, at) in ENDS.items():
            on = data.get(day)
            if not (on and data.get("zone") and comes_twice(on, data.get(at), data["zone"])):
                data[name] = False
            elif data.get(name) is None and name not in self.errors:
                words = _t("The clocks go back that night, and %(time)s comes twice. Choose which one you mean.")
                self.add_error(name, words % {"time": clock(data[at])})

    def check_instants(self, data: dict) -> None:
        """Say what the verb would say of days and times, where something else is to be put right and it isn't asked."""
        if self.errors.keys() & {*DATES} or not all(data.get(name) for name in ("starts_on", "ends_on", "zone")):
            return
        try:
            reckon(SimpleNamespace(**{name: data.get(name) for name in DATES}))
        except ValidationError as error:
            self.add_error(None, error)
