"""The editions that a group's manifesto had before it came here, from a list: looked at first, then all brought in."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse import sheets
from copse.keys import stamp
from groups.locking import one_at_a_time
from manifesto.forms import MOST_VALUES
from manifesto.models import Edition, EditionEntry
from manifesto.models.edition import FIRST_YEAR

COLUMNS = {
    "n": gettext_lazy("number"), "agreed_on": gettext_lazy("date"), "name": gettext_lazy("value"),
    "statement": gettext_lazy("statement"),
}  # fmt: skip


def columns() -> dict[str, str]:
    return {name: str(heading) for name, heading in COLUMNS.items()}


def examples() -> list[list[str]]:
    """Two editions, of which the second has a value more."""
    first = [_("We come"), _("We keep a date that all of us have said yes to.")]
    second = [_("We begin on time"), _("And we end on time.")]
    return [["1", "5/3/2019", *first], ["2", "11/9/2020", *first], ["2", "11/9/2020", *second]]


@dataclass
class Earlier:
    """One edition of the list: its day, and (name, statement) of each value."""

    n: int
    agreed_on: date
    values: list[tuple[str, str]] = field(default_factory=list)


class EarlierEditions:
    """A list of editions, for the group of `by`. An edition hangs on those before it, so all are taken or none.

    Raises ValidationError for what is no such list.
    """

    def __init__(self, text: str, *, by, at=None):
        self.by, self.at = by, at or timezone.now()
        self.refused: list[sheets.Refusal] = []
        self.editions: dict[int, Earlier] = {}
        for line in sheets.lines(text, columns()):
            try:
                self._add(line)
            except ValidationError as error:
                self.refused.append(sheets.Refusal(line.number, " ".join(error.messages)))
        if not self.refused:
            self._check_order()
        self.here_already = by.group.editions.exists()

    @property
    def new(self) -> list[Earlier]:
        """What would be brought in: nothing where a line can't be taken, or where a manifesto is here."""
        found = [] if self.refused or self.here_already else list(self.editions.values())
        return sorted(found, key=lambda edition: edition.n)

    @property
    def stamp(self) -> str:
        return stamp([(edition.n, edition.agreed_on, edition.values) for edition in self.new])

    def _add(self, line: sheets.Line) -> None:
        cells = line.cells
        if not cells["n"].isascii() or not cells["n"].isdecimal() or not 0 < len(cells["n"]) < 4:
            raise ValidationError(_("It has no number. Write 1 for the first version, 2 for the next."))
        n = int(cells["n"])
        edition = self.editions.get(n)
        if not cells["agreed_on"] and edition is None:
            raise ValidationError(_("It has no date."))
        day = sheets.day_of(cells["agreed_on"]) if cells["agreed_on"] else edition.agreed_on
        if day > self.by.group.today(self.at):
            raise ValidationError(_("Its day is yet to come."))
        if day.year < FIRST_YEAR:
            raise ValidationError(_("Its day is before 1900."))
        if edition and day != edition.agreed_on:
            raise ValidationError(_("Version %(n)d has another day above.") % {"n": n})
        value = self._value(cells)
        edition = self.editions.setdefault(n, Earlier(n, day))
        if value[0].casefold() in {name.casefold() for name, _statement in edition.values}:
            raise ValidationError(_("Version %(n)d has “%(name)s” already.") % {"n": n, "name": value[0]})
        if len(edition.values) == MOST_VALUES:
            raise ValidationError(_("A manifesto has forty values at most."))
        edition.values.append(value)

    @staticmethod
    def _value(cells: dict) -> tuple[str, str]:
        if not cells["name"]:
            raise ValidationError(_("Its value has no name."))
        for name in ("name", "statement"):
            most = EditionEntry._meta.get_field(name).max_length
            if len(cells[name]) > most:
                words = _("What stands under “%(column)s” has more than %(most)d characters.")
                raise ValidationError(words % {"column": COLUMNS[name], "most": most})
        return cells["name"], cells["statement"]

    def _check_order(self) -> None:
        """They are numbered from one without a gap, each agreed on after the one before."""
        found = sorted(self.editions.values(), key=lambda edition: edition.n)
        if not found:
            raise ValidationError(_("There is no version in this list."))
        if [edition.n for edition in found] != list(range(1, len(found) + 1)):
            raise ValidationError(_("The versions are numbered from 1 on, and none is left out."))
        if any(before.agreed_on > after.agreed_on for before, after in pairwise(found)):
            raise ValidationError(_("Each version was agreed on after the one before it. Look at their days."))

    @classmethod
    @one_at_a_time
    def bring_in(cls, text: str, *, by, seen: str, at=None) -> "EarlierEditions":
        """Bring in all of it, if it is still what was looked at, whose stamp is `seen`; gives the list as it was found.

        Of two at once, the second finds a manifesto here, and its stamp is another.
        """
        found = cls(text, by=by, at=at)
        if found.new and found.stamp == seen:
            editions = [(edition.agreed_on, edition.values) for edition in found.new]
            Edition.bring_in_all(by=by, editions=editions, at=found.at)
        return found
