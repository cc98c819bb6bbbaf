from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse.words import number_word, sentence
from groups.locking import one_at_a_time
from groups.models import Member
from meetings import own_calendar
from meetings.clashes import clashing, merged, within

KEPT_FOR = timedelta(days=30)
MOST_READINGS, HOUR = 6, timedelta(hours=1)
LONGEST_READING = timedelta(minutes=1)  # then its process has been killed


class Laid(NamedTuple):
    """What came of laying a calendar beside a poll."""

    read: int
    clash: int
    left_out: int

    @property
    def in_words(self) -> str:
        """ "23 events read, four clash with the dates." """
        read = ngettext("%(number)s event read", "%(number)s events read", self.read) % {
            "number": sentence(number_word(self.read))
        }
        clash = ngettext(
            "%(number)s clashes with the dates.", "%(number)s clash with the dates.", self.clash
        ) % {"number": number_word(self.clash)}  # fmt: skip
        read = read if self.read else _("No events read")
        said = _("%(read)s, %(clash)s") % {"read": read, "clash": clash}
        if self.left_out:
            words = ngettext(
                "%(number)s was left out: it repeats or lasts in a way that isn’t reckoned with.",
                "%(number)s were left out: they repeat or last in a way that isn’t reckoned with.",
                self.left_out,
            )
            said += " " + words % {"number": sentence(number_word(self.left_out))}
        return said


class BusySpan(models.Model):
    """When a member is busy by their own calendar, while a date is looked for. Nothing else is kept of a calendar, and
    this not longer than thirty days; nobody but the member sees it.
    """

    poll = models.ForeignKey("meetings.DatePoll", models.CASCADE, related_name="busy")
    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="busy")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_busy_time_ends_after")]

    def __str__(self):
        return f"{self.poll_id} {self.membership_id}"

    @classmethod
    def lay_beside(cls, poll, content: bytes, *, by, all_day: bool, at=None) -> Laid:
        """Read a calendar file for when `by` is busy on the days of a poll; it takes the place of the one before.

        It answers nothing. Takes up to twenty seconds, outside of any transaction. Raises ValidationError where the
        poll is closed or has no date ahead, and as `own_calendar.read` and `BusyReading.begun` do.
        """
        at = at or timezone.now()
        options = list(poll.options.ahead(at))
        if poll.closed_at or not options:
            raise ValidationError(_("No date is looked for here any more."))
        own_calendar.check(content)  # what is refused unread is no reading
        between = {"first": min(o.starts_at for o in options), "last": max(o.ends_at for o in options)}
        with BusyReading.begun(by.member, at):
            found = own_calendar.read(content, **between, zone=by.member.zone, all_day=all_day)
        cls._keep(poll, within(found.spans, *between.values()), by=by, at=at)
        return Laid(found.read, len(clashing(found.spans, options)), found.left_out)

    @classmethod
    @one_at_a_time
    def _keep(cls, poll, spans: list, *, by, at) -> None:
        if poll.locked().closed_at:
            raise ValidationError(_("The date has been settled since you opened the page."))
        cls.take_away(poll, by=by)
        cls.objects.bulk_create(
            cls(poll=poll, membership=by, starts_at=span.starts_at, ends_at=span.ends_at, read_at=at)
            for span in merged(spans)
        )

    @classmethod
    def take_away(cls, poll, *, by) -> None:
        """Nothing of my calendar lies beside it any more."""
        cls.objects.filter(poll=poll, membership=by).delete()

    @classmethod
    def forget(cls, at) -> None:
        """What lies beside a poll that is closed, or has lain for thirty days; and who read how often."""
        over = Q(poll__closed_at__isnull=False) | Q(poll__meeting__let_go_at__isnull=False)
        cls.objects.filter(over | Q(read_at__lte=at - KEPT_FOR)).delete()
        BusyReading.objects.filter(begun_at__lte=at - HOUR).delete()


class BusyReading(models.Model):
    """That a member had a calendar read, for an hour: it costs seconds, so it is one at a time and six an hour."""

    member = models.ForeignKey("groups.Member", models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.member_id} {self.begun_at}"

    @classmethod
    @contextmanager
    def begun(cls, member, at) -> Iterator[None]:
        """While it lasts the member reads nothing else. Raises ValidationError where it is not their turn."""
        reading = cls._begin(member, at)
        try:
            yield
        finally:
            cls.objects.filter(pk=reading.pk).update(done_at=timezone.now())

    @classmethod
    @transaction.atomic
    def _begin(cls, member, at) -> "BusyReading":
        Member.objects.select_for_update().get(pk=member.pk)  # of two at once, the second sees the first
        lately = cls.objects.filter(member=member, begun_at__gt=at - HOUR)
        if lately.filter(done_at=None, begun_at__gt=at - LONGEST_READING).exists():
            raise ValidationError(_("A calendar of yours is being read. Wait until that is done."))
        if lately.count() >= MOST_READINGS:
            raise ValidationError(_("You have had six calendars read within an hour. Choose this one later."))
        return cls.objects.create(member=member, begun_at=at)
