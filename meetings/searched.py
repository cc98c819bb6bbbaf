"""What members find of meetings by its words: what was planned, what came of it, and nobody's own notes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.registry import Said, Searched
from meetings.models import RunSheetPart


def says(meeting) -> Said:
    parts = (part.words for part in meeting.parts.all() if not is_as_laid_out(part))
    came_of_it = [opening.came_of_it for opening in meeting.opened.all()]
    came_of_it += [use.how_it_went for part in meeting.parts.all() for use in part.uses.all()]
    words = (*came_of_it, *parts, meeting.materials, meeting.place)
    return Said(title=meeting.title, words=words, at=meeting.starts_at, key=meeting.key)


def is_as_laid_out(part) -> bool:
    """Whether it says what every meeting's run sheet begins with: those words lead to none of them."""
    return part.words == str(RunSheetPart.SHAPE[part.part].words)


MEETINGS = Searched(
    order=40,
    title=_("Our meetings"),
    shown=lambda group: group.meetings.prefetch_related("parts__uses", "opened"),
    says=says,
    url=lambda slug, key: reverse("meetings:detail", args=[slug, key]),
)
