"""The repertoire on a page: activities sieved by what they are made with, how long, in which part and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from copse.near import recall
from groups.parts import Part, name_of
from larder.models import Activity

MOST = 30  # activities on a page
TIMES = (10, 20, 40)  # minutes that somebody has
LONGER = "longer"
SHOWN = ("medium", "minutes", "part", "place", "least", "most", "content_note")  # in the line of an activity


@dataclass
class Sieve:
    """One way to ask for some of the activities: the choices are (value, words), and `chosen` is one of the values."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str

    @property
    def field(self) -> str:
        """Drawn, and kept by all that it shows."""
        return recall(f"{self!r}", lambda: render_to_string("larder/_sieve.html", {"sieve": self}))


class Repertoire:
    """Some of the activities of `group`, by title, a page at a time.

    `asked` holds, as text by name, a `medium`, a `time`, a `part` and a `place`, and the number of the `page`; what
    isn't among the choices counts as nothing. With `room`, in minutes, one more time can be chosen. One query.
    """

    def __init__(self, group, asked: Mapping[str, str], *, room: int | None = None):
        self.group, self.room = group, room
        self.sieves = self._sieves(asked)
        self.asked = {sieve.name: sieve.chosen for sieve in self.sieves if sieve.chosen}
        page = asked.get("page", "")[:4]
        self.number = max(1, int(page)) if page.isdecimal() else 1

    def _sieves(self, asked: Mapping[str, str]) -> list[Sieve]:
        parts = [(part.value, name_of(part, self.group)) for part in Part]
        choices = {
            "medium": (_("Made with"), [("", _("Anything")), *Activity.Medium.choices]),
            "time": (_("Time"), [("", _("As long as it takes")), *self._times()]),
            "part": (_("Part of a meeting"), [("", _("Any part")), *parts]),
            "place": (_("Place"), [("", _("Wherever")), *self._places()]),
        }
        sieves = [Sieve(name, label, offered, asked.get(name, "")) for name, (label, offered) in choices.items()]
        for sieve in sieves:
            if sieve.chosen not in dict(sieve.choices):
                sieve.chosen = ""
        return sieves

    def _times(self) -> list[tuple[str, str]]:
        minutes = sorted({*TIMES, *([self.room] if self.room else [])})
        up_to = [(str(n), ngettext("Up to %(n)d minute", "Up to %(n)d minutes", n) % {"n": n}) for n in minutes]
        return [*up_to, (LONGER, _("Longer"))]

    @staticmethod
    def _places() -> list[tuple[str, str]]:
        place = Activity.Place
        return [(p.value, str(p.label)) for p in (place.ONLINE, place.ROOM, place.BOTH)]

    @cached_property
    def _found(self) -> list[Activity]:
        """Those of this page and one more, if there is one."""
        found = self.group.activities.at_hand()
        for name, adjective in (("medium", "of_medium"), ("part", "suiting"), ("place", "possible")):
            if name in self.asked:
                found = getattr(found, adjective)(self.asked[name])
        if (time := self.asked.get("time")) == LONGER:
            found = found.longer_than(TIMES[-1])
        elif time:
            found = found.within(int(time))
        first = (self.number - 1) * MOST
        return list(found.in_order()[first : first + MOST + 1])

    @cached_property
    def activities(self) -> list[Activity]:
        """Each with `.line`: what one wants to know of it at once, drawn."""
        shown = self._found[:MOST]
        for activity in shown:
            activity.line = self._line(activity)
        return shown

    def _line(self, activity: Activity) -> str:
        """Kept by all that it shows."""
        shows = [getattr(activity, name) for name in SHOWN]
        key = f"activity:{get_language()}:{self.group.rounds}:{shows!r}"
        return recall(key, lambda: render_to_string("larder/_activity_line.html", {"activity": activity}))

    @property
    def is_bare(self) -> bool:
        """Nothing has been put by; whoever has sieved, or gone on past the end, isn't told so."""
        return not (self._found or self.asked or self.number > 1)

    def address(self, **other) -> str:
        """What is asked for as the query of an address, with `other` in its place where that is given."""
        return "?" + urlencode({**self.asked, **other})

    @property
    def everything(self) -> str:
        """The query that asks for all of them, also where something else is asked for to begin with."""
        return "?part="

    @property
    def before(self) -> str:
        return self.address(page=self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        return self.address(page=self.number + 1) if len(self._found) > MOST else ""
