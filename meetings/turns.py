"""Whose turn it is to facilitate a group's meetings: read from them, and from the few facts beside them."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import cached_property

from copse.keys import stamp
from copse.near import columns, instances, recall
from groups.locking import one_at_a_time
from groups.models import Group
from meetings.kept_away import kept_away
from meetings.models import Attendance, Meeting, RotaOrder, Turn, TurnOffer
from meetings.models.turn import Instead
from meetings.rota import Go, Rota, Told, Way

UNSEEN = "uid title join_url materials place created_at"  # on no page about turns


class Fact(NamedTuple):
    """What is known of somebody's turn at a meeting."""

    laid_at: datetime | None
    accepted_at: datetime | None
    skipped_at: datetime | None

    @property
    def is_pencilled(self) -> bool:
        """Laid by the order, and nobody has said yes."""
        return self.laid_at is not None and self.accepted_at is None


class Turns:
    """The turns of `group` at one moment, in five queries, made again only when the programme or an answer has changed;
    or each time, where nothing is to be `kept` because it was locked.
    """

    def __init__(self, group, at: datetime | None = None, *, kept: bool = True):
        self.group = group if kept else Group.objects.get(pk=group.pk)
        self.at, self.kept = at or timezone.now(), kept
        self.today = self.group.today(self.at)

    def _read(self, what: str, read: Callable):
        versions = f"{self.group.programme_version}:{self.group.answers_version}"
        key = f"{what}:{self.group.pk}:{versions}:{self.today}"
        return recall(key, read) if self.kept else read()

    @cached_property
    def people(self) -> dict:
        return self.group.people

    @cached_property
    def meetings(self) -> dict[int, Meeting]:
        """Those that were held and those ahead, in order of time, by their primary key."""
        names = columns(Meeting, but=UNSEEN)
        rows = self._read("counting", lambda: list(self.group.meetings.counting(self.at).values_list(*names)))
        found = [m for m in instances(Meeting, rows, but=UNSEEN) if m.settled_at or m.is_ahead(self.at)]
        for meeting in found:
            meeting.group = self.group
        return {meeting.pk: meeting for meeting in found}

    @cached_property
    def facts(self) -> dict[int, dict[int, Fact]]:
        """By meeting and by membership."""
        rows = Turn.objects.filter(meeting__group=self.group).values_list("meeting_id", "membership_id", *Fact._fields)
        found: dict[int, dict[int, Fact]] = defaultdict(dict)
        for meeting, membership, *fact in self._read("turns", lambda: list(rows)):
            found[meeting][membership] = Fact(*fact)
        return found

    @cached_property
    def _noes(self) -> dict[int, set[int]]:
        """By meeting, who has answered that they can't come."""
        noes = Attendance.objects.filter(meeting__group=self.group).standing().cannot()
        found: dict[int, set[int]] = defaultdict(set)
        for meeting, membership in self._read("noes", lambda: list(noes.values_list("meeting_id", "membership_id"))):
            found[meeting].add(membership)
        return found

    def unable(self, meeting) -> set[int]:
        """Who has said that they can't facilitate it, or can't come, or has given it away."""
        return self.skippers(meeting) | self._noes.get(meeting.pk, set()) | self.gave(meeting)

    def gave(self, meeting) -> set[int]:
        """Who has given this turn away, and hasn't got it back."""
        return {*self.givers.get(meeting.pk, {}).values()} - {*meeting.seats.keys}

    def kept_from(self, meeting) -> dict[int, str]:
        """What keeps each of those who have this turn and can't be there (`kept_away`)."""
        return kept_away(meeting, self.people, self._noes.get(meeting.pk, ()), self.at)

    def skippers(self, meeting) -> set[int]:
        """Who has said that they can't facilitate it."""
        return {who for who, fact in self.facts.get(meeting.pk, {}).items() if fact.skipped_at}

    @cached_property
    def changes(self) -> list[tuple]:
        """(meeting, by, other meeting or None, taken by) of each turn that was given away or swapped, as it came."""
        taken = TurnOffer.objects.filter(meeting__group=self.group, taken_at__isnull=False).order_by("taken_at", "pk")
        return self._read("changes", lambda: list(taken.values_list("meeting_id", "by_id", "other_id", "taken_by_id")))

    def fact(self, meeting, person: int) -> Fact | None:
        return self.facts.get(meeting.pk, {}).get(person)

    def has_said_yes(self, meeting: int, person: int) -> bool:
        """As whoever took a turn has; once it was agreed on otherwise, that is known no more."""
        fact = self.facts.get(meeting, {}).get(person)
        return fact is not None and fact.accepted_at is not None

    @cached_property
    def givers(self) -> dict[int, dict[int, int]]:
        """By meeting, from whom those who took a turn as a gift have it."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for meeting, by, other, taken_by in self.changes:
            if other is None:
                found[meeting][taken_by] = by
        return found

    @cached_property
    def ways(self) -> dict[str, Way]:
        return self._read("ways", lambda: RotaOrder.ways_of(self.group))

    def others(self, meeting, membership) -> list[tuple]:
        """(meeting, who) of each turn ahead that `membership` could have for theirs at `meeting`."""
        return [
            (other, self.people[who])
            for other in self.meetings.values()
            if other.is_ahead(self.at) and self.could(other, membership)
            for who in other.seats.keys
            if who in self.people and self.could(meeting, self.people[who])
        ]

    def could(self, meeting, membership) -> bool:
        """Whether they could facilitate it, beside or instead of those who do."""
        away = membership.pk == meeting.focus_id or self.people[membership.pk].rests_on(meeting.starts_on)
        return not away and membership not in meeting.seats and membership.pk not in self._noes.get(meeting.pk, ())

    # -- the order

    def rota(self, *, anew: bool = False) -> Rota:
        """The order as it is if everyone keeps their turn; or with all turns ahead open that nobody has said yes to."""
        return Rota(self.people, [self._go(meeting, anew) for meeting in self.meetings.values()], self.ways)

    def _go(self, meeting, anew: bool) -> Go:
        ahead, seats, facts = meeting.is_ahead(self.at), meeting.seats.keys, self.facts.get(meeting.pk, {})
        kept = self.kept_from(meeting)
        able = tuple(who for who in seats if who not in kept)
        firm = tuple(who for who in able if not (who in facts and facts[who].is_pencilled))
        who = firm if ahead and anew else able
        return Go(
            meeting=meeting, sort=meeting.mark, day=meeting.starts_on, starts_at=meeting.starts_at, who=who, firm=firm,
            open=max(0, self.ways[meeting.mark].together - len(who)) if ahead else 0,
            owners={person: self.owner(meeting.pk, person) for person in able},
            cannot=frozenset({meeting.focus_id, *kept, *self.unable(meeting)} - {None}), is_ahead=ahead,
        )  # fmt: skip

    def owner(self, meeting: int, person: int) -> int:
        """Whose turn it counts as: a gift, handed on as often as may be, is the first giver's."""
        givers, seen = self.givers.get(meeting, {}) if self.has_said_yes(meeting, person) else {}, set()
        while person in givers and person not in seen:
            seen.add(person)
            person = givers[person]
        return person

    def next_for(self, meeting):
        """Who goes where one of those who facilitate `meeting` can't: a membership, or None."""
        line = self._told(meeting).line
        return next((self.people[who] for who in line if who not in meeting.seats.keys), None)

    def goes(self, meeting, membership) -> bool:
        """Whether the order has them go to this meeting ahead: they can be there, and aren't new and first."""
        return membership.pk in self._told(meeting).who

    def _told(self, meeting) -> Told:
        return next(told for told in self.rota().told if told.go.meeting.pk == meeting.pk)

    def later_pencilled(self, meeting, person, *, fit_for) -> Meeting | None:
        """The next of its kind that `person` was given and hasn't said yes to, if `fit_for` could facilitate it."""
        for later in self.meetings.values():
            if (later.starts_at, later.pk) <= (meeting.starts_at, meeting.pk) or later.mark != meeting.mark:
                continue
            fact = self.facts.get(later.pk, {}).get(person.pk)
            if person in later.seats and fact and fact.is_pencilled:
                return later if self.could(later, fit_for) and fit_for.pk not in self.unable(later) else None
        return None

    # -- passed on, and taken again

    def can_take_again(self, meeting, membership) -> bool:
        """Whether they said that they can't, and nobody who goes instead has said yes."""
        fact = self.fact(meeting, membership.pk)
        if not (fact and fact.skipped_at and meeting.is_ahead(self.at) and self.could(meeting, membership)):
            return False
        together = self.ways[meeting.mark].together
        return len(meeting.seats) < max(1, together) or self.instead_of(meeting, membership).goes is not None

    def instead_of(self, meeting, membership) -> Instead:
        """Who goes for `membership`, who passed this turn on, and hasn't said yes; and which turn was theirs that is
        mine since.
        """
        since = self.facts[meeting.pk][membership.pk].skipped_at
        facts = {who: fact for who in meeting.seats.keys if who in self.people and (fact := self.fact(meeting, who))}
        laid = [(fact.laid_at, who) for who, fact in facts.items() if fact.is_pencilled and fact.laid_at >= since]
        if not laid:
            return Instead(None, None)
        laid_at, goes = min(laid)
        return Instead(self.people[goes], self._mine_since(since, membership, goes) if laid_at == since else None)

    def _mine_since(self, since: datetime, membership, goes: int) -> Meeting | None:
        for other in self.meetings.values():
            fact = self.fact(other, membership.pk)
            if fact and fact.is_pencilled and fact.laid_at == since and membership in other.seats:
                return other if other.is_ahead(self.at) and self.could(other, self.people[goes]) else None
        return None


class Laying:
    """The turns that the order finds for the meetings ahead which have nobody, or somebody who hasn't said yes."""

    def __init__(self, turns: Turns):
        self.turns = turns
        self.laid: list[Told] = []

    @cached_property
    def proposed(self) -> list[Told]:
        """Those that would change, in order of time."""
        return [told for told in self.turns.rota(anew=True).told if {*told.who} != {*told.go.meeting.seats.keys}]

    @property
    def stamp(self) -> str:
        """Changes with what is proposed."""
        return stamp([(t.go.meeting.pk, t.go.starts_at, t.go.meeting.seats.keys, t.who) for t in self.proposed])

    @classmethod
    @one_at_a_time
    def lay(cls, chosen: set[str], *, by, seen: str, at: datetime | None = None) -> "Laying | None":
        """Lay the proposed turns of the meetings whose keys are `chosen`, if they are still what was looked at, whose
        stamp is `seen`. Gives what was found, and what of it was `laid`; None where it is something else by now.
        """
        at = at or timezone.now()
        ahead = by.group.meetings.locked_ahead(at)
        found = cls(Turns(by.group, at, kept=False))
        if found.stamp != seen:
            return None
        found.laid = [told for told in found.proposed if told.go.meeting.key in chosen]
        for told in found.laid:
            found._lay(ahead[told.go.meeting.pk], told.who, at)
        if found.laid:
            by.group.changed("programme")
        return found

    def _lay(self, meeting, who: tuple[int, ...], at: datetime) -> None:
        before = {*meeting.seats.keys}
        meeting.seats.fill([self.turns.people[pk] for pk in who], at=at)
        Turn.objects.filter(meeting=meeting, membership__in=before - {*who}).delete()
        for pk in {*who} - before:
            Turn.note(meeting, self.turns.people[pk], laid_at=at)
