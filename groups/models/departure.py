from datetime import timedelta
from itertools import chain

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from copse.words import sentence
from groups import registry
from groups.belonging import Fate, numbers
from groups.locking import one_at_a_time
from groups.models.erasure_entry import ErasureEntry

TIME_TO_THINK = timedelta(days=30)
PROFILE = ("known_as", "pronouns", "about", "access_note", "tone")  # a photo and ways to reach me nobody sees who is in
AREAS = ("people", "programme", "answers", "larder", "manifesto")


class DepartureQuerySet(models.QuerySet):
    def open(self):
        """Neither made final nor taken back by coming back."""
        return self.filter(settled_at=None, returned_at=None)

    def due(self, at):
        return self.open().filter(at__lte=at - TIME_TO_THINK)


class Departure(models.Model):
    """Somebody has left: what they chose for each kind of thing, and what only they can still see of it.

    Their profile is moved here at once, so that no page, paper or feed can name them. For thirty days they can take a
    copy, choose that more of it goes, or come back to it. Then it is made final, and nothing here holds their words.
    """

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="departures")
    at = models.DateTimeField(default=timezone.now)
    chosen = models.JSONField(default=dict)  # a fate for each kind
    kept = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # what was taken away, for their eyes alone
    # Carries the name of what they chose to leave with it; a membership of nobody who could come in.
    byline = models.ForeignKey("groups.Membership", models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(settled_at=None, returned_at=None), name="one_open_departure"
            ),
        ]

    def __str__(self):
        return f"{self.membership_id} {self.at:%Y-%m-%d}"

    @property
    def group_id(self) -> int:
        return self.membership.group_id

    # -- the beginning

    @classmethod
    @transaction.atomic
    def begin(cls, membership, chosen: dict | None = None, *, at=None) -> "Departure":
        """Part with everything as `chosen`, by each kind's key; what isn't chosen has its default.

        Raises ValueError for a fate that a kind doesn't have.
        """
        chosen, at = fates(chosen or {}), at or timezone.now()
        for part in registry.partings:
            part(membership, at)
        departure = cls.objects.create(membership=membership, at=at, chosen=chosen)
        departure.kept["profile"] = {name: getattr(membership, name) for name in PROFILE}
        for belonging in in_order():
            departure._part(belonging, Fate(chosen[belonging.key]))
        type(membership).objects.filter(pk=membership.pk).update(**dict.fromkeys(PROFILE[:-1], ""), tone=0)
        departure.save(update_fields=["kept", "byline"])
        departure._drawn_anew()
        return departure

    def _part(self, belonging, fate: Fate) -> None:
        if fate == Fate.NAMED:
            belonging.hand(self.membership, self._carrier())
        taken = belonging.part(self.membership, fate, self.at)
        if taken:
            self.kept[belonging.key] = taken

    def _carrier(self):
        """Who carries the name; made when the first thing stays with it."""
        if self.byline is None:
            mine, profile = self.membership, self.kept["profile"]
            self.byline = type(mine).objects.create(
                group=mine.group, member=mine.member, known_as=profile["known_as"], tone=profile["tone"],
                joined_at=mine.joined_at, left_at=self.at,
            )  # fmt: skip
        return self.byline

    def _drawn_anew(self) -> None:
        """Whatever was drawn with the name is drawn again without it."""
        group = self.membership.group
        for area in AREAS:
            group.changed(area)
        for forget in registry.forgets:
            forget(group)

    # -- thirty days

    @property
    def final_on(self):
        return self.at + TIME_TO_THINK

    @one_at_a_time
    def choose(self, chosen: dict) -> None:
        """Leave less of something. What has gone doesn't come back: raises ValueError for a fate that leaves more."""
        self.refresh_from_db()
        if self.settled_at or self.returned_at:
            raise ValueError("it is final")
        chosen = fates({**self.chosen, **chosen})
        if any(fate not in Fate(self.chosen[key]).further for key, fate in chosen.items()):
            raise ValueError("what has gone doesn't come back")
        self._change(chosen)
        self._drawn_anew()

    def _change(self, chosen: dict[str, str]) -> None:
        """From one set of fates to another."""
        for belonging in in_order():
            fate = Fate(chosen[belonging.key])
            if fate != self.chosen[belonging.key]:
                self._take_back(belonging)
                self._part(belonging, fate)
        self.chosen = chosen
        self.save(update_fields=["chosen", "kept", "byline"])

    def _take_back(self, belonging) -> None:
        """What carried the name is the member's own again."""
        if self.byline:
            belonging.hand(self.byline, self.membership)

    @one_at_a_time
    def come_back(self, *, at=None) -> None:
        """The membership is taken up again with its name; what had gone has gone."""
        self.refresh_from_db()
        for belonging in in_order():
            self._take_back(belonging)
        type(self.membership).objects.filter(pk=self.membership_id).update(
            left_at=None, removed_at=None, removed_by=None, removal_reason="", removal_final_at=None,
            **self.kept["profile"],
        )  # fmt: skip
        self._forget_byline()
        Departure.objects.filter(pk=self.pk).update(returned_at=at or timezone.now(), kept={})
        self.membership.refresh_from_db()
        self._drawn_anew()

    def _forget_byline(self) -> None:
        if self.byline:
            type(self.byline).objects.filter(pk=self.byline_id).update(known_as="", tone=0, member=None)

    # -- the end

    @one_at_a_time
    def settle(self, chosen: dict[str, str] | None = None, *, at=None) -> None:
        """Make it final as it was chosen, or as `chosen` says now. The row of the membership stays, without a name.

        Settled twice is settled once. Noted for a restore (`ErasureEntry`).
        """
        at = at or timezone.now()
        if not Departure.objects.open().filter(pk=self.pk).update(settled_at=at):
            return
        if chosen is not None:
            self._change(fates(chosen))
        if Fate.NAMED not in self.chosen.values():
            self._forget_byline()
        erase(self.membership, self.chosen)
        ErasureEntry.note(self.membership.key, self.chosen, at=at)
        type(self.membership).objects.filter(pk=self.membership_id).update(anonymised_at=at)
        Departure.objects.filter(pk=self.pk).update(kept={})
        self.refresh_from_db()
        self._drawn_anew()

    @classmethod
    def settle_due(cls, at) -> None:
        """Those whose thirty days are over."""
        for departure in cls.objects.due(at).select_related("membership__group"):
            departure.settle(at=at)


def in_order() -> list:
    """What somebody may have in a group, kind by kind."""
    return sorted(chain.from_iterable(registry.belongings), key=lambda belonging: belonging.order)


def what_happens(membership, chosen: dict[str, str]) -> list[str]:
    """What will happen to what the group sees of somebody's, in a sentence for each kind of which there is any."""
    chosen, kinds = fates(chosen), in_order()
    found = numbers(membership, kinds)
    return [sentence(kind.says(Fate(chosen[kind.key]), found[kind.key])) for kind in kinds if found[kind.key]]


def fates(chosen: dict) -> dict[str, str]:
    """A fate for each kind: as chosen, else its default. Raises ValueError for one that the kind doesn't have."""
    kinds = in_order()
    fates = {b.key: str(Fate(chosen.get(b.key, b.default)).value) for b in kinds}
    if wrong := [b.key for b in kinds if fates[b.key] not in b.fates]:
        raise ValueError(f"no such fate for {wrong}")
    return fates


def least() -> dict[str, str]:
    """What leaves least of everything."""
    return {b.key: str(b.last.value) for b in in_order()}


def erase(membership, chosen: dict[str, str]) -> None:
    """For good: each kind as chosen, and whatever else the rules of the apps say is a person's own."""
    kinds = in_order()
    of_a_kind = [holding for belonging in kinds for holding in belonging.holdings]
    for belonging in kinds:
        belonging.settle(membership, Fate(chosen[belonging.key]))
    for holding in registry.holdings(of_account=False):
        if holding not in of_a_kind:
            holding.erase(membership)
