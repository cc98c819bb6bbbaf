"""What is kept of when people can't: see groups.holding and meetings.personal."""

from django.utils.translation import gettext_lazy

from groups.holding import Holding
from meetings.models import BusyReading, BusySpan, StandingAvailability

RULES = [
    Holding(
        StandingAvailability, gettext_lazy("When you can’t"), whose="membership", goes=True,
        copied="weekdays from_time until_time starts ends reason noted_at", plain="key",
    ),
    Holding(
        BusySpan, gettext_lazy("When you are busy, by your own calendar"), whose="membership", goes=True,
        copied="poll.meeting.starts_on starts_at ends_at read_at",
    ),
    Holding(
        BusyReading, gettext_lazy("That you had a calendar read"), whose="member", of_account=True, goes=True,
        copied="begun_at done_at",
    ),
]  # fmt: skip
