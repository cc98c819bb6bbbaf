import hashlib
from collections import defaultdict
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q

from copse.near import columns, instances
from copse.prepared import Given, Prepared
from groups.models import Group
from meetings import calendar
from meetings.calendar import Detail
from meetings.models.meeting import Meeting
from meetings.models.meeting_topic import MeetingTopic
from meetings.models.seats import SEATS
from meetings.timezones import vtimezone

WINDOW = timedelta(days=365)  # how far back a feed reaches; what is ahead, it shows all
MOST = 600  # events in a feed
FORMAT = 4  # raise it when the code writes the same meeting otherwise
DAY = timedelta(days=1)


class Pieces(NamedTuple):
    """What a feed is joined from, in order, and the moment when time alone changes it."""

    texts: list[str]
    zones: set[str]
    fresh_until: datetime


class Component(models.Model):
    """A meeting's VEVENT, kept until something that it says changes: a change serialises one meeting, not all."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="components")
    detail = models.CharField(max_length=8, choices=Detail)
    language = models.CharField(max_length=12)
    changed_at = models.DateTimeField()  # the meeting's own, when this was written
    says = models.CharField(max_length=16)  # a fingerprint of what else it was written from
    zone = models.CharField(max_length=64, blank=True)  # that its times name
    until = models.DateTimeField(null=True)  # the end of a meeting let go: then it leaves the feed
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "detail", "language"], name="one_component_of_each_sort"),
        ]

    def __str__(self):
        return f"{self.meeting_id} {self.detail}"

    @classmethod
    def collect(
        cls,
        groups: list[int],
        *,
        member: int,
        detail: str,
        language: str,
        tentative: bool,
        cancelled: bool,
        at: datetime,
    ) -> Pieces:
        """The pieces of a feed of these groups, by start and UID, those missing or outdated written anew. Of smaller
        meetings it has those that `member` is in.

        The window moves once a day, at midnight in UTC; what is let go leaves at its very end, and a date that is
        offered when it begins.
        """
        today = at.replace(hour=0, minute=0, second=0, microsecond=0)
        meetings = _meetings(groups, member, cancelled).filter(ends_at__gt=today - WINDOW)
        rows = _rows(meetings, detail, language)
        if len(rows) > MOST:  # the oldest stay out, and if need be the furthest ahead
            first = min(meetings.filter(ends_at__lte=today).count(), len(rows) - MOST)
            rows = rows[first : first + MOST]
        stale = [row.meeting for row in rows if not (row.is_fresh and _is_told(row.zone, at.year))]
        fresh = cls._write(stale, detail, language, at.year)
        pieces = []
        for row in rows:
            kept = fresh.get(row.meeting, row)
            pieces.append((row.start, row.uid, kept.text, kept.zone, kept.until))
        if tentative and (holds := _holds(groups, detail, language, at)):
            pieces = sorted([*pieces, *holds], key=lambda piece: piece[:2])
        texts, zones, leaving = [], set(), [today + DAY]
        for _start, _uid, text, zone, until in pieces:
            if text is None or (until and until <= at):
                continue
            texts.append(text)
            zones.add(zone)
            if until:
                leaving.append(until)
        return Pieces(texts, zones - {""}, min(leaving))

    @classmethod
    def _write(cls, stale: list[int], detail: str, language: str, year: int) -> "dict[int, Component]":
        """Serialise these meetings and keep the result. Of two who do it at once, the second's stays."""
        if not stale:
            return {}
        meetings = Meeting.of_any_size.filter(pk__in=stale).select_related("group").order_by("pk")
        if detail == Detail.FULL:
            meetings = meetings.select_related("group", *SEATS).prefetch_related("opened__topic")
        written = [cls.of(meeting, detail, language, year) for meeting in meetings]
        cls.objects.bulk_create(
            written,
            update_conflicts=True,
            unique_fields=["meeting", "detail", "language"],
            update_fields=["changed_at", "says", "zone", "until", "text"],
        )
        return {piece.meeting_id: piece for piece in written}

    @classmethod
    def of(cls, meeting: Meeting, detail: str, language: str, year: int) -> "Component":
        words = ()
        if detail == Detail.FULL:
            words = (*(who.known_as for who in meeting.seats), *(o.topic.title for o in meeting.opened.all()))
        return cls(
            meeting=meeting,
            detail=detail,
            language=language,
            changed_at=meeting.changed_at,
            says=_fingerprint(meeting.group.name, meeting.group.slug, *words),
            zone=calendar.tzid(meeting, year),
            until=meeting.ends_at if meeting.let_go_at or meeting.not_held_at else None,
            text=calendar.component(meeting, detail, language, year),
        )


def _meetings(groups: list[int], member: int, cancelled: bool):
    """The meetings of a member's feed: those whose date is settled, and of smaller ones those that they are in."""
    meetings = Meeting.of_any_size.of(member).filter(group__in=groups).settled()
    return meetings if cancelled else meetings.standing()


def _holds(groups: list[int], detail: str, language: str, at: datetime) -> list[tuple]:
    """(start, UID, text, zone, until) of each date that is offered and may still be settled on.

    They are few and soon gone, so they are written each time and not kept.
    """
    from meetings.models.option import Option

    options = Option.objects.ahead(at).filter(
        poll__closed_at=None, poll__meeting__let_go_at=None, poll__meeting__group__in=groups
    )
    holds = options.select_related("poll__meeting__group")
    return [
        (hold.starts_at, hold.uid, calendar.hold(hold, detail, language, at.year), calendar.tzid(hold, at.year),
         hold.starts_at)
        for hold in holds
    ]  # fmt: skip


def touched_since(since: datetime, *, group: int, name: str, slug: str) -> list[Meeting]:
    """The meetings of a group, of any size, that have changed since then and that calendars have been told of, or may
    be; each with its group's name and slug.
    """
    touched = instances(Meeting, TOUCHED(group=group, changed_at=since), but=UNTOLD)
    (of,) = instances(Group, [(group, slug, name)], but=UNNAMED)
    for meeting in touched:
        meeting.group = of
    return touched


# Columns that an event says nothing of, unless it says all, and those of a group that aren't at hand.
UNTOLD = "title facilitator_id facilitates_with_id learning focus_id materials asks_since shown_to_all"
UNNAMED = " ".join(name for name in columns(Group) if name not in ("id", "name", "slug"))
TOUCHED = Prepared(
    lambda: Meeting.of_any_size.filter(
        Q(settled_at__isnull=False) | Q(sequence__gt=0),
        group_id=Given("group"),
        changed_at__gte=Given("changed_at", Meeting._meta.get_field("changed_at")),
    ).values_list(*columns(Meeting, but=UNTOLD))
)


class Row(NamedTuple):
    """What is kept of one meeting, and whether that is still what it says."""

    meeting: int
    start: datetime
    uid: UUID
    text: str | None
    zone: str | None
    until: datetime | None
    is_fresh: bool


def _rows(meetings, detail: str, language: str) -> list[Row]:
    """In the feed's order."""
    kept = FilteredRelation(
        "components",
        condition=Q(components__detail=detail, components__language=language, components__changed_at=F("changed_at")),
    )
    columns = ["pk", "starts_at", "uid", "kept__text", "kept__zone", "kept__until"]
    told = ["kept__says", "group__name", "group__slug"]
    rows = meetings.annotate(kept=kept).order_by("starts_at", "uid")
    if detail != Detail.FULL:
        return [
            Row(*row, says == _fingerprint(name, slug)) for *row, says, name, slug in rows.values_list(*columns, *told)
        ]
    topics = defaultdict(list)
    opened = MeetingTopic.objects.filter(meeting__in=meetings).order_by("order", "pk")
    for meeting, title in opened.values_list("meeting_id", "topic__title"):
        topics[meeting].append(title)
    return [
        Row(*row, says == _fingerprint(name, slug, *filter(None, (who, other)), *topics[row[0]]))
        for *row, says, name, slug, who, other in rows.values_list(*columns, *told, *(f"{s}__known_as" for s in SEATS))
    ]


@lru_cache(maxsize=4096)
def _fingerprint(*words: str | None) -> str:
    told = repr((FORMAT, settings.SITE_URL, settings.SITE_UID_DOMAIN, words))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _is_told(zone: str, year: int) -> bool:
    """Whether the zone that a piece names is still one that a yearly rule tells."""
    return not zone or vtimezone(zone, year) is not None
