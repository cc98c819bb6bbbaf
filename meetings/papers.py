"""A year on paper: its ring and its list, for the kitchen wall."""

from functools import cached_property
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from copse import pdf, rings, words
from copse.clocks import When
from copse.countries import LETTER_COUNTRIES
from copse.hours import clock_read
from copse.near import recall
from copse.pdf.letters import is_laden, missing_characters, name_of, settable
from copse.zones import city
from meetings.models import Meeting
from meetings.programme import Programme

SHEET = Path(__file__).with_name("paper.css")
MOST_NAMED = 6  # characters that could not be set
AT_ONCE = 60  # meetings up to which it is set while somebody waits for the page
TWO_COLUMNS = 8  # from so many lines on
# What is a little too much for one sheet is set closer; what is far too much takes two, in letters of a good size.
CLOSER = (
    "",
    ".ring { width: 100mm; height: 100mm; } .list { font-size: 9.6pt; } .list li { padding: 1.1mm 0; }",
    ".ring { width: 92mm; height: 92mm; } .list { font: 8.9pt/1.24 Vollkorn, serif; } .list li { padding: 0.8mm 0; }",
)


class YearPaper:
    """A year of a group in the group's language and zone, as it is agreed on: the same whenever it is made."""

    def __init__(self, group, year: int):
        self.group, self.year = group, year
        self.programme = Programme(group, year)

    @cached_property
    def parts(self) -> dict:
        """What makes it up, as `copse.pdf.job` takes it."""
        with override(self.group.language), timezone.override(self.group.tzinfo), clock_read(""):
            html, pictures = self._html(), self._pictures()
        shapes = [f".{name} {{ background-image: url(copse-asset:{name}); }}" for name in pictures if name != "ring"]
        size = "letter" if self.group.country in LETTER_COUNTRIES else "A4"
        return {
            "html": html,
            "assets": {name: svg.encode() for name, svg in pictures.items()},
            "stylesheets": [SHEET.read_text(), f"@page {{ size: {size}; }}", *shapes],
            "fits": [list(CLOSER)],
        }

    def _html(self) -> str:
        programme, name = self.programme, settable(self.group.name)
        lines = [self._line(row) for row in programme.rows if "fallow" in row or row["meeting"].let_go_at is None]
        title = _("%(group)s, the year %(year)d") % {"group": name, "year": self.year}
        return render_to_string(
            "meetings/paper.html",
            {
                "lang": self.group.language,
                "group": name,
                "title": title,
                "year": self.year,
                "in_words": programme.in_words if programme.standing else "",
                "ring_words": self._ring_words,
                "caption": programme.caption_on_paper,
                "kinds": programme.kinds,
                "has_unsettled": programme.has_unsettled,
                "city": city(self.group.zone) if self._is_read_elsewhere and programme.standing else "",
                "lines": lines,
                "beside": len(lines) >= TWO_COLUMNS,
                "missing": self._missing,
                "laden": is_laden(self._written),
            },
        )

    @property
    def _ring_words(self) -> str:
        return _("The year %(year)d as a ring, with its meetings as marks; the list has them all") % {"year": self.year}

    def _pictures(self) -> dict[str, str]:
        """The ring, and the shapes of the kinds that the year has."""
        programme = self.programme
        ring = rings.year_document(
            self.year,
            programme.earlier_years,
            programme.marks,
            programme.season,
            month_names=words.short_months(),
            words=self._ring_words,
        )
        shapes = {f"kind-{kind}": rings.kind_document(kind) for kind, _name in programme.kinds}
        shapes |= {f"open-{m.mark}": rings.kind_document(m.mark, False) for m in programme.standing if not m.settled_at}
        if programme.has_unsettled:
            shapes["open-face"] = rings.kind_document("face", False)
        return {"ring": ring, **shapes}

    def _line(self, row: dict) -> dict:
        """What one line of the list says: a fallow month, or a meeting's days, name and facts."""
        if "fallow" in row:
            return {"fallow": words.month(row["fallow"].month)}
        meeting = row["meeting"]
        when = When(meeting, self.group.tzinfo)
        times = when.agreed if when.differs else when.times
        facts = [self._kind(meeting), times, settable(meeting.place)]
        if meeting.settled_at is None:
            facts.append(_("Date not settled"))
        if meeting.seats:
            facts.append(words.who_facilitates([settable(name) for name in meeting.seats.names]))
        return {
            "days": words.span(meeting.starts_on, meeting.last_day, meeting.last_day.year != self.year),
            "name": settable(meeting.own_name),
            "shape": f"{'kind' if meeting.settled_at else 'open'}-{meeting.mark}",
            "facts": [fact for fact in facts if fact],
        }

    @staticmethod
    def _kind(meeting: Meeting) -> str:
        kind = meeting.get_kind_display()
        return _("Action learning, %(kind)s") % {"kind": kind.lower()} if meeting.learning else kind

    @cached_property
    def _is_read_elsewhere(self) -> bool:
        """Whether any of us lives in another zone than the group's."""
        return self.group.members.exclude(member__zone=self.group.zone).exists()

    @cached_property
    def _written(self) -> str:
        """All that members wrote of it."""
        said = [self.group.name]
        for meeting in self.programme.standing:
            said += [meeting.own_name, meeting.place, *meeting.seats.names]
        return "\n".join(said)

    @property
    def _missing(self) -> str:
        """The characters that could not be set, by name."""
        missing = missing_characters(self._written)
        named = [name_of(character) for character in missing[:MOST_NAMED]]
        if len(missing) > MOST_NAMED:
            named.append(_("%(number)d others") % {"number": len(missing) - MOST_NAMED})
        return words.join_names(named)

    def kept(self) -> Path | None:
        """The file, where it has been made. Raises `copse.pdf.PaperFailed` where it can't be."""
        key = f"paper:{self.programme.key}:{self.group.version}:{self._is_read_elsewhere:d}"
        path = recall(key, lambda: pdf.place(**self.parts))
        return path if pdf.kept(path) else None

    def make(self) -> Path:
        """The file, made where it wasn't. Raises `copse.pdf.PaperFailed`."""
        return pdf.paper(**self.parts)

    @property
    def is_long(self) -> bool:
        """Whether setting it takes longer than somebody waits for a page."""
        return len(self.programme.standing) > AT_ONCE

    @property
    def reference(self) -> str:
        return str(self.year)


def make(group, reference: str) -> None:
    """Set the paper of this reference, for the worker."""
    YearPaper(group, int(reference)).make()
