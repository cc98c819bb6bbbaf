"""The sheet on which a year is laid out: each date that our rhythms propose and that isn't in the programme yet.

Nothing is made until somebody presses; then what is ticked is made at once, as dates that aren't settled. What was on a
sheet is remembered by its rhythm's own day (`LaidOut`), so that it isn't proposed again wherever it was moved.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from copse import zones
from copse.clocks import When
from copse.keys import stamp
from copse.words import join_names, span
from groups.locking import one_at_a_time
from meetings import remarks, when
from meetings.bank_holidays import holidays_of
from meetings.forms.laying_out import MovedForm
from meetings.models import LaidOut, Meeting, Rhythm
from meetings.outlook import Outlook
from meetings.ready_rhythms import READY, Ready
from meetings.when import dates_of, ends_on

MOST = 120  # dates on a sheet; the others come when these are made


class Proposal:
    """One date: of which rhythm, on which of its days, and the meeting that it would be."""

    def __init__(self, rhythm: Rhythm, on: date, *, was_left_out: bool):
        self.rhythm, self.on, self.was_left_out = rhythm, on, was_left_out
        self.key = f"{rhythm.key}-{on:%Y%m%d}"
        self.keep, self.is_posted = not was_left_out, False
        self.errors: dict[str, list[str]] = {}
        self.notes: list[str] = []
        self.beside: list[Meeting] = []  # what the rhythm has in that month from before it was changed
        self.dropped: list[date] = []  # and what was left out of that
        if rhythm.start_time:
            self._put_by_the_clocks()
        else:
            self._put(on)
        one = self.meeting
        self.form = MovedForm(prefix=self.key, meeting=one, today=on) if self._comes_twice else None
        self.said = {"starts_on": one.starts_on.isoformat()}  # as it stands in the fields
        self.said |= {n: f"{at:%H:%M}" for n in ("start_time", "end_time") if (at := getattr(one, n)) is not None}

    def _put_by_the_clocks(self) -> None:
        """On its own day at its own times, or as near to them as the clocks let it."""
        wanted = self.rhythm.start_time, self.rhythm.end_time
        put = when.put_later(self.on, *wanted, self.rhythm.zone)
        self.notes += remarks.put_later_then(self.on, wanted, put)
        self._put(put[0].date(), *(at.time() for at in put), put[1].date())

    def _put(self, starts_on: date, start_time=None, end_time=None, last: date | None = None, **folds) -> None:
        """It would be then. Where that can't be, `errors` say why, by field."""
        rhythm = self.rhythm
        last = last or starts_on + timedelta(days=rhythm.days - 1)
        self.meeting = Meeting(
            group=rhythm.group, kind=rhythm.kind, zone=rhythm.zone, starts_on=starts_on, start_time=start_time,
            ends_on=ends_on(starts_on, last, start_time, end_time), end_time=end_time, **folds,
        )  # fmt: skip
        try:
            when.reckon(self.meeting)
        except ValidationError as error:
            self.errors = error.message_dict

    def move(self, posted: Mapping, *, at: datetime) -> None:
        """To where it is posted; it stays where it was if that can't be read, and `errors` say why."""
        self.is_posted, self.keep = True, self.key in posted.getlist("keep")
        today = at.astimezone(zones.ZoneInfo(self.rhythm.zone)).date()
        self.form = form = MovedForm(posted, prefix=self.key, meeting=self.meeting, today=today)
        if not form.is_valid():
            self.errors = form.errors
        elif form.has_moved:
            self.notes = []
            self._put(**form.cleaned_data)
            if not self.errors and self.meeting.starts_at <= at:
                self.errors = {"start_time": [_("These hours are over. Choose later ones.")]}
        self.said = {name: posted.get(f"{self.key}-{name}", "") for name in self.said}

    def make(self, *, by, at: datetime) -> Meeting:
        """A meeting whose date isn't settled, remembered as what came of this day of the rhythm."""
        what = dates_of(self.meeting)
        where = {"kind": self.rhythm.kind, "place": self.rhythm.place, "join_url": self.rhythm.join_url}
        meeting = Meeting.plan(by=by, settled=False, at=at, **what, **where)
        LaidOut.objects.update_or_create(rhythm=self.rhythm, on=self.on, defaults={"meeting": meeting})
        return meeting

    @property
    def _comes_twice(self) -> bool:
        """Whether one of its times is in the hour that the clocks go back over."""
        one = self.meeting
        both = (one.starts_on, one.start_time), (one.ends_on, one.end_time)
        return any(zones.comes_twice(day, at, one.zone) for day, at in both)

    @property
    def asked_which(self) -> list:
        """Of times that come twice, the questions which of the two is meant."""
        return self.form.asked_which if self.form and (self.errors or self._comes_twice) else []

    @property
    def elsewhere(self) -> str:
        """The city by whose clock its times are, where whoever reads has another."""
        return zones.city_elsewhere(self.rhythm.zone)

    @property
    def was_moved(self) -> bool:
        return self.meeting.starts_on != self.on

    @property
    def day(self) -> str:
        """Its day or days; with the year where it was moved to another than its rhythm's."""
        first, last = self.meeting.starts_on, self.meeting.last_day
        return span(first, last, first.year != self.on.year)

    @property
    def stands(self) -> bool:
        """Whether it would be made, and can be."""
        return self.keep and not self.errors

    @property
    def times(self) -> str:
        """From when until when, for whoever reads; nothing for whole days, and for what can't be."""
        return When(self.meeting).both if self.meeting.ends_at and not self.errors else ""

    def stamps(self) -> list[str]:
        """One for each note, to tell whether it was on the sheet that somebody looked at."""
        return [stamp([self.key, note]) for note in self.notes]


class Sheet:
    """What our rhythms propose for `year`, this one or one to come, from now on. `posted` says which dates are kept
    and where they were moved.
    """

    def __init__(self, group, year: int, *, posted: Mapping | None = None, at: datetime | None = None):
        self.group, self.year, self.at = group, year, at or timezone.now()
        self.rhythms = list(group.rhythms.all())
        outlook = Outlook(group, group.people, self.at)  # no year is laid out that is over
        self.planned = [meeting for meeting in outlook.meetings if meeting.let_go_at is None]
        self._let_go = [meeting for meeting in outlook.meetings if meeting.let_go_at]
        self.made: list[Meeting] | None = None  # once it is
        self.in_programme = 0  # how many of their dates
        self.let_go: list[Meeting] = []  # what came of others, and won't take place
        self.silent: list[tuple[Rhythm, date | None]] = []  # rhythms without a date in this year, and their next one
        found = sorted(self._propose(), key=lambda p: (p.meeting.starts_at, p.rhythm.pk))
        self.proposals, self.others = found[:MOST], max(0, len(found) - MOST)
        self.seen = set(posted.get("seen", "").split()) if posted else set()
        for proposal in self.proposals:
            if posted and f"{proposal.key}-starts_on" in posted:
                proposal.move(posted, at=self.at)
        self._note()

    def _propose(self):
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        laid_out = LaidOut.objects.filter(rhythm__in=self.rhythms, on__range=(first, last))
        known = {(rhythm, on): meeting for rhythm, on, meeting in laid_out.values_list("rhythm_id", "on", "meeting_id")}
        standing = {meeting.pk: meeting for meeting in self.planned}
        gone = {meeting.pk: meeting for meeting in self._let_go}
        for rhythm in self.rhythms:
            rhythm.group = self.group
            days = rhythm.days_between(first, last)
            if not days:
                self.silent.append((rhythm, rhythm.next_after(last)))
            # by month, what it had on days that aren't its own any more, and which of these were left out
            before: dict[int, list[Meeting]] = {}
            dropped: dict[int, list[date]] = {}
            for (pk, on), meeting in known.items():
                if pk == rhythm.pk and on not in days:
                    if meeting in standing:
                        before.setdefault(on.month, []).append(standing[meeting])
                    elif meeting is None:
                        dropped.setdefault(on.month, []).append(on)
            for on in days:
                proposal = Proposal(rhythm, on, was_left_out=(rhythm.pk, on) in known)
                proposal.beside, proposal.dropped = before.get(on.month, []), dropped.get(on.month, [])
                came_of_it = known.get((rhythm.pk, on))
                planned = self._such_as(proposal.meeting, self.planned)
                if came_of_it in gone and not planned:
                    self.let_go.append(gone[came_of_it])
                elif came_of_it or planned:
                    self.in_programme += 1
                elif proposal.meeting.starts_at > self.at:
                    yield proposal

    @staticmethod
    def _such_as(meeting: Meeting, others: list[Meeting]) -> list[Meeting]:
        """Those of the others that are as this one would be, whoever planned them: of its kind, from that day on, and
        for half of its hours or more, as it is for half of theirs.
        """
        found = []
        for other in others:
            if (other.starts_on, other.kind) == (meeting.starts_on, meeting.kind):
                common = min(other.ends_at, meeting.ends_at) - max(other.starts_at, meeting.starts_at)
                if 2 * common >= max(other.ends_at - other.starts_at, meeting.ends_at - meeting.starts_at):
                    found.append(other)
        return found

    def _note(self) -> None:
        """What meets each date. One that meets a meeting of the programme is left out until somebody ticks it; so is
        one whose rhythm has another day in that month, from before it was changed.
        """
        standing = [proposal for proposal in self.proposals if not proposal.errors]
        meetings = [proposal.meeting for proposal in standing]
        away = remarks.who_is_away(self.group, meetings)
        kept = [proposal.meeting for proposal in standing if proposal.keep]
        for proposal, people in zip(standing, away, strict=True):
            meeting = proposal.meeting
            planned = [
                *remarks.planned_then(meeting, self.planned),
                *remarks.let_go_then(self._such_as(meeting, self._let_go)),
                *remarks.had_before(proposal.beside, self.year),
                *remarks.dropped_before(proposal.dropped),
            ]
            proposal.notes += remarks.bank_holidays_then(meeting) + remarks.clocks_then(meeting)
            proposal.notes += remarks.away_then(people) + planned + remarks.proposed_then(meeting, kept)
            if planned and not proposal.is_posted:
                proposal.keep = False

    # -- questions

    def fresh_until(self) -> datetime:
        """Midnight, or when the first of the dates is no longer ahead."""
        tomorrow = datetime.combine(self.group.today(self.at) + timedelta(days=1), time(), self.group.tzinfo)
        return min([tomorrow, *(proposal.meeting.starts_at for proposal in self.proposals[:1])])

    @property
    def new(self) -> list[Proposal]:
        return [proposal for proposal in self.proposals if not proposal.was_left_out]

    @property
    def left_out(self) -> list[Proposal]:
        """What was dropped on an earlier sheet."""
        return [proposal for proposal in self.proposals if proposal.was_left_out]

    @property
    def let_go_days(self) -> str:
        """The days of what came of our rhythms and was let go."""
        return join_names([span(one.starts_on, one.last_day) for one in self.let_go])

    @property
    def stamps(self) -> str:
        """Of all that is told on the sheet."""
        return " ".join(said for proposal in self.proposals for said in proposal.stamps())

    @property
    def has_errors(self) -> bool:
        return any(proposal.keep and proposal.errors for proposal in self.proposals)

    @property
    def has_unseen(self) -> bool:
        """Whether a date that would be made meets something that wasn't told when somebody pressed."""
        told = [said for proposal in self._to_make() for said in proposal.stamps()]
        return not self.seen.issuperset(told)

    @property
    def ready(self) -> tuple[Ready, ...]:
        """What a group without a rhythm begins from."""
        return READY

    @property
    def knows_holidays(self) -> bool:
        return holidays_of(self.group.country, self.year) is not None

    def _to_make(self) -> list[Proposal]:
        return [proposal for proposal in self.proposals if proposal.is_posted and proposal.stands]

    # -- the one deed

    @classmethod
    @one_at_a_time
    def make(
        cls, posted: Mapping, year: int, *, by, at: datetime | None = None
    ) -> "tuple[Sheet, list[Meeting] | None]":
        """Put what is ticked on the posted sheet into the programme, and remember what isn't. What has been made
        meanwhile is left as it is; what has come to the sheet since isn't touched.

        Of two at once, the second finds all of it here. None for the meetings, and nothing made, where a date can't be
        or meets something that wasn't told yet.
        """
        sheet = cls(by.group.locked(), year, posted=posted, at=at)
        if sheet.has_errors or sheet.has_unseen:
            return sheet
        sheet.made = [proposal.make(by=by, at=sheet.at) for proposal in sheet._to_make()]
        dropped = [p for p in sheet.proposals if p.is_posted and not p.keep and not p.was_left_out]
        LaidOut.objects.bulk_create(LaidOut(rhythm=p.rhythm, on=p.on) for p in dropped)
        if dropped:
            by.group.changed("programme")
        return sheet
