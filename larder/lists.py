"""The larder as lists: CSV for spreadsheets (RFC 4180), JSON for programs (RFC 8259). docs/larder-lists.md has both.

What is written here can be read here. Nobody's name and no day is in it: what a group takes in is its own from then on.
"""

import json
from collections.abc import Iterator
from math import ceil
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse import sheets
from copse.fields import tidy
from copse.folding import folded
from copse.words import number_word
from groups.parts import Part
from larder.models import Activity

MOST_LINES = 5000
FORMAT, VERSION = "copse-larder", 1
TOPIC = {
    "title": gettext_lazy("title"), "why": gettext_lazy("why"), "kind": gettext_lazy("kind"),
    "tags": gettext_lazy("tags"),
}  # fmt: skip
ACTIVITY = {
    "title": gettext_lazy("title"), "instructions": gettext_lazy("instructions"), "medium": gettext_lazy("medium"),
    "minutes": gettext_lazy("minutes"), "materials": gettext_lazy("materials"), "least": gettext_lazy("people, least"),
    "most": gettext_lazy("people, most"), "place": gettext_lazy("place"), "part": gettext_lazy("part"),
    "content_note": gettext_lazy("what it might bring up"), "alternative": gettext_lazy("for who would rather not"),
    "source": gettext_lazy("source"), "variation_of": gettext_lazy("variation of"),
}  # fmt: skip
COLUMNS = {"topic": TOPIC, "activity": ACTIVITY}
MANY = {"topics": "topic", "activities": "activity"}  # as JSON has them
CHOICES = {"medium": Activity.Medium, "place": Activity.Place, "part": Part}
alike = folded  # of two titles that fold alike, one is here already


class Entry(NamedTuple):
    """A topic or an activity as a list tells it: what it is, where it stands, its cells by the field's name; and what
    already keeps it from being taken, if anything.
    """

    what: str
    where: str
    cells: dict[str, str]
    fault: str = ""


def columns(what: str) -> dict[str, str]:
    """The headings of a list of topics or of activities, by the field's name."""
    return {name: str(heading) for name, heading in COLUMNS[what].items()}


# -- in


def read(text: str) -> list[Entry]:
    """All that a list tells. Raises ValidationError for what is no list of ours, or more than 5,000 lines."""
    return _read_json(text) if text.lstrip()[:1] in ("{", "[") else _read_sheet(text)


def _read_sheet(text: str) -> list[Entry]:
    what = _which(sheets.head(text))
    entries = []
    for line in sheets.lines(text, columns(what), most=MOST_LINES, cell=str.strip):
        fault = _("It has more cells than the first line. Put quotation marks round words with a comma in them.")
        where = _("Line %(number)d") % {"number": line.number}
        entries.append(Entry(what, where, line.cells, fault if line.is_longer else ""))
    return entries


def _which(head: list[str]) -> str:
    """Whether these columns are of topics or of activities."""
    said = {cell.casefold() for cell in head}
    for what in COLUMNS:
        if said and said <= {*sheets.names_in(columns(what))}:
            return what
    topics, activities = (columns(what) for what in COLUMNS)
    known = sheets.names_in(topics | activities)
    strange = next((cell for cell in head if cell.casefold() not in known), "")
    mixed = _("Some of these columns are of topics, and some of activities.")
    first = _("There is no column “%(name)s”.") % {"name": strange[:40]} if strange else mixed
    words = _("The first line names the columns. A list of topics has: %(topics)s. One of activities: %(activities)s.")
    named = words % {"topics": "; ".join(topics.values()), "activities": "; ".join(activities.values())}
    raise ValidationError(f"{first} {named}" if head else named)


def _read_json(text: str) -> list[Entry]:
    told = _loaded(text)
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ValidationError(_("This JSON is no larder: it doesn’t begin with “format” and “version”."))
    if told.get("version") != VERSION or isinstance(told["version"], bool):
        raise ValidationError(_("This is another version of the list than Copse reads here, which is 1."))
    if strange := set(told) - {"format", "version", *MANY}:
        raise ValidationError(_("There is no part “%(name)s” in a larder.") % {"name": min(strange)[:40]})
    lists = {name: told.get(name, []) for name in MANY}
    for name, rows in lists.items():
        if not isinstance(rows, list):
            raise ValidationError(_("What stands under “%(name)s” is no list.") % {"name": name})
    if sum(map(len, lists.values())) > MOST_LINES:
        words = _("A list has %(most)s lines at most. Bring in one part of it, then the other.")
        raise ValidationError(words % {"most": number_word(MOST_LINES)})
    return [_entry(MANY[name], number, row) for name, rows in lists.items() for number, row in enumerate(rows, 1)]


def _entry(what: str, number: int, told: Any) -> Entry:
    words = _("Topic %(number)d") if what == "topic" else _("Activity %(number)d")
    where, cells = words % {"number": number}, dict.fromkeys(COLUMNS[what], "")
    if not isinstance(told, dict):
        return Entry(what, where, cells, _("It isn’t a thing with names and values."))
    if strange := set(told) - set(cells):
        return Entry(
            what, where, cells, _("It has a “%(name)s”, which nothing here has.") % {"name": min(strange)[:40]}
        )
    for name, value in told.items():
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            fault = _("What stands under “%(name)s” is neither words nor a whole number.") % {"name": name}
            return Entry(what, where, cells, fault)
        cells[name] = "" if value is None else tidy(str(value)).strip()
    return Entry(what, where, cells)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        words = _("This JSON can’t be read from line %(line)d on.") % {"line": error.lineno}
    except RecursionError:
        words = _("This JSON holds lists within lists without end.")
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        words = _("This JSON holds a number that is too long.")
    raise ValidationError(words)


def _once(pairs: list[tuple]) -> dict:
    told: dict = {}
    for name, value in pairs:
        if name in told:
            raise ValidationError(_("“%(name)s” stands twice in one place of this JSON.") % {"name": name[:40]})
        told[name] = value
    return told


def _no_number(said: str):
    raise ValidationError(_("“%(said)s” is no number in JSON.") % {"said": said})


# -- out


def topics_sheet(group, part: int = 0) -> Iterator[str]:
    """The topics of the group as CSV, in lines, the oldest first: every one, or those of a part."""
    return sheets.written(columns("topic").values(), (told.values() for told in _topics(group, part)))


def activities_sheet(group, part: int = 0) -> Iterator[str]:
    """The activities at hand, as `topics_sheet`."""
    labels, rows = _labels(), _activities(group, part)
    return sheets.written(columns("activity").values(), (_cells(told, labels) for told in rows))


def larder_json(group, part: int = 0) -> Iterator[str]:
    """Topics and activities as JSON, a line for each: every one, or those of a part."""
    yield f'{{"format": "{FORMAT}", "version": {VERSION},\n"topics": ['
    yield from _objects(_topics(group, part))
    yield '],\n"activities": ['
    yield from _objects(_activities(group, part, after=group.topics.count()))
    yield "]}\n"


def parts(lines: int) -> range:
    """The numbers of the parts that so many lines can come in again by; none where they can at once."""
    return range(1, ceil(lines / MOST_LINES) + 1) if lines > MOST_LINES else range(0)


def _lines(part: int, after: int = 0) -> slice:
    """Those of a part, counted from 1, in a list that stands after so many lines; all of them for 0."""
    first = (part - 1) * MOST_LINES - after
    return slice(max(first, 0), max(first + MOST_LINES, 0)) if part else slice(None)


def _objects(rows: Iterator[dict]) -> Iterator[str]:
    for n, told in enumerate(rows):
        yield (",\n" if n else "\n") + json.dumps(told, ensure_ascii=False)


def _topics(group, part: int = 0) -> Iterator[dict]:
    rows = group.topics.select_related("kind").prefetch_related("tags").order_by("put_by_at", "pk")
    for topic in rows[_lines(part)].iterator(chunk_size=500):
        yield {"title": topic.title, "why": topic.why, "kind": topic.kind.name, "tags": ", ".join(topic.tag_names)}


def _activities(group, part: int = 0, *, after: int = 0) -> Iterator[dict]:
    rows = group.activities.at_hand().select_related("variation_of").order_by("put_by_at", "pk")
    for activity in rows[_lines(part, after)].iterator(chunk_size=500):
        told = {name: getattr(activity, name) for name in ACTIVITY}
        first = activity.variation_of
        yield told | {"variation_of": first.title if first and not first.laid_aside_at else ""}


def _labels() -> dict[str, dict[str, str]]:
    """What there is to choose from, in the words of now: lines are written when the request is over."""
    return {name: {choice.value: str(choice.label) for choice in choices} for name, choices in CHOICES.items()}


def _cells(told: dict, labels: dict) -> list[str]:
    """What a spreadsheet shows: words for what there is to choose from, nothing for what isn't said."""
    said = ((value, labels.get(name, {}).get(value)) for name, value in told.items())
    return [label or ("" if value is None else str(value)) for value, label in said]


def examples(what: str) -> list[list[str]]:
    """A line or two of a list to fill in."""
    if what == "topic":
        letters = [_("Letters"), _("Who is at the other end?"), _("Form"), _("letters, beginnings")]
        return [[_("Thresholds"), "", _("Practice"), ""], letters]
    told = dict.fromkeys(ACTIVITY, "") | {
        "title": _("Three lines"), "instructions": _("Write three lines.\n\nThen read one of them, or pass."),
        "medium": "writing", "minutes": "10", "place": "both", "part": "opening",
        "alternative": _("Say a word, or listen."),
    }  # fmt: skip
    return [_cells(told, _labels())]
