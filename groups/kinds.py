"""The kinds of mail that a group sends, few enough to choose from, and when each of them may come.

Which kind a mail is of stands in the registry. What is of no kind, such as a code or an invitation, always comes
(record 54).
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Rhythm(TextChoices):
    AT_ONCE = "at_once", _("At once")
    FRIDAY = "friday", _("In the Friday letter")
    NEVER = "never", _("Never")


class Kind(TextChoices):
    DATE = "date", _("A date to find")
    MEETING = "meeting", _("A date settled or changed")
    TURN = "turn", _("Your turn is coming")
    PROPOSAL = "proposal", _("A proposal waits for you")
    SHARED = "shared", _("Something was shared")
    LETTER = "letter", _("The weekly letter")

    @property
    def rhythms(self) -> list[tuple[str, str]]:
        """Which of them one can choose, each with its words. The letter itself comes on Fridays or not at all."""
        if self is Kind.LETTER:
            return [(Rhythm.FRIDAY.value, _("On Fridays")), (Rhythm.NEVER.value, Rhythm.NEVER.label)]
        return Rhythm.choices

    @property
    def default(self) -> Rhythm:
        """Whoever has chosen nothing hears at once of what waits for them, and of the rest on Friday."""
        return Rhythm.FRIDAY if self in (Kind.SHARED, Kind.LETTER) else Rhythm.AT_ONCE

    def is_sent(self, rhythm: str) -> bool:
        """Whether somebody who chose `rhythm` gets its mails when they are due."""
        return rhythm == (Rhythm.FRIDAY if self is Kind.LETTER else Rhythm.AT_ONCE)
