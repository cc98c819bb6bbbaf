"""What a meeting's own page says of its turn, beside who facilitates."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from copse.near import recall
from copse.prepared import Given, Prepared
from copse.words import join_names
from meetings.kept_away import in_words, kept_away, who_goes
from meetings.models import RotaOrder, TurnOffer

OFFERED = Prepared(
    lambda: TurnOffer.objects.untaken().filter(meeting__group_id=Given("group")).values_list("meeting_id")
)


class TurnHere:
    """Of a meeting, as `membership` reads it at one moment; `people` are all of us, by their primary key, and `noes`
    those of them who have answered that they can't come.
    """

    def __init__(self, meeting, membership, people: dict, noes: set[int], at):
        self.meeting, self.membership, self.people, self.noes, self.at = meeting, membership, people, noes, at

    @property
    def is_ahead(self) -> bool:
        return self.meeting.is_ahead(self.at)

    @cached_property
    def _kept(self) -> dict[int, str]:
        return kept_away(self.meeting, self.people, self.noes, self.at)

    @property
    def kept(self) -> list[str]:
        """While it is ahead, of those who have the turn and can't be there, what keeps each of them, in a sentence."""
        if not self.is_ahead:
            return []
        seats = {who.pk: who for who in self.meeting.seats} if self._kept else {}
        return [_has_it_and(why, seats[pk], is_me=pk == self.membership.pk) for pk, why in self._kept.items()]

    @property
    def kept_for(self) -> str:
        """Of a meeting that is let go and not over yet, who has the next turn; empty where we take none."""
        meeting = self.meeting
        if not meeting.let_go_at or meeting.is_over(self.at) or not meeting.seats:
            return ""
        return join_names(meeting.seats.names) if RotaOrder.takes_turns(meeting) else ""

    @property
    def i_go(self) -> bool:
        return self.membership in self.meeting.seats and self.membership.pk not in self._kept

    @property
    def i_am_kept(self) -> bool:
        """Whether I have the turn, and can pass it on, since I can't be there."""
        return self.is_ahead and self.membership.pk in self._kept

    @property
    def who_goes(self) -> str:
        """Who facilitates or did, of those who could be there."""
        return who_goes(self.meeting, self._kept, held=self.meeting.was_held(self.at))

    @property
    def in_words(self) -> str:
        """Who facilitates; of whoever can't be there, that nobody goes instead yet."""
        return in_words(self.meeting, self._kept)

    @property
    def _offered(self) -> frozenset[int]:
        """The meetings of the group of which a turn is offered, whether or not it still can be taken."""
        group = self.meeting.group
        key = f"turns offered:{group.pk}:{group.programme_version}"
        return recall(key, lambda: frozenset(meeting for (meeting,) in OFFERED(group=group.pk)))

    @cached_property
    def offers(self) -> list[TurnOffer]:
        """What of it I could take."""
        meeting, me = self.meeting, self.people[self.membership.pk]
        able = not (me in meeting.seats or me.pk == meeting.focus_id or me.rests_on(meeting.starts_on))
        able = able and me.pk not in self.noes
        if not (able and self.is_ahead and meeting.seats and meeting.pk in self._offered):
            return []
        return list(meeting.turn_offers.standing(self.at).offered_to(me).for_page())


def _has_it_and(why: str, who, *, is_me: bool) -> str:
    """`why` is as in `kept_away`."""
    if is_me:
        mine = {
            "rests": _("You have this turn and are on sabbatical then."),
            "cannot": _("You have this turn and can’t come."),
        }
        return mine[why]
    words = {
        "rests": _("%(name)s has this turn and is on sabbatical then."),
        "cannot": _("%(name)s has this turn and can’t come."),
        "gone": _("%(name)s has this turn and is not among us any more."),
    }
    return words[why] % {"name": who.name}
