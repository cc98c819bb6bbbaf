"""What the page of one meeting shows to one member."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from copse.clocks import When
from copse.zones import city
from meetings import in_words
from meetings.at_risk import AtRisk
from meetings.forms.meeting import AnswerForm
from meetings.models import Attendance, DateRule, ExceptionOffer, Meeting, OwnNotes, PutAside, RunSheetPart, Use
from meetings.models.seats import SEATS
from meetings.outlook import Outlook
from meetings.turn_here import TurnHere
from meetings.who_can import WhoCan, excused

DOORS_OPEN = timedelta(minutes=10)  # before the meeting


class MeetingPage(WhoCan):
    """`members` and `answers` (by membership) are read from the database where they aren't at hand already."""

    def __init__(
        self,
        meeting: Meeting,
        membership,
        *,
        at: datetime | None = None,
        answer_form: AnswerForm | None = None,
        members: list | None = None,
        answers: dict | None = None,
        excused: frozenset | None = None,
        rule: DateRule | None = None,
    ):
        self.meeting, self.membership = meeting, membership
        self.hosts = meeting.seats.keys
        self.at = at or timezone.now()
        self._answer_form = answer_form
        if members is not None:
            self.members = members
        for role in (*SEATS, "focus"):  # at hand, unless they have left
            self._seat(meeting, role)
        if "topic_titles" not in meeting.__dict__:
            meeting.topic_titles = [opening.topic.title for opening in self.opened]
        if answers is not None:
            self.answers = answers
        if excused is not None:
            self.excused = excused
        if rule is not None:
            self.rule = rule

    @cached_property
    def rule(self) -> DateRule:
        return DateRule.of(self.meeting.group)

    @cached_property
    def _people(self) -> dict:
        return {m.pk: m for m in self.members}

    def _seat(self, thing, role: str) -> None:
        person = self._people.get(getattr(thing, f"{role}_id"))
        if person is not None:
            setattr(thing, role, person)

    @cached_property
    def members(self) -> list:
        return list(self.meeting.group.people.values())

    @cached_property
    def answers(self) -> dict:
        """By membership, what was said to the date and place that stand now."""
        return {a.membership_id: a for a in self.meeting.answers.standing()}

    @cached_property
    def exceptions(self) -> list[ExceptionOffer]:
        """What those who can't come have offered, with who accepted it."""
        return list(self.meeting.exceptions.settled().standing().with_acceptances()) if self.cannot else []

    @cached_property
    def excused(self) -> set[int]:
        return excused({offer.by_id: offer.accepted_by for offer in self.exceptions}, self.asked)

    @cached_property
    def asked(self) -> list:
        """All whose answer is needed, also where the others have agreed to meet without them."""
        return [m for m in self.members if not m.rests_on(self.meeting.starts_on)]

    @cached_property
    def risk(self) -> AtRisk | None:
        """What can be done where somebody can't come to a meeting ahead whose date is settled; None where all is well.
        An offer to meet without them is shown though all have accepted it.
        """
        if self.meeting.settled_at and self.is_ahead and (self.at_risk or self.exceptions):
            return AtRisk(self)
        return None

    @property
    def mine(self) -> Attendance | None:
        return self.answers.get(self.membership.pk)

    @cached_property
    def turn(self) -> TurnHere:
        return TurnHere(self.meeting, self.membership, self._people, {m.pk for m in self.cannot}, self.at)

    @property
    def shows_who(self) -> bool:
        """Once its date is settled, while it is ahead; later, of one that was held, where anybody was noted."""
        if self.looks_for_a_date:
            return False
        return self.is_ahead or (self.was_held and bool(self.can or self.stretch))

    @property
    def heading(self) -> str:
        """Who can be there, as a title; of a meeting that has been, who was."""
        if self.was_held:
            return _("Who was there")
        if self.all_can:
            return _("%(all)s can be there") % {"all": self.all_who_can}
        return _("Who can be there")

    @property
    def in_words(self) -> str:
        """Who can be there and who facilitates, in a sentence or two."""
        said = [self.who_can] if self.who_can else []
        if self.turn.i_go:
            others = [who.name for who in self.meeting.seats if who != self.membership]
            said.append(_("You facilitate with %(name)s.") % {"name": others[0]} if others else _("You facilitate."))
        elif self.meeting.seats:
            said.append(self.turn.in_words)
        return " ".join(said)

    @cached_property
    def answer_form(self) -> AnswerForm:
        if self._answer_form:
            return self._answer_form
        mine = self.mine
        initial = {"answer": mine.answer, "note": mine.note} if mine else {}
        return AnswerForm(initial={**initial, "seen": self.meeting.sequence})

    # -- who sees and does what

    @property
    def i_facilitate(self) -> bool:
        return self.membership in self.meeting.seats

    @property
    def says_who_facilitates(self) -> bool:
        """Of what is to come and of what was held, where somebody does or did."""
        return bool(self.meeting.seats) and (self.is_ahead or self.was_held)

    @property
    def is_ahead(self) -> bool:
        return self.meeting.is_ahead(self.at)

    @property
    def shows_answer(self) -> bool:
        """Once its date is settled, until it is over; and where an answer came too late, so that nothing is lost."""
        return self._answer_form is not None or (self.is_ahead and self.meeting.settled_at is not None)

    @property
    def was_held(self) -> bool:
        return self.meeting.was_held(self.at)

    @property
    def can_change(self) -> bool:
        return self.membership.facilitates and self.is_ahead

    @property
    def may_say_whether_we_met(self) -> bool:
        """Afterwards, of a date that stood."""
        stood = self.was_held or self.meeting.not_held_at is not None
        return stood and self.membership.facilitates

    @property
    def can_revive(self) -> bool:
        return bool(self.meeting.let_go_at) and not self.meeting.is_over(self.at) and self.membership.facilitates

    @cached_property
    def where_it_stands(self) -> str:
        """How far the search for its date is."""
        outlook = Outlook(self.meeting.group, self._people, self.at)
        return in_words.where_it_stands(outlook.dates_of(self.meeting), timezone.localdate())

    @property
    def looks_for_a_date(self) -> bool:
        return self.meeting.settled_at is None and self.meeting.let_go_at is None

    @property
    def joins_now(self) -> bool:
        """From ten minutes before the start until the end."""
        begins = self.meeting.starts_at - DOORS_OPEN
        return bool(self.meeting.join_url) and self.is_ahead and begins <= self.at

    @cached_property
    def my_notes(self) -> str:
        """What I noted for myself, while I facilitate."""
        return OwnNotes.of(self.meeting, self.membership) if self.i_facilitate else ""

    @cached_property
    def notes_to_planner(self) -> list:
        """(who, their note) for the facilitator of this meeting alone."""
        if not self.i_facilitate:
            return []
        return [(m, self.answers[m.pk].note) for m in self.members if m.pk in self.answers and self.answers[m.pk].note]

    @cached_property
    def access_notes(self) -> list:
        """(who, what helps them to be there) for the facilitator of this meeting alone, until it is over."""
        if not (self.i_facilitate and self.is_ahead):
            return []
        return [(m, m.access_note) for m in self.members if m.access_note]

    # -- the run sheet

    @property
    def can_pick(self) -> bool:
        """Whether I may put activities into its run sheet, or take them out."""
        return self.meeting.let_go_at is None and RunSheetPart.is_prepared_by(self.membership, self.meeting)

    @cached_property
    def parts(self) -> list[RunSheetPart]:
        """The five parts with their activities, none for whole days. Each begins `.at`: a time in `sheet_zone`."""
        parts = list(self.meeting.parts.prefetch_related("uses__activity")) if self.meeting.has_run_sheet else []
        at = self.meeting.starts_at
        for part in parts:
            self._seat(part, "leader")
            part.at = at.astimezone(self.sheet_zone).time()
            at += timedelta(minutes=part.minutes)
        self._ends = at.astimezone(self.sheet_zone).time()
        return parts

    @property
    def sheet_zone(self) -> ZoneInfo:
        """Whose clock the run sheet goes by: for those in one room the one on its wall, online each one's own."""
        in_a_room = self.meeting.kind in (Meeting.Kind.FACE, Meeting.Kind.RETREAT)
        return self.meeting.tzinfo if in_a_room else self.membership.member.tzinfo

    @property
    def by_which_clock(self) -> str:
        """In words, where the clocks of whoever reads show another time than the room's."""
        if not When(self.meeting, self.membership.member.tzinfo).differs:
            return ""
        return _("By the clock in %(city)s.") % {"city": city(self.sheet_zone.key)}

    @property
    def stops_at(self):
        """When the last part ends, by the run sheet."""
        return self.parts and self._ends

    @property
    def fit(self) -> str:
        """Whether its parts fill the time; "" of a meeting let go, which has none."""
        return "" if self.meeting.let_go_at else RunSheetPart.fit(self.meeting, self.parts)

    @property
    def to_bring(self) -> str:
        """What to bring: as the run sheet says, and what its activities need, each once."""
        needed = [use.activity.materials for part in self.parts for use in part.uses.all()]
        said = [words.strip(" .;") for words in (self.meeting.materials, *needed)]
        return " · ".join(dict.fromkeys(words for words in said if words))

    @cached_property
    def uses(self) -> list:
        """What was done there, as it came."""
        return list(Use.objects.of(self.meeting).select_related("activity"))

    @cached_property
    def opened(self) -> list:
        return list(self.meeting.opened.select_related("topic"))

    @cached_property
    def from_the_larder(self) -> list:
        """The topics, each with who put it by and `.wishers`, who would like it."""
        for opening in self.opened:
            self._seat(opening.topic, "by")
            wishes = opening.topic.wishes.order_by("at", "pk").values_list("membership", flat=True)
            opening.topic.wishers = [self._people[pk] for pk in wishes if pk in self._people]
        return [opening.topic for opening in self.opened]

    @cached_property
    def put_aside(self) -> list:
        """(who, what they wrote) of each mail that was no answer: all for whoever plans it, for others their own."""
        if not self.is_ahead:
            return []
        mails = PutAside.of_meeting(self.meeting, self.membership)
        found = [(self._people.get(mail.invitation.membership_id), mail) for mail in mails]
        return [(person, mail) for person, mail in found if person]

    @cached_property
    def earlier_dates(self) -> list:
        """What it was before, latest last; each with `.differs`, what became another then: when, kind, place. One that
        was looked for again, and found to be the same, isn't told.
        """
        dates = list(self.meeting.earlier_dates.select_related("by"))
        for date, after in zip(dates, [*dates[1:], self.meeting], strict=False):
            date.meeting, date.differs = self.meeting, date.differs_from(after)
        return [date for date in dates if date.differs]
