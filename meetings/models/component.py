import hashlib
from collections import defaultdict
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q

from meetings import calendar
from meetings.calendar import Detail
from meetings.models.meeting import Meeting
from meetings.models.meeting_topic import MeetingTopic
from meetings.timezones import vtimezone

WINDOW = timedelta(days=365)  # how far back a feed reaches; what is ahead, it shows all
MOST = 600  # events in a feed
FORMAT = 1  # raise it when the code writes the same meeting otherwise
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
    until = models.DateTimeField(null=True)  # the end of a meeting let go or not settled: then it leaves the feed
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "detail", "language"], name="one_component_of_each_sort"),
        ]

    def __str__(self):
        return f"{self.meeting_id} {self.detail}"

    @classmethod
    def collect(
        cls, groups: list[int], *, detail: str, language: str, tentative: bool, cancelled: bool, at: datetime
    ) -> Pieces:
        """The pieces of a feed of these groups, by start and UID, those missing or outdated written anew.

        The window moves once a day, at midnight in UTC; what is let go or not settled leaves at its very end.
        """
        today = at.replace(hour=0, minute=0, second=0, microsecond=0)
        meetings = _meetings(groups, tentative, cancelled).filter(ends_at__gt=today - WINDOW)
        rows = _rows(meetings, detail, language)
        if len(rows) > MOST:  # the oldest stay out, and if need be the furthest ahead
            first = min(meetings.filter(ends_at__lte=today).count(), len(rows) - MOST)
            rows = rows[first : first + MOST]
        stale = [pk for pk, _text, zone, _until, is_fresh in rows if not (is_fresh and _is_told(zone, at.year))]
        fresh = cls._write(stale, detail, language, at.year)
        texts, zones, leaving = [], set(), [today + DAY]
        for pk, text, zone, until, _is_fresh in rows:
            if piece := fresh.get(pk):
                text, zone, until = piece.text, piece.zone, piece.until
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
        meetings = Meeting.objects.filter(pk__in=stale).select_related("group").order_by("pk")
        if detail == Detail.FULL:
            meetings = meetings.select_related("group", "facilitator").prefetch_related("opened__topic")
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
            name = meeting.facilitator.known_as if meeting.facilitator else None
            words = (name, *(opening.topic.title for opening in meeting.opened.all()))
        stands = meeting.settled_at and not meeting.let_go_at
        return cls(
            meeting=meeting,
            detail=detail,
            language=language,
            changed_at=meeting.changed_at,
            says=_fingerprint(meeting.group.name, meeting.group.slug, *words),
            zone=calendar.tzid(meeting, year),
            until=None if stands else meeting.ends_at,
            text=calendar.component(meeting, detail, language, year),
        )


def _meetings(groups: list[int], tentative: bool, cancelled: bool):
    """The meetings of a feed. A day that was only hoped for and is let go leaves it at once."""
    meetings = Meeting.objects.filter(group__in=groups)
    if not cancelled:
        meetings = meetings.standing()
    return meetings.filter(Q(settled_at__isnull=False) | Q(let_go_at=None)) if tentative else meetings.settled()


def _rows(meetings, detail: str, language: str) -> list[tuple]:
    """(meeting, text, zone, until, whether that is still what the meeting says) in the feed's order."""
    kept = FilteredRelation(
        "components",
        condition=Q(components__detail=detail, components__language=language, components__changed_at=F("changed_at")),
    )
    columns = ["pk", "kept__text", "kept__zone", "kept__until", "kept__says", "group__name", "group__slug"]
    rows = meetings.annotate(kept=kept).order_by("starts_at", "uid")
    if detail != Detail.FULL:
        return [
            (pk, text, zone, until, says == _fingerprint(name, slug))
            for pk, text, zone, until, says, name, slug in rows.values_list(*columns)
        ]
    topics = defaultdict(list)
    opened = MeetingTopic.objects.filter(meeting__in=meetings).order_by("order", "pk")
    for meeting, title in opened.values_list("meeting_id", "topic__title"):
        topics[meeting].append(title)
    return [
        (pk, text, zone, until, says == _fingerprint(name, slug, who, *topics[pk]))
        for pk, text, zone, until, says, name, slug, who in rows.values_list(*columns, "facilitator__known_as")
    ]


@lru_cache(maxsize=4096)
def _fingerprint(*words: str | None) -> str:
    told = repr((FORMAT, settings.SITE_URL, settings.SITE_UID_DOMAIN, words))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _is_told(zone: str, year: int) -> bool:
    """Whether the zone that a piece names is still one that a yearly rule tells."""
    return not zone or vtimezone(zone, year) is not None
