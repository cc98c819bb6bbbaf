import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse import zones
from copse.fields import LineField
from copse.keys import address, short_key
from groups import search
from groups.locking import one_at_a_time
from meetings import when
from meetings.models.afterwards import Afterwards
from meetings.models.busy_span import BusySpan
from meetings.models.meeting_date import MeetingDate
from meetings.models.meeting_queries import MeetingQuerySet, MeetingsOfAll
from meetings.models.meeting_topic import MeetingTopic
from meetings.models.run_sheet import RunSheetPart
from meetings.models.seats import CONSTRAINTS, Seats
from meetings.telling import is_near, stands, tell

# A change of any of these asks everyone again whether they can come …
ASKS_AGAIN = {*when.DATES, "kind", "place"}
# … and of these is told to calendars (RFC 5546, 2.1.4).
TOLD = ASKS_AGAIN | {"join_url"}


class Meeting(Afterwards, models.Model):
    """A meeting of the group. What is agreed is wall time and zone; the two instants follow from it."""

    class Kind(models.TextChoices):
        ONLINE = "online", gettext_lazy("Online")
        FACE = "face", gettext_lazy("Face to face")
        HYBRID = "hybrid", gettext_lazy("Some in the room, some online")
        RETREAT = "retreat", gettext_lazy("Retreat")

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="meetings")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # one for life (RFC 5546, 2.1)
    kind = models.CharField(max_length=8, choices=Kind)
    title = LineField(max_length=120, blank=True)
    starts_on = models.DateField()  # until it is settled, the day that we hope for
    start_time = models.TimeField(null=True, blank=True)
    start_fold = models.BooleanField(default=False)  # the second of two, where it comes twice (PEP 495)
    ends_on = models.DateField()
    end_time = models.TimeField(null=True, blank=True)
    end_fold = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, validators=[zones.validate_zone])
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    place = LineField(max_length=200, blank=True)
    join_url = models.URLField(max_length=500, blank=True)
    facilitator = models.ForeignKey(
        "groups.Membership", models.PROTECT, null=True, blank=True, related_name="facilitates_at")  # fmt: skip
    facilitates_with = models.ForeignKey("groups.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    learning = models.BooleanField(default=False)  # an action-learning evening
    focus = models.ForeignKey("groups.Membership", models.PROTECT, null=True, blank=True, related_name="focus_at")
    materials = LineField(max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    asks_since = models.PositiveIntegerField(default=0, editable=False)  # answers to an earlier sequence are void
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    let_go_at = models.DateTimeField(null=True, editable=False)
    news_by = models.ForeignKey("groups.Membership", models.PROTECT, null=True, editable=False, related_name="+")
    not_held_at = models.DateTimeField(null=True, editable=False)  # when somebody said that we didn't meet
    smaller = models.BooleanField(default=False, editable=False)  # of some of us: it counts for nothing
    shown_to_all = models.BooleanField(default=True)  # of a smaller one: also to those who aren't in it
    topics = models.ManyToManyField("larder.Topic", through="MeetingTopic", related_name="+")
    seats = property(Seats)  # who facilitates it

    objects = MeetingsOfAll()
    of_any_size = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_meeting_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(start_time=None, end_time=None) | Q(start_time__isnull=False, end_time__isnull=False),
                name="both_times_or_whole_days",
            ),
            models.CheckConstraint(condition=Q(focus=None) | Q(learning=True), name="only_a_set_has_a_focus"),
            models.CheckConstraint(
                condition=Q(not_held_at=None) | Q(settled_at__isnull=False, let_go_at=None),
                name="only_what_stood_was_not_held",
            ),
            models.CheckConstraint(
                condition=Q(smaller=False) | Q(facilitator=None, learning=False),
                name="a_smaller_meeting_is_nobodys_turn",
            ),
            models.CheckConstraint(condition=Q(smaller=True) | Q(shown_to_all=True), name="what_is_of_all_all_see"),
            *CONSTRAINTS,
        ]
        indexes = [
            models.Index(fields=["group", "starts_at"], name="programme"),
            models.Index(fields=["group", "ends_at"], name="what_is_ahead"),
            models.Index(fields=["group", "starts_on"], name="a_year"),
            models.Index(fields=["group", "changed_at"], name="what_has_changed"),
            models.Index(fields=["starts_at"], condition=Q(let_go_at=None, settled_at__isnull=False), name="soon"),
        ]

    def __str__(self):
        return self.key

    # -- planning

    @classmethod
    @one_at_a_time
    def plan(cls, *, by, topics=(), settled: bool, key: str = "", at=None, **what) -> "Meeting":
        """A new meeting with its run sheet. `settled`: we have found that all of us can make the date; else a poll
        begins with it (DatePoll). Planned twice with the same `key` it is one, as long as it stands as it was planned.

        Raises ValidationError for times that can't be; ValueError for somebody or a topic of another group.
        """
        from meetings.models.date_poll import DatePoll

        at = at or timezone.now()
        meeting = cls(group=by.group, key=key or short_key(), created_at=at, changed_at=at, **what)
        meeting.settled_at = at if settled else None
        meeting.seats.check()
        when.reckon(meeting)
        try:
            with transaction.atomic():
                meeting.save(force_insert=True)
        except IntegrityError:
            same = by.group.meetings.get(key=key)
            if not same.sequence:
                return same
            meeting.key = short_key()
            meeting.save(force_insert=True)
        meeting.choose(topics)
        RunSheetPart.lay_out(meeting)
        if settled:
            tell(meeting, stood="new", by=by, at=at)
        else:
            DatePoll.begin(meeting, by=by, at=at)
        search.keep(by.group, "meetings", meeting)
        by.group.changed("programme")
        return meeting

    def locked(self, at=None) -> "Meeting":
        """The meeting as it stands, and nobody else changes it until the transaction ends.

        Raises ValidationError where it is no longer ahead.
        """
        now = self.itself().select_for_update().get()
        if not now.is_ahead(at):
            raise ValidationError(_("This meeting has been, or was let go, since you opened the page."))
        return now

    @one_at_a_time
    def change(self, *, by, seen: datetime | None = None, topics=None, at=None, **what) -> None:
        """Change anything of what was planned. New times or place ask everyone again; a new link doesn't.

        `seen` is the `changed_at` that the change was made from. Raises `Meeting.ChangedMeanwhile` where somebody
        else has changed the meeting since; ValidationError and ValueError as `plan`, and where it isn't ahead;
        ValueError, too, for when and where a meeting takes place whose date isn't settled: those are its poll's.
        """
        at = at or timezone.now()
        now = self.locked(at)
        if seen is not None and now.changed_at != seen:
            raise Meeting.ChangedMeanwhile
        differing = {name for name, value in what.items() if getattr(now, name) != value}
        if not now.settled_at and differing & ASKS_AGAIN:
            raise ValueError("until a date is settled, the poll has when and where")
        stood = stands(now)
        if differing & ASKS_AGAIN:
            MeetingDate.note(now, by=by, at=at)
        before, join_url = now.seats.keys, now.join_url
        for name, value in what.items():
            setattr(now, name, value)
        now.seats.check()
        when.reckon(now)
        now.changed_at = max(at, now.changed_at + timedelta(microseconds=1))
        if differing & TOLD:
            now.sequence += 1
        if differing & ASKS_AGAIN:
            now.asks_since = now.sequence
        now.save()
        now.seats.agree_otherwise(before, at)
        RunSheetPart.lay_out(now)  # where it had whole days and now has times
        if topics is not None:
            now.choose(topics)
        search.keep(now.group, "meetings", now)
        now.group.changed("programme")
        if differing & (TOLD if is_near(now, at) else ASKS_AGAIN):
            tell(now, stood=stood, by=by, at=at, join_url=join_url)
        self.refresh_from_db()

    class ChangedMeanwhile(Exception):
        """Somebody else changed the meeting while this change was being written."""

    def choose(self, topics) -> None:
        """Open these topics at this meeting and no others; what came of those that stay is kept."""
        topics = list(topics)
        self.opened.exclude(topic__in=topics).filter(came_of_it="").delete()
        for order, topic in enumerate(topics, 1):
            MeetingTopic.open(self, topic, order)

    @one_at_a_time
    def open_topic(self, topic, *, by) -> bool:
        """Add one topic; False where it was here already. Raises ValidationError where the meeting isn't ahead."""
        if not self.is_ahead():
            raise ValidationError(_("Choose a meeting that is still to come."))
        new = MeetingTopic.open(self, topic)
        if new:
            self.mark_changed()
        return new

    # -- whether it takes place

    @one_at_a_time
    def let_go(self, *, by, at=None) -> None:
        """It won't take place. It stays in the programme's memory and keeps its UID. Let go twice is let go once."""
        at = at or timezone.now()
        if self.itself().ahead(at).update(let_go_at=at):
            BusySpan.objects.filter(poll__meeting=self).delete()
            self.mark_changed(at, told=True)
            tell(self, stood="settled" if self.settled_at else "hoped", by=by, at=at)
        elif not self.itself().filter(let_go_at__isnull=False).exists():
            raise ValidationError(_("This meeting has been. It can’t be let go any more."))

    @one_at_a_time
    def revive(self, *, by, at=None) -> None:
        """It takes place after all, and everyone is asked again; revived twice is revived once.

        Raises ValidationError once its day is over.
        """
        at = at or timezone.now()
        if self.itself().filter(let_go_at__isnull=False, ends_at__gt=at).update(let_go_at=None):
            self.mark_changed(at, told=True, asks=True)
            tell(self, stood="let-go", by=by, at=at)
        elif self.itself().filter(ends_at__lte=at).exists():
            raise ValidationError(_("Its day is over. Plan a new meeting instead."))

    def mark_changed(self, at=None, *, told: bool = False, asks: bool = False) -> None:
        """Note that it changed; `told` to calendars by a new sequence, and `asks` everyone again."""
        values: dict = {"changed_at": at or timezone.now()}
        if told:
            values["sequence"] = F("sequence") + 1
        if asks:
            values["asks_since"] = F("sequence") + 1
        self.itself().update(**values)
        self.group.changed("programme")
        self.refresh_from_db()

    # -- questions

    def itself(self) -> MeetingQuerySet:
        """Its row, whatever its size, to be asked or changed as it stands in the database."""
        return Meeting.of_any_size.filter(pk=self.pk)

    def is_ahead(self, at=None) -> bool:
        return self.let_go_at is None and self.ends_at > (at or timezone.now())

    def is_over(self, at=None) -> bool:
        return self.ends_at <= (at or timezone.now())

    def was_held(self, at=None) -> bool:
        """It has been: its date was settled, it wasn't let go, its end has passed, and nobody said it wasn't so."""
        stood = self.settled_at is not None and self.let_go_at is None and self.not_held_at is None
        return stood and self.is_over(at)

    @property
    def mark(self) -> str:
        """Which shape it has in the ring: its kind, or the kite of action learning."""
        return "learning" if self.learning else self.kind

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def last_day(self) -> date:
        """What ends at midnight ends with the day before."""
        return zones.last_day(self.ends_on, self.end_time)

    @property
    def minutes(self) -> int | None:
        """How long it is; None for whole days."""
        return None if self.start_time is None else int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def could_be_online(self) -> bool:
        return self.kind != self.Kind.ONLINE and self.start_time is not None

    @property
    def has_run_sheet(self) -> bool:
        """Whole days, and what goes on for longer than a day, have none."""
        return not self.smaller and self.minutes is not None and self.minutes <= 24 * 60

    @cached_property
    def topic_titles(self) -> list[str]:
        return [opening.topic.title for opening in self.opened.all()]

    @property
    def name(self) -> str:
        """Its own name, or what kind it is."""
        return self.own_name or self.get_kind_display()

    @property
    def own_name(self) -> str:
        """Its title, or its topics, or whom it is for; empty where it has none of these."""
        if named := self.title or " · ".join(self.topic_titles):
            return named
        return _("%(name)s in focus") % {"name": self.focus.name} if self.focus_id else ""

    def get_kind_display(self) -> str:
        """Django's own would translate all four for one."""
        return str(self.Kind(self.kind).label)

    def get_absolute_url(self) -> str:
        page = "meetings:smaller" if self.smaller else "meetings:detail"
        return address(page, self.group.slug, self.key)
