from datetime import date, time, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from groups import search
from groups.locking import one_at_a_time
from meetings import when
from meetings.models.attendance import Attendance

LONGEST = timedelta(days=31)  # from its first day to its last


class MeetingQuerySet(models.QuerySet):
    def standing(self):
        """Neither let go nor passed without us."""
        return self.filter(let_go_at=None, not_held_at=None)

    def of_some(self):
        """Those of twos and threes."""
        return self.filter(smaller=True)

    def with_guest(self, membership):
        return self.filter(guests__membership=membership)

    def of(self, member):
        """Those of all of us, and the smaller ones that `member`, a Member or their primary key, is in."""
        from meetings.models.smaller_guest import SmallerGuest

        mine = SmallerGuest.objects.filter(membership__member=member)
        return self.filter(Q(smaller=False) | Q(pk__in=mine.values("meeting")))

    def visible_to(self, membership):
        """Of smaller ones, those that they are in and those that all may see."""
        mine = membership.smaller_meetings.filter(meeting=OuterRef("pk"))
        return self.filter(Q(shown_to_all=True) | Exists(mine))

    def settled(self):
        return self.filter(settled_at__isnull=False)

    def unsettled(self):
        return self.filter(settled_at=None)

    def ahead(self, at=None):
        """Standing and not over yet, nearest first."""
        return self.standing().filter(ends_at__gt=at or timezone.now()).order_by("starts_at", "pk")

    def held(self, at=None):
        """Settled, over and not let go, latest first."""
        return self.standing().settled().filter(ends_at__lte=at or timezone.now()).order_by("-starts_at", "-pk")

    def counting(self, at=None):
        """Held, or still to come: in order of time. Their facilitators have, or had, a turn."""
        return (self.held(at) | self.ahead(at)).order_by("starts_at", "pk")

    def locked_ahead(self, at=None) -> dict:
        """Those ahead as they stand, by their primary key; nobody else changes them until the transaction ends."""
        return {meeting.pk: meeting for meeting in self.ahead(at).order_by("pk").select_for_update()}

    def in_year(self, year: int):
        """Those with a day in it: a weekend over New Year is in both years."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        near = (first - LONGEST, last)  # for the index, which has the days on which they begin
        over = Q(ends_on=first, end_time=time())  # at midnight, as it began
        return self.filter(starts_on__range=near, ends_on__gte=first).exclude(over).order_by("starts_at", "pk")

    def awaiting_answer_from(self, membership, at=None):
        """Those ahead that ask `membership` whether they can come and have no answer to what stands now: to the date
        that is settled, or to one that is offered.
        """
        from meetings.models.option import Option

        answered = membership.attendances.filter(meeting=OuterRef("pk"), at_sequence__gte=OuterRef("asks_since"))
        offered = Option.objects.awaiting_answer_from(membership, at).filter(poll__meeting=OuterRef("pk"))
        settled = Q(settled_at__isnull=False)
        return self.ahead(at).filter(settled & ~Exists(answered) | ~settled & Exists(offered.order_by()))

    def named(self):
        """With all that their names are made of."""
        return self.select_related("focus").prefetch_related("opened__topic")

    def for_page(self):
        """With all that a line of the programme says."""
        return self.named().select_related("facilitator", "facilitates_with")

    @one_at_a_time
    def remember(self, past: list[tuple[dict, list]], *, by, at=None) -> list:
        """Meetings that were held before the group came here: each what it was, and the memberships who were there.

        Raises ValueError for one that isn't over, or for somebody of another group.
        """
        at = at or timezone.now()
        meetings = [self.model(group=by.group, created_at=at, changed_at=at, **what) for what, _people in past]
        for meeting, (what, people) in zip(meetings, past, strict=True):
            when.reckon(meeting)
            meeting.settled_at = meeting.starts_at
            who_was_there = [*people, what.get("facilitator") or by]
            if meeting.ends_at > at or any(who.group_id != by.group_id for who in who_was_there):
                raise ValueError("not over, or somebody of another group")
        self.bulk_create(meetings)
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, membership=who, answer="can", at_sequence=0, answered_at=meeting.starts_at)
            for meeting, (_what, people) in zip(meetings, past, strict=True)
            for who in people
        )
        worded = [meeting for meeting in meetings if meeting.title or meeting.place or meeting.materials]
        search.keep(by.group, "meetings", *worded)  # the others say nothing yet
        for area in ("programme", "answers"):
            by.group.changed(area)
        return meetings


class MeetingsOfAll(models.Manager.from_queryset(MeetingQuerySet)):
    """The meetings of the group. One of twos and threes isn't among them, so that a query which never thought of it
    leaves it out (docs/decisions/0045).
    """

    def get_queryset(self):
        return super().get_queryset().filter(smaller=False)
