"""Who can’t, as far as we know before anybody answers: for whoever plans, by name and without reasons; and for oneself,
with what one keeps and what one's own calendar says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.db.models import DateField, F
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from copse.near import columns, instances
from copse.prepared import Given, Prepared
from meetings.clashes import DAY, Lasting, clashing
from meetings.models import StandingAvailability

AHEAD = timedelta(days=182)
UNTOLD = "reason noted_at"  # for whose it is alone
STANDING = Prepared(
    lambda: (
        StandingAvailability.objects.filter(membership__group_id=Given("group"))
        .touching(Given("first", DateField()), Given("last", DateField()))
        .order_by("membership", F("starts").asc(nulls_first=True), "pk")
        .values_list(*columns(StandingAvailability, but=UNTOLD), "membership__member__zone")
    )
)


def known_words(group, at: datetime | None = None) -> list[tuple]:
    """(who, what they keep, in words) of what holds within half a year from `at`: “never on Wednesdays”."""
    at = at or timezone.now()
    said: dict = defaultdict(list)
    for kept in _standing(group, at, at + AHEAD):
        said[kept.membership].append(kept.in_words)
    return list(said.items())


class Mark(NamedTuple):
    """What I know of one date before I answer, for my eyes alone."""

    standing: list[StandingAvailability]  # that clash with it
    busy: bool  # my own calendar has something then
    unread: bool = False  # it was laid beside the other dates before this one was offered

    @property
    def in_words(self) -> str:
        """ "You keep: never on Wednesdays. Your calendar has something then."; "" where there is nothing to say."""
        said = [_("You keep: %(when)s.") % {"when": kept.in_words} for kept in self.standing]
        if self.busy:
            said.append(_("Your calendar has something then."))
        elif self.unread:
            said.append(_("Offered after your calendar was read. Lay it beside the dates again to know."))
        return " ".join(said)


class Known:
    """What we know of some dates before anybody answers: one question to the database, and one more with `me`."""

    def __init__(self, group, dates: Iterable[Lasting], me=None):
        self.group, self.dates, self.me = group, list(dates), me

    @cached_property
    def _between(self) -> tuple[datetime, datetime]:
        return min(on.starts_at for on in self.dates), max(on.ends_at for on in self.dates)

    @cached_property
    def _clashes(self) -> dict[int, list[StandingAvailability]]:
        """What is kept and clashes, by the `id()` of each date."""
        kept = list(_standing(self.group, *self._between)) if self.dates else []
        return {id(on): [one for one in kept if one.clashes_with(on)] for on in self.dates}

    def clashes_for(self, on: Lasting) -> list:
        """The memberships that one of the dates clashes for."""
        return list(dict.fromkeys(kept.membership for kept in self._clashes[id(on)]))

    @cached_property
    def busy(self) -> list:
        """When my own calendar has something, between the first date and the last."""
        if not self.dates or self.me is None:
            return []
        first, last = self._between
        return list(self.me.busy.filter(starts_at__lt=last, ends_at__gt=first))

    @cached_property
    def _busy_on(self) -> set[int]:
        return {id(on) for on in clashing(self.dates, self.busy)}

    @cached_property
    def _read_at(self) -> dict[int, datetime]:
        """By poll, when my calendar was laid beside it."""
        return {span.poll_id: span.read_at for span in self.busy}

    def mark(self, on) -> Mark:
        """What I know of one of the dates, an Option."""
        mine = [kept for kept in self._clashes[id(on)] if kept.membership_id == self.me.pk]
        read_at = self._read_at.get(on.poll_id)
        return Mark(mine, id(on) in self._busy_on, read_at is not None and on.added_at > read_at)


def _standing(group, first: datetime, last: datetime) -> Iterator[StandingAvailability]:
    """What those of us who are in keep, each with whose it is and by which clock."""
    first_day, last_day = _days(first, last)
    rows = STANDING(group=group.pk, first=first_day, last=last_day)
    found = instances(StandingAvailability, [row[:-1] for row in rows], but=UNTOLD)
    people = group.people if rows else {}
    for kept, (*_row, zone) in zip(found, rows, strict=True):
        if kept.membership_id in people:
            kept.membership, kept.zone = people[kept.membership_id], zone
            yield kept


def _days(first: datetime, last: datetime) -> tuple[date, date]:
    """The days are a day wider than the time, as they are days somewhere on earth; and a night may reach into the
    first.
    """
    return first.astimezone(UTC).date() - 2 * DAY, last.astimezone(UTC).date() + DAY
