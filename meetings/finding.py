"""What the page of a meeting's date poll shows to one member."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from copse.clocks import months
from copse.prepared import Given, Prepared
from copse.words import sentence
from meetings import in_words
from meetings.at_risk import Offered, offered
from meetings.away import Known
from meetings.forms.dates import DatesForm
from meetings.models import Availability, DatePoll, DateRule, Meeting, Option, PollReminder, PutAside, TreatedAway
from meetings.outlook import Outlook
from meetings.who_can import WhoCan, can_do_without

# Built once: each look at a date that is looked for asks it.
BY_MAIL = Prepared(
    lambda: Availability.objects.filter(
        option__poll_id=Given("poll"), membership_id=Given("me"), by_mail_at__isnull=False
    ).values_list("by_mail_at")
)


class Finding:
    """The dates that are offered, those that suit first, then those that could, then the near misses."""

    def __init__(self, poll: DatePoll, membership, *, at=None, form: DatesForm | None = None):
        self.poll, self.meeting, self.membership = poll, poll.meeting, membership
        self.at = at or timezone.now()
        self._form = form

    @cached_property
    def hearings(self) -> list[WhoCan]:
        group = self.membership.group
        found = Outlook(group, group.people, self.at).dates_of(self.meeting)
        for hearing in found:
            hearing.meeting.poll = self.poll
        return sorted(found, key=self._order)

    @staticmethod
    def _order(hearing: WhoCan) -> tuple:
        return not hearing.suits, not hearing.could_suit, len(hearing.cannot), hearing.meeting.starts_at

    @cached_property
    def rule(self) -> DateRule:
        return DateRule.of(self.meeting.group)

    @cached_property
    def form(self) -> DatesForm:
        return self._form or DatesForm(
            hearings=self.hearings, membership=self.membership, note=self.my_note, known=self.known
        )

    @cached_property
    def known(self) -> Known:
        """What we know of the dates before anybody answers."""
        options = [hearing.meeting for hearing in self.hearings]
        return Known(self.meeting.group, options, me=self.membership)

    @property
    def has_calendar_beside(self) -> bool:
        return any(span.poll_id == self.poll.pk for span in self.known.busy)

    @cached_property
    def notes(self) -> list:
        """(who, their note) for whoever asks for the date and whoever facilitates, and for nobody else."""
        people = self.membership.group.people if self.i_plan else {}
        return [(member, self._notes[pk]) for pk, member in people.items() if pk in self._notes]

    @property
    def my_note(self) -> str:
        return self._notes.get(self.membership.pk, "")

    @cached_property
    def _notes(self) -> dict[int, str]:
        return dict(self.poll.notes.values_list("membership", "text"))

    @cached_property
    def put_aside(self) -> list:
        """(who, what they wrote) of each mail that was no answer: all for whoever plans, for others their own."""
        mails = PutAside.of_meeting(self.meeting, self.membership)
        people = self.membership.group.people
        found = [(people.get(mail.invitation.membership_id), mail) for mail in mails]
        return [(person, mail) for person, mail in found if person]

    @cached_property
    def by_mail_at(self) -> datetime | None:
        """When my answer to one of the dates came by mail, if one did."""
        return max((at for (at,) in BY_MAIL(poll=self.poll.pk, me=self.membership.pk)), default=None)

    @property
    def months(self) -> str:
        """In which months the dates are."""
        return months([hearing.meeting for hearing in self.hearings] or [self.meeting])

    @property
    def i_plan(self) -> bool:
        """Whether I asked for the date, or facilitate the meeting."""
        return self.poll.is_planned_by(self.membership)

    @property
    def suiting(self) -> list[WhoCan]:
        return [hearing for hearing in self.hearings if hearing.suits]

    @property
    def none_can_suit(self) -> bool:
        """Whether every date that is offered has somebody who can't."""
        return bool(self.hearings) and not any(hearing.could_suit or hearing.suits for hearing in self.hearings)

    @cached_property
    def waiting_for(self) -> list:
        """Those whose word on one of the dates we still need, as they came to the group."""
        waiting = {m.pk for hearing in self.hearings for m in hearing.waiting_for}
        return [m for m in self.meeting.group.people.values() if m.pk in waiting]

    @property
    def others_waited_for(self) -> list:
        """(who, whether I can still remind them, whether they may be treated as away, whether I agreed to that)."""
        others = [person for person in self.waiting_for if person.pk != self.membership.pk]
        reminders = list(self.poll.reminders.all()) if others else []
        agreed = {(t.about_id, t.by_id) for t in self.poll.treated_away.all()} if others else set()
        rows = []
        for person in others:
            may_remind = PollReminder.may_be_sent(self.poll, person, by=self.membership, sent=reminders, at=self.at)
            may_go_on = TreatedAway.may_be_asked(self.poll, person, self.at)
            rows.append((person, may_remind, may_go_on, (person.pk, self.membership.pk) in agreed))
        return rows

    @property
    def i_am_waited_for(self) -> bool:
        return self.membership in self.waiting_for

    @cached_property
    def called(self) -> dict[int, str]:
        """What each of the dates is called among them, by its primary key."""
        return {field.option.pk: field.label for field in self.form.dates.values()}

    @cached_property
    def exceptions(self) -> list[tuple[str, list[Offered]]]:
        """Of each date, by what it is called, what those who can't make it have offered: that we meet without them this
        once.
        """
        found = [(self.called[h.meeting.pk], offered(h.offers, h, self.membership)) for h in self.hearings]
        return [(date, offers) for date, offers in found if offers]

    @property
    def i_could_offer(self) -> list[tuple[Option, str]]:
        """The dates that suit nobody as long as I can't make them, where I haven't offered that yet, and what each is
        called.
        """
        me, found = self.membership, []
        for hearing in self.hearings:
            offering = {offer.by_id for offer in hearing.offers}
            helps = me in hearing.missing and not hearing.could_suit
            if helps and me.pk not in offering and can_do_without({me.pk, *offering}, hearing.asked):
                found.append((hearing.meeting, self.called[hearing.meeting.pk]))
        return found

    @property
    def can_take_back(self) -> bool:
        """Whether there is a date here that I may take back."""
        return any(line["may_take_back"] for line in self.lines)

    @property
    def hosts(self) -> list:
        """Those of us who facilitate it."""
        people = self.membership.group.people
        return [people[pk] for pk in self.meeting.seats.keys if pk in people]

    @property
    def all_are_needed(self) -> bool:
        """Whether we meet only when all of us can, on whichever of the dates."""
        return self.rule.needs_all({h.meeting.kind for h in self.hearings} or {self.meeting.kind})

    @property
    def what_is_next(self) -> str:
        """What follows when a date suits, and when none does."""
        if not self.all_are_needed:
            first = _("When a date suits by our rule, one of us who plans meetings can settle it.")
        elif self.membership.facilitates:
            first = _("When a date suits everyone, settle it, and it goes into everyone’s calendar.")
        else:
            first = _("When a date suits everyone, one of us who plans meetings settles it.")
        said = [first, _("If none does, we offer more dates.")]
        return " ".join([*said, _("Nobody is left out of a meeting.")] if self.all_are_needed else said)

    @property
    def all_of_us(self) -> str:
        """`all four of us`, where none of the dates suits as long as one of us can't; else `us`."""
        return self.hearings[0].all_of_us if self.hearings and self.all_are_needed else _("us")

    @cached_property
    def lines(self) -> list[dict]:
        """What the page says of each date."""
        fields = {field.option.pk: self.form[name] for name, field in self.form.dates.items()}
        return [
            {
                **line(hearing, fields[hearing.meeting.pk], self.membership, self.known, self.i_plan),
                "may_settle": hearing.suits and self.membership.facilitates,
                "may_take_back": hearing.meeting.may_be_taken_back_by(self.membership) and len(self.hearings) > 1,
            }
            for hearing in self.hearings
        ]


class AllDates:
    """All the dates that are offered, of all meetings of the group that look for one, in order of time."""

    def __init__(self, membership, *, at=None, form: DatesForm | None = None):
        self.membership, self.at = membership, at or timezone.now()
        self._form = form

    @cached_property
    def _outlook(self) -> Outlook:
        group = self.membership.group
        return Outlook(group, group.people, self.at)

    @cached_property
    def _meetings(self) -> list:
        """(meeting, what was said of its dates), also where all of these are over."""
        undated = [(meeting, []) for meeting in self._outlook.undated]
        offered = self._outlook.offered
        return undated + [(m, offered[m.pk]) for m in self._outlook.ahead if m.pk in offered]

    @cached_property
    def hearings(self) -> list[WhoCan]:
        return [hearing for _meeting, hearings in self._meetings for hearing in hearings]

    @cached_property
    def form(self) -> DatesForm:
        return self._form or DatesForm(hearings=self.hearings, membership=self.membership, known=self.known)

    @cached_property
    def known(self) -> Known:
        group = self.membership.group
        return Known(group, [hearing.meeting for hearing in self.hearings], me=self.membership)

    @property
    def meetings(self) -> list["Sought"]:
        fields = {field.option.pk: self.form[name] for name, field in self.form.dates.items()}
        me, asked_by = self.membership, self._outlook.asked_by
        rows = []
        for meeting, hearings in self._meetings:
            i_plan = me.pk in (asked_by.get(meeting.pk), *meeting.seats.keys)
            rows.append(Sought(meeting, [line(h, fields[h.meeting.pk], me, self.known, i_plan) for h in hearings]))
        return rows


@dataclass(frozen=True)
class Sought:
    """A meeting that looks for a date, and what is said of each that is offered."""

    meeting: Meeting
    lines: list[dict]

    @property
    def months(self) -> str:
        return months([line["option"] for line in self.lines] or [self.meeting])

    @property
    def is_of_one_kind(self) -> bool:
        return len({line["option"].kind for line in self.lines}) < 2


def line(hearing: WhoCan, field, me, known: Known, i_plan: bool) -> dict:
    """What is said of one date, to `me`, with the field for my answer; and what is known of it before anybody answers:
    of me, and if I plan this meeting, of the others whom we wait to hear from.
    """
    mark, clashes = known.mark(hearing.meeting), known.clashes_for(hearing.meeting) if i_plan else []
    beforehand = bool(mark.standing) and me.pk not in hearing.answers
    return {
        "option": hearing.meeting,
        "hearing": hearing,
        "state": sentence(in_words.state(hearing)),
        "field": field,
        "others_can": [m for m in hearing.can if m.pk != me.pk],
        "others_stretch": [m for m in hearing.stretch if m.pk != me.pk],
        "others_cannot": [m for m in hearing.cannot if m.pk != me.pk],
        "others_unheard": [m for m in hearing.waiting_for if m.pk != me.pk],
        "mark": mark,
        "can_be_unsaid": beforehand or me.pk in hearing.answers,
        "is_beforehand": beforehand,
        "clashes_for": [m for m in clashes if m in hearing.waiting_for and m.pk != me.pk],
        "asks_me_to_confirm": any(m.pk == me.pk for m in hearing.to_confirm),
    }
