"""Who can’t, as far as we know before anybody answers: for whoever plans, by name and without reasons."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from meetings.clashes import DAY, Lasting, Span, clashing, merged
from meetings.models import StandingAvailability


class Away(NamedTuple):
    """One of us can’t from one instant until another (UTC)."""

    membership: object
    starts_at: datetime
    ends_at: datetime


def known_away(group, first: datetime, last: datetime) -> list[Away]:
    """What each of us keeps that touches the time between two instants, in order; of each as few spans as can be.

    One question to the database. It is what they said of all dates: no answer to any, and without the reason.
    """
    found: dict[int, list[Span]] = defaultdict(list)
    people = {}
    for kept in _standing(group, first, last):
        people[kept.membership_id] = kept.membership
        found[kept.membership_id] += kept.spans(first, last)
    away = [Away(people[pk], *span) for pk, spans in found.items() for span in merged(spans)]
    return sorted(away, key=lambda one: (one.starts_at, one.ends_at, one.membership.pk))


def known_clashes(group, dates: Sequence[Lasting]) -> list[list]:
    """For each of these dates, in their order, the memberships that can’t as far as we know."""
    if not dates:
        return []
    spans: dict = defaultdict(list)
    for one in known_away(group, min(on.starts_at for on in dates), max(on.ends_at for on in dates)):
        spans[one.membership].append(one)
    clashes = {who: clashing(dates, theirs) for who, theirs in spans.items()}
    return [[who for who, theirs in clashes.items() if on in theirs] for on in dates]


def known_words(group, first: datetime, last: datetime) -> list[tuple]:
    """(who, what they keep, in words) of what touches the time between two instants: “never on Wednesdays”."""
    said: dict = defaultdict(list)
    for kept in _standing(group, first, last):
        said[kept.membership].append(kept.in_words)
    return list(said.items())


def _standing(group, first: datetime, last: datetime):
    """The days are a day wider than the time, as they are days somewhere on earth."""
    days = first.astimezone(UTC).date() - DAY, last.astimezone(UTC).date() + DAY
    kept = StandingAvailability.objects.filter(membership__in=group.members).touching(*days)
    return kept.with_whose().order_by("membership", "pk")
