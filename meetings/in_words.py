"""Where the search for a date stands, in a sentence or two."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse.clocks import When
from copse.words import join_names, number_word, sentence, some_of_us
from meetings.called import apart
from meetings.who_can import WhoCan


def offered(hearings: list[WhoCan], today: date) -> str:
    """Which dates are offered, before anybody knows more: `No date yet. We thought of Saturday 10 October.`"""
    if not hearings:
        return _("No date yet, and none is offered.")
    if len(hearings) == 1:
        return _("No date yet. We thought of %(day)s.") % {"day": When(hearings[0].meeting).near(today)}
    words = ngettext("%(number)s date is offered.", "%(number)s dates are offered.", len(hearings))
    return sentence(words % {"number": number_word(len(hearings))})


def suiting(hearings: list[WhoCan], today: date) -> str:
    """Which of the dates that are offered suit, and whom: `All four of us can make Saturday 10 October.`"""
    days: dict[str, list[str]] = {}
    for hearing, day in zip(hearings, apart([hearing.meeting for hearing in hearings], today), strict=True):
        if hearing.suits:
            days.setdefault(hearing.whom_it_suits, []).append(day)
    said = [_("%(all)s can make %(days)s.") % {"all": all_, "days": join_names(of)} for all_, of in days.items()]
    return " ".join(sentence(words) for words in said)


def where_it_stands(hearings: list[WhoCan], today: date) -> str:
    """How far we are: which date suits, or whom we wait to hear from."""
    if not hearings:
        return _("No date is offered any more.")
    suits = any(hearing.suits for hearing in hearings)
    if len(hearings) == 1 and (hearings[0].all_can or not suits):
        return hearings[0].who_can
    if suits:
        return suiting(hearings, today)
    waiting = {m.pk: m for hearing in hearings for m in hearing.waiting_for}
    said = [offered(hearings, today)]
    if waiting:
        said.append(_("We wait to hear from %(names)s.") % {"names": some_of_us([m.name for m in waiting.values()])})
    else:
        said.append(_("None suits us yet."))
    return " ".join(said)


def state(hearing: WhoCan) -> str:
    """Where one date stands, in words that blame nobody."""
    if hearing.suits:
        all_, words = hearing.whom_it_suits, _("Suits %(all)s")
        if len(hearing.coming) < len(hearing.required):
            words = _("Suits by our rule: %(all)s can")
        return words % {"all": all_}
    if not hearing.could_suit:
        return _of_a_near_miss(hearing)
    if hearing.to_confirm and not hearing.waiting_for:
        words = _("Suits by our rule, %(names)s at a stretch") if hearing.against else ""
        names = join_names([m.name for m in hearing.to_confirm])
        return (words or _("Suits everyone, %(names)s at a stretch")) % {"names": names}
    if hearing.against:
        return _("Could suit by our rule")
    return _("Suits everyone who has answered") if hearing.answers else _("Nobody has answered yet")


def _of_a_near_miss(hearing: WhoCan) -> str:
    if hearing.missing:
        return _("Can’t suit everyone")
    names = join_names([m.name for m in hearing.against])
    return _("Would suit, but for %(names)s only at a stretch") % {"names": names}
