"""Who can be at a meeting, and whom we wait to hear from."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse import words
from meetings.models import Attendance


class WhoCan:
    """What `members` have said to a meeting; `answers` has, by membership, what stands now."""

    def __init__(self, meeting, members: list, answers: dict):
        self.meeting, self.members, self.answers = meeting, members, answers

    @cached_property
    def required(self) -> list:
        """Those whose answer is needed: all of us but who is on sabbatical that day."""
        return [m for m in self.members if not m.rests_on(self.meeting.starts_on)]

    @cached_property
    def resting(self) -> list:
        """Those on sabbatical that day who haven't said that they come all the same."""
        return [m for m in self.members if m not in self.required and m.pk not in self.answers]

    def _who(self, answer: str) -> list:
        return [m for m in self.members if m.pk in self.answers and self.answers[m.pk].answer == answer]

    @cached_property
    def can(self) -> list:
        return self._who(Attendance.Answer.CAN)

    @cached_property
    def stretch(self) -> list:
        return self._who(Attendance.Answer.STRETCH)

    @cached_property
    def cannot(self) -> list:
        return self._who(Attendance.Answer.CANNOT)

    @cached_property
    def waiting_for(self) -> list:
        return [m for m in self.required if m.pk not in self.answers]

    @property
    def all_can(self) -> bool:
        return bool(self.can) and all(m in self.can for m in self.required)

    @property
    def all_of_us(self) -> str:
        alone = len(self.members) == 1
        return _("You") if alone else words.sentence(words.all_of_us(len(self.required)))

    @property
    def who_can(self) -> str:
        """Who can be there, in a sentence or two."""
        said = []
        if self.all_can:
            said.append(_("%(all)s can be there.") % {"all": self.all_of_us})
        elif self.waiting_for:
            said.append(
                _("We wait to hear from %(names)s.") % {"names": words.join_names([m.name for m in self.waiting_for])}
            )
        if self.stretch:
            said.append(_("%(names)s can at a stretch.") % {"names": words.join_names([m.name for m in self.stretch])})
        if self.cannot:
            said.append(_("%(names)s can’t.") % {"names": words.join_names([m.name for m in self.cannot])})
        if self.resting:
            names = words.join_names([m.name for m in self.resting])
            shape = ngettext("%(names)s is on sabbatical.", "%(names)s are on sabbatical.", len(self.resting))
            said.append(shape % {"names": names})
        return " ".join(said)
