"""What the screen *whose turn* shows: of each kind of meeting who goes next and why, and what came before."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse.near import TOKEN
from copse.words import join_names, number_word
from meetings.forms.turn import GiftForm, SwapForm
from meetings.models import Meeting, RotaOrder, TurnOffer
from meetings.rota import Go, Told, Way
from meetings.turn_why import Reasons
from meetings.turns import Laying, Turns

MOST_BEFORE = 24  # turns of a kind that have been


@dataclass
class Ahead:
    """A meeting to come: who facilitates it, or would by the order, and why."""

    meeting: Meeting
    who: list
    why: str
    is_foreseen: bool  # nobody has the turn yet
    waits_for: list = field(default_factory=list)  # those who haven't said yes
    kept: list = field(default_factory=list)  # who has the turn and can't be there, or is new and would go first
    found: list = field(default_factory=list)  # those of `who` that the order finds, and who haven't got it yet


@dataclass
class Kind:
    """The turns of one kind of meeting."""

    sort: str
    name: str
    way: str  # in words
    ahead: list[Ahead]
    after: list[tuple]  # (membership, why): the order if everyone keeps their turn
    skipped: list[tuple]  # (membership, why they aren't in it)
    before: list[tuple]  # (meeting, whose turn it was in words), latest first


@dataclass
class Mine:
    """A turn of mine that is to come."""

    meeting: Meeting
    is_accepted: bool
    is_pencilled: bool
    offers: list[TurnOffer]
    void: list[TurnOffer]  # what I offered of it, and nobody can take any more


class TurnsPage:
    """Of a group, as one of its members reads it at one moment."""

    template = "meetings/turns.html"

    def __init__(self, group, membership, at: datetime | None = None):
        self.group, self.membership = group, membership
        self.turns = Turns(group, at)
        self.today = self.turns.today

    def drawn(self, request) -> tuple[str, datetime]:
        """The page, and until when it is true if nobody changes anything: midnight, or when a meeting is over."""
        tomorrow = datetime.combine(self.today + timedelta(days=1), time(), self.group.tzinfo)
        ends = [m.ends_at for m in self.turns.meetings.values() if m.is_ahead(self.turns.at)]
        context = {"page": self, "section": "year", "csrf_token": TOKEN}
        return render_to_string(self.template, context, request), min([tomorrow, *ends])

    @cached_property
    def names(self) -> dict:
        return self.group.everyone

    @cached_property
    def reasons(self) -> Reasons:
        return Reasons(self.turns, self.names)

    @cached_property
    def rota(self):
        return self.turns.rota()

    @cached_property
    def offers(self) -> list[TurnOffer]:
        """Those that nobody has answered and that I made, or that stand and that I could take."""
        return [o for o in TurnOffer.of(self.group).still_open(self.turns.at).for_page() if self._concerns_me(o)]

    def _concerns_me(self, offer) -> bool:
        if self.membership == offer.by or not offer.stands:
            return self.membership == offer.by
        mine = self.membership == offer.to or offer.to is None
        return mine and self.turns.could(offer.meeting, self.membership) and self._suits_them(offer)

    def _suits_them(self, offer) -> bool:
        return offer.other is None or self.turns.could(offer.other, offer.by)

    @property
    def to_me(self) -> list[TurnOffer]:
        return [offer for offer in self.offers if offer.by != self.membership]

    @cached_property
    def mine(self) -> list[Mine]:
        found = []
        for meeting in self.turns.meetings.values():
            if meeting.is_ahead(self.turns.at) and self.membership in meeting.seats:
                fact = self.turns.fact(meeting, self.membership.pk)
                offers = [o for o in self.offers if o.meeting_id == meeting.pk and o.by == self.membership]
                stand, void = [o for o in offers if o.stands], [o for o in offers if not o.stands]
                said = bool(fact and fact.accepted_at), bool(fact and fact.is_pencilled)
                found.append(Mine(meeting, *said, stand, void))
        return found

    @cached_property
    def foreseen(self) -> Meeting | None:
        """The meeting whose turn would be mine by the order, while none is."""
        told = next((t for t in self.rota.told if self.membership.pk in t.who), None)
        return told.go.meeting if told and not self.mine else None

    @cached_property
    def can_lay(self) -> bool:
        return self.membership.facilitates and bool(self.laying.proposed)

    @cached_property
    def laying(self) -> Laying:
        return Laying(self.turns)

    @property
    def kept(self) -> list:
        """Who has a turn and can't be there, for whoever lays turns."""
        return list(dict.fromkeys(who for told in self.rota.told for who in self._kept(told)))

    def _kept(self, told: Told) -> list:
        return [self.names[pk] for pk in told.go.meeting.seats.keys if pk not in told.who]

    @property
    def falls_otherwise(self) -> bool:
        """Whether the order has moved on since turns were given that nobody has said yes to: a meeting was let go, or
        moved, somebody came or went, or we take turns in another way.
        """
        return any(told.go.meeting.seats for told in self.laying.proposed)

    def proposals(self, laying: Laying) -> list[tuple]:
        """(meeting, who would go, why, who was given it and hasn't said yes) of each turn that could be laid."""
        found = []
        for told in laying.proposed:
            meeting, who = told.go.meeting, [self.names[pk] for pk in told.who]
            given = [pk for pk in meeting.seats.keys if pk not in (*told.go.who, *self.turns.kept_from(meeting))]
            found.append((meeting, who, self.reasons.of_turn(told), [self.names[pk] for pk in given]))
        return found

    @staticmethod
    def url(group) -> str:
        return reverse("meetings:turns", args=[group.slug])

    # -- the kinds

    @cached_property
    def kinds(self) -> list[Kind]:
        """Those at which turns are taken and that we have met for, or will: the one that is next first."""
        told: dict[str, list[Told]] = {sort: [] for sort in self._sorts}
        for one in self.rota.told:
            if one.go.sort in told:
                told[one.go.sort].append(one)
        kinds = sorted(told, key=lambda sort: (not told[sort], told[sort] and told[sort][0].go.starts_at))
        return [self._kind(sort, told[sort]) for sort in kinds]

    @property
    def _sorts(self) -> list[str]:
        met = {meeting.mark for meeting in self.turns.meetings.values()}
        return [sort for sort, way in self.turns.ways.items() if sort in met and way.together]

    def _kind(self, sort: str, told: list[Told]) -> Kind:
        day = max([self.today, *(one.go.day for one in told)])
        go = Go(meeting=None, sort=sort, day=day, starts_at=self.turns.at, open=self.turns.ways[sort].together)
        after = self.rota.next_for(go)
        line = [(self.names[who], self.reasons.of_place(after, who, first=n == 0)) for n, who in enumerate(after.line)]
        skipped = [(person, self._why_not(person, day)) for pk, person in self.turns.people.items()
                   if pk not in after.line]  # fmt: skip
        return Kind(
            sort, str(RotaOrder.Sort(sort).label), way_in_words(self.turns.ways[sort]),
            [self._ahead(one) for one in told], line, skipped, self._before(sort),
        )  # fmt: skip

    def _why_not(self, person, day: date) -> str:
        if person.rests_on(day):
            return _("On sabbatical.")
        return _("New here: goes once somebody else has.")

    def _ahead(self, told: Told) -> Ahead:
        meeting, seats = told.go.meeting, told.go.meeting.seats.keys
        who, kept = [self.names[pk] for pk in told.who], self._kept(told)
        pencilled = (self.names[pk] for pk in seats if (fact := self.turns.fact(meeting, pk)) and fact.is_pencilled)
        waits_for = [who for who in pencilled if who not in kept]
        found = [self.names[pk] for pk in told.who if pk not in seats]
        return Ahead(meeting, who, self.reasons.of_turn(told), not seats, waits_for, kept, found)

    def _before(self, sort: str) -> list[tuple]:
        past = [m for m in reversed(self.turns.meetings.values()) if m.mark == sort and m.was_held(self.turns.at)]
        return [(m, whose) for m in past if (whose := self._whose(m))][:MOST_BEFORE]

    def _whose(self, meeting) -> str:
        """ "Nia and Bea", of those who were there; "Bea, for Nia" where it counts as Nia's, who gave it away."""
        who = [pk for pk in meeting.seats.keys if pk not in self.turns.kept_from(meeting)]
        words = join_names([self.names[pk].name for pk in who])
        givers = [self.names[by].name for pk in who if (by := self.turns.owner(meeting.pk, pk)) != pk]
        return _("%(name)s, for %(other)s") % {"name": words, "other": join_names(givers)} if givers else words


class TurnPage(TurnsPage):
    """One turn, as one of the group's members reads it; forms that come back stand in the place of empty ones."""

    template = "meetings/turn.html"

    def __init__(self, meeting, membership, *, at=None, swap_form: SwapForm | None = None, gift_form=None):
        super().__init__(meeting.group, membership, at)
        self.meeting, self._swap_form, self._gift_form = meeting, swap_form, gift_form

    @property
    def is_ahead(self) -> bool:
        return self.meeting.is_ahead(self.turns.at)

    @property
    def was_held(self) -> bool:
        return self.meeting.was_held(self.turns.at)

    @property
    def turn(self) -> Mine | None:
        """Mine, if it is."""
        return next((mine for mine in self.mine if mine.meeting == self.meeting), None)

    @cached_property
    def reasons(self) -> Reasons:
        return Reasons(self.turns, self.names, me=self.membership.pk)

    @property
    def i_am_kept(self) -> bool:
        """Whether I have it and can't be there, or am new and would go first."""
        return self.stands is not None and self.membership in self.stands.kept

    @property
    def had_it(self) -> list:
        """Of a meeting that was let go or didn't happen: whose turn it was, and isn't over."""
        off = self.meeting.let_go_at or self.meeting.not_held_at
        return [self.names[pk] for pk in self.meeting.seats.keys] if off else []

    @property
    def can_take_again(self) -> bool:
        return self.turns.can_take_again(self.meeting, self.membership)

    @cached_property
    def stands(self) -> Ahead | None:
        """Whose it is, and why; None of a meeting that isn't ahead."""
        return next((self._ahead(told) for told in self.rota.told if told.go.meeting == self.meeting), None)

    @property
    def to_take(self) -> list[TurnOffer]:
        """What of this turn I could take."""
        return [offer for offer in self.to_me if self.meeting in (offer.meeting, offer.other)]

    @cached_property
    def swap_form(self) -> SwapForm:
        return self._swap_form or SwapForm(turns=self.turns, meeting=self.meeting, by=self.membership)

    @cached_property
    def gift_form(self) -> GiftForm:
        return self._gift_form or GiftForm(turns=self.turns, meeting=self.meeting)


def way_in_words(way: Way) -> str:
    """ "One of us, one meeting each"; "Two together, three meetings in a row"."""
    together = str(RotaOrder.Together(way.together).label)
    if way.together == 0:
        return together
    if way.term == 1:
        return _("%(together)s, one meeting each") % {"together": together}
    words = ngettext(
        "%(together)s, %(number)s meeting in a row", "%(together)s, %(number)s meetings in a row", way.term
    )
    return words % {"together": together, "number": number_word(way.term)}
