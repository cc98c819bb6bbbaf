import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.fields import LineInput, Seen, WordsInput
from copse.words import day_year, number_word
from groups.models import Bundle
from manifesto.models import EditionEntry
from manifesto.models.edition import MOST_VALUES, check_day

MARKS = " \t\n:–—-#*"  # what may stand round a name in a document


class BringInForm(forms.Form):
    """A manifesto as people have it: a name on a line, its sentence below, an empty line between two values."""

    agreed_on = forms.DateField(
        label=_("When did you agree on it?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = WordsInput(
        label=_("Its values"),
        help_text=_("The name of a value on one line and its words below. An empty line before the next."),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def __init__(self, *args, group, **options):
        super().__init__(*args, **options)
        self.group = group

    def clean_agreed_on(self) -> date:
        agreed_on = self.cleaned_data["agreed_on"]
        check_day(agreed_on, self.group.today())
        return agreed_on

    def clean_text(self) -> str:
        """Keeps the text; `values` has it taken apart. Raises ValidationError naming each value that can't stand."""
        text = self.cleaned_data["text"]
        blocks = (block.lstrip(MARKS).rstrip() for block in re.split(r"\n\s*\n", text))
        self.values = [self._value(block) for block in blocks if block]
        if not self.values:
            raise ValidationError(_t("Write at least one value."))
        if len(self.values) > MOST_VALUES:
            raise ValidationError(_t("A manifesto has forty values at most. This text has %d.") % len(self.values))
        amiss = [error for name, statement in self.values for error in self._amiss(name, statement)]
        times = Counter(name.casefold() for name, _statement in self.values)
        names = {name.casefold(): name for name, _statement in reversed(self.values)}
        twice = _t("“%(name)s” stands there more than once. Give each value a name of its own.")
        amiss += [twice % {"name": names[key]} for key, n in times.items() if n > 1]
        if amiss:
            raise ValidationError(amiss)
        return text

    @staticmethod
    def _value(block: str) -> tuple[str, str]:
        name, _line, statement = block.partition("\n")
        return name.strip(MARKS), " ".join(statement.split())

    @staticmethod
    def _amiss(name: str, statement: str) -> Iterator[str]:
        """What keeps a value from standing as it is, a sentence each."""
        most = {field: EditionEntry._meta.get_field(field).max_length for field in ("name", "statement")}
        if len(name) > most["name"]:
            words = _t("“%(start)s…” is too long for the name of a value: %(most)d characters at most.")
            yield words % {"start": name[:40], "most": most["name"]}
        elif not statement:
            yield _t("“%(name)s” has no words below it. Write a sentence on the next line.") % {"name": name}
        if len(statement) > most["statement"]:
            words = _t("What stands below “%(name)s” is too long: %(most)d characters at most.")
            yield words % {"name": name[:40], "most": most["statement"]}


class CorrectionForm(forms.Form):
    """A value as it reads, for slips to be put right in it; `reads` is its Wording."""

    name = LineInput(label=_("Its name"), max_length=60)
    statement = WordsInput(label=_("What it says"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))
    seen = Seen()

    def __init__(self, *args, reads, **options):
        initial = {"name": reads.name, "statement": reads.statement, "seen": reads.stamp}
        super().__init__(*args, initial=initial, **options)
        self.fields["statement"].required = bool(reads.statement)


class BesideForm(forms.Form):
    """Two of a group's editions."""

    one = forms.TypedChoiceField(label=_("Lay this version"), coerce=int)
    other = forms.TypedChoiceField(label=_("beside this one"), coerce=int)

    def __init__(self, *args, editions, **options):
        super().__init__(*args, **options)
        choices = [(edition.n, self._called(edition)) for edition in editions]
        for field in self.fields.values():
            field.choices = choices

    @staticmethod
    def choice(editions, looked_at=None) -> dict[str, int]:
        """The edition that is looked at beside the newest, or the one before beside the newest; `editions` has that
        first.
        """
        newest = editions[0]
        if looked_at in (None, newest):
            looked_at = editions[:2][-1]
        return {"one": looked_at.n, "other": newest.n}

    @staticmethod
    def _called(edition) -> str:
        parts = {"number": number_word(edition.n), "day": day_year(edition.agreed_on)}
        return _t("Version %(number)s, %(day)s") % parts


class DrawingForm(forms.Form):
    """Which words were ticked, each as `key:bundle` with the bundle that it was seen in, and where they go.

    Gives `words` as `Gathering.draw_together` takes them, and `into`: a bundle, be it a new one, or None.
    """

    NEW, OUT = "new", "out"

    to = forms.CharField(max_length=12)

    def __init__(self, *args, gathering, **kwargs):
        super().__init__(*args, **kwargs)
        self.gathering = gathering

    def clean(self):
        bundles = {bundle.key: bundle for bundle in self.gathering.bundles.all()}
        bundles |= {self.NEW: Bundle(gathering=self.gathering), self.OUT: None}
        ticked = dict(line.partition(":")[::2] for line in self.data.getlist("words"))
        self.words = [(c, bundles.get(ticked[c.key])) for c in self.gathering.contributions.filter(key__in=ticked)]
        if not self.words:
            raise ValidationError(_t("Tick the words first, then say where they go."))
        if self.cleaned_data.get("to") not in bundles:
            raise ValidationError(_t("That bundle has been taken apart since you looked."))
        self.into = bundles[self.cleaned_data["to"]]
        return self.cleaned_data


class BundleForm(forms.ModelForm):
    """A name and a sentence. The view hands `what()` to the verb."""

    seen = Seen()

    class Meta:
        model = Bundle
        fields = ["name", "statement"]
        labels = {"name": _("Its name"), "statement": _("What it says")}
        help_texts = {"name": _("A word or a few."), "statement": _("A sentence that all of us could stand by.")}
        widgets = {"statement": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.stamp

    def _post_clean(self):
        """The verb sets the fields: validating here must not touch the bundle itself."""

    def what(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
