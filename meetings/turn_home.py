"""What waits for somebody of their turns, on a group's home, and what became of those that they offered."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import DateTimeField, IntegerField, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from copse.clocks import When
from copse.keys import address
from copse.prepared import Given, Prepared
from copse.words import day_near
from groups.registry import Ask, Lines, Look, News
from meetings.models import Turn, TurnOffer
from meetings.models.turn_offer import can_be_taken
from meetings.turn_mail import DAYS_BEFORE

NEAR = timedelta(days=62)  # a turn that is further ahead can wait to be said yes to


class Offered(NamedTuple):
    """A turn that is offered to me or to whoever takes it, or that I offered and somebody has taken or declined."""

    by_id: int
    to_id: int | None
    taken_by_id: int | None
    taken_at: datetime | None
    declined_at: datetime | None
    offered_at: datetime
    meeting_id: int
    other_id: int | None
    meeting__key: str
    meeting__starts_on: date
    meeting__focus_id: int | None
    meeting__facilitator_id: int | None
    meeting__facilitates_with_id: int | None
    other__key: str | None
    other__starts_on: date | None
    other__focus_id: int | None

    def suits(self, me: int, people: dict, noes: dict) -> bool:
        """Whether I could have this turn and, of a swap, whoever offers it mine: nobody in focus, resting then or among
        the `noes` to that meeting.
        """
        taken = me in (self.meeting__focus_id, self.meeting__facilitator_id, self.meeting__facilitates_with_id)
        if taken or me in noes.get(self.meeting_id, ()) or people[me].rests_on(self.meeting__starts_on):
            return False
        mine, by = self.other__starts_on, self.by_id
        kept = by == self.other__focus_id or by in noes.get(self.other_id, ())
        return mine is None or not (kept or people[by].rests_on(mine))


# Each is built once: a home reads them anew after every change of the programme.
GIVEN = Prepared(
    lambda: (
        Turn.objects.ahead(Given("at", DateTimeField()))
        .pencilled()
        .filter(membership_id=Given("me"), meeting__starts_at__lt=Given("until", DateTimeField()))
        .values_list("meeting_id", "meeting__key", "meeting__starts_on", "meeting__starts_at")
    )
)
# So asked, the group's own meetings lead to its offers, and no index of what all groups give to whoever takes it.
WHOM = Coalesce("to_id", Given("me"), output_field=IntegerField())
TO_ME = Q(whom=Given("me")) & ~Q(by_id=Given("me"))
SINCE = Given("since", DateTimeField())
ANSWERED = Q(by_id=Given("me")) & (Q(taken_at__gt=SINCE) | Q(declined_at__gt=SINCE))
OFFERED = Prepared(
    lambda: (
        TurnOffer.objects.alias(whom=WHOM)
        .filter(ANSWERED | (TO_ME & can_be_taken(Given("at", DateTimeField()))), meeting__group_id=Given("group"))
        .values_list(*Offered._fields)
    )
)


def lines(look: Look, ahead: list, noes: dict) -> Lines:
    """A turn near by that I was given, turns that I could take, and who took mine, or can't, since we last met; of the
    meetings `ahead`. Of each of them `noes` has who can't come.
    """
    me, until, days = look.membership.pk, look.at + NEAR, Days(look, ahead)
    may_be_given = any(me in m.seats.keys and m.starts_at < until for m in ahead)
    rows = GIVEN(at=look.at, until=until, me=me) if may_be_given else ()
    rests_on = look.people[me].rests_on
    given = [row for pk, *row in rows if me not in noes.get(pk, ()) and not rests_on(row[1])]
    rows = OFFERED(at=look.at, since=look.since, me=me, group=look.group.pk)
    offers = [Offered(*row) for row in rows]
    open_to_me = [offer for offer in offers if offer.by_id != me and offer.suits(me, look.people, noes)]
    return Lines(
        asks=[*(_given(look, days, *row) for row in given), *(_offered(look, days, offer) for offer in open_to_me)],
        news=[_answered(look, days, offer) for offer in offers if offer.by_id == me],
    )


class Days:
    """The days of the meetings `ahead`, where whoever looks is."""

    def __init__(self, look: Look, ahead: list):
        self.today, self.meetings = look.today, {meeting.key: meeting for meeting in ahead}

    def said(self, key: str, on: date) -> str:
        """Of a meeting that isn't ahead any more, the day that was agreed on."""
        meeting = self.meetings.get(key)
        return When(meeting).near(self.today) if meeting else day_near(on, self.today)


def _given(look: Look, days: Days, key: str, on: date, starts_at) -> Ask:
    title = _("Your turn to facilitate, %(day)s") % {"day": days.said(key, on)}
    words, order = _("By our order it is yours. Say yes, or swap it."), starts_at - timedelta(days=max(DAYS_BEFORE))
    return Ask(title, words, _url(look, key), _("Look at it"), order)  # from then on before what is further off


def _offered(look: Look, days: Days, offer: Offered) -> Ask:
    theirs = days.said(offer.meeting__key, offer.meeting__starts_on)
    said = {"name": look.people[offer.by_id].name, "theirs": theirs}
    if offer.other__starts_on:
        said["mine"] = days.said(offer.other__key, offer.other__starts_on)
        title, words = _("%(name)s would swap turns with you"), _("Theirs is %(theirs)s, yours %(mine)s.")
    elif offer.to_id:
        title, words = _("%(name)s would give you a turn"), _("It is %(theirs)s.")
    else:
        title, words = _("%(name)s gives a turn to whoever takes it"), _("It is %(theirs)s.")
    return Ask(title % said, words % said, _url(look, offer.meeting__key), _("Look at it"), offer.offered_at)


def _answered(look: Look, days: Days, offer: Offered) -> News:
    day, url = days.said(offer.meeting__key, offer.meeting__starts_on), _url(look, offer.meeting__key)
    if offer.declined_at:
        deed = _("can’t swap turns with you") if offer.other__starts_on else _("can’t take the turn that you offered")
        return News(offer.declined_at, look.people.get(offer.to_id), deed, day, url)
    deed = _("swapped turns with you") if offer.other__starts_on else _("took the turn that you offered")
    return News(offer.taken_at, look.people.get(offer.taken_by_id), deed, day, url)


def _url(look: Look, key: str) -> str:
    return address("meetings:turn", look.group.slug, key)
