"""The meetings of a group around one moment, read once for a whole page."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import DateField, DateTimeField, Q
from django.utils.functional import cached_property

from copse.near import columns, instances, recall
from copse.prepared import Given, Prepared
from meetings.kept_away import kept_away
from meetings.models import (
    Attendance,
    Availability,
    DateRule,
    ExceptionOffer,
    Meeting,
    MeetingDate,
    Option,
    TreatedAway,
)
from meetings.models.exception_offer import by_date
from meetings.models.meeting_queries import LONGEST
from meetings.models.seats import SEATS
from meetings.models.unheard import agreed
from meetings.when import DATES, dates_of
from meetings.who_can import WhoCan, excused

LOOK_BACK = timedelta(days=100)
A_MONTH = timedelta(days=31)
UNSEEN = "uid created_at materials shown_to_all"  # on no page that is drawn from here
UNASKED = "uid taken_back_at"  # nor of an option
ROLES = (*SEATS, "focus")
CANNOT = Attendance.Answer.CANNOT

# Each is built once: a home reads them anew after every change of the programme.
AROUND = Q(starts_on__gte=Given("since", DateField())) | Q(ends_at__gt=Given("at", DateTimeField()))
MEETINGS = Prepared(
    lambda: (
        Meeting.of_any_size.filter(AROUND, group_id=Given("group"))
        .order_by("starts_at", "pk", "opened__order", "opened__pk")
        .values_list("opened__topic__title", *columns(Meeting, but=UNSEEN))
    )
)
AHEAD = {"meeting__group_id": Given("group"), "meeting__ends_at__gt": Given("at", DateTimeField())}
ANSWERS = Prepared(
    lambda: Attendance.objects.filter(**AHEAD).values_list(
        "at_sequence", "meeting_id", "membership_id", "answer", "note"
    )
)
MOVES = Prepared(
    lambda: (
        MeetingDate.objects.filter(**AHEAD)
        .order_by("-moved_at", "-pk")
        .values_list("meeting_id", "moved_at", "by_id", *DATES)
    )
)
EXCEPTIONS = Prepared(
    lambda: (
        ExceptionOffer.objects.filter(**AHEAD)
        .filter(Q(option=None) | Q(option__poll__closed_at=None))
        .values_list("meeting_id", "option_id", "by_id", "key", "at_sequence", "acceptances__membership")
    )
)
OFFERED = Prepared(
    lambda: (
        Option.objects.standing()
        .filter(
            poll__closed_at=None, poll__meeting__let_go_at=None, poll__meeting__group_id=Given("group"),
            starts_at__gt=Given("at", DateTimeField()),
        )
        .order_by("starts_at", "pk")
        .values_list("poll__meeting_id", "poll__by_id", "poll__asked_at", *columns(Option, but=UNASKED))
    )
)  # fmt: skip
OFFERED_ANSWERS = Prepared(
    lambda: Availability.objects.filter(
        option__poll__closed_at=None, option__poll__meeting__group_id=Given("group"),
        option__starts_at__gt=Given("at", DateTimeField()),
    ).values_list("option_id", "membership_id", "answer", "confirmed_at")
)  # fmt: skip
TREATED_AWAY = Prepared(lambda: TreatedAway.objects.told().filter(poll__meeting__group_id=Given("group")))


class Said(NamedTuple):
    """A member's standing answer to a meeting, or to a date that is offered."""

    membership_id: int
    answer: str
    note: str = ""
    confirmed_at: datetime | None = None


class Outlook:
    """This year's meetings and all that are ahead, with their topics and the answers to them.

    A handful of queries, whatever the number of meetings, and each again only when what it reads has changed.
    `people`, the live memberships by their primary key, stand in for facilitators and foci.
    """

    def __init__(self, group, people: dict, at: datetime):
        self.group, self.people, self.at = group, people, at
        self.today = at.astimezone(group.tzinfo).date()

    @cached_property
    def meetings(self) -> list[Meeting]:
        """In order, those of this year and of the last hundred days too; each with `group` and `name` at hand."""
        return [m for m in self._of_any_size if not m.smaller]

    @property
    def has_smaller(self) -> bool:
        """Whether there are any of twos and threes, whoever may see them."""
        return len(self._of_any_size) > len(self.meetings)

    @cached_property
    def smaller_ahead(self) -> list[Meeting]:
        """Those of twos and threes that are ahead, whoever may see them."""
        return [m for m in self._of_any_size if m.smaller and m.is_ahead(self.at)]

    @cached_property
    def _of_any_size(self) -> list[Meeting]:
        rows, titles = recall(f"meetings:{self._key}", self._read)
        found = instances(Meeting, rows, but=UNSEEN)
        for meeting in found:
            meeting.group, meeting.topic_titles = self.group, titles.get(meeting.pk, [])
        self._seat(found)
        return found

    def _seat(self, meetings: list[Meeting]) -> None:
        """Whoever facilitates or is in focus; those who have left are read all at once."""
        seats = [(m, role, key) for m in meetings for role in ROLES if (key := getattr(m, f"{role}_id"))]
        gone = {key for _meeting, _role, key in seats} - self.people.keys()
        people = {**self.people, **(self.group.memberships.in_bulk(gone) if gone else {})}
        for meeting, role, key in seats:
            setattr(meeting, role, people[key])

    @property
    def _key(self) -> str:
        return f"{self.group.pk}:{self.group.programme_version}:{self.today}"

    def _read(self) -> tuple[list[tuple], dict[int, list[str]]]:
        """The meetings' rows, and the titles of their topics."""
        since = min(date(self.today.year, 1, 1) - LONGEST, self.today - LOOK_BACK)
        rows: dict[int, tuple] = {}
        titles: dict[int, list[str]] = {}
        for title, *row in MEETINGS(group=self.group.pk, since=since, at=self.at):
            rows[row[0]] = tuple(row)
            titles.setdefault(row[0], []).extend([title] if title is not None else [])
        return list(rows.values()), titles

    @cached_property
    def ahead(self) -> list[Meeting]:
        return [m for m in self.meetings if m.is_ahead(self.at)]

    @cached_property
    def undated(self) -> list[Meeting]:
        """Those that still look for a date, though all that were offered are over: for a month."""
        over = (m for m in self.meetings if self.at - A_MONTH < m.ends_at <= self.at)
        return [m for m in over if m.settled_at is None and m.let_go_at is None]

    @cached_property
    def next(self) -> Meeting | None:
        """The next one whose date is settled."""
        return next((m for m in self.ahead if m.settled_at), None)

    @cached_property
    def answers(self) -> dict[int, dict[int, Said]]:
        """By meeting ahead, of any size, and by membership, the answers to what stands now."""
        answers: dict[int, dict[int, Said]] = {m.pk: {} for m in (*self.ahead, *self.smaller_ahead)}
        for meeting, *said in recall(f"answers:{self._key}:{self.group.answers_version}", self._read_answers):
            if meeting in answers:
                answers[meeting][said[0]] = Said(*said)
        return answers

    def _read_answers(self) -> list[tuple]:
        asks = {m.pk: m.asks_since for m in (*self.ahead, *self.smaller_ahead)}
        said = ANSWERS(group=self.group.pk, at=self.at)
        return [row for at, *row in said if row[0] in asks and at >= asks[row[0]]]

    @cached_property
    def rule(self) -> DateRule:
        return DateRule.of(self.group)

    @cached_property
    def noes(self) -> dict[int, frozenset[int]]:
        """By meeting ahead, who has answered that they can't come; of those that anybody has said so to."""
        said = ((m.pk, frozenset(pk for pk, a in self.answers[m.pk].items() if a.answer == CANNOT)) for m in self.ahead)
        return {meeting: who for meeting, who in said if who}

    def kept_away(self, meeting: Meeting) -> dict[int, str]:
        """What keeps each of those who have the turn at a meeting ahead from being there."""
        return kept_away(meeting, self.people, self.noes.get(meeting.pk, ()), self.at)

    def somebody_cannot(self, meeting: Meeting) -> bool:
        """Whether anybody has said so, of a meeting ahead whose date is settled."""
        return meeting.pk in self.noes

    def coming(self, meeting: Meeting) -> WhoCan:
        """Who can be at a meeting whose date is settled."""
        people, said = list(self.people.values()), self.answers.get(meeting.pk, {})
        return WhoCan(meeting, people, said, self.rule, self.excused(meeting), meeting.seats.keys)

    def excused(self, meeting: Meeting) -> frozenset:
        """Whom we meet without this once, because they offered it and all the others accepted."""
        offers = self.exceptions.get(meeting.pk)
        if not offers:
            return frozenset()
        return frozenset(excused(offers, [m for m in self.people.values() if not m.rests_on(meeting.starts_on)]))

    @cached_property
    def exceptions(self) -> dict[int, dict[int, set[int]]]:
        """By meeting ahead, who has offered that we meet without them, and for whom that is all right. Read only where
        somebody can't come.
        """
        cannot = {(pk, who) for pk, said in self.answers.items() for who, a in said.items() if a.answer == CANNOT}
        offers: dict[int, dict[int, set[int]]] = {}
        asks = {m.pk: m.asks_since for m in self.ahead}
        for meeting, option, by, _key, sequence, accepted in self._exceptions if cannot else ():
            if option is None and (meeting, by) in cannot and sequence >= asks[meeting]:
                offers.setdefault(meeting, {}).setdefault(by, set()).add(accepted)
        return offers

    @cached_property
    def _exceptions(self) -> list[tuple]:
        """What was offered to meetings ahead, and to dates that are offered for one."""
        key = f"exceptions:{self._key}:{self.group.answers_version}"
        return recall(key, lambda: EXCEPTIONS(group=self.group.pk, at=self.at))

    @cached_property
    def offered(self) -> dict[int, list[WhoCan]]:
        """By meeting ahead whose date isn't settled, what was said of each date that is offered, nearest first."""
        return {m.pk: self.dates_of(m) for m in self.ahead if m.settled_at is None}

    def dates_of(self, meeting: Meeting) -> list[WhoCan]:
        """What was said of each date that is offered for `meeting`, nearest first."""
        rows, said, away, offers = self._offered
        people, away = list(self.people.values()), frozenset(away.get(meeting.pk, ()))
        options = instances(Option, [row for found, _by, _asked, *row in rows if found == meeting.pk], but=UNASKED)
        return [
            WhoCan.on_date(
                option, people, said.get(option.pk, {}), self.rule,
                away=away, offers=offers.get(option.pk, ()), hosts=meeting.seats.keys,
            )
            for option in options
            if option.starts_at > self.at
        ]  # fmt: skip

    @property
    def asked_by(self) -> dict[int, int]:
        """By meeting for which dates are offered, who asks for one: the primary key of a membership."""
        return {meeting: by for meeting, by, *_option in self._offered[0]}

    @cached_property
    def _offered(self) -> tuple[list[tuple], dict, dict, dict]:
        return recall(f"offered:{self._key}:{self.group.answers_version}", self._read_offered)

    def _read_offered(self) -> tuple[list[tuple], dict, dict, dict]:
        """The options; by option and membership, what was said of it; by meeting, who is treated as away; by option
        that somebody can't make, who has offered that we meet without them.
        """
        asks = {"group": self.group.pk, "at": self.at}
        said: dict[int, dict[int, Said]] = {}
        for option, membership, answer, confirmed_at in OFFERED_ANSWERS(**asks):
            said.setdefault(option, {})[membership] = Said(membership, answer, confirmed_at=confirmed_at)
        no = any(one.answer == CANNOT for answers in said.values() for one in answers.values())
        told = self._exceptions if no else ()
        offers = by_date((option, by, key, accepted) for _m, option, by, key, _n, accepted in told if option)
        rows = list(OFFERED(**asks))
        late = any(asked_at + self.group.patience <= self.at for _meeting, _by, asked_at, *_option in rows)
        away = agreed(TREATED_AWAY(group=self.group.pk), self.group) if late else {}
        return rows, said, away, offers

    @cached_property
    def moves(self) -> dict[int, tuple]:
        """By meeting ahead, (when, by whom) it was last moved."""
        return recall(f"moves:{self._key}", self._read_moves)

    def _read_moves(self) -> dict[int, tuple]:
        """From the latest back: what has the same day and hours as what came after it was changed in other ways."""
        moves: dict[int, tuple] = {}
        ahead = {m.pk: m for m in self.ahead}
        after: dict[int, list] = {}
        for meeting, at, by, *dates in MOVES(group=self.group.pk, at=self.at):
            if meeting not in ahead:
                continue
            if after.get(meeting, list(dates_of(ahead[meeting]).values())) != dates:
                moves.setdefault(meeting, (at, by))
            after[meeting] = dates
        return moves

    @cached_property
    def last_met(self) -> datetime | None:
        """When the last meeting ended; None before there was one."""
        held = [m.ends_at for m in self.meetings if m.was_held(self.at)]
        if held:
            return max(held)
        return self.group.meetings.held(self.at).values_list("ends_at", flat=True).first()
