"""The meetings that a group had before it came here, from a list: looked at first, then brought in, all or none."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse import sheets
from copse.keys import stamp
from copse.words import clock, day_year, join_names
from copse.zones import comes_twice, last_day
from groups.locking import one_at_a_time
from larder.models import Topic
from meetings import when
from meetings.models import Meeting, MeetingTopic

COLUMNS = {
    "starts_on": gettext_lazy("date"), "start_time": gettext_lazy("start"), "end_time": gettext_lazy("end"),
    "ends_on": gettext_lazy("last day"), "kind": gettext_lazy("kind"), "place": gettext_lazy("place"),
    "title": gettext_lazy("title"), "topics": gettext_lazy("topics"), "facilitator": gettext_lazy("facilitator"),
    "people": gettext_lazy("who was there"),
}  # fmt: skip

WHICH = (("first", gettext_lazy("first")), ("second", gettext_lazy("second")))  # of a time that came twice


def columns() -> dict[str, str]:
    return {name: str(heading) for name, heading in COLUMNS.items()}


def examples(membership) -> list[list[str]]:
    """Two lines of a list: an evening and a weekend."""
    name = membership.name
    face, retreat = Meeting.Kind.FACE.label, Meeting.Kind.RETREAT.label
    return [
        ["5/3/2020", "19:00", "21:00", "", face, _("The old library"), "", _("Thresholds; Letters"), name, name],
        ["11/9/2020", "", "", "13/9/2020", retreat, "", _("A weekend away"), "", "", ""],
    ]


@dataclass
class Held:
    """One meeting of the list."""

    number: int
    what: dict
    topics: list[str]
    people: list = field(default_factory=list)

    @property
    def identity(self) -> tuple[date, time | None, bool]:
        return self.what["starts_on"], self.what["start_time"], self.what["start_fold"]

    @property
    def in_words(self) -> str:
        """What is told of it beside its day."""
        what = self.what
        said = [
            self._until,
            what["title"],
            " · ".join(self.topics),
            str(Meeting.Kind(what["kind"]).label),
            what["place"],
        ]
        if what["facilitator"]:
            said.append(_("%(name)s facilitated") % {"name": what["facilitator"].name})
        if self.people:
            said.append(_("there: %(names)s") % {"names": join_names([person.name for person in self.people])})
        return ", ".join(part for part in said if part)

    @property
    def _until(self) -> str:
        """When it ended: its last day where that is another, and its time."""
        what = self.what
        last = last_day(what["ends_on"], what["end_time"])
        day = day_year(last) if last != what["starts_on"] else ""
        end = ", ".join(part for part in (day, what["end_time"] and clock(what["end_time"])) if part)
        return _("until %(end)s") % {"end": end} if end else ""

    @property
    def facts(self) -> list:
        """All that is stored of it, as plain values."""
        what = {name: getattr(value, "pk", value) for name, value in self.what.items()}
        return [*map(str, what.values()), self.topics, [person.pk for person in self.people]]


class PastMeetings:
    """A list of past meetings, for the group of `by`: what is new in it, what is here already, what can't be taken.

    Raises ValidationError for what is no such list.
    """

    def __init__(self, text: str, *, by, at: datetime | None = None):
        self.by, self.group, self.at = by, by.group, at or timezone.now()
        self.new: list[Held] = []
        self.here: list[int] = []
        self.refused: list[sheets.Refusal] = []
        taken = dict.fromkeys(self.group.meetings.values_list("starts_on", "start_time", "start_fold"))
        for line in sheets.lines(text, columns()):
            try:
                held = self._held(line)
            except ValidationError as error:
                self.refused.append(sheets.Refusal(line.number, " ".join(error.messages)))
                continue
            if held.identity not in taken:
                taken[held.identity] = line.number
                self.new.append(held)
            elif (first := taken[held.identity]) is None:
                self.here.append(line.number)
            else:
                words = _("It begins when the meeting of line %(number)d does.") % {"number": first}
                self.refused.append(sheets.Refusal(line.number, words))

    @property
    def stamp(self) -> str:
        """Changes with what would be brought in."""
        return stamp([held.facts for held in self.new])

    # -- one line

    def _held(self, line: sheets.Line) -> Held:
        cells = line.cells
        if not cells["starts_on"]:
            raise ValidationError(_("It has no date."))
        starts_on = sheets.day_of(cells["starts_on"])
        ends_on = sheets.day_of(cells["ends_on"]) if cells["ends_on"] else starts_on
        start_time, start_fold = self._time(cells["start_time"], starts_on)
        end_time, end_fold = self._time(cells["end_time"], ends_on)
        ends_on = when.ends_on(starts_on, ends_on, start_time, end_time)
        what = {
            "starts_on": starts_on, "start_time": start_time, "start_fold": start_fold,
            "ends_on": ends_on, "end_time": end_time, "end_fold": end_fold,
            "kind": self._kind(cells), "place": self._fitting("place", cells), "title": self._fitting("title", cells),
            "facilitator": self._person(cells["facilitator"]) if cells["facilitator"] else None,
            "zone": self.group.zone,
        }  # fmt: skip
        if (what["start_time"] is None) != (what["end_time"] is None):
            raise ValidationError(_("It has one time of two. Write both, or neither for whole days."))
        meeting = Meeting(group=self.group, **what)
        when.reckon(meeting)
        if starts_on.year < 1901 or meeting.ends_at > self.at:
            raise ValidationError(_("It isn’t over yet. Plan what is to come on the page of the year."))
        topics = sheets.several(cells["topics"])
        if any(len(topic) > Topic._meta.get_field("title").max_length for topic in topics):
            raise ValidationError(_("A topic has 120 characters at most. Write several with a semicolon between."))
        return Held(line.number, what, topics, [self._person(name) for name in sheets.several(cells["people"])])

    def _time(self, cell: str, day: date) -> tuple[time | None, bool]:
        """The time that a cell says, and whether it is the second of two: `1:30 second`, of one that came twice."""
        said, _space, which = cell.partition(" ")
        second = {str(word).casefold(): n for n, words in enumerate(WHICH) for word in words}.get(which.casefold())
        at = sheets.time_of(cell if second is None else said)
        if second is None and comes_twice(day, at, self.group.zone):
            words = _("The clocks went back that night, and %(time)s came twice. Write “%(first)s” or “%(second)s”.")
            told = {name: f"{said} {word}" for name, word in WHICH}
            raise ValidationError(words % {"time": clock(at), **told})
        return at, bool(second)

    @staticmethod
    def _fitting(name: str, cells: dict) -> str:
        most = Meeting._meta.get_field(name).max_length
        if len(cells[name]) > most:
            words = _("What stands under “%(column)s” has more than %(most)d characters.")
            raise ValidationError(words % {"column": COLUMNS[name], "most": most})
        return cells[name]

    @staticmethod
    def _kind(cells: dict) -> str:
        said = cells["kind"].casefold()
        if not said:
            return Meeting.Kind.FACE if cells["place"] else Meeting.Kind.ONLINE
        known = {word.casefold(): kind.value for kind in Meeting.Kind for word in (kind.value, str(kind.label))}
        if said not in known:
            words = _("“%(said)s” is no kind of meeting. Write one of: %(kinds)s.")
            raise ValidationError(words % {"said": said[:40], "kinds": "; ".join(map(str, Meeting.Kind.labels))})
        return known[said]

    def _person(self, name: str):
        found = self._by_name.get(name.casefold(), [])
        if len(found) > 1:
            raise ValidationError(_("More than one of us is called “%(name)s”.") % {"name": name[:40]})
        if not found:
            words = _(
                "Nobody here is called “%(name)s”. Write the name as it stands among our members, or leave it out."
            )
            raise ValidationError(words % {"name": name[:40]})
        return found[0]

    @cached_property
    def _by_name(self) -> dict[str, list]:
        """Those who are in, by how they are called here."""
        found: dict[str, list] = {}
        for person in self.group.people.values():
            found.setdefault(person.name.casefold(), []).append(person)
        return found

    # -- all of it

    @classmethod
    @one_at_a_time
    def bring_in(cls, text: str, *, by, seen: str, at: datetime | None = None) -> "PastMeetings":
        """Bring in what is new in the list, if it is still what was looked at, whose stamp is `seen`.

        Of two at once, the second finds all of it here. Gives the list as it was found; nothing is brought in where
        its stamp is another than `seen`.
        """
        found = cls(text, by=by, at=at)
        if found.stamp == seen and found.new:
            found._bring_in()
        return found

    def _bring_in(self) -> None:
        meetings = self.group.meetings.remember([(held.what, held.people) for held in self.new], by=self.by, at=self.at)
        topics = self._topics(meetings)
        MeetingTopic.objects.bulk_create(
            MeetingTopic(meeting=meeting, topic=topics[title], order=order)
            for held, meeting in zip(self.new, meetings, strict=True)
            for order, title in enumerate(dict.fromkeys(map(str.casefold, held.topics)), 1)
        )

    def _topics(self, meetings: list[Meeting]) -> dict[str, Topic]:
        """The topics of the list by their titles in small letters: those that the larder has, and new ones."""
        known = {topic.title.casefold(): topic for topic in self.group.topics.order_by("-pk")}
        missing: dict[str, tuple] = {}
        for held, meeting in zip(self.new, meetings, strict=True):
            for title in held.topics:
                if title.casefold() not in known:
                    missing.setdefault(title.casefold(), (title, meeting.starts_at))
        new = Topic.remember(dict(missing.values()), by=self.by) if missing else []
        return known | {topic.title.casefold(): topic for topic in new}
