"""Where the search for a date stands, in a sentence or two."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse.clocks import When
from copse.words import join_names, number_word, sentence, some_of_us
from meetings.who_can import WhoCan


def offered(hearings: list[WhoCan], today: date) -> str:
    """Which dates are offered, before anybody knows more: `No date yet. We thought of Saturday 10 October.`"""
    if not hearings:
        return _("No date yet, and none is offered.")
    if len(hearings) == 1:
        return _("No date yet. We thought of %(day)s.") % {"day": When(hearings[0].meeting).near(today)}
    words = ngettext("%(number)s date is offered.", "%(number)s dates are offered.", len(hearings))
    return sentence(words % {"number": number_word(len(hearings))})


def where_it_stands(hearings: list[WhoCan], today: date) -> str:
    """How far we are: which date suits, or whom we wait to hear from."""
    if not hearings:
        return _("No date is offered any more.")
    if len(hearings) == 1:
        return hearings[0].who_can
    if suiting := [hearing for hearing in hearings if hearing.suits]:
        days = join_names([When(hearing.meeting).near(today) for hearing in suiting])
        return _("%(all)s can make %(days)s.") % {"all": suiting[0].all_of_us, "days": days}
    waiting = {m.pk: m for hearing in hearings for m in hearing.waiting_for}
    said = [offered(hearings, today)]
    if waiting:
        said.append(_("We wait to hear from %(names)s.") % {"names": some_of_us([m.name for m in waiting.values()])})
    else:
        said.append(_("None suits all of us yet."))
    return " ".join(said)
