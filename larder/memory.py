"""When a topic was opened or an activity was done, and when they will be, as their pages tell it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import DateTimeField
from django.urls import reverse

from copse.clocks import When
from copse.prepared import Given, Prepared
from groups import registry
from larder.models import Activity, Topic

AT, GROUP, WHAT = Given("at", DateTimeField()), Given("group"), Given("what")
OPENED = Prepared(lambda: registry.openings(GROUP).filter(topic=WHAT).counting(AT).remembered())
DONE = Prepared(lambda: registry.uses(GROUP).filter(activity=WHAT).counting(AT).remembered())
DONE_THERE = Prepared(
    lambda: (
        registry.uses(GROUP)
        .filter(part__meeting__opened__topic=WHAT, activity__taken_out_at=None)
        .order_by("part__order", "order", "pk")
        .values_list("part__meeting_id", "activity__key", "activity__title")
    )
)


@dataclass
class Time:
    """One meeting that has it: `words` say what came of it, `activities` what was done there: URLs and titles."""

    url: str
    starts_on: date
    start_time: time | None
    ends_on: date
    end_time: time | None
    zone: str
    starts_at: datetime
    ends_at: datetime
    facilitator: Any  # a Membership, or None
    words: str
    activities: list[tuple[str, str]] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day on which it began, where whoever reads is."""
        return When(self).starts_on


class Memory:
    """Of `what`, a topic or an activity of `group`, at one moment. One query; of a topic two."""

    def __init__(self, what: Topic | Activity, group, at: datetime, everyone: dict):
        given, opened = {"group": group.pk, "what": what.pk}, isinstance(what, Topic)
        rows = (OPENED if opened else DONE)(at=at, **given)
        done: dict[int, dict] = {}
        for meeting, key, title in DONE_THERE(**given) if opened and rows else ():
            done.setdefault(meeting, {})[reverse("larder:activity", args=[group.slug, key])] = title
        times = [
            Time(
                reverse("meetings:detail", args=[group.slug, key]),
                *when,
                everyone.get(facilitator),
                words,
                list(done.get(meeting, {}).items()),
            )
            for meeting, key, *when, facilitator, words in rows
        ]
        self.ahead = [time for time in times if time.ends_at > at]  # the nearest first
        self.behind = [time for time in reversed(times) if time.ends_at <= at]  # the latest first
