"""Meetings of twos and threes: what a page of one shows, and which of them a member sees and is asked about."""

from datetime import date
from typing import NamedTuple

from django.db.models import DateField, DateTimeField, Exists, OuterRef
from django.utils import timezone
from django.utils.functional import cached_property

from copse.near import columns, instances, recall
from copse.prepared import Given, Prepared
from meetings.models import Attendance, Meeting, SmallerGuest
from meetings.outlook import Outlook
from meetings.page import MeetingPage

UNSEEN = "uid created_at materials"  # in no list of them

# Built once: a home reads them anew after every change of the programme. Their dates are settled from the first.
BY_GUEST = Attendance.objects.filter(
    meeting=OuterRef("pk"), membership=OuterRef("guests__membership"), at_sequence__gte=OuterRef("asks_since")
)
OF_YEAR = Prepared(
    lambda: (
        Meeting.of_any_size.of_some()
        .standing()
        .filter(group_id=Given("group"), starts_on__range=(Given("first", DateField()), Given("last", DateField())))
        .order_by("starts_at", "pk", "guests__pk")
        .values_list("guests__membership", Exists(BY_GUEST), *columns(Meeting, but=UNSEEN))
    )
)
MINE = Prepared(
    lambda: SmallerGuest.objects.filter(
        membership_id=Given("me"), meeting__group_id=Given("group"), meeting__ends_at__gt=Given("at", DateTimeField())
    ).values_list("meeting_id")
)


class SmallerPage(MeetingPage):
    """What the page of a smaller meeting shows to one member: those who are in it stand for all of us."""

    @cached_property
    def members(self) -> list:
        there = set(self.meeting.guests.values_list("membership", flat=True))
        return [m for m in self.meeting.group.people.values() if m.pk in there]

    @property
    def required(self) -> list:
        """Whoever is in it is asked, on sabbatical or not."""
        return self.members

    @property
    def i_am_in_it(self) -> bool:
        return self.membership in self.members

    @property
    def shows_answer(self) -> bool:
        return self.i_am_in_it and super().shows_answer

    @property
    def can_change(self) -> bool:
        return self.i_am_in_it and self.is_ahead

    @property
    def can_leave(self) -> bool:
        """Whether I may take myself out; whoever is alone in it can let it go."""
        return self.can_change and len(self.members) > 1

    @property
    def can_revive(self) -> bool:
        return self.i_am_in_it and bool(self.meeting.let_go_at) and not self.meeting.is_over(self.at)


class Row(NamedTuple):
    """A line of the list of them."""

    meeting: Meeting
    people: list
    asks: bool  # whoever reads, whether they can come


def of_year(year: int, reader) -> list[Row]:
    """The smaller meetings of a year that `reader` may see and that aren't let go, in order of time."""
    group, people, now = reader.group, reader.group.people, timezone.now()
    there: dict[int, dict[int, bool]] = {}
    meetings: dict[int, tuple] = {}
    for who, answered, *row in OF_YEAR(group=group.pk, first=date(year, 1, 1), last=date(year, 12, 31)):
        meetings[row[0]] = tuple(row)
        there.setdefault(row[0], {})[who] = answered
    found = []
    for meeting in instances(Meeting, list(meetings.values()), but=UNSEEN):
        meeting.group, guests = group, there[meeting.pk]
        if meeting.shown_to_all or reader.pk in guests:
            asks = meeting.is_ahead(now) and not guests.get(reader.pk, True)
            found.append(Row(meeting, [people[pk] for pk in guests if pk in people], asks))
    return found


def that_ask(membership, outlook: Outlook) -> list[Meeting]:
    """Those ahead that wait for the answer of `membership`, nearest first."""
    group = membership.group
    open_to_me = [m for m in outlook.smaller_ahead if membership.pk not in outlook.answers[m.pk]]
    if not open_to_me:
        return []
    key = f"smaller:{group.pk}:{group.programme_version}:{membership.pk}"
    mine = recall(key, lambda: frozenset(pk for (pk,) in MINE(me=membership.pk, group=group.pk, at=outlook.at)))
    return [m for m in open_to_me if m.pk in mine]
