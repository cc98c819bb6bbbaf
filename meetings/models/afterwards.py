"""What is said of a meeting once its day is over."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import search
from groups.locking import one_at_a_time
from meetings.models.meeting_topic import MeetingTopic
from meetings.models.use import Use, stamp_of_outcomes


class Afterwards:
    """A meeting's verbs for the time after it."""

    @one_at_a_time
    def note_outcomes(self, outcomes: "dict[MeetingTopic | Use, str]", *, by, seen: str | None = None, at=None) -> None:
        """What came of each topic, and how each activity went. Raises ValueError for a meeting that hasn't been held.

        `seen` is the stamp of what stood there; `Meeting.ChangedMeanwhile` where somebody has written since.
        """
        if not self.was_held(at):
            raise ValueError("nothing came of it yet")
        self.itself().select_for_update().get()  # of two at once, the second sees what the first wrote
        if seen is not None and seen != stamp_of_outcomes(self):
            raise self.ChangedMeanwhile
        for what, words in outcomes.items():
            what.note(words)
        search.keep(self.group, "meetings", self)
        self.group.changed("programme")

    @one_at_a_time
    def did_not_happen(self, *, by, at=None) -> None:
        """The day came and we didn't meet: no topic was opened and nobody had a turn. Said twice is said once.

        Raises ValidationError before the meeting's end, and for one that was never settled or was let go; ValueError
        for somebody of another group.
        """
        at = at or timezone.now()
        self._check_one_of_us(by)
        due = self.itself().held(at)
        if due.update(not_held_at=at):
            self.mark_changed(at)
        elif not self.itself().filter(not_held_at__isnull=False).exists():
            raise ValidationError(_("This can be said of a settled meeting once it is over."))

    @one_at_a_time
    def did_happen(self, *, by, at=None) -> None:
        """We met after all, and everything counts again. Said twice is said once; ValueError as above."""
        self._check_one_of_us(by)
        if self.itself().filter(not_held_at__isnull=False).update(not_held_at=None):
            self.mark_changed(at)

    def _check_one_of_us(self, by) -> None:
        if by.group_id != self.group_id:
            raise ValueError("somebody of another group")
