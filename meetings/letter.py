"""What the Friday letter says of meetings (groups.friday): days and numbers, no titles and no places."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse.clocks import When
from groups.kinds import Kind
from groups.letter import several, since_when
from groups.registry import Line, Look
from meetings import turn_mail
from meetings.asking import at_risk, awaited, exceptions_for
from meetings.models import Meeting, MeetingDate, TurnOffer

MOST = 6  # days named of one sort


def lines(look: Look) -> list[Line]:
    return [*_to_find(look), *_to_answer(look), *_turns(look), *_news(look)]


def _to_find(look: Look) -> list[Line]:
    newest: dict = {}  # by poll
    for option in awaited(look.membership, at=look.at):
        at = since_when(look, option.added_at, option.by_id)
        newest[option.poll_id] = max(at, newest.get(option.poll_id, at))
    offers = {offer.meeting_id: offer.offered_at for offer in exceptions_for(look.membership, at=look.at)}
    return [
        *several(Kind.DATE, newest.values(), lambda n: ngettext(
            "a meeting that we look for a date for: say when you can",
            "%(number)s meetings that we look for dates for: say when you can", n,
        ), waits=True),
        *several(Kind.DATE, offers.values(), lambda n: ngettext(
            "whether it would be all right to meet without one of us once",
            "whether it would be all right to meet without one of us, at %(number)s meetings", n,
        ), waits=True),
    ]  # fmt: skip


def _to_answer(look: Look) -> list[Line]:
    asked = look.group.meetings.settled().awaiting_answer_from(look.membership, look.at)
    mine = [m for m in asked if m.starts_at > look.at and not look.membership.rests_on(m.starts_on)]
    risky = at_risk(look.membership, look.at)
    return [
        *_each(mine, lambda m: since_when(look, max(m.settled_at, m.changed_at), m.news_by_id),
               _("whether you can come on %(day)s"), lambda n: ngettext(
                   "whether you can come to one meeting more", "whether you can come to %(number)s more meetings", n
               ), waits=True),
        *several(Kind.MEETING, (said_at for _meeting, said_at in risky), lambda n: ngettext(
            "a meeting that not all of us can come to after all",
            "%(number)s meetings that not all of us can come to after all", n,
        ), waits=True),
    ]  # fmt: skip


def _turns(look: Look) -> list[Line]:
    me, first = look.membership, max(turn_mail.DAYS_BEFORE)
    ahead = look.group.meetings.ahead(look.at).settled().select_related("group")
    mine = [m for m in ahead if me.pk in m.seats.keys and not me.rests_on(m.starts_on)]
    due = {m.pk: turn_mail.due_at(m, first) for m in mine}
    offers = TurnOffer.objects.standing(look.at).filter(to=me).for_page()
    return [
        *_each([m for m in mine if due[m.pk] <= look.at], lambda m: due[m.pk], _("you facilitate on %(day)s"),
               lambda n: ngettext(
                   "you facilitate at one meeting more", "you facilitate at %(number)s more meetings", n
               ), kind=Kind.TURN, waits=True),
        *several(Kind.TURN, (offer.offered_at for offer in offers if offer.suits()), lambda n: ngettext(
            "somebody offers you their turn, or would swap", "%(number)s offers of a turn, to you", n
        ), waits=True),
    ]  # fmt: skip


def _news(look: Look) -> list[Line]:
    """A meeting that was moved is told as it stands now, and one that was let go and isn't any more not at all; nor is
    what whoever reads did last themselves.
    """
    meetings, since = look.group.meetings.exclude(news_by=look.membership), look.since
    settled = meetings.ahead(look.at).settled().filter(settled_at__gt=since)
    moves = MeetingDate.objects.filter(meeting__in=meetings.ahead(look.at), moved_at__gt=since)
    moved = dict(moves.order_by("moved_at").values_list("meeting", "moved_at"))
    elsewhere = meetings.ahead(look.at).settled().filter(pk__in=moved).exclude(settled_at__gt=since)
    gone = meetings.filter(let_go_at__gt=since, ends_at__gt=look.at).order_by("starts_at", "pk")
    return [
        *_each(settled, lambda m: m.settled_at, _("we meet on %(day)s"), lambda n: ngettext(
            "one meeting more is settled", "%(number)s more meetings are settled", n
        )),
        *_each(elsewhere, lambda m: moved[m.pk], _("our meeting on %(day)s has changed"), lambda n: ngettext(
            "one meeting more has changed", "%(number)s more meetings have changed", n
        )),
        *_each(gone, lambda m: m.let_go_at, _("we don’t meet on %(day)s"), lambda n: ngettext(
            "one meeting more is let go", "%(number)s more meetings are let go", n
        )),
    ]  # fmt: skip


def _each(meetings, moment, words: str, more, *, kind=Kind.MEETING, waits: bool = False) -> list[Line]:
    """A line for each of the first six, and one for all others by their number. Two on one day are told apart."""
    found: list[Meeting] = list(meetings)
    days = Counter(When(m).days for m in found)
    said = {m.pk: When(m).days if days[When(m).days] == 1 else When(m).whole for m in found}
    lines = [Line(kind, words % {"day": said[m.pk]}, moment(m), waits) for m in found[:MOST]]
    return [*lines, *several(kind, map(moment, found[MOST:]), more, waits=waits)]
