"""Lists that people keep in a spreadsheet, as CSV: read as they come from any program, and each line told in words.

Commas, semicolons or tabs between the cells; UTF-8, or what older programs on Windows write; columns in any order. A
day is 5/3/2020, the day first, or 2020-03-05: nothing else, since 3/5/2020 would be another day elsewhere.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, time
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import WordsInput, tidy
from copse.keys import stamp

MOST_LINES = 2000
MOST_CHARACTERS = 600_000
DAY = re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})|(?P<Y>\d{4})-(?P<M>\d{2})-(?P<D>\d{2})")
FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would reckon (OWASP, CSV injection), unless a ' stands before it
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")


class Line(NamedTuple):
    """A line of a list: where it stands, counted from 1 with the head, and its cells by the column's name."""

    number: int
    cells: dict[str, str]


class Refusal(NamedTuple):
    """A line that can't be taken, and why."""

    number: int
    words: str


def lines(text: str, columns: dict[str, str]) -> Iterator[Line]:
    """The lines below the head, empty ones left out. `columns` gives each column's heading by its name.

    Raises ValidationError where the head isn't one of these columns, or the list is too long to be read.
    """
    rows = _rows(text)
    head = next(rows, (1, []))[1]
    known = {heading.casefold(): name for name, heading in columns.items()}
    names = [known.get(cell.casefold()) for cell in head]
    if not names or not all(names) or len(set(names)) != len(names):
        words = _("The first line names the columns: %(columns)s. What stands there is: %(head)s.")
        raise ValidationError(words % {"columns": ", ".join(columns.values()), "head": ", ".join(head)[:200] or "–"})
    for n, (number, cells) in enumerate(rows):
        if n >= MOST_LINES:
            raise ValidationError(_("A list has 2,000 lines at most. Bring in one part of it, then the other."))
        yield Line(number, {**dict.fromkeys(columns, ""), **dict(zip(names, cells, strict=False))})


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(the line where it begins, its cells) of each row that isn't empty."""
    first = text.lstrip("\n").partition("\n")[0]
    between = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    number = 1
    try:
        for cells in reader:
            cells = [unquoted(" ".join(cell.split())) for cell in cells]
            if any(cells):
                yield number, cells
            number = reader.line_num + 1
    except csv.Error:
        words = _("Line %(number)d can’t be read: a quotation mark is missing, or there is one too many.")
        raise ValidationError(words % {"number": number}) from None


def day_of(said: str) -> date:
    """The day that a cell says. Raises ValidationError for what is no day, or could be two."""
    found = DAY.fullmatch(said)
    if not found:
        raise ValidationError(_("“%(said)s” is no day. Write it as 5/3/2020 or 2020-03-05.") % {"said": said[:40]})
    year, month, day = (int(found[short] or found[short.swapcase()]) for short in "ymd")
    try:
        return date(year, month, day)
    except ValueError:
        words = _("There is no day “%(said)s”. Write the day first: 5/3/2020 is 5 March.")
        raise ValidationError(words % {"said": said}) from None


def time_of(said: str) -> time | None:
    """The time that a cell says, None where it is empty. Raises ValidationError for what is no time."""
    if not said:
        return None
    found = CLOCK.fullmatch(said)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValidationError(_("“%(said)s” is no time. Write it as 19:00.") % {"said": said[:40]})
    return time(int(found[1]), int(found[2]))


def several(said: str) -> list[str]:
    """What stands in one cell between semicolons or bars, each once."""
    return list(dict.fromkeys(part for part in (p.strip() for p in re.split(r"[;|]", said)) if part))


def quoted(cell: str) -> str:
    """What a spreadsheet shows as it is written."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unquoted(cell: str) -> str:
    """What was written, before it was `quoted`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def template(name: str, columns: dict[str, str], examples: list[list[str]]) -> HttpResponse:
    """A list to fill in: the head and an example or two."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns.values())
    writer.writerows([quoted(cell) for cell in row] for row in examples)
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=head)


class SheetForm(forms.Form):
    """A list as a file, or pasted. What it says is `text`, wherever it came from; `seen` is what was looked at."""

    file = forms.FileField(
        label=gettext_lazy("The list, as a CSV file"),
        help_text=gettext_lazy("Every spreadsheet can save one."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    text = WordsInput(
        label=gettext_lazy("Or its lines, pasted here"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        if self.data.get("file"):  # its name alone, from a browser that sent no more
            raise ValidationError(_("The file didn’t come along. Choose it again, or paste its lines."))
        if file := self.cleaned_data.get("file"):
            self.cleaned_data["text"] = self._read(file)
        if not self.errors and not self.cleaned_data.get("text"):
            raise ValidationError(_("Choose a file, or paste the lines."))
        return self.cleaned_data

    def _read(self, file) -> str:
        if file.size > MOST_CHARACTERS:
            raise ValidationError(_("This file is too large for a list. Bring in one part of it, then the other."))
        content = file.read()
        if b"\x00" in content:
            raise ValidationError(_("This file is no CSV. Save the list as CSV in your spreadsheet, and choose that."))
        try:
            return tidy(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return tidy(content.decode("cp1252", errors="replace"))

    @property
    def stamp(self) -> str:
        return stamp([self.cleaned_data["text"]])
