"""The meetings of a group around one moment, read once for a whole page."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import cached_property

from copse.near import recall
from meetings.models import Attendance, Meeting, MeetingDate, MeetingTopic

LOOK_BACK = timedelta(days=100)


class Said(NamedTuple):
    """A member's standing answer to a meeting."""

    membership_id: int
    answer: str
    note: str


class Outlook:
    """This year's meetings and all that are ahead, with their topics and the answers to them.

    Four queries, whatever the number of meetings, and each again only when what it reads has changed. `people`, the
    live memberships by their primary key, stand in for facilitators and foci; whoever has left is read when asked for.
    """

    def __init__(self, group, people: dict, at: datetime):
        self.group, self.people, self.at = group, people, at
        self.today = at.astimezone(group.tzinfo).date()

    @cached_property
    def meetings(self) -> list[Meeting]:
        """In order, those of this year and of the last hundred days too; each with `group` and `name` at hand."""
        found = recall(f"meetings:{self._key}", self._read)
        for meeting in found:
            meeting.group = self.group
            for role in ("facilitator", "focus"):
                person = self.people.get(getattr(meeting, f"{role}_id"))
                if person:
                    setattr(meeting, role, person)
        return found

    @property
    def _key(self) -> str:
        return f"{self.group.pk}:{self.group.programme_version}:{self.today}"

    def _read(self) -> list[Meeting]:
        since = min(date(self.today.year, 1, 1), self.today - LOOK_BACK)
        wanted = Q(starts_on__gte=since) | Q(ends_at__gt=self.at)
        found = list(Meeting.objects.filter(wanted, group=self.group).order_by("starts_at", "pk"))
        titles = self._titles([m.pk for m in found])
        for meeting in found:
            meeting.topic_titles = titles.get(meeting.pk, [])
        return found

    def _titles(self, keys: list[int]) -> dict[int, list[str]]:
        rows = MeetingTopic.objects.filter(meeting__in=keys).order_by("order", "pk")
        titles: dict[int, list[str]] = {}
        for meeting, title in rows.values_list("meeting_id", "topic__title"):
            titles.setdefault(meeting, []).append(title)
        return titles

    @cached_property
    def ahead(self) -> list[Meeting]:
        return [m for m in self.meetings if m.is_ahead(self.at)]

    @cached_property
    def next(self) -> Meeting | None:
        """The next one whose date is settled."""
        return next((m for m in self.ahead if m.settled_at), None)

    @cached_property
    def answers(self) -> dict[int, dict[int, Said]]:
        """By meeting ahead and by membership, the answers to what stands now."""
        answers: dict[int, dict[int, Said]] = {m.pk: {} for m in self.ahead}
        for meeting, *said in recall(f"answers:{self._key}:{self.group.answers_version}", self._read_answers):
            if meeting in answers:
                answers[meeting][said[0]] = Said(*said)
        return answers

    def _read_answers(self) -> list[tuple]:
        asks = {m.pk: m.asks_since for m in self.ahead}
        rows = Attendance.objects.filter(meeting__in=list(asks))
        columns = ("at_sequence", "meeting_id", "membership_id", "answer", "note")
        return [said for at, *said in rows.values_list(*columns) if at >= asks[said[0]]]

    @cached_property
    def moves(self) -> dict[int, tuple]:
        """By meeting ahead, (when, by whom) it was last moved."""
        return recall(f"moves:{self._key}", self._read_moves)

    def _read_moves(self) -> dict[int, tuple]:
        moved = [m.pk for m in self.ahead if m.sequence]
        if not moved:
            return {}
        dates = MeetingDate.objects.filter(meeting__in=moved).order_by("moved_at", "pk")
        return {meeting: (at, by) for meeting, at, by in dates.values_list("meeting_id", "moved_at", "by_id")}

    @cached_property
    def last_met(self) -> datetime | None:
        """When the last meeting ended; None before there was one."""
        held = [m.ends_at for m in self.meetings if m.was_held(self.at)]
        if held:
            return max(held)
        return self.group.meetings.held(self.at).values_list("ends_at", flat=True).first()
