from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from copse.keys import short_key
from groups import search
from groups.locking import alone_in, one_at_a_time
from groups.models import Outbox
from meetings import when
from meetings.models.attendance import Attendance
from meetings.models.availability import Availability, PollNote
from meetings.models.date_rule import DateRule
from meetings.models.exception_offer import ExceptionOffer
from meetings.models.meeting import Meeting
from meetings.models.meeting_date import MeetingDate
from meetings.models.option import Option
from meetings.models.run_sheet import RunSheetPart
from meetings.telling import QUIET, tell
from meetings.who_can import WhoCan

MOST = 20  # dates offered at a time
TAKEN = (*when.DATES, "starts_at", "ends_at", "kind", "place")  # by a meeting from one of its options


class DatePollQuerySet(models.QuerySet):
    def open(self):
        """Those that still look for a date."""
        return self.filter(closed_at=None, meeting__let_go_at=None)


class DatePoll(models.Model):
    """How the date of a meeting is found. A meeting whose date isn't settled has one that is open.

    Until it is settled, the meeting's own dates are those of the nearest option: the day that we hope for.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="poll")
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    chosen = models.ForeignKey(Option, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, editable=False)
    all_heard_at = models.DateTimeField(null=True, editable=False)  # when `by` was told that everyone has answered

    objects = DatePollQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(chosen=None, closed_at=None) | Q(chosen__isnull=False, closed_at__isnull=False),
                name="a_poll_is_closed_by_an_option",
            )
        ]

    def __str__(self):
        return str(self.meeting_id)

    # -- asking

    @classmethod
    def begin(cls, meeting: Meeting, *, by, at=None) -> "DatePoll":
        """Ask about the day that a new meeting was planned for."""
        at = at or timezone.now()
        poll = cls.objects.create(meeting=meeting, by=by, asked_at=at)
        poll._add(by, at, kind=meeting.kind, place=meeting.place, **when.dates_of(meeting))
        meeting.group.tell_together("dates", by=by, at=at, after=QUIET)
        return poll

    @classmethod
    def of(cls, meeting: Meeting) -> "DatePoll | None":
        """The poll of a meeting, if it ever had one."""
        poll = cls.objects.filter(meeting=meeting).first()
        if poll:
            poll.meeting = meeting
        return poll

    @classmethod
    @one_at_a_time
    def open(cls, meeting: Meeting, *, by, at=None) -> "DatePoll":
        """The date of a meeting isn't settled any more, and everyone is asked which would do.

        What was settled on stays as the first option, with what everyone has said of it, and so do the options of an
        earlier poll. Opened twice is opened once. Raises ValidationError once the meeting has begun or was let go.
        """
        at = at or timezone.now()
        now = meeting.locked(at)
        poll = cls.objects.filter(meeting=now).first() or cls(meeting=now)
        if now.settled_at and now.starts_at <= at:
            raise ValidationError(_("This meeting has begun, so its date stands."))
        if now.settled_at:
            MeetingDate.note(now, by=by, at=at)
            poll.by, poll.asked_at, poll.chosen, poll.closed_at, poll.all_heard_at = by, at, None, None, None
            poll.save()
            poll.reminders.all().delete()  # everyone is asked anew
            poll.treated_away.all().delete()
            was = poll._add(by, at, kind=now.kind, place=now.place, **when.dates_of(now))
            said = now.answers.standing().filter(membership__in=now.group.members)
            Availability.keep({was: {a.membership_id: a.answer for a in said}}, at)
            ExceptionOffer.open_again(now, was)
            Meeting.objects.filter(pk=now.pk).update(settled_at=None)
            now.mark_changed(at, told=True)
            tell(now, stood="settled", by=by, at=at)
            poll.hope_for_the_nearest(at)
        meeting.refresh_from_db()
        return poll

    @one_at_a_time
    def offer(self, *, by, at=None, **what) -> Option:
        """One more date that could be: `starts_on`, `start_time` … `zone`, `kind`, `place` and `note`. Anyone may; the
        same date offered twice is one.

        Raises ValidationError for a date that is over or doesn't exist, beyond twenty, or where the poll is closed;
        ValueError for somebody of another group.
        """
        at = at or timezone.now()
        poll = self.locked()
        if by.group_id != poll.meeting.group_id:
            raise ValueError("somebody of another group")
        if poll.closed_at:
            raise ValidationError(_("The date has been settled since you opened the page."))
        if poll.options.ahead(at).count() >= MOST:
            raise ValidationError(_("Twenty dates are offered already. Take one back first."))
        option = poll._add(by, at, **what)
        if option.starts_at <= at:
            raise ValidationError({"starts_on": _("This date is over. Choose a later one.")})
        DatePoll.objects.filter(pk=self.pk).update(all_heard_at=None)
        poll.meeting.group.tell_together("dates", by=by, at=at, after=QUIET)
        poll.hope_for_the_nearest(at)
        return option

    def _add(self, by, at, **what) -> Option:
        option = Option(poll=self, by=by, added_at=at, key=short_key(), **what)
        when.reckon(option)
        try:
            with transaction.atomic():
                option.save(force_insert=True)
        except IntegrityError:
            return option.as_it_stands()
        return option

    def locked(self) -> "DatePoll":
        """The poll as it stands, with its meeting, and nobody else changes either until the transaction ends.

        Raises ValidationError where the meeting was let go.
        """
        meeting = Meeting.objects.select_for_update().get(pk=self.meeting_id)
        if meeting.let_go_at:
            raise ValidationError(_("This meeting has been let go since you opened the page."))
        poll = DatePoll.objects.get(pk=self.pk)
        poll.meeting = meeting
        return poll

    def hope_for_the_nearest(self, at=None) -> None:
        """The meeting stands in the programme on the nearest date that is still offered, if there is one."""
        nearest = self.options.ahead(at).first()
        if nearest:
            Meeting.objects.filter(pk=self.meeting_id).update(**{name: getattr(nearest, name) for name in TAKEN})
            search.keep(self.meeting.group, "meetings", Meeting.objects.get(pk=self.meeting_id))
        for area in ("programme", "answers"):
            self.meeting.group.changed(area)

    # -- answering

    @one_at_a_time
    def answer(self, said: dict[Option, str], *, by, note: str | None = None, at=None) -> list[Option]:
        """Say which dates would do; a date that isn't in `said` stays as it was, and "" takes an answer back. A `note`
        takes the place of the last.

        Gives those that are not offered any more, of which nothing was kept. Raises ValidationError where the poll is
        closed; ValueError for somebody of another group.
        """
        at = at or timezone.now()
        poll = self.locked()
        if by.group_id != poll.meeting.group_id:
            raise ValueError("somebody of another group")
        if poll.closed_at:
            raise ValidationError(_("The date has been settled since you opened the page."))
        offered = {option.pk: option for option in poll.options.ahead(at)}
        kept = {option: answer for option, answer in said.items() if option.pk in offered}
        Availability.keep({option: {by.pk: answer} for option, answer in kept.items()}, at)
        able = [option for option, answer in kept.items() if answer != Attendance.Answer.CANNOT]
        poll.meeting.exceptions.filter(option__in=able, by=by).delete()  # it was offered by somebody who couldn't
        if note is not None:
            PollNote.keep(poll, note, by=by)
        poll.treated_away.filter(about=by).delete()  # whoever answers is not away
        poll.meeting.group.changed("answers")
        poll._tell_that_all_are_heard(at)
        return [option for option in said if option.pk not in offered]

    @classmethod
    @one_at_a_time
    def answer_all(cls, said: dict[Option, str], *, by, at=None) -> list[Option]:
        """Say which dates would do, of several meetings in one go. Gives those of which nothing was kept, because they
        aren't offered any more. Raises ValueError for somebody of another group.
        """
        by_poll: dict[int, dict[Option, str]] = {}
        for option, answer in said.items():
            by_poll.setdefault(option.poll_id, {})[option] = answer
        gone = []
        for poll in cls.objects.filter(pk__in=by_poll).select_related("meeting__group").order_by("meeting"):
            try:
                gone += poll.answer(by_poll[poll.pk], by=by, at=at)
            except ValidationError:  # settled or let go meanwhile
                gone += by_poll[poll.pk]
        return gone

    def _tell_that_all_are_heard(self, at) -> None:
        """Write to whoever asked, once, when everyone has answered all that is offered; and again where somebody took
        an answer back meanwhile.
        """
        if self.options.ahead(at).awaited().exists() or not self.all_are_heard(at):  # the first is asked quickly
            if self.all_heard_at:
                DatePoll.objects.filter(pk=self.pk).update(all_heard_at=None)
            return
        first = DatePoll.objects.filter(pk=self.pk, all_heard_at=None).update(all_heard_at=at)
        if first and (member := self.by.member):
            key, group = f"{self.meeting.key}:{at.timestamp():.6f}", self.meeting.group
            Outbox.queue("all_heard", self.meeting.key, to=member.email, key=key, member=member, group=group, at=at)

    # -- questions

    def get_absolute_url(self) -> str:
        return reverse("meetings:dates", args=[self.meeting.group.slug, self.meeting.key])

    def is_planned_by(self, membership) -> bool:
        """Whether they asked for the date, or facilitate the meeting: what whoever plans knows is for them alone."""
        return membership.pk in (self.by_id, *self.meeting.seats.keys)

    def hearings(self, at=None) -> list[WhoCan]:
        """What everyone has said of each date that is offered, nearest first."""
        group = self.meeting.group
        people, rule = list(group.people.values()), DateRule.of(group)
        away, hosts, offers = self.away(at), self.meeting.seats.keys, self.meeting.exceptions.on_dates()
        return [
            WhoCan.on_date(
                option, people, {a.membership_id: a for a in option.answers.all()}, rule,
                away=away, offers=offers.get(option.pk, ()), hosts=hosts,
            )
            for option in self.options.ahead(at).prefetch_related("answers").select_related("by")
        ]  # fmt: skip

    def all_are_heard(self, at=None) -> bool:
        """Whether everyone whose word is needed has answered each date that is offered."""
        hearings = self.hearings(at)
        return bool(hearings) and not any(hearing.waiting_for for hearing in hearings)

    def waits_for(self, membership, at=None) -> bool:
        """Whether there is a date that needs their word and hasn't got it. Nobody is asked while they rest."""
        return any(membership in hearing.waiting_for for hearing in self.hearings(at))

    def away(self, at=None) -> set[int]:
        """The memberships that all the others have agreed to treat as away, once we have waited for so long."""
        if (at or timezone.now()) < self.asked_at + self.meeting.group.patience:
            return set()
        return self.treated_away.agreed_in(self.meeting.group).get(self.meeting_id, set())

    # -- settling

    @one_at_a_time
    def settle(self, option: Option, *, by, at=None) -> None:
        """The date stands. Of two who settle at once, one does and the other finds it settled.

        Raises ValidationError until everyone whose answer is needed can make it, and where it is over or taken back.
        """
        at = at or timezone.now()
        poll = self.locked()
        if poll.closed_at:
            if poll.chosen_id != option.pk:
                raise ValidationError(_("Another date has been settled since you opened the page."))
            return
        hearing = next((found for found in poll.hearings(at) if found.meeting.pk == option.pk), None)
        if hearing is None:
            raise ValidationError(_("This date is over, or isn’t offered any more."))
        if not hearing.suits:
            raise ValidationError(hearing.why_not_yet)
        DatePoll.objects.filter(pk=self.pk).update(chosen=option, closed_at=at)
        self.busy.all().delete()
        poll._take_into_the_programme(option, hearing, at)
        tell(poll.meeting, stood="hoped", by=by, at=at)
        self.refresh_from_db()

    def _take_into_the_programme(self, option: Option, hearing: WhoCan, at) -> None:
        """The meeting takes place then; what was said of that date are the answers to it."""
        meeting = self.meeting
        Meeting.objects.filter(pk=meeting.pk).update(settled_at=at, **{name: getattr(option, name) for name in TAKEN})
        meeting.mark_changed(at, told=True, asks=True)
        meeting.answers.all().delete()
        Attendance.objects.bulk_create(
            Attendance(
                meeting=meeting,
                membership_id=pk,
                answer="can" if getattr(said, "confirmed_at", None) else said.answer,
                at_sequence=meeting.sequence,
                **{name: getattr(said, name) for name in ("answered_at", "by_mail_at")},
            )
            for pk, said in hearing.answers.items()
        )
        ExceptionOffer.settle(hearing.offers, meeting)
        RunSheetPart.lay_out(meeting)
        search.keep(meeting.group, "meetings", meeting)
        meeting.group.changed("answers")

    # -- with time

    @classmethod
    def move_on(cls, at) -> None:
        """Where the day that we hoped for is over, we hope for the next one that is offered."""
        for poll in cls.objects.open().filter(meeting__starts_at__lte=at, options__starts_at__gt=at).distinct():
            with alone_in(poll.meeting.group_id):
                poll.locked().hope_for_the_nearest(at)

    @classmethod
    def hear(cls, at) -> None:
        """Where whoever we still waited for has left, rests, is away or their date is over: whoever asked is told."""
        dates = Option.objects.ahead(at).filter(poll=OuterRef("pk"))
        for poll in cls.objects.open().filter(Exists(dates), ~Exists(dates.awaited()), all_heard_at=None):
            with alone_in(poll.meeting.group_id):
                poll.locked()._tell_that_all_are_heard(at)
