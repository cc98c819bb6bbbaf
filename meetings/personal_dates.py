"""What the search for a date keeps of people: see groups.holding and meetings.personal."""

from django.utils.translation import gettext_lazy

from groups.holding import Holding, NotPersonal
from meetings.models import Availability, DatePoll, DateRule, Option, PollNote, PollReminder, TreatedAway

AVAILABILITIES = Holding(
    Availability, gettext_lazy("When you could"), whose="membership",
    copied="option.starts_on answer answered_at confirmed_at by_mail_at",
    ours="option answer answered_at confirmed_at by_mail_at",
)  # fmt: skip
RULES = [
    AVAILABILITIES,
    Holding(
        PollNote, gettext_lazy("What you said beside that"), whose="membership", goes=True,
        copied="poll.meeting.starts_on text",
    ),
    Holding(
        DatePoll, gettext_lazy("Dates that you asked for"), whose="by", copied="meeting.starts_on asked_at",
        ours="meeting asked_at", plain="chosen closed_at all_heard_at",
    ),
    Holding(
        Option, gettext_lazy("Dates that you offered"), whose="by", copied="starts_on kind place note added_at",
        ours="poll starts_on kind place note added_at",
        plain="key uid start_time start_fold ends_on end_time end_fold zone starts_at ends_at taken_back_at",
    ),
    Holding(
        PollReminder, gettext_lazy("Whom you reminded of a date"), whose="by", copied="poll.meeting.starts_on at",
        ours="poll at",
    ),
    Holding(
        PollReminder, gettext_lazy("When you were reminded of a date"), whose="to", copied="poll.meeting.starts_on at",
        ours="poll at",
    ),
    Holding(
        TreatedAway, gettext_lazy("Whom you agreed to go on without"), whose="by", copied="poll.meeting.starts_on at",
        ours="poll at",
    ),
    Holding(
        TreatedAway, gettext_lazy("When others went on without you"), whose="about", copied="poll.meeting.starts_on at",
        ours="poll at",
    ),
    NotPersonal(DateRule, "how the group finds its dates", "group online face hybrid retreat stretch"),
]  # fmt: skip
