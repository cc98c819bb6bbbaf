from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import LineField, WordsField
from copse.keys import short_key, stamp
from groups import search
from groups.locking import one_at_a_time
from manifesto.models.correction import Correction, CorrectionQuerySet

MOST_VALUES = 40
FIRST_YEAR = 1900  # earlier is a slip of the finger


def check_day(agreed_on: date, today: date) -> None:
    """Raises ValidationError for a day on which nobody can have agreed on a manifesto."""
    if agreed_on > today:
        raise ValidationError(_("Choose the day it was agreed on, today or before."))
    if agreed_on.year < FIRST_YEAR:
        raise ValidationError(_("Choose the day it was agreed on, in 1900 or later."))


class Value(models.Model):
    """One thing that the group holds to. Its wording belongs to an edition; the value goes through all of them."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="values")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.key

    @property
    def standing(self) -> "EditionEntry | None":
        """Where it stands in the edition in force; None where it was retired."""
        edition = self.group.editions.in_force()
        return edition and edition.entries.filter(value=self).first()


class EditionQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-n")

    def in_force(self):
        """The newest edition, or None before there is one."""
        return self.newest_first().first()

    def corrections(self) -> CorrectionQuerySet:
        """Of any of their values, also those that were undone."""
        return Correction.objects.filter(entry__edition__in=self.all())


class Edition(models.Model):
    """A numbered version of the manifesto. What was agreed on never changes; who signed it renders from the signatures.

    How it reads, with slips put right since, is asked of `wording`.
    """

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="editions")
    n = models.PositiveIntegerField()
    agreed_on = models.DateField()
    because = LineField(gettext_lazy("What is new in it"), max_length=200, blank=True)
    trial_until = models.DateField(null=True)  # then we say whether what is new in it stays
    trial_over_at = models.DateTimeField(null=True)
    brought_in_by = models.ForeignKey("groups.Membership", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "n"], name="editions_are_numbered_once")]

    def __str__(self):
        return _("version %(n)s") % {"n": self.n}

    @property
    def decided_in(self):
        """The consent round that it came of; None where it was brought in."""
        proposal = getattr(self, "proposal", None)
        return proposal and proposal.round

    @property
    def is_on_trial(self) -> bool:
        return self.trial_until is not None and self.trial_over_at is None

    @classmethod
    @one_at_a_time
    def bring_in(cls, *, by, agreed_on: date, values: list[tuple[str, str]], at=None) -> "Edition":
        """The manifesto that a group already has, (name, statement) by (name, statement), as its first edition.

        Raises ValidationError where there is an edition already, the list is empty or the day is yet to come.
        """
        return cls.bring_in_all(by=by, editions=[(agreed_on, values)], at=at)[0]

    @classmethod
    @one_at_a_time
    def bring_in_all(cls, *, by, editions: list[tuple[date, list[tuple[str, str]]]], at=None) -> "list[Edition]":
        """Every edition that a group's manifesto has had, first to last: the day, and (name, statement) by (name,
        statement). A value goes through all editions that have one of its name. Brought in twice it is brought in once.

        Raises ValidationError as `bring_in`.
        """
        if there := list(by.group.editions.order_by("n")):
            if editions != [edition.as_brought_in() for edition in there]:
                raise ValidationError(_("Our manifesto has been brought in already."))
            return there
        at, known, made = at or timezone.now(), {}, []
        for n, (agreed_on, values) in enumerate(editions, 1):
            if not values:
                raise ValidationError(_("Write at least one value."))
            check_day(agreed_on, by.group.today(at))
            edition = cls.objects.create(group=by.group, n=n, agreed_on=agreed_on, brought_in_by=by, made_at=at)
            standing = {}
            for name, statement in values:
                value = known.pop(name.casefold(), None) or Value.objects.create(group=by.group, made_at=at)
                standing[value] = (name, statement)
            edition.set_out([(value, *words) for value, words in standing.items()])
            known |= {name.casefold(): value for value, (name, _statement) in standing.items()}
            made.append(edition)
        by.group.changed("manifesto")
        return made

    def set_out(self, entries: list[tuple[Value, str, str]]) -> None:
        """Write the wording: (value, name, statement) in order. Once, when the edition is made."""
        EditionEntry.objects.bulk_create(
            EditionEntry(edition=self, value=value, name=name, statement=statement, order=order)
            for order, (value, name, statement) in enumerate(entries, 1)
        )
        search.keep_all(self.group, "values")

    def as_brought_in(self) -> tuple[date, list[tuple[str, str]]]:
        """As `bring_in_all` takes it."""
        return self.agreed_on, list(self.entries.values_list("name", "statement"))

    def wording(self) -> "list[Wording]":
        """How it reads, value by value: as agreed on, with what was corrected since. Two queries."""
        corrected = {correction.entry_id: correction for correction in self.corrections.standing().newest_first()[::-1]}
        return [_reads(entry, corrected.get(entry.pk)) for entry in self.entries.select_related("value")]

    @property
    def corrections(self) -> CorrectionQuerySet:
        """Of any of its values, also those that were undone."""
        return Correction.objects.filter(entry__edition=self)

    @one_at_a_time
    def sign(self, *, by, at=None) -> None:
        """I stand by this edition. Signed twice is signed once; only the edition in force can be signed.

        Raises ValidationError for an earlier edition; ValueError for somebody of another group.
        """
        if by.group_id != self.group_id:
            raise ValueError("somebody of another group")
        if self.group.editions.filter(n__gt=self.n).exists():
            raise ValidationError(_("There is a newer version. Read that one first."))
        Signature.objects.get_or_create(edition=self, membership=by, defaults={"signed_at": at or timezone.now()})
        self.group.changed("manifesto")

    def is_signed_by(self, membership) -> bool:
        return self.signatures.filter(membership=membership).exists()

    @property
    def signers(self) -> list:
        """The memberships that signed, in the order of signing."""
        signatures = self.signatures.select_related("membership").order_by("signed_at", "pk")
        return [s.membership for s in signatures]

    @property
    def consenting(self) -> list:
        """The memberships whose consent made it, by which they signed it; nobody where it was brought in."""
        if self.brought_in_by_id:
            return []
        signatures = self.signatures.filter(signed_at__lte=self.made_at).select_related("membership")
        return [s.membership for s in signatures.order_by("pk")]

    @property
    def all_consented(self) -> bool:
        """Whether everyone who was one of us when it was made did, also those who have left since."""
        were_in = self.group.memberships.in_at(self.made_at)
        return not were_in.exclude(pk__in=[membership.pk for membership in self.consenting]).exists()


class EditionEntry(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="entries")
    value = models.ForeignKey(Value, models.PROTECT, related_name="entries")
    name = LineField(max_length=60)
    statement = WordsField(max_length=1000)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["edition", "value"], name="a_value_stands_once_in_an_edition")]

    def __str__(self):
        return self.name

    def reads(self) -> "Wording":
        """How it reads, with what was corrected since."""
        return _reads(self, self.corrections.standing().newest_first().first())


class Wording(NamedTuple):
    """How a value of an edition reads."""

    entry: EditionEntry
    name: str
    statement: str

    @property
    def value(self) -> Value:
        return self.entry.value

    @property
    def value_id(self) -> int:
        return self.entry.value_id

    @property
    def stamp(self) -> str:
        """Changes with every word that is corrected."""
        return stamp([self.name, self.statement])


def _reads(entry: EditionEntry, corrected: Correction | None) -> Wording:
    """A correction holds the whole wording of its entry."""
    words = corrected or entry
    return Wording(entry, words.name, words.statement)


class Signature(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="signatures")
    membership = models.ForeignKey("groups.Membership", models.PROTECT, related_name="signatures")
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "membership"], name="signed_once")]

    def __str__(self):
        return f"{self.edition_id} {self.membership_id}"
