"""What the page of an edition shows: kept by the versions of the manifesto and of the people, and read once for all."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from copse.near import columns, instances, recall
from groups.models import Membership
from manifesto.forms import BesideForm
from manifesto.models import Change, Correction, Edition
from manifesto.papers import Kind, has_poster, kinds_for


def editions_of(group) -> list[Edition]:
    """All editions of a group, newest first: the first is in force."""
    rows = recall(
        f"editions:{group.pk}:{group.manifesto_version}",
        lambda: list(group.editions.newest_first().values_list(*columns(Edition))),
    )
    found = instances(Edition, rows)
    for edition in found:
        edition.group = group
    return found


@dataclass
class EditionPage:
    """An edition, one of its group's `editions` (newest first), as one of us sees it."""

    edition: Edition
    editions: list[Edition]
    me: Membership

    @property
    def in_force(self) -> bool:
        return self.edition == self.editions[0]

    @cached_property
    def _everyone(self) -> dict[int, Membership]:
        return self.edition.group.everyone

    @cached_property
    def _facts(self) -> dict:
        group, edition = self.edition.group, self.edition
        return recall(f"edition:{edition.pk}:{group.manifesto_version}:{group.people_version}", self._read)

    def _read(self) -> dict:
        decided_in, corrections = self.edition.decided_in, self.edition.corrections
        return {
            "signed": [membership.pk for membership in self.edition.signers],
            "decided_in": decided_in and decided_in.key,
            "consenting": [membership.pk for membership in self.edition.consenting],
            "corrections": list(corrections.newest_first().values_list(*columns(Correction))),
            "uppermost": set(corrections.uppermost().values_list("pk", flat=True)),
            "tried": self._read_tried(),
        }

    def _read_tried(self) -> dict[int, set[int]]:
        changes = Change.objects.newest().filter(version__round__proposal__made__in=self.on_trial)
        tried: dict[int, set[int]] = {}
        for edition, value in changes.values_list("version__round__proposal__made", "value"):
            tried.setdefault(edition, set()).add(value)
        return tried

    def _named(self, fact: str) -> list[Membership]:
        return [self._everyone[pk] for pk in self._facts[fact]]

    @property
    def brought_in_by(self) -> Membership | None:
        return self._everyone.get(self.edition.brought_in_by_id)

    @property
    def decided_in(self) -> str | None:
        """The key of the round that it came of."""
        return self._facts["decided_in"]

    @property
    def consenting(self) -> list[Membership]:
        """Those whose consent made it."""
        return self._named("consenting")

    @property
    def signed_later(self) -> list[Membership]:
        consenting = self.consenting
        return [person for person in self.signers if person not in consenting] if consenting else []

    @property
    def has_poster(self) -> bool:
        return has_poster(self.edition)

    @property
    def papers(self) -> list[Kind]:
        return [kind for kind in kinds_for(self.edition.group) if self.has_poster or kind.key != "poster"]

    @property
    def on_trial(self) -> list[Edition]:
        """The editions whose changes are on trial in this one: itself; if it is in force, also earlier ones."""
        editions = self.editions if self.in_force else [self.edition]
        return [edition for edition in editions if edition.is_on_trial]

    @property
    def trials(self) -> list[tuple[date, set[int]]]:
        """Until which day, and which values, by their primary keys."""
        return [(edition.trial_until, self._facts["tried"].get(edition.pk, set())) for edition in self.on_trial]

    @cached_property
    def signers(self) -> list[Membership]:
        """In the order of signing."""
        return self._named("signed")

    @property
    def i_signed(self) -> bool:
        return self.me.pk in self._facts["signed"]

    @property
    def waiting_for(self) -> list[Membership]:
        """Those who haven't signed the edition in force and aren't on sabbatical today."""
        group = self.edition.group
        if not self.in_force:
            return []
        signed, today = self._facts["signed"], group.today()
        return [person for pk, person in group.people.items() if pk not in signed and not person.rests_on(today)]

    @cached_property
    def corrections(self) -> list[Correction]:
        """Newest first, also those that were undone."""
        found = instances(Correction, self._facts["corrections"])
        for correction in found:
            correction.by = self._everyone[correction.by_id]
            correction.undone_by = self._everyone.get(correction.undone_by_id)
        return found

    @property
    def undoable(self) -> list[Correction]:
        uppermost = self._facts["uppermost"] if self.in_force else set()
        return [correction for correction in self.corrections if correction.pk in uppermost and correction.is_fresh()]

    @property
    def beside(self) -> BesideForm:
        """This edition and another to be laid beside each other."""
        return BesideForm(editions=self.editions, initial=BesideForm.choice(self.editions, self.edition))
