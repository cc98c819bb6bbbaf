"""What the Friday letter says of people, of what we decide, and of what was shared (groups.friday)."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import ngettext

from copse.words import number_word
from copse.zones import instant
from groups import sharing
from groups.kinds import Kind
from groups.models import LogEntry
from groups.models.round_stages import OVER, Stage
from groups.registry import Line, Look, Shared

CAME = (LogEntry.Act.JOINED, LogEntry.Act.RETURNED, LogEntry.Act.REMOVAL_UNDONE, LogEntry.Act.RETURN_AGREED)
WENT = (LogEntry.Act.LEFT, LogEntry.Act.REMOVED)


def lines(look: Look) -> list[Line]:
    return [*_deciding(look), *_writing(look), *_looking_back(look), *_decided(look), *_people(look), *_shared(look)]


def several(kind: Kind, moments: Iterable[datetime], words: Callable[[int], str], *, waits: bool = False) -> list[Line]:
    """One line for all of a sort, by their number; none where there are none. `words` may say %(number)s."""
    moments = list(moments)
    n = len(moments)
    return [Line(kind, words(n) % {"number": number_word(n)}, max(moments), waits)] if n else []


def since_when(look: Look, at: datetime, by: int | None) -> datetime:
    """Since when something waits: `at`; what whoever reads did themselves (`by`, a membership's primary key) is no
    reason for a letter, and only stands in one that has another.
    """
    return look.since if by == look.membership.pk else at


def _deciding(look: Look) -> list[Line]:
    waiting: dict[bool, list[datetime]] = {True: [], False: []}
    for begun in look.group.rounds_of_consent.open():
        begun.group = look.group
        hearing = begun.hearing(look.at)
        if look.membership in hearing.it_is_up_to:
            opened_by = begun.by_id if begun.stage_since == begun.opened_at else None
            waiting[hearing.can_go_on].append(since_when(look, begun.stage_since, opened_by))
    return [
        *several(Kind.PROPOSAL, waiting[False], lambda n: ngettext(
            "something that we are deciding waits for your word",
            "%(number)s things that we are deciding wait for your word", n,
        ), waits=True),
        *several(Kind.PROPOSAL, waiting[True], lambda n: ngettext(
            "something that we are deciding can take its next step",
            "%(number)s things that we are deciding can take their next step", n,
        ), waits=True),
    ]  # fmt: skip


def _writing(look: Look) -> list[Line]:
    begun = look.group.gatherings.writing()
    asked = [gathering for gathering in begun if look.membership in gathering.waiting_for(look.at)]
    mine = [since_when(look, gathering.begun_at, gathering.begun_by_id) for gathering in asked]
    opened = look.group.gatherings.opened().filter(opened_at__gt=look.since).values_list("opened_at", flat=True)
    return [
        *several(Kind.PROPOSAL, mine, lambda n: ngettext(
            "a question that each of us writes about", "%(number)s questions that each of us writes about", n
        ), waits=True),
        *several(Kind.PROPOSAL, opened, lambda n: ngettext(
            "what each of us wrote to a question is open to read",
            "what each of us wrote to %(number)s questions is open to read", n,
        )),
    ]  # fmt: skip


def _looking_back(look: Look) -> list[Line]:
    goals = look.group.goals.filter(Q(author=None) | Q(author=look.membership)).to_look_back_at(look.today)
    days = [instant(day, None, look.group.zone) for day in goals.values_list("look_back", flat=True)]
    words = lambda n: ngettext("a goal to look back at", "%(number)s goals to look back at", n)  # noqa: E731
    return several(Kind.LETTER, days, words, waits=True)


def _decided(look: Look) -> list[Line]:
    over = look.group.rounds_of_consent.filter(stage__in=OVER, closed_at__gt=look.since)
    over = over.exclude(stage=Stage.WITHDRAWN, by=look.membership)  # they took it back themselves
    agreed, others = over.filter(stage=Stage.ADOPTED), over.exclude(stage=Stage.ADOPTED)
    return [
        *several(Kind.PROPOSAL, agreed.values_list("closed_at", flat=True), lambda n: ngettext(
            "we have agreed on something", "we have agreed on %(number)s things", n
        )),
        *several(Kind.PROPOSAL, others.values_list("closed_at", flat=True), lambda n: ngettext(
            "something is not decided now", "%(number)s things are not decided now", n
        )),
    ]  # fmt: skip


def _people(look: Look) -> list[Line]:
    log = look.group.log_entries.filter(at__gt=look.since).exclude(by=look.membership)
    came, went = (log.filter(act__in=acts).values_list("at", flat=True) for acts in (CAME, WENT))
    return [
        *several(Kind.LETTER, came, lambda n: ngettext(
            "somebody has joined us", "%(number)s people have joined us", n
        )),
        *several(Kind.LETTER, went, lambda n: ngettext(
            "somebody is not one of us any more", "%(number)s people are not among us any more", n
        )),
    ]  # fmt: skip


def _shared(look: Look) -> list[Line]:
    return [Line(Kind.SHARED, sort.says(n), newest) for sort, n, newest in sharing.found(look.membership, look.since)]


def _goals(membership, since: datetime):
    goals = membership.group.goals.shared().filter(shared_at__gte=since)
    return goals.exclude(author=membership).values_list("shared_at", flat=True)


def _goals_in_words(n: int) -> str:
    words = ngettext("one of us shows what they hope for", "%(number)s goals are shown to all of us", n)
    return words % {"number": number_word(n)}


SHARED = [Shared(40, _goals, _goals_in_words, "groups:goals")]
