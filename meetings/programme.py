"""A group's year: what the ring and the list beside it show."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.db.models import DateField, DateTimeField, Max, Min
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse.keys import stamp
from copse.near import TOKEN, recall
from copse.prepared import Given, Prepared
from copse.rings import MOST_YEARS, Mark, how_crowded
from copse.words import join_names, number_word
from meetings import in_words, smaller
from meetings.forms.meeting import YEARS_AHEAD
from meetings.kept_away import in_words as in_words_of_turn
from meetings.models import Meeting
from meetings.outlook import Outlook
from meetings.ready_rhythms import READY, Ready

MOST_TURNS = 3  # of a kind
WEEKEND, SATURDAY = 4, 5  # days that a weekend has at most; and without its Saturday it is none
HELD_BEFORE = Prepared(
    lambda: (
        Meeting.objects.standing()
        .settled()
        .filter(
            group_id=Given("group"), starts_on__lt=Given("day", DateField()), ends_at__lte=Given("at", DateTimeField())
        )
        .values_list("starts_on")
    )
)
YEARS = Prepared(
    lambda: (
        Meeting.objects.filter(group_id=Given("group"))
        .order_by()
        .values("group_id")
        .annotate(first=Min("starts_on"), last=Max("starts_on"))
        .values_list("first", "last")
    )
)


class Programme:
    """The meetings of `group` in `year`, in the group's own zone; `at` is now, and `reader` a membership."""

    def __init__(self, group, year: int, at=None, meetings: list[Meeting] | None = None, reader=None):
        self.group, self.year, self.reader = group, year, reader
        if meetings is not None:
            self._around = meetings
        self.at = at or timezone.now()
        self.today = self.at.astimezone(group.tzinfo).date()

    @property
    def key(self) -> str:
        """Everything but time and duties that decides what the year's page shows."""
        group = self.group
        versions = f"{group.programme_version}:{group.answers_version}:{group.people_version}:{group.larder_version}"
        return f"year:{group.pk}:{versions}:{self.year}"

    def drawn(self, request, facilitates: bool) -> tuple[str, datetime]:
        """The year's page, and until when it is true if nobody changes anything."""
        tomorrow = datetime.combine(self.today + timedelta(days=1), time(), self.group.tzinfo)
        ends = [m.ends_at for m in self._around if m.ends_at > self.at]
        context = {"programme": self, "facilitates": facilitates, "section": "year", "csrf_token": TOKEN}
        return render_to_string("meetings/year.html", context, request), min([tomorrow, *ends])

    @cached_property
    def meetings(self) -> list[Meeting]:
        if self.year == self.today.year:
            return [m for m in self._around if m.starts_on.year <= self.year <= m.last_day.year]
        return list(self.group.meetings.in_year(self.year).for_page())

    @cached_property
    def _around(self) -> list[Meeting]:
        """Those of today's year and all that are ahead, whichever year is shown."""
        return self._outlook.meetings

    @cached_property
    def _outlook(self) -> Outlook:
        return Outlook(self.group, self.group.people, self.at)

    @cached_property
    def standing(self) -> list[Meeting]:
        return [m for m in self.meetings if m.let_go_at is None and m.not_held_at is None]

    @cached_property
    def smaller(self) -> list:
        """Meetings of twos and threes that whoever reads may see: no part of the programme, and in a list apart."""
        if self.year == self.today.year and not self._outlook.has_smaller:
            return []
        return smaller.of_year(self.year, self.reader)

    @property
    def smaller_told(self) -> str:
        """All that decides how these are drawn, apart from who we are."""
        told = [(row.meeting.pk, row.meeting.changed_at, [p.pk for p in row.people], row.asks) for row in self.smaller]
        return stamp([told, timezone.localdate()])

    @cached_property
    def next(self) -> Meeting | None:
        """The group's next meeting that is settled, if it is in this year."""
        coming = next((m for m in self._around if m.settled_at and m.is_ahead(self.at)), None)
        return coming if coming in self.meetings else None

    @cached_property
    def rows(self) -> list[dict]:
        """The list: meetings in order, each `told` with all that decides how it is drawn but by whose clock; between
        them the months that lie fallow.
        """
        rows, month, group = [], 1, self.group
        for meeting in self.meetings:
            month = self._fallow(rows, month, self._here(meeting)[0].month)
            if meeting in self.standing:
                month = max(month, meeting.last_day.month + 1 if meeting.last_day.year == self.year else 13)
            row = {"is_next": meeting == self.next, "held": meeting.was_held(self.at), **self._answers(meeting)}
            if meeting.is_ahead(self.at) and (kept := self._outlook.kept_away(meeting)):
                row["nobody_goes"] = in_words_of_turn(meeting, kept)
            told = [meeting.pk, meeting.changed_at, group.people_version, group.larder_version, self.today.year]
            rows.append({"meeting": meeting, **row, "told": stamp([*told, row])})
        return rows

    def _answers(self, meeting: Meeting) -> dict:
        """Who can be at the next meeting, at one that somebody can't come to after all, and on the dates of one that
        isn't settled; and whether that waits for whoever reads.
        """
        if not meeting.is_ahead(self.at):
            return {}
        if meeting.settled_at is None:
            offered = self._outlook.offered.get(meeting.pk, [])
            asks = any(self.reader in hearing.waiting_for for hearing in offered)
            return {"who_can": in_words.where_it_stands(offered, self.today), "asks": asks}
        coming = self._outlook.coming(meeting)
        if meeting != self.next and not coming.at_risk:
            return {}
        return {"who_can": coming.who_can, "asks": self.reader in coming.waiting_for, "at_risk": coming.at_risk}

    def _fallow(self, rows: list, month: int, until: int) -> int:
        """Name the months before `until` that have no meeting, once there has been one."""
        if any("meeting" in row for row in rows):
            rows += [{"fallow": date(self.year, m, 1)} for m in range(month, until)]
        return max(month, until)

    @cached_property
    def marks(self) -> list[Mark]:
        return [
            Mark(
                kind=m.mark,
                first=self._here(m)[0],
                last=self._here(m)[1],
                settled=m.settled_at is not None,
                held=m.was_held(self.at),
                next=m == self.next,
                href=f"#m-{m.key}",
            )
            for m in self.standing
        ]

    def _here(self, meeting: Meeting) -> tuple[date, date]:
        """Its first day and its last in this year: a weekend over New Year is in both."""
        return max(meeting.starts_on, date(self.year, 1, 1)), min(meeting.last_day, date(self.year, 12, 31))

    @cached_property
    def earlier_years(self) -> list[tuple[int, int]]:
        """(year, how often we met) from the first year up to the one before this."""
        key = f"earlier:{self.group.pk}:{self.group.programme_version}:{self.year}:{self.today}"
        return recall(key, self._count_earlier_years)

    def _count_earlier_years(self) -> list[tuple[int, int]]:
        days = HELD_BEFORE(group=self.group.pk, day=date(self.year, 1, 1), at=self.at)
        counts = Counter(day.year for (day,) in days)
        return [(y, counts.get(y, 0)) for y in range(min(counts), self.year)] if counts else []

    @property
    def rings_inside(self) -> list[tuple[int, int]]:
        """The earlier years that have a ring of their own, the latest first, and how often we met in each."""
        return self.earlier_years[::-1][:MOST_YEARS]

    @property
    def heartwood(self) -> dict | None:
        """The years that have merged into one: the last of them, and how often we met in all; None where none has."""
        older = self.earlier_years[:-MOST_YEARS]
        return {"until": older[-1][0], "met": sum(met for _year, met in older)} if older else None

    @property
    def drawing(self) -> str:
        """All that decides how the ring is drawn: a new place or a new topic leaves it as it is."""
        return stamp([self.year, self.today, self.earlier_years, self.marks, self.season])

    @cached_property
    def years(self) -> list[int]:
        """The years that the switch offers: those with meetings, this one and the next."""
        first = min([self.today.year, self.year, *(day.year for day, _last in self._spans)])
        last = max([self.today.year + 1, self.year, *(day.year for _first, day in self._spans)])
        return [y for y in (self.year - 1, self.year, self.year + 1) if first <= y <= last]

    @cached_property
    def has_rhythm(self) -> bool:
        return self.group.rhythms.exists()

    @property
    def can_be_laid_out(self) -> bool:
        """A year that is over isn't, nor one that is far ahead."""
        return 0 <= self.year - self.today.year <= YEARS_AHEAD

    @property
    def ready(self) -> tuple[Ready, ...]:
        """What a group begins from that has neither meetings in this year nor a rhythm."""
        return READY if self.can_be_laid_out and not self.has_rhythm else ()

    @property
    def has_begun(self) -> bool:
        """Whether any meeting is known, of whatever year."""
        return bool(self._spans)

    @property
    def has_past(self) -> bool:
        """Whether anything is told of the time before today."""
        return any(first < self.today for first, _last in self._spans)

    @cached_property
    def _spans(self) -> list[tuple[date, date]]:
        """The first and the last day that the programme knows; empty where it knows none."""
        return recall(f"years:{self.group.pk}:{self.group.programme_version}", lambda: YEARS(group=self.group.pk))

    @cached_property
    def season(self) -> tuple[date, date] | None:
        """From the first to the last action-learning evening of the year."""
        days = [self._here(m)[0] for m in self.standing if m.learning]
        return (days[0], days[-1]) if len(days) > 1 else None

    @cached_property
    def shape(self) -> Counter:
        """How many evenings, days, weekends and longer stays: by what a meeting's length feels like."""
        return Counter(_length(m) for m in self.standing)

    @property
    def in_words(self) -> str:
        """`Eight evenings, two days and one weekend.`"""
        shape = self.shape
        said = [
            ngettext("%(n)s evening", "%(n)s evenings", shape["evenings"]) % {"n": number_word(shape["evenings"])},
            ngettext("%(n)s day", "%(n)s days", shape["days"]) % {"n": number_word(shape["days"])},
            ngettext("%(n)s weekend", "%(n)s weekends", shape["weekends"]) % {"n": number_word(shape["weekends"])},
            ngettext("%(n)s stay of several days", "%(n)s stays of several days", shape["stays"])
            % {"n": number_word(shape["stays"])},
        ]
        counts = (shape["evenings"], shape["days"], shape["weekends"], shape["stays"])
        there = join_names([words for words, n in zip(said, counts, strict=True) if n])
        return there[:1].upper() + there[1:] + "."

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds that this year has, for the key."""
        seen = {m.mark for m in self.standing}
        return [(kind, name) for kind, name in self._kind_names.items() if kind in seen]

    @cached_property
    def _kind_names(self) -> dict[str, str]:
        return {**dict(Meeting.Kind.choices), "learning": _("Action learning")}

    @property
    def has_unsettled(self) -> bool:
        return any(m.settled_at is None for m in self.standing)

    @property
    def caption(self) -> str:
        """What the ring shows, in sentences."""
        if self.year == self.today.year:
            said = [_("The outer ring is %(year)d, grown as far as today.") % {"year": self.year}]
        else:
            said = [_("The outer ring is %(year)d.") % {"year": self.year}]
        return " ".join([*said, *self._what_it_shows()])

    @property
    def caption_on_paper(self) -> str:
        """The same, for a ring that shows no day."""
        return " ".join(self._what_it_shows())

    def _what_it_shows(self) -> list[str]:
        said = []
        if self.season:
            said.append(_("The dotted arc is our action learning season."))
        crowded = how_crowded(self.marks, self.year)
        if crowded == "led":
            said.append(_("Where many meet close together, a thin line leads from a mark to its day."))
        elif crowded == "lines":
            said.append(_("It has no room for all marks, so each meeting is a line at its day; the list names them."))
        if self.earlier_years:
            said.append(_("Each ring inside is an earlier year: the wider it is, the more often we met."))
        return said

    @cached_property
    def turns(self) -> list[tuple[str, str, list[tuple]]]:
        """Who facilitates next: (kind, its name, the next three meetings of it that somebody does, each with them)."""
        led: dict[str, list[tuple]] = {}
        for meeting in self._outlook.ahead:
            kept = self._outlook.kept_away(meeting)
            if people := [who for who in meeting.seats if who.pk not in kept]:
                led.setdefault(meeting.mark, []).append((meeting, people))
        return [(mark, self._kind_names[mark], meetings[:MOST_TURNS]) for mark, meetings in led.items()]

    @property
    def turns_told(self) -> str:
        """All that decides how these are drawn."""
        told = [(mark, [(m.starts_at, [(p.pk, p.name, p.disc_tone) for p in people]) for m, people in meetings])
                for mark, _name, meetings in self.turns]  # fmt: skip
        return stamp([timezone.localdate(), told])


def _length(meeting: Meeting) -> str:
    if meeting.last_day > meeting.starts_on and not (meeting.minutes and meeting.minutes < 24 * 60):
        days = [meeting.starts_on + timedelta(days=n) for n in range((meeting.last_day - meeting.starts_on).days + 1)]
        return "weekends" if len(days) <= WEEKEND and any(day.weekday() == SATURDAY for day in days) else "stays"
    return "evenings" if meeting.start_time and meeting.start_time.hour >= 16 else "days"
