"""Topics and activities from a list: each line looked at by itself, then laid beside what the group has, then taken in.

Of what is in the list, some is new and some here already: its title folds alike with one that the group has, or with
one above it. That is left out, unless somebody asks for it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from copse.fields import LineField, visible
from copse.keys import stamp
from groups.parts import CHECKS
from larder import lists
from larder.lists import CHOICES, alike
from larder.models import Activity, Topic, TopicKind
from larder.models.activity import MOST_MINUTES, MOST_PEOPLE
from larder.models.kind import MOST_KINDS
from larder.models.tag import tags_in

LIDS = range(1, 7)
STEP = 200  # lines between two words on how far it is
BEGINNING = 80  # characters of what is written
MODELS = {"topic": Topic, "activity": Activity}
NUMBERS = {"minutes": MOST_MINUTES, "least": MOST_PEOPLE, "most": MOST_PEOPLE}
UNSAID = {"medium": Activity.Medium.OTHER.value, "place": Activity.Place.BOTH.value, "part": ""}
BY_NAME = ("kind", "variation_of")  # of what is called so in the group


class Refused(NamedTuple):
    """What can't be taken: where it stands, and why."""

    where: str
    words: str


@dataclass(frozen=True, eq=False)
class Found:
    """What can be taken: a topic or an activity, where it stands, and its fields. What is in BY_NAME is a name yet."""

    what: str
    where: str
    fields: dict

    @property
    def title(self) -> str:
        return self.fields["title"]

    @cached_property
    def alike(self) -> str:
        return alike(self.title)

    @cached_property
    def original(self) -> str:
        """What it is a variation of, folded; empty where it is none."""
        return alike(self.fields.get("variation_of", ""))

    @property
    def label(self) -> str:
        """Its kind or its medium, in words."""
        if self.what == "topic":
            return self.fields["kind"]
        return str(Activity.Medium(self.fields["medium"]).label)

    @property
    def beginning(self) -> str:
        """How its words begin, so that a cell in another's column is seen; and its tags."""
        said = " ".join(self.fields["why" if self.what == "topic" else "instructions"].split())
        begins = Truncator(said).chars(BEGINNING)
        return " · ".join(words for words in (begins, ", ".join(self.fields.get("tags", ()))) if words)

    @property
    def told(self) -> list[str]:
        """What its line on the page says."""
        return [self.where, self.title, self.label, self.beginning]

    @property
    def facts(self) -> list:
        return [self.what, *map(str, self.fields.values())]


class LarderList:
    """A list for the group of `by`: what is `new` in it, `here` already and `refused`, and the kinds that it brings.

    `tell` is called with how many lines have been looked at, of how many. Raises ValidationError for what is no list.
    """

    def __init__(self, text: str, *, by, tell: Callable[[int, int], None] = lambda done, of: None):
        self.by, self.group = by, by.group
        self.read: list[Found] = []
        self.unreadable: list[Refused] = []
        entries = lists.read(text)
        self.places = {entry.where: place for place, entry in enumerate(entries)}
        for done, entry in enumerate(entries):
            if done % STEP == 0:
                tell(done, len(entries))
            try:
                self.read.append(found(entry))
            except ValidationError as error:
                self.unreadable.append(Refused(entry.where, " ".join(error.messages)))
        tell(len(entries), len(entries))
        self.lay_beside_ours()

    def lay_beside_ours(self) -> None:
        """Find out what is new, and what isn't, as the group's larder stands now."""
        self.refused = [*self.unreadable]
        self.kinds = {alike(kind.name): kind for kind in self.group.topic_kinds.all()}
        self.titles = {what: self._titles(what) for what in MODELS}
        rows = self._with_a_kind(self._with_an_original(self.read))
        self.new: list[Found] = []
        self.here: list[Found] = []
        seen = {what: set(titles) for what, titles in self.titles.items()}
        for row in rows:
            (self.here if row.alike in seen[row.what] else self.new).append(row)
            seen[row.what].add(row.alike)
        self.refused.sort(key=lambda refused: self.places[refused.where])

    def _titles(self, what: str) -> set[str]:
        ours = self.group.topics if what == "topic" else self.group.activities.at_hand()
        return {alike(title) for title in ours.values_list("title", flat=True)}

    def _with_an_original(self, rows: list[Found]) -> list[Found]:
        """Those that aren't a variation of something that is nowhere, or of something that is left out for that."""
        known = Counter(row.alike for row in rows if row.what == "activity")
        known.update(self.titles["activity"])
        variations: dict[str, list[Found]] = {}
        for row in rows:
            if row.original:
                variations.setdefault(row.original, []).append(row)
        doubtful, lost = [row for row in rows if row.original], set()
        while doubtful:
            row = doubtful.pop()
            if row not in lost and known[row.original] <= (row.original == row.alike):
                lost.add(row)
                known[row.alike] -= 1
                doubtful += variations.get(row.alike, []) if known[row.alike] < 2 else []
        words = _("“%(title)s”, of which it is a variation, is neither here nor in this list.")
        self.refused += [Refused(row.where, words % {"title": row.fields["variation_of"][:80]}) for row in lost]
        return [row for row in rows if row not in lost]

    def _with_a_kind(self, rows: list[Found]) -> Iterable[Found]:
        """Those whose kind is here, or can be made; `new_kinds` are those that come with them, by their folded name."""
        self.new_kinds: dict[str, str] = {}
        for row in rows:
            if row.what == "topic":
                name = row.fields["kind"] or next(iter(self.kinds.values())).name
                if alike(name) not in self.kinds | self.new_kinds:
                    if len(self.kinds) + len(self.new_kinds) >= MOST_KINDS:
                        words = _("“%(kind)s” is one kind too many: a larder has twelve at most.")
                        self.refused.append(Refused(row.where, words % {"kind": name}))
                        continue
                    self.new_kinds[alike(name)] = name
                row = replace(row, fields=row.fields | {"kind": name})
            yield row

    @property
    def stamp(self) -> str:
        """Changes with what would be taken in."""
        return stamp([[row.facts for row in rows] for rows in (self.new, self.here)] + [*self.new_kinds])

    @transaction.atomic
    def take_in(self, *, with_here: bool = False, at=None) -> int:
        """Take in what is new, and with `with_here` what is here already, once more; how many they are."""
        at, rows = at or timezone.now(), [*self.new, *(self.here if with_here else [])]
        rows.sort(key=lambda row: self.places[row.where])
        topics = [row.fields for row in rows if row.what == "topic"]
        kinds = self._kinds({alike(told["kind"]) for told in topics})
        Topic.put_by_all([told | {"kind": kinds[alike(told["kind"])]} for told in topics], by=self.by, at=at)
        activities = [row.fields for row in rows if row.what == "activity"]
        made = Activity.put_by_all([told | {"variation_of": None} for told in activities], by=self.by, at=at)
        self._tie([(a, told["variation_of"]) for a, told in zip(made, activities, strict=True) if told["variation_of"]])
        return len(rows)

    def _kinds(self, wanted: set[str]) -> dict[str, TopicKind]:
        """The group's kinds by folded name, and the new ones among `wanted`, each under the lid that is used least."""
        kinds = dict(self.kinds)
        lids = Counter(kind.lid for kind in kinds.values())
        order = max((kind.order for kind in kinds.values()), default=0)
        for folded, name in self.new_kinds.items():
            if folded in wanted:
                lid, order = min(LIDS, key=lambda lid: (lids[lid], lid)), order + 1
                kinds[folded] = TopicKind.objects.create(group=self.group, name=name, lid=lid, order=order)
                lids[lid] += 1
        return kinds

    def _tie(self, variations: list[tuple[Activity, str]]) -> None:
        """Each to another activity that is called so: letter by letter, or else by a title that folds alike."""
        if not variations:
            return
        called: dict[str, list[Activity]] = {}
        folds: dict[str, list[Activity]] = {}
        for activity in self.group.activities.at_hand().order_by("pk").only("title"):
            called.setdefault(activity.title, []).append(activity)
            folds.setdefault(alike(activity.title), []).append(activity)
        for activity, original in variations:
            others = called.get(original, [])[:2] + folds[alike(original)][:2]
            activity.variation_of = next(other for other in others if other != activity)
        Activity.objects.bulk_update([activity for activity, _original in variations], ["variation_of"], batch_size=500)


# -- one line


def found(entry: lists.Entry) -> Found:
    """What an entry tells, as fields. Raises ValidationError for what can't be taken."""
    if entry.fault:
        raise ValidationError(entry.fault)
    model = MODELS[entry.what]
    told = {name: _fitting(model, entry.what, name, said) for name, said in entry.cells.items()}
    if not told["title"]:
        raise ValidationError(_("It has no title."))
    if entry.what == "activity":
        _check_activity(told)
    return Found(entry.what, entry.where, told)


def _fitting(model, what: str, name: str, said: str):
    if name in CHOICES:
        return _chosen(what, name, said)
    if name in NUMBERS:
        return _number(what, name, said)
    if name == "tags":
        return tags_in(said)
    field = TopicKind._meta.get_field("name") if name == "kind" else model._meta.get_field(name)
    field = model._meta.get_field("title") if name == "variation_of" else field
    said = visible(" ".join(said.split("\n")) if isinstance(field, LineField) else said)
    if len(said) > field.max_length:
        words = _("What stands under “%(column)s” has more than %(most)d characters.")
        raise ValidationError(words % {"column": lists.COLUMNS[what][name], "most": field.max_length})
    return said


def _chosen(what: str, name: str, said: str) -> str:
    choices = CHOICES[name]
    if not said:
        return UNSAID[name]
    known = {word.casefold(): c.value for c in choices for word in (c.value, str(c.label))}
    known |= {str(label).casefold(): part.value for part, label in CHECKS.items()} if name == "part" else {}
    if said.casefold() not in known:
        words = _("“%(said)s” can’t stand under “%(column)s”. Write one of: %(choices)s.")
        told = {"said": said[:40], "column": lists.COLUMNS[what][name], "choices": "; ".join(map(str, choices.labels))}
        raise ValidationError(words % told)
    return known[said.casefold()]


def _number(what: str, name: str, said: str) -> int | None:
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 5 and 1 <= int(said) <= NUMBERS[name]):
        words = _("“%(said)s” can’t stand under “%(column)s”. Write a whole number from 1 to %(most)d.")
        told = {"said": said[:40], "column": lists.COLUMNS[what][name], "most": NUMBERS[name]}
        raise ValidationError(words % told)
    return int(said)


def _check_activity(told: dict) -> None:
    if not told["instructions"]:
        raise ValidationError(_("It doesn’t say how it goes."))
    if told["minutes"] is None:
        raise ValidationError(_("It doesn’t say how many minutes it takes."))
    if told["least"] and told["most"] and told["least"] > told["most"]:
        raise ValidationError(_("It is for fewer people at most than at least."))
