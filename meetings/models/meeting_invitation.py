from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q

from copse import inbound
from copse.keys import key_in, short_key
from groups.locking import alone_in
from groups.models import Membership, Outbox, Sabbatical
from groups.models.sabbatical import Span
from meetings.models.attendance import Attendance
from meetings.models.availability import Availability
from meetings.models.calendar_choice import CalendarChoice
from meetings.models.date_poll import DatePoll
from meetings.models.meeting import Meeting
from meetings.models.meeting_date import MeetingDate
from meetings.models.meeting_invitation_queries import DAY, KIND, MeetingInvitationQuerySet
from meetings.models.option import Option
from meetings.models.smaller_guest import SmallerGuest
from meetings.reply import Reply, Unclear
from meetings.telling import QUIET, SOON, concerned

PURPOSE = "r"  # of the address that answers go to


class MeetingInvitation(models.Model):
    """What the calendar of one of us was told of a meeting by mail, and where its answer goes.

    `sequence` rises with each mail that says something else (RFC 5546, 2.1.4). What it told of was the meeting as of
    `meeting_sequence`, or, where its date isn't settled, the one date that is offered. What the outbox dropped, gave up
    or still holds wasn't told: it goes out as soon as it can, or the next change tells it.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="mailed")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="mailed_invitations")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    sequence = models.PositiveIntegerField()
    meeting_sequence = models.PositiveIntegerField()
    knew = models.PositiveIntegerField(null=True)  # the meeting's sequence that their calendar had it from before
    option = models.ForeignKey(Option, models.SET_NULL, null=True, related_name="+")
    mailed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # when it was taken out of their calendar, or they left
    answered_at = models.DateTimeField(null=True)  # what it tells, by their calendar's clock

    objects = MeetingInvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "membership"], name="invited_once_by_mail")]

    def __str__(self):
        return self.key

    # -- where answers go

    @property
    def address(self) -> str:
        """Known to this one member alone: whoever writes to it answers for them."""
        return inbound.address(PURPOSE, inbound.token(PURPOSE, self.key, self._facts))

    @property
    def _facts(self) -> str:
        return f"{self.meeting.uid}:{self.membership.key}"

    @property
    def uid(self) -> str:
        return f"{self.meeting.uid}@{settings.SITE_UID_DOMAIN}"

    @classmethod
    def find(cls, token: str) -> "MeetingInvitation | None":
        """The invitation whose address holds `token`, of somebody who is one of us."""
        rows = cls.objects.filter(membership__in=Membership.objects.live(), membership__member__is_active=True)
        rows = rows.select_related("meeting__group", "membership__member")
        found = rows.filter(key=key_in(inbound.name_in(token))).first()
        return found if found and inbound.is_signed(token, PURPOSE, found._facts) else None

    # -- telling calendars

    @classmethod
    def send_due(cls, at: datetime) -> None:
        """Queue a mail for each calendar that was told something else than is so, once second thoughts are over."""
        for meeting, membership in cls._differing(at):
            cls.bring_up_to_date(meeting, membership, at)

    @classmethod
    def _differing(cls, at: datetime) -> list[tuple[Meeting, int]]:
        """(meeting, membership's primary key), in a few queries however many there are."""
        wanting = dict(CalendarChoice.by_mail().values_list("pk", "group_id"))
        live = Membership.objects.live()
        stand = cls.objects.that_may_differ(at).filter(meeting__ends_at__gt=at, membership__in=live)
        told = {(row.meeting_id, row.membership_id): row for row in stand}
        if not wanting and not told:
            return []
        settled_down = Q(changed_at__lte=at - QUIET) | Q(starts_at__lte=at + SOON)
        ahead = Meeting.of_any_size.filter(settled_down, ends_at__gt=at, not_held_at=None).filter(
            Q(group__in={*wanting.values()}) | Q(pk__in=stand.values("meeting"))
        )
        meetings = list(cls._with_states(ahead, at))
        guests = defaultdict(set)
        for meeting, person in SmallerGuest.objects.filter(meeting__in=ahead).values_list("meeting", "membership"):
            guests[meeting].add(person)
        people = defaultdict(set)
        for person, group in wanting.items():
            people[group].add(person)
        were_told = defaultdict(set)
        for meeting, person in told:
            were_told[meeting].add(person)
        rests = cls._resting([*wanting], ahead, at)
        found = []
        for meeting, state in meetings:
            for person in sorted(people[meeting.group_id] | were_told[meeting.pk]):
                knows = told.get((meeting.pk, person))
                is_for = person in wanting and (not meeting.smaller or person in guests[meeting.pk])
                wanted = state if is_for else None
                if cls._asks_anew(knows, wanted) and not meeting.smaller and rests(meeting, person):
                    continue  # nobody is asked while they rest
                if cls._differs(knows, wanted) or (knows and knows.due_again):
                    found.append((meeting, person))
        return found

    @staticmethod
    def _resting(people: list[int], meetings, at: datetime) -> Callable[[Meeting, int], bool]:
        """Whether one of `people` is on sabbatical on the day of a meeting, and hasn't said anything to it."""
        spans = defaultdict(list)
        for row in Sabbatical.objects.not_over(at.date() - DAY).filter(membership__in=people):
            spans[row.membership_id].append(Span(row.starts, row.ends))
        said = Attendance.objects.filter(membership__in=[*spans], meeting__in=meetings) if spans else ()
        answered = {(answer.meeting_id, answer.membership_id) for answer in said}

        def rests(meeting: Meeting, person: int) -> bool:
            away = any(span.covers(meeting.starts_on) for span in spans[person])
            return away and (meeting.pk, person) not in answered

        return rests

    @classmethod
    def _asks_anew(cls, told: "MeetingInvitation | None", state: tuple | None) -> bool:
        """Whether what ought to be there would be new in a calendar that was `told` so."""
        return state is not None and (told is None or told.in_calendar is None)

    @property
    def in_calendar(self) -> int | None:
        """Which sequence of the meeting stands there; None where it doesn't. Asked of a row `with_mail`."""
        return self.knew if self.unsent else None if self.withdrawn_at else self.meeting_sequence

    @staticmethod
    def _differs(told: "MeetingInvitation | None", state: tuple | None) -> bool:
        """Whether a calendar that is to know what it was `told` wouldn't know how it stands; a `state` of None isn't in
        calendars.
        """
        stands = told is not None and told.withdrawn_at is None
        if state is None or not stands:
            return stands or state is not None
        return (told.meeting_sequence, told.option_id) != state

    @staticmethod
    def _with_states(meetings, at: datetime):
        """Each meeting and what calendars ought to know of it: its sequence, and the date where only one is offered
        that was never settled; None where there is nothing to ask by a calendar.
        """
        was_settled = MeetingDate.objects.filter(meeting=OuterRef("pk"))
        found = list(meetings.annotate(was_settled=Exists(was_settled)).select_related("group"))
        options = defaultdict(list)
        hoped = [meeting.pk for meeting in found if not (meeting.settled_at or meeting.was_settled)]
        for meeting, option in (
            Option.objects.ahead(at)
            .filter(poll__meeting__in=hoped, poll__closed_at=None)
            .values_list("poll__meeting", "pk")
        ):
            options[meeting].append(option)
        for meeting in found:
            if meeting.let_go_at:
                yield meeting, None
            elif meeting.settled_at:
                yield meeting, (meeting.sequence, None)
            elif len(options[meeting.pk]) == 1:
                yield meeting, (meeting.sequence, options[meeting.pk][0])
            else:
                yield meeting, None

    @classmethod
    def bring_up_to_date(cls, meeting: Meeting, membership: int, at: datetime) -> None:
        """Tell one calendar of one meeting what is so now. Of any number who do it at once, one does."""
        with alone_in(meeting.group_id):
            cls._tell(meeting, membership, at)

    @classmethod
    def _tell(cls, meeting: Meeting, membership: int, at: datetime) -> None:
        (now, state), *_rest = cls._with_states(meeting.itself(), at)
        person = Membership.objects.select_related("member").get(pk=membership)
        told = cls.objects.with_mail(at).filter(meeting=now, membership=person).first()
        if not cls.is_for(now, person):
            state = None
        if cls._asks_anew(told, state) and not concerned(now).filter(pk=membership).exists():
            return  # nobody is asked while they rest
        if not cls._differs(told, state):
            if told and told.due_again:
                told.outbox.get().send_after_all(to=person.member.email, at=at)
            return
        knew = told.take_back(at) if told else None
        has_nothing = state is None and knew is None and told.outbox.filter(given_up_at=None).exists()
        if state is None:
            told.withdrawn_at = at
        else:
            told = told or cls(meeting=now, membership=person, sequence=0)
            told.withdrawn_at = None
            told.meeting_sequence, told.option_id = state
        told.sequence = max(now.sequence, cls._above_all_sent(now, person))
        told.knew, told.mailed_at, told.answered_at = knew, at, None
        told.save()
        if not has_nothing:  # of what never went out there is nothing to take out of their calendar
            told.mail(at)

    @classmethod
    def _above_all_sent(cls, meeting: Meeting, membership) -> int:
        """The next number for their calendar, which knows them also from before they left and came back."""
        rows = cls.objects.filter(meeting=meeting, membership__member=membership.member_id)
        last = rows.aggregate(last=Max("sequence"))["last"]
        return 0 if last is None else last + 1

    def take_back(self, at: datetime) -> int | None:
        """Whatever waits to be sent of it isn't so any more, and isn't sent. Returns what is `in_calendar` then."""
        self.outbox.untouched().update(dropped_at=at)
        return MeetingInvitation.objects.with_mail(at).get(pk=self.pk).in_calendar

    @staticmethod
    def is_for(meeting: Meeting, membership) -> bool:
        """Whether they have meetings by mail, and this one is theirs."""
        mine = not meeting.smaller or meeting.guests.filter(membership=membership).exists()
        return mine and CalendarChoice.by_mail().filter(pk=membership.pk, group=meeting.group_id).exists()

    @property
    def reference(self) -> str:
        """What its newest mail tells: this sequence, from what they knew before."""
        return f"{self.key}:{self.sequence}:{'' if self.knew is None else self.knew}"

    @property
    def outbox(self):
        """The row of its newest mail."""
        return Outbox.objects.filter(key=f"{KIND}:{self.reference}")

    def mail(self, at: datetime, *, again: str = "") -> None:
        """Queue its mail; or the same once more, for a reason that is queued but once."""
        member, group, key = self.membership.member, self.meeting.group, f"{self.reference}{again}"
        Outbox.queue(KIND, self.reference, to=member.email, key=key, member=member, group=group, at=at)

    @classmethod
    def tells(cls, meetings: list[Meeting], reader, since: datetime) -> set[int]:
        """Of these meetings of a group, those (their primary keys) of which such a mail tells `reader`, a live
        membership, what became of them since then, so that no other need. A few queries, however many there are.
        """
        rows = cls.objects.filter(meeting__in=meetings, membership=reader).values_list("meeting", "withdrawn_at")
        told = {meeting for meeting, withdrawn_at in rows if withdrawn_at is None or withdrawn_at >= since}
        if CalendarChoice.by_mail().filter(pk=reader.pk).exists():
            theirs = Q(smaller=False) | Q(guests__membership=reader)
            others = Meeting.of_any_size.filter(theirs, pk__in=[m.pk for m in meetings if m.pk not in told])
            told |= {meeting.pk for meeting, state in cls._with_states(others, since) if state is not None}
        return told

    # -- their answers

    def take(self, reply: Reply, at: datetime) -> None:
        """Write down what a calendar answered, as if it had been said here. The same twice is once; an older one than
        was said since counts for nothing, by the clock of that calendar, but none is older than what it answers (RFC
        5546, 2.1.5). An answer to what is no longer so isn't counted: they are asked again.

        Raises Unclear for an answer to something else, or where it can't be given any more.
        """
        with alone_in(self.meeting.group_id):
            self._take(reply, at)

    def _take(self, reply: Reply, at: datetime) -> None:
        try:
            meeting = self.meeting.locked(at)
        except ValidationError:  # it is over, or let go, of which their calendar hears
            return
        told = MeetingInvitation.objects.select_related("membership").get(pk=self.pk)
        if reply.uid != self.uid or reply.sequence > told.sequence:
            raise Unclear
        if reply.sequence < told.sequence or told.withdrawn_at or told.meeting_sequence != meeting.sequence:
            self.ask_again(at)
            return
        stamp = min(reply.stamp, at)
        if told.answered_at and stamp <= told.answered_at:
            return
        if self._answer(meeting, told, reply, max(stamp, told.mailed_at), at):
            MeetingInvitation.objects.filter(pk=self.pk).update(answered_at=stamp)

    @staticmethod
    def _answer(meeting: Meeting, told, reply: Reply, stamp: datetime, at: datetime) -> bool:
        """Whether it was written down; not where they have said so here since."""
        by = told.membership
        if told.option_id and not meeting.settled_at:
            said = Availability.objects.filter(option=told.option_id, membership=by).first()
            if said and not said.by_mail_at and said.answered_at >= stamp:
                return False
            if DatePoll.objects.get(meeting=meeting).answer({told.option: reply.answer}, by=by, at=at):
                raise Unclear  # it isn't offered any more
            Availability.objects.filter(option=told.option_id, membership=by).update(by_mail_at=at)
            return True
        said = Attendance.objects.filter(meeting=meeting, membership=by).first()
        if said and not said.by_mail_at and said.answered_at >= stamp:
            return False
        note = reply.comment or (said.note if said else "")
        Attendance.say(meeting, reply.answer, by=by, note=note, by_mail_at=at, at=at)
        return True

    def ask_again(self, at: datetime) -> None:
        """What they answered isn't so any more: their calendar gets what is, once a day at most."""
        told = MeetingInvitation.objects.select_related("meeting__group", "membership__member").get(pk=self.pk)
        told.mail(at, again=f"{at:%Y-%m-%d}")
