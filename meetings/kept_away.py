"""Who has a turn and can't be there that day: the order, laying, the pages, home, the mails and what counts as a turn
all ask here.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse.words import join_names, who_facilitates


def kept_away(meeting, people: Mapping, noes: Collection[int], at: datetime) -> dict[int, str]:
    """What keeps each of those who facilitate `meeting`, by their primary key: `rests` that day; one of
    the `noes`, who have answered to what stands, `cannot`; and who is none of us while it is ahead is `gone`.
    Whoever has left since a meeting was there.
    """
    kept, ahead = {}, meeting.is_ahead(at)
    for key in meeting.seats.keys:
        person = people.get(key)
        if person is None:
            if ahead:
                kept[key] = "gone"
        elif person.rests_on(meeting.starts_on):
            kept[key] = "rests"
        elif key in noes:
            kept[key] = "cannot"
    return kept


def who_goes(meeting, kept: Collection[int], *, held: bool = False) -> str:
    """ "Nia facilitates", of those who can; empty where nobody can."""
    able = [who.name for who in meeting.seats if who.pk not in kept]
    return who_facilitates(able, held=held) if able else ""


def in_words(meeting, kept: Collection[int]) -> str:
    """The same of a meeting ahead, in sentences; and of whoever can't, that nobody goes instead yet."""
    said, names = who_goes(meeting, kept), [who.name for who in meeting.seats if who.pk in kept]
    sentences = [f"{said}."] if said else []
    if names:
        words = ngettext("%(names)s has the turn.", "%(names)s have the turn.", len(names))
        sentences += [words % {"names": join_names(names)}, _("Nobody goes instead yet.")]
    return " ".join(sentences)
