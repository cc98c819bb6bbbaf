"""Activities on paper: a card to hold in one's hand (A6), alone or four to a sheet that is cut.

What is short stands in large letters. What is long is set smaller, down to eight points; what is longer than that goes
on, in letters of a good size, over the card's back.
"""

from dataclasses import dataclass
from functools import cached_property
from math import ceil
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from copse import pdf, words
from copse.keys import stamp
from copse.markdown import html_of, with_addresses
from copse.near import recall
from copse.pdf.letters import is_laden, missing_characters, name_of, settable

SHEET, CUTS = (Path(__file__).with_name(name) for name in ("cards.css", "cuts.css"))
MOST = 30  # cards that are asked for at once, as many as a page of the repertoire has
AT_ONCE = 6_000  # characters up to which they are set while somebody waits for the page
MOST_NAMED = 6  # characters that could not be set
NO_BREAK = "\u00a0"
WIDTH, ROOM = 87, 124  # mm of a line, and of all that stands on a card
LETTER, LINE = 0.156, 0.48  # mm of a letter's mean width and of a line's height, for each point
HEAD, TITLE, FACT, BESIDE = 12, 7.4, 4.3, 3  # mm of the head, of each line of it, and over what stands below
SIZES = (15, 14, 13, 12, 11.5, 11, 10.5, 10, 9.5, 9.1)  # points of a card's words
LONG = 10.0  # points, where one card doesn't hold them
# A little less than reckoned, for all cards at once, where that spares one: 9.1 points are then 8.5, and 8 in small.
CLOSER = (1, 0.965, 0.935)


@dataclass(frozen=True)
class Kind:
    """A way to print cards. `size` is a card's, as CSS names it; so many stand beside and below each other."""

    key: str
    title: str
    alone: str  # what it is called where there is one card
    size: str
    on_a_sheet: tuple[int, int] = (1, 1)


KINDS = {
    kind.key: kind
    for kind in (
        Kind("a4", gettext_lazy("Four to a sheet, A4"), gettext_lazy("On A4, to cut out"), "105mm 148.5mm", (2, 2)),
        Kind("a6", gettext_lazy("A card to a page, A6"), gettext_lazy("On A6"), "105mm 148mm"),
    )
}


class Cards:
    """Some activities of a group as cards of one kind, in the group's language."""

    def __init__(self, group, activities: list, kind: str):
        """Raises KeyError where there is no such kind."""
        self.group, self.activities, self.kind = group, activities, KINDS[kind]

    @classmethod
    def chosen(cls, group, keys: list[str], kind: str) -> "Cards":
        """Of the activities with these keys, by title; what was taken out is left out, and what is beyond 30.

        Raises KeyError where there is no such kind.
        """
        return cls(group, list(group.activities.with_words().filter(key__in=keys[: 2 * MOST]).in_order()[:MOST]), kind)

    @cached_property
    def parts(self) -> dict:
        """What makes them up, as `copse.pdf.job` takes it."""
        with override(self.group.language):
            html = self._html()
        cuts = [CUTS.read_text()] if self.kind.on_a_sheet != (1, 1) else []
        return {
            "html": html,
            "stylesheets": [SHEET.read_text(), f"@page {{ size: {self.kind.size}; }}", *cuts],
            "fits": [[f"html {{ font-size: {closer}pt; }}" for closer in CLOSER]],
            "on_a_sheet": self.kind.on_a_sheet,
        }

    def _html(self) -> str:
        """A document with a card for each activity."""
        name = settable(self.group.name)
        title = _("Activities of %(group)s") % {"group": name}
        if len(self.activities) == 1:
            title = _("%(activity)s, an activity of %(group)s") % {
                "activity": settable(self.activities[0].title), "group": name,
            }  # fmt: skip
        context = {"lang": self.group.language, "title": title, "group": name, "cards": map(Card, self.activities)}
        return render_to_string("larder/cards.html", context)

    def kept(self) -> Path | None:
        """The file, where it has been made. Raises `copse.pdf.PaperFailed` where it can't be."""
        key = f"cards:{self.group.pk}:{self.group.version}:{stamp(self.reference)}"
        path = recall(key, lambda: pdf.place(**self.parts))
        return path if pdf.kept(path) else None

    def make(self) -> Path:
        """The file, made where it wasn't. Raises `copse.pdf.PaperFailed`."""
        return pdf.paper(**self.parts)

    @property
    def is_long(self) -> bool:
        """Whether setting them takes longer than somebody waits for a page."""
        return sum(500 + len(a.instructions) + len(a.alternative) for a in self.activities) > AT_ONCE

    @property
    def reference(self) -> str:
        return " ".join([self.kind.key, *(activity.key for activity in self.activities)])


class Card:
    """What stands on the card of an activity, set with what there is to set it with."""

    def __init__(self, activity):
        self.activity = activity
        for field in ("title", "materials", "content_note", "alternative", "source"):
            setattr(self, field, settable(getattr(activity, field)))
        self.instructions = with_addresses(html_of(settable(activity.instructions)))

    @property
    def facts(self) -> str:
        """How long, in which part, where and with how many."""
        a = self.activity
        facts = [words.minutes(a.minutes), a.part_name, a.get_place_display(), a.people]
        return " · ".join(words.sentence(fact).replace(" ", NO_BREAK) for fact in facts if fact)

    @cached_property
    def _written(self) -> str:
        a = self.activity
        return "\n".join([a.title, a.materials, a.content_note, a.alternative, a.source, a.instructions])

    @property
    def missing(self) -> str:
        """The characters that could not be set, by name."""
        missing = missing_characters(self._written)
        named = [name_of(character) for character in missing[:MOST_NAMED]]
        if len(missing) > MOST_NAMED:
            named.append(_("%(number)d others") % {"number": len(missing) - MOST_NAMED})
        return words.join_names(named)

    @property
    def is_laden(self) -> bool:
        return is_laden(self._written)

    @property
    def size(self) -> str:
        """A name for the points of its words: the largest with which it is about one card."""
        points = next((size for size in SIZES if self._height(size) <= ROOM), None)
        if points is None:
            points = SIZES[-1] if self._height(SIZES[-1] * CLOSER[-1]) <= ROOM else LONG
        return f"{points:g}".replace(".", "-")

    def _height(self, size: float) -> float:
        """About how high all that stands on it is, in mm."""
        a = self.activity
        beside = [words for words in (a.materials, a.content_note, a.alternative, a.source) if words]
        lines = sum(_lines(words, size) for words in (a.instructions, *beside))
        head = HEAD + TITLE * _lines(a.title, 19) + FACT * _lines(self.facts, 9)
        return head + BESIDE * len(beside) + LINE * size * lines


def _lines(text: str, size: float) -> float:
    """About how many lines a text takes; an empty one, between paragraphs, is less high."""
    letters = WIDTH / (LETTER * size)
    return sum(ceil((len(line) + 2) / letters) if line.strip() else 0.4 for line in text.splitlines())


def make(group, reference: str) -> None:
    """Set the cards of this reference, for the worker."""
    kind, *keys = reference.split()
    Cards.chosen(group, keys, kind).make()
