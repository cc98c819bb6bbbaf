"""A change to the manifesto as it is written: values that are there, opened to be changed, and new ones."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.fields import LineInput, Seen, WordsInput
from copse.words import ordinal_word
from manifesto.models import Change
from manifesto.models.change import Standing

MOST_NEW = 40  # in one proposal: as many as a manifesto has, since a gathering can give all of them
WORDS = forms.Textarea(attrs={"rows": 3})


class WritingForm(forms.Form):
    """`standing` is what is in force, with each value's key; `opened` the keys of those to be changed, `new` how many
    are to be written. `changes` says what differs.
    """

    reason = WordsInput(
        label=_("Why?"), help_text=_("What you have seen or felt that makes you propose it."), max_length=2000,
        widget=WORDS,
    )  # fmt: skip
    trial_until = forms.DateField(
        label=_("Try it until"),
        help_text=_("You can leave this empty. On that day all of us are asked whether it stays."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    seen = Seen()

    def __init__(self, *args, standing: dict[str, Standing], opened: list[str], new: int, today=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing, self.today = standing, today
        if not standing:  # nothing that could come back
            del self.fields["trial_until"]
        self.opened = [key for key in standing if key in opened]
        self.new = [f"new{n}" for n in range(1, min(new, MOST_NEW) + 1)]
        keys = [(key, key) for key in standing]
        self.fields["open"] = forms.MultipleChoiceField(
            choices=keys, required=False, initial=self.opened, widget=forms.MultipleHiddenInput
        )
        self.fields["new"] = forms.IntegerField(required=False, initial=len(self.new), widget=forms.HiddenInput)
        self.places = {key: place for place, key in enumerate(standing, 1)}
        for key in self.opened:
            row = standing[key]
            self._add(key, row.name, row.statement, self.places[key])
            self.fields[f"retire-{key}"] = forms.BooleanField(label=_("This value goes"), required=False)
        for key in self.new:
            self._add(key, "", "", "")

    def _add(self, key: str, name: str, statement: str, place) -> None:
        last = len(self.standing) + len(self.new)
        places = [(n, ordinal_word(n)) for n in range(1, last + 1)]
        self.fields[f"name-{key}"] = LineInput(
            label=_("Its name"), max_length=60, required=key in self.standing, initial=name
        )
        self.fields[f"statement-{key}"] = WordsInput(
            label=_("What it says"), max_length=1000, required=False, initial=statement, widget=WORDS
        )
        self.fields[f"place-{key}"] = forms.TypedChoiceField(
            label=_("Its place"), choices=places if place else [("", _("at the end")), *places], coerce=int,
            required=bool(place), empty_value=None, initial=place,
        )  # fmt: skip

    # -- what the page shows

    @property
    def groups(self) -> list[tuple[str, str, list]]:
        """(key, name, fields) of each value that is written here."""
        shown = []
        for key in [*self.opened, *self.new]:
            parts = [f"{part}-{key}" for part in ("name", "statement", "place", "retire")]
            name = self.standing[key].name if key in self.standing else ""
            shown.append((key, name, [self[part] for part in parts if part in self.fields]))
        return shown

    @property
    def others(self) -> list[tuple[str, Standing]]:
        """The values that are not opened here."""
        return [(key, row) for key, row in self.standing.items() if key not in self.opened]

    @property
    def more(self) -> int:
        """How many new ones there are when one more is added."""
        return len(self.new) + 1

    # -- what was written

    def clean_trial_until(self):
        day = self.cleaned_data["trial_until"]
        if day and self.today and day <= self.today:
            raise ValidationError(_t("Choose a day to come, or leave it empty."))
        return day

    def clean(self):
        for key in [*self.opened, *self.new]:
            name, statement = self._said("name", key), self._said("statement", key)
            if not name and statement and key in self.new:
                self.add_error(f"name-{key}", _t("Give it a name."))
        if not self.errors and not self.changes():
            raise ValidationError(_t("Nothing is changed yet."))
        return self.cleaned_data

    def _said(self, part: str, key: str):
        return self.cleaned_data.get(f"{part}-{key}")

    def changes(self) -> list[Change]:
        """What differs from what is in force; none of them saved."""
        found = []
        for key in self.opened:
            row, name, statement = self.standing[key], self._said("name", key), self._said("statement", key)
            place = self._said("place", key)
            order = place if place and place != self.places[key] else None
            if self._said("retire", key):
                found.append(Change(value_id=row.value, act=Change.Act.RETIRE))
            elif (name, statement) != (row.name, row.statement):
                found.append(self._change(Change.Act.REWORD, key, order, row.value))
            elif order:
                found.append(Change(value_id=row.value, act=Change.Act.MOVE, order=order))
        return found + [
            self._change(Change.Act.ADD, key, self._said("place", key), None)
            for key in self.new
            if self._said("name", key)
        ]

    def _change(self, act: str, key: str, order, value) -> Change:
        name, statement = self._said("name", key), self._said("statement", key)
        return Change(value_id=value, act=act, name=name, statement=statement, order=order)


def initial_of(version, keys: dict[int, str]) -> tuple[list[str], int, dict]:
    """A version as it was written: which values are opened, how many are new, and what stands in the fields.

    `keys` gives each value's key by its primary key.
    """
    opened, new, initial = [], 0, {"reason": version.words, "trial_until": version.trial_until, "seen": version.n}
    for change in version.changes.all():
        if change.act == Change.Act.ADD:
            new += 1
            key = f"new{new}"
        elif change.value_id in keys:
            key = keys[change.value_id]
            opened.append(key)
        else:
            continue
        said = {"name": change.name, "statement": change.statement} if change.name else {}
        said |= {"place": change.order} if change.order else {}
        said |= {"retire": True} if change.act == Change.Act.RETIRE else {}
        initial |= {f"{part}-{key}": value for part, value in said.items()}
    return opened, new, initial
