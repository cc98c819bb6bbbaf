"""On which days a rhythm comes: a rule of RFC 5545 (3.3.10), in as much of it as a group says in a sentence.

Days alone, without times: at what time and in which zone stands beside the rule. A rule has no end, so each question
here has one.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PLACES = (1, 2, 3, 4, 5, -1)  # of a weekday in its month; -1 is the last
MOST = {"WEEKLY": 52, "MONTHLY": 12}  # weeks, or months, from one to the next
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
FAR = timedelta(days=41 * 366)  # the fifth Friday of February comes again within 40 years
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # of months, at their longest
DAY = re.compile(r"(-1|[1-5])?(MO|TU|WE|TH|FR|SA|SU)")


class Pattern(NamedTuple):
    """One of three: a `weekday` (Monday is 0) at `places` of its month; a `weekday` without places, every so many
    weeks; or a `monthday` (1 to 31, or -1 for the last). `interval` counts weeks for the second, months for the others.
    """

    weekday: int | None = None
    places: tuple[int, ...] = ()
    monthday: int | None = None
    interval: int = 1
    months: tuple[int, ...] = ()  # only in these; none is all twelve

    @classmethod
    def of(cls, weekday=None, places=(), monthday=None, interval=1, months=()) -> "Pattern":
        """As it is kept: each thing once and in order. Raises ValidationError where it is no rule."""
        pattern = cls(
            weekday,
            tuple(n for n in PLACES if n in places),
            monthday,
            interval,
            tuple(sorted(set(months))) if len(set(months)) < 12 else (),
        )
        pattern.check()
        return pattern

    def check(self) -> None:
        """Raises ValidationError, with a sentence, where it is no rule, or there is no such day."""
        if (self.weekday is None) == (self.monthday is None) or (self.places and self.weekday is None):
            raise ValidationError(_("Say on which day: a day of the week, or a day of the month."))
        if not 1 <= self.interval <= MOST[self.frequency]:
            raise ValidationError(_("A rhythm comes at least once a year. Choose a smaller number."))
        if self.months and self.interval > 1 and self.frequency == "MONTHLY":
            raise ValidationError(_("Say either how many months apart, or in which months."))
        if self.monthday and not any(LENGTHS[n - 1] >= self.monthday for n in self.months or range(1, 13)):
            raise ValidationError(_("There is no such day in any year. Choose another."))

    # -- as a rule

    @property
    def frequency(self) -> str:
        return "WEEKLY" if self.weekday is not None and not self.places else "MONTHLY"

    @property
    def rule(self) -> str:
        """ "FREQ=MONTHLY;BYMONTH=4;BYDAY=-1SA"."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.months:
            parts.append(f"BYMONTH={_listed(self.months)}")
        if self.monthday is not None:
            parts.append(f"BYMONTHDAY={self.monthday}")
        else:
            day = WEEKDAYS[self.weekday]
            parts.append(f"BYDAY={','.join(f'{n}{day}' for n in self.places) or day}")
        return ";".join(parts)

    @classmethod
    def from_rule(cls, rule: str) -> "Pattern":
        """Raises ValidationError for a rule that isn't written as `rule` writes them."""
        refused = ValidationError(_("That is no rule of a rhythm."))
        parts = dict(part.partition("=")[::2] for part in rule.split(";"))
        try:
            days = [DAY.fullmatch(day).groups() for day in parts.get("BYDAY", "").split(",") if day]
            weekdays = {WEEKDAYS.index(day) for _place, day in days}
            pattern = cls.of(
                weekday=weekdays.pop() if weekdays else None,
                places=[int(place) for place, _day in days if place],
                monthday=next(iter(_numbers(parts.get("BYMONTHDAY"), (-1, *range(1, 32)))), None),
                interval=int(parts.get("INTERVAL", 1)),
                months=_numbers(parts.get("BYMONTH"), range(1, 13)),
            )
        except (AttributeError, ValueError):
            raise refused from None
        if pattern.rule != rule:
            raise refused
        return pattern

    # -- as days

    def days(self, starts_on: date, first: date, last: date) -> list[date]:
        """The days from `first` to `last`, both among them, counted from `starts_on`."""
        if last < max(first, starts_on):
            return []
        found = self._until(starts_on, last).between(_midnight(first), _midnight(last), inc=True)
        return [moment.date() for moment in found]

    def first_from(self, day: date) -> date:
        """The first day from `day` on, whatever the interval: what a rhythm is counted from."""
        return next(iter(self._replace(interval=1)._until(day, day + FAR))).date()

    def next_after(self, starts_on: date, day: date) -> date | None:
        """The first of its days after `day`."""
        after = self._until(starts_on, max(day, starts_on) + FAR).after(_midnight(day))
        return after and after.date()

    def _until(self, starts_on: date, last: date):
        from dateutil.rrule import rrulestr  # here, as it would slow every start of the site

        return rrulestr(self.rule, dtstart=_midnight(starts_on)).replace(until=_midnight(last))


def validate_rule(rule: str) -> None:
    """Raises ValidationError for what is no rule of a rhythm."""
    Pattern.from_rule(rule)


def validate_day(day: date) -> None:
    """Raises ValidationError for a day that no rhythm is counted from."""
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(_("Choose a day of our time."))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _listed(numbers) -> str:
    return ",".join(map(str, numbers))


def _numbers(said: str | None, known) -> list[int]:
    """Raises ValueError for one that isn't among those known."""
    numbers = [int(n) for n in said.split(",")] if said else []
    if not set(numbers) <= set(known):
        raise ValueError(said)
    return numbers
