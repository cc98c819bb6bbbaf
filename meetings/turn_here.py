"""What a meeting's own page says of its turn, beside who facilitates."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copse.near import recall
from copse.prepared import Given, Prepared
from copse.words import join_names, who_facilitates
from meetings.models import TurnOffer

OFFERED = Prepared(
    lambda: TurnOffer.objects.untaken().filter(meeting__group_id=Given("group")).values_list("meeting_id")
)


class TurnHere:
    """Of a meeting, as `membership` reads it at one moment; `people` are all of us, by their primary key."""

    def __init__(self, meeting, membership, people: dict, at):
        self.meeting, self.membership, self.people, self.at = meeting, membership, people, at

    @property
    def is_ahead(self) -> bool:
        return self.meeting.is_ahead(self.at)

    @property
    def resting(self) -> list:
        """Who has the turn and is on sabbatical that day, while it is ahead."""
        people = [self.people[pk] for pk in self.meeting.seats.keys if pk in self.people]
        return [who for who in people if self.is_ahead and who.rests_on(self.meeting.starts_on)]

    @property
    def in_words(self) -> str:
        """Who facilitates; of whoever rests that day, that nobody goes instead yet."""
        resting = self.resting
        able = [who.name for who in self.meeting.seats if who not in resting]
        said = [f"{who_facilitates(able)}."] if able else []
        if resting:
            names = {"names": join_names([who.name for who in resting])}
            words = ngettext("%(names)s has the turn.", "%(names)s have the turn.", len(resting)) % names
            said += [words, _("Nobody goes instead yet.")]
        return " ".join(said)

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
        if not (able and self.is_ahead and meeting.seats and meeting.pk in self._offered):
            return []
        return list(meeting.turn_offers.standing(self.at).offered_to(me).for_page())
