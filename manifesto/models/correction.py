from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from copse.differences import Changes, word_changes, words_changed
from copse.fields import LineField, WordsField
from copse.keys import short_key
from groups import search
from groups.locking import one_at_a_time

MOST_WORDS = 3  # that may be others than those agreed on
UNDOABLE_FOR = timedelta(days=7)


class CorrectionQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(undone_at=None)

    def uppermost(self):
        """Of each value the newest that stands: what was corrected once more since isn't undone first."""
        later = Correction.objects.standing().filter(entry=OuterRef("entry"), pk__gt=OuterRef("pk"))
        return self.standing().filter(~Exists(later))

    def newest_first(self):
        """As they were made: nobody corrects a manifesto while another does."""
        return self.order_by("-pk")


class Correction(models.Model):
    """A slip put right in the edition in force, at once and by anyone: never another meaning, so signatures stand.

    The edition's own rows stay as they were agreed on; how they read with what was corrected, `Edition.wording` says.
    """

    entry = models.ForeignKey("manifesto.EditionEntry", models.CASCADE, related_name="corrections")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="corrections")
    old_name = LineField(max_length=60)
    old_statement = WordsField(max_length=1000)
    name = LineField(max_length=60)
    statement = WordsField(max_length=1000)
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("groups.Membership", models.PROTECT, null=True, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="a_correction_is_undone_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.entry_id} {self.made_at:%Y-%m-%d}"

    class ChangedMeanwhile(Exception):
        """The value reads otherwise than when this correction was begun."""

    @classmethod
    @one_at_a_time
    def make(cls, entry, *, by, name: str, statement: str, seen: str | None = None, at=None) -> "Correction":
        """`entry` reads so from now on. `seen` is the stamp of the wording that was corrected.

        Raises `Correction.ChangedMeanwhile` where it reads otherwise by now; ValidationError where no word changes,
        more than a few words would be others than those agreed on, or the edition isn't in force; ValueError for
        another group.
        """
        _hold_in_force(entry.edition, by)
        now = entry.reads()
        if seen is not None and seen != now.stamp:
            raise cls.ChangedMeanwhile
        _must_not_be_proposed(entry, by)
        if not _far(now, name, statement):
            raise ValidationError(_("That is how it reads already."))
        if _far(entry, name, statement) > MOST_WORDS:
            words = _(
                "A correction changes three words at most of what we agreed on. More than that is a change of meaning,"
                " and for all of us to agree on."
            )
            raise ValidationError(words)
        _must_be_called_alone(entry, name, by)
        at, old = at or timezone.now(), {"old_name": now.name, "old_statement": now.statement}
        made = entry.corrections.create(by=by, name=name, statement=statement, made_at=at, **old)
        search.keep(by.group, "values", entry)
        by.group.changed("manifesto")
        return made

    @one_at_a_time
    def undo(self, *, by, at=None) -> None:
        """The value reads as before. Anyone can, for seven days; undone twice is undone once.

        Raises ValidationError after that, while a later correction of the same value stands, and where the edition
        isn't in force; ValueError for another group.
        """
        at = at or timezone.now()
        _hold_in_force(self.entry.edition, by)
        self.refresh_from_db(fields=["undone_at"])
        if self.undone_at:
            return
        _must_not_be_proposed(self.entry, by)
        if not self.is_fresh(at):
            raise ValidationError(_("It was made more than seven days ago, and stays. You can correct it once more."))
        if self.entry.corrections.standing().newest_first().first() != self:
            raise ValidationError(_("It was corrected once more since. Undo that first."))
        _must_be_called_alone(self.entry, self.old_name, by)
        self.undone_at, self.undone_by = at, by
        self.save(update_fields=["undone_at", "undone_by"])
        search.keep(by.group, "values", self.entry)
        by.group.changed("manifesto")

    def is_fresh(self, at=None) -> bool:
        """Whether it can be undone still, if it is the uppermost: for seven days."""
        return (at or timezone.now()) < self.made_at + UNDOABLE_FOR

    @property
    def name_changes(self) -> Changes:
        """Word by word; nothing where the name stayed."""
        return word_changes(self.old_name, self.name) if self.old_name != self.name else []

    @property
    def statement_changes(self) -> Changes:
        return word_changes(self.old_statement, self.statement) if self.old_statement != self.statement else []


def _far(wording, name: str, statement: str) -> int:
    """By how many words this is another wording."""
    return words_changed(wording.name, name) + words_changed(wording.statement, statement)


def _hold_in_force(edition, by) -> None:
    """Until the transaction ends nobody else corrects, and no newer edition comes."""
    if by.group_id != edition.group_id:
        raise ValueError("somebody of another group")
    if edition.group.editions.filter(n__gt=edition.n).exists():
        raise ValidationError(_("There is a newer version. What stands in this one stays."))


def _must_be_called_alone(entry, name: str, by) -> None:
    from manifesto.models.proposal import names_beside

    if name.casefold() in names_beside(by.group, entry):
        raise ValidationError({"name": _("Another value has this name, or would get it.")})


def _must_not_be_proposed(entry, by) -> None:
    """What all of us are answering to doesn't change under their eyes."""
    from manifesto.models.proposal import values_before_us

    if entry.value_id in values_before_us(by.group):
        raise ValidationError(_("A change to it is proposed. Say there what should be put right."))
