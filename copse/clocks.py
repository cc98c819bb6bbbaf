"""When something that was agreed on takes place, as each of us reads it: the one place that says a meeting's time.

What is agreed is wall time and zone. Whoever reads it in another zone has their own day and time first, and what was
agreed beside them: "8 to 10 pm where you are; 7 to 9 pm in London".
"""

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from copse import words
from copse.hours import clock_read, hours
from copse.zones import city, comes_twice, last_day, wall_of_end

A_DAY = timedelta(days=1)


class When:
    """When `what` takes place, by the clocks of `tz`; without one, of whoever reads.

    `what` is a meeting, an earlier date of one, an option of a poll: it has `starts_on`, `start_time`, `ends_on`,
    `end_time`, the `zone` that these are in, and the instants `starts_at` and `ends_at`. Without times it is whole
    days, which are the same in every zone. What can't take place as it is written, at 02:30 when the clocks go forward,
    has no instants and is said as it is written.
    """

    def __init__(self, what, tz: tzinfo | None = None):
        self.what, self.tz = what, tz or timezone.get_current_timezone()

    @property
    def whole_days(self) -> bool:
        return self.what.start_time is None

    @property
    def as_written(self) -> bool:
        """Whether its days are those that were agreed on, whoever reads."""
        return self.whole_days or self.what.starts_at is None

    @cached_property
    def _here(self) -> tuple[datetime, datetime]:
        return self.what.starts_at.astimezone(self.tz), wall_of_end(self.what.ends_at, self.tz)

    @cached_property
    def _there(self) -> tuple[datetime, datetime]:
        tz = ZoneInfo(self.what.zone)
        return self.what.starts_at.astimezone(tz), wall_of_end(self.what.ends_at, tz)

    @property
    def starts_on(self) -> date:
        return self.what.starts_on if self.as_written else self._here[0].date()

    @property
    def ends_on(self) -> date:
        return self._agreed_last if self.as_written else last_day(self._here[1].date(), self._here[1].time())

    @property
    def _agreed_last(self) -> date:
        return last_day(self.what.ends_on, self.what.end_time)

    @property
    def differs(self) -> bool:
        """Whether the clocks of `tz` show another time than was agreed on."""
        return not self.as_written and _walls(self._here) != _walls(self._there)

    @property
    def is_another_day(self) -> bool:
        return (self.starts_on, self.ends_on) != (self.what.starts_on, self._agreed_last)

    @property
    def days(self) -> str:
        """Its day or days: `Thursday 12 March`; with the year where it isn't this one."""
        return _days(self.starts_on, self.ends_on)

    def near(self, today: date) -> str:
        """Its day, or its days where it goes on for longer than one, to be said near `today`: with the year where that
        is another.
        """
        if self.whole_days or (self.what.starts_at and self.what.ends_at - self.what.starts_at > A_DAY):
            return words.span(self.starts_on, self.ends_on, self.starts_on.year != today.year)
        return words.day_near(self.starts_on, today)

    @property
    def times(self) -> str:
        """From when until when, by the clocks of `tz`; nothing for whole days."""
        if self.whole_days:
            return ""
        return words.times(self.what.start_time, self.what.end_time) if self.as_written else _times(*self._here)

    @property
    def agreed(self) -> str:
        """From when until when as it was agreed on, and where the clocks show that: `7 to 9 pm in London`. With its day
        where that is another.
        """
        said = {"times": _times(*self._there), "city": city(self.what.zone)}
        if self.is_another_day:
            said["days"] = _days(self.what.starts_on, self._agreed_last)
            return _("%(days)s, %(times)s in %(city)s") % said
        return _("%(times)s in %(city)s") % said

    @property
    def own(self) -> str:
        """The times for whoever reads, said as theirs where they differ; with the day where that is another."""
        if self.differs and self.is_another_day:
            return _("%(days)s, %(times)s where you are") % {"days": self.days, "times": self.times}
        return self.own_times

    @property
    def own_times(self) -> str:
        """The same beside `days`, which are theirs already."""
        return _("%(times)s where you are") % {"times": self.times} if self.differs else self.times

    @property
    def both(self) -> str:
        """The times for whoever reads and, where they differ, those that were agreed on; nothing for whole days."""
        if not self.differs:
            return self.times
        return pgettext("times", "%(own)s; %(agreed)s") % {"own": self.own, "agreed": self.agreed}

    @property
    def whole(self) -> str:
        """Days and times in one line, for a mail or a list: `Thursday 12 March, 7 to 9 pm`."""
        if self.whole_days or (self.differs and self.is_another_day):
            return self.both or self.days
        return pgettext("when", "%(days)s, %(times)s") % {"days": self.days, "times": self.both}


@contextmanager
def as_read_by(member):
    """Days and times are said in this member's zone, language and clock: for what is rendered for somebody who isn't
    asking, such as a mail.
    """
    with translation.override(member.language), timezone.override(member.tzinfo), clock_read(member.clock):
        yield


def reads() -> str:
    """All that decides how a time is said to whoever reads: part of the key of what is kept and says one."""
    return f"{translation.get_language()}:{hours()}:{timezone.get_current_timezone_name()}"


def months(dates: Iterable) -> str:
    """In which months they take place, for whoever reads: `December`, `December or January`."""
    here = sorted(When(one).starts_on for one in dates)
    return words.months_or(list(dict.fromkeys(day.month for day in here)))


def _walls(moments: tuple[datetime, datetime]) -> list[datetime]:
    return [moment.replace(tzinfo=None, fold=0) for moment in moments]


def _days(first: date, last: date) -> str:
    return words.span(first, last, first.year != timezone.localdate().year)


def _times(start: datetime, end: datetime) -> str:
    """`1.30 to 3 am`; where the clocks go back over one of them, which of the two is meant."""
    zone = str(start.tzinfo)
    twice = [comes_twice(at.date(), at.time(), zone) for at in (start, end)]
    if not any(twice):
        return words.times(start.time(), end.time())
    said = [
        words.clock_of_two(at.time(), bool(at.fold)) if two else words.clock(at.time())
        for at, two in zip((start, end), twice, strict=True)
    ]
    return words.from_to(*said)
