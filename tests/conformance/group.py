"""The group that every reader is shown: what went wrong somewhere in other programs' calendars (calendar.md, 2.2).

Its days follow from today, so that the feed's window always holds them: the next change of London's clocks in autumn,
the one in spring after it, and a fortnightly evening on both sides of each.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from groups.models import Membership
from meetings.models import Meeting, Option, Subscription
from tests.factories import make_group, make_meeting, make_membership, make_smaller_meeting, make_topic

DAY, FORTNIGHT = timedelta(days=1), timedelta(days=14)
NAME = "Ŵyn, Ash; Elder \\ Co: 💧👩‍👩‍👧 漢字"
LONG = ("We walk to the river — slowly, in rain; nobody hurries. " * 3)[:117].rstrip()
ROOM = "https://room.example.org/a?b=c,d;e&f=%2C"
TITLE = "Ink, salt; and \\ “quoted”: of Tom\\Dick"


class Words(NamedTuple):
    """What of a meeting or an offered date is to be read, as it would be said."""

    summary: str
    location: str = ""
    description: str = ""


class Shown(NamedTuple):
    token: str
    meetings: list[Meeting]
    offers: list[Option]
    words: dict[str, Words]  # by UID, without its domain


def change_of_clocks(after: date, *, back: bool) -> date:
    """The next day after that on which London's clocks go back, or forward."""

    def offset(day: date) -> timedelta:
        return datetime.combine(day, time(12), ZoneInfo("Europe/London")).utcoffset()

    day, sign = after + DAY, -1 if back else 1
    while (offset(day) - offset(day - DAY)) * sign <= timedelta():
        day += DAY
    return day


def build() -> Shown:
    """Made by the verbs that members use, but for letters that no form lets in."""
    nia = make_membership(make_group(NAME), "Nia, the “third”")
    bea = make_membership(nia.group, "Bea")
    make_membership(nia.group, "Col")
    words: dict[str, Words] = {}

    def told(meeting, kind: str = "online", location: str = "", *lines: str, before: str = "", by: str = nia.name):
        lines = [*lines, *([f"{by} facilitates."] if by else [])]
        words[str(meeting.uid)] = Words(f"{before}{NAME}, {kind}", location, "\n".join(lines))
        return meeting

    autumn = change_of_clocks(timezone.localdate() + FORTNIGHT, back=True)
    spring = change_of_clocks(autumn, back=False)
    evenings = [told(make_meeting(nia, day=autumn - FORTNIGHT + n * FORTNIGHT)) for n in range(14)]
    moved, off = evenings[3], evenings[5]
    moved.change(by=nia, starts_on=moved.starts_on + DAY, ends_on=moved.ends_on + DAY, start_time=time(18, 45))
    off.let_go(by=nia)
    told(off, before="Cancelled: ")
    told(make_meeting(nia, days=-40))
    around_the_clocks(nia, told, autumn, spring)
    elsewhere(nia, told, autumn)
    in_awkward_words(nia, told, autumn)
    small = make_smaller_meeting(nia, bea, days=20)
    words[str(small.uid)] = Words(f"{NAME}, twos and threes")
    hoped = make_meeting(nia, day=autumn + 3 * DAY, settled=False, kind="hybrid", place="The ropewalk", join_url=ROOM)
    for offer in hoped.poll.options.all():
        words[str(offer.uid)] = Words(f"? {NAME}, in the room and online", "The ropewalk")
    shown = {"detail": "full", "tentative": True, "cancelled": True}
    _subscription, token = Subscription.begin(member=nia.member, label="conformance", **shown)
    meetings = [m for m in Meeting.of_any_size.filter(group=nia.group) if m.settled_at]
    return Shown(token, meetings, list(Option.objects.filter(poll__meeting=hoped)), words)


def around_the_clocks(nia: Membership, told, autumn: date, spring: date) -> None:
    """Just after the hour that is missing; in the hour that comes twice, each time; from one side to the other."""
    told(make_meeting(nia, day=spring, start_time=time(2, 30), end_time=time(3, 30)))
    for second in (False, True):
        told(make_meeting(nia, day=autumn, start_time=time(1, 15), end_time=time(1, 45), start_fold=second,
                          end_fold=second))  # fmt: skip
    told(make_meeting(nia, day=autumn, start_time=time(0, 30), end_time=time(3)))
    told(make_meeting(nia, day=spring - DAY, ends_on=spring, start_time=time(23), end_time=time(2, 30)))


def elsewhere(nia: Membership, told, autumn: date) -> None:
    """Where clocks change on other days, the other way round, by half an hour, not at all, or by the moon."""
    zones = ["America/New_York", "Pacific/Auckland", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca",
             "Africa/Cairo", "America/St_Johns"]  # fmt: skip
    for n, zone in enumerate(zones):
        for weeks in (-1, 2, 22):
            told(make_meeting(nia, day=autumn + timedelta(days=7 * weeks + n), zone=zone))


def in_awkward_words(nia: Membership, told, autumn: date) -> None:
    """Whole days; a room and a link; every sign that iCalendar has a meaning for; long lines; what no form lets in."""
    friday = autumn + timedelta(days=5)
    retreat = make_meeting(
        nia, day=friday, ends_on=friday + 2 * DAY, kind="retreat", place="Low Barn, Elter; the \\ end",
        start_time=None, end_time=None, facilitator=None,
    )  # fmt: skip
    told(retreat, "retreat", retreat.place, by="")
    topics = [make_topic(nia, f"{LONG} {n}") for n in range(8)]  # 960 characters in one line
    asked = "Topics: " + ", ".join(t.title for t in topics[:-1]) + f" and {topics[-1].title}"
    long = make_meeting(
        nia, day=autumn + 8 * DAY, kind="hybrid", title=TITLE, topics=topics, place="漢" * 200, join_url=ROOM
    )
    told(long, "in the room and online", long.place, ROOM, TITLE, asked)
    online = make_meeting(nia, day=autumn + 9 * DAY, join_url=ROOM)
    told(online, "online", ROOM, ROOM)
    odd = make_meeting(nia, day=autumn + 10 * DAY, kind="face", place="here", title="here")
    Meeting.objects.filter(pk=odd.pk).update(
        place="The \x07rope\u2028walk,\r\nup\tthe stair", title="Bell\x00 and\x1b book"
    )
    told(odd, "face to face", "The ropewalk, up the stair", "Bell and book")
    told(make_meeting(nia, day=autumn + 11 * DAY, start_time=time(0), end_time=time(0), ends_on=autumn + 12 * DAY))
