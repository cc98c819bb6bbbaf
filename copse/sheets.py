"""Lists that people keep in a spreadsheet, as CSV: read as they come from any program, and each line told in words.

Commas, semicolons or tabs between the cells; UTF-8, UTF-16 with its mark, or what older programs on Windows write;
columns in any order. A day is 5/3/2020, the day first, or 2020-03-05: nothing else, since 3/5/2020 would be another day
elsewhere.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import UNSEEN, tidy
from copse.keys import stamp

MOST_LINES = 2000
MOST_CHARACTERS = 600_000
DAY = re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})|(?P<Y>\d{4})-(?P<M>\d{2})-(?P<D>\d{2})")
# What a spreadsheet would reckon with (OWASP, CSV injection), unless a ' stands before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")


class Line(NamedTuple):
    """A line of a list: where it begins, counted from 1 with the head, its cells by the column's name, and whether it
    has more cells than the head.
    """

    number: int
    cells: dict[str, str]
    is_longer: bool = False


class Refusal(NamedTuple):
    """A line that can't be taken, and why."""

    number: int
    words: str


def one_line(cell: str) -> str:
    """A cell without line ends, and with single spaces."""
    return " ".join(cell.split())


def head(text: str) -> list[str]:
    """The cells of the first line that isn't empty; none where there is no such line. Raises as `lines`."""
    return next(rows(text), (1, []))[1]


def lines(
    text: str, columns: dict[str, str], *, most: int = MOST_LINES, cell: Callable[[str], str] = one_line
) -> Iterator[Line]:
    """The lines below the head, empty ones left out. `columns` gives each column's heading by its name, and both are
    known; `cell` is how each cell is taken.

    Raises ValidationError where the head isn't one of these columns, where there are more than `most` lines, and
    for a quotation mark that is missing.
    """
    found = rows(text, cell)
    head = next(found, (1, []))[1]
    known = names_in(columns)
    names = [known.get(one_line(said).casefold()) for said in head]
    if not names or not all(names) or len(set(names)) != len(names):
        words = _("The first line names the columns: %(columns)s. What stands there is: %(head)s.")
        raise ValidationError(words % {"columns": ", ".join(columns.values()), "head": ", ".join(head)[:200] or "–"})
    for n, (number, cells) in enumerate(found):
        if n >= most:
            words = _("A list has %(most)s lines at most. Bring in one part of it, then the other.")
            raise ValidationError(words % {"most": f"{most:,}"})
        told = {**dict.fromkeys(columns, ""), **dict(zip(names, cells, strict=False))}
        yield Line(number, told, any(cells[len(names) :]))


def names_in(columns: dict[str, str]) -> dict[str, str]:
    """Each column's name by how a head may call it, in small letters."""
    return {word.casefold(): name for name, heading in columns.items() for word in (name, heading)}


def rows(text: str, cell: Callable[[str], str] = one_line) -> Iterator[tuple[int, list[str]]]:
    """(the line where it begins, its cells) of each row that isn't empty."""
    first = text.lstrip("\n").partition("\n")[0]
    between = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    number = 1
    try:
        for cells in reader:
            cells = [unquoted(cell(tidy(said))) for said in cells]
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
    """What a spreadsheet shows as it is written. What looks as if it had been quoted is quoted once more."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def unquoted(cell: str) -> str:
    """What was written, before it was `quoted`."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def decoded(content: bytes) -> str:
    """The text of a file. Raises ValidationError for what is no text, or in letters that nobody can tell."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not marked and b"\x00" in content:
        raise ValidationError(_("This file is no CSV. Save the list as CSV in your spreadsheet, and choose that."))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("The letters of this file can’t be read. Save it as CSV in UTF-8, and choose that."))


class _Echo:
    """A file for `csv.writer` that hands each line back."""

    @staticmethod
    def write(line: str) -> str:
        return line


def written(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A list as CSV, line by line (RFC 4180), with the mark of UTF-8 that spreadsheets look for."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(head)
    for row in rows:
        yield writer.writerow([quoted(cell) for cell in row])


def template(name: str, columns: dict[str, str], examples: list[list[str]]) -> HttpResponse:
    """A list to fill in: the head and an example or two."""
    lines = "".join(written(columns.values(), examples))
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(lines, content_type="text/csv; charset=utf-8", headers=head)


class ListInput(forms.CharField):
    """The whole of a list: one kind of line end, without control characters. Its cells are tidied each by itself."""

    def to_python(self, value):
        text = (value or "").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        return super().to_python(UNSEEN.sub("", text))


class SheetForm(forms.Form):
    """A list as a file, or pasted. What it says is `text`, wherever it came from; `seen` is what was looked at."""

    most_bytes = MOST_CHARACTERS  # of a file

    file = forms.FileField(
        label=gettext_lazy("The list, as a CSV file"),
        help_text=gettext_lazy("Every spreadsheet can save one."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    text = ListInput(
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
        if file.size > self.most_bytes:
            raise ValidationError(_("This file is too large for a list. Bring in one part of it, then the other."))
        return self.fields["text"].to_python(decoded(file.read()))

    @property
    def stamp(self) -> str:
        return stamp([self.cleaned_data["text"]])
