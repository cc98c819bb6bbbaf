"""Where somebody can't come after all: who, what they have offered, and the ways on, as one member sees them."""

from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse.words import join_names
from meetings.who_can import WhoCan, can_do_without


class Offered(NamedTuple):
    """An offer to meet without somebody this once, and where it stands."""

    by: object
    key: str
    accepted: list
    waiting: list
    mine: bool
    i_accepted: bool

    @property
    def in_words(self) -> str:
        if not self.waiting:
            words = _("%(name)s offered that we meet without them this once. It is all right for all the others.")
            return words % {"name": self.by.name}
        if self.mine:
            said = [_("You offer that the others meet without you this once.")]
        else:
            said = [_("%(name)s offers that we meet without them this once.") % {"name": self.by.name}]
        if self.accepted:
            said.append(_("It is all right for %(names)s.") % {"names": join_names([m.name for m in self.accepted])})
        names = join_names([m.name for m in self.waiting])
        return " ".join([*said, _("We wait to hear from %(names)s.") % {"names": names}])


def offered(offers: list, who: WhoCan, me) -> list[Offered]:
    """`offers`, each with `by_id`, `key` and `accepted_by`, as `me` sees them."""
    people, found = {m.pk: m for m in who.members}, []
    for offer in offers:
        others = [m for m in who.asked if m.pk != offer.by_id]
        found.append(
            Offered(
                by=people.get(offer.by_id) or offer.by, key=offer.key, mine=offer.by_id == me.pk,
                accepted=[m for m in others if m.pk in offer.accepted_by],
                waiting=[m for m in others if m.pk not in offer.accepted_by],
                i_accepted=me.pk in offer.accepted_by,
            )
        )  # fmt: skip
    return found


class AtRisk:
    """The ways on from a MeetingPage; each is open to whoever plans meetings, or to any of us, as it says."""

    def __init__(self, page):
        self.page, self.meeting, self.me = page, page.meeting, page.membership

    @property
    def heading(self) -> str:
        names = [m.name for m in self.page.missing]
        shape = ngettext("%(names)s can’t come after all", "%(names)s can’t come after all", len(names))
        return shape % {"names": join_names(names)}

    @property
    def asks(self) -> bool:
        """Whether there is anything to do; not where we meet without them."""
        return self.page.at_risk

    @property
    def i_am_missing(self) -> bool:
        return self.me in self.page.missing

    @property
    def plans(self) -> bool:
        """Whether I may move it, take it online, or let it go."""
        return self.me.facilitates

    @property
    def has_begun(self) -> bool:
        """Then no other date is found for it."""
        return self.meeting.starts_at <= self.page.at

    @property
    def could_be_smaller(self) -> bool:
        return len(self.page.members) > 2

    @cached_property
    def offers(self) -> list[Offered]:
        """Those that stand, whether or not all have accepted."""
        return offered(self.page.exceptions, self.page, self.me)

    @property
    def has_others(self) -> bool:
        """Whether two at least would be left, to meet without one of us."""
        return bool(self.offers) or len(self.page.asked) > 2

    @property
    def i_have_the_turn(self) -> bool:
        return self.page.turn.i_am_kept

    @property
    def i_can_offer(self) -> bool:
        without = {self.me.pk, *(offer.by.pk for offer in self.offers)}
        mine = any(offer.mine for offer in self.offers)
        return self.i_am_missing and not mine and can_do_without(without, self.page.asked)
