"""What we drew together of an opened gathering."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from copse.fields import LineField, WordsField
from copse.keys import short_key, stamp
from groups.locking import one_at_a_time


class BundleQuerySet(models.QuerySet):
    def bare(self):
        """Those in which nothing is left: no words, no name, no sentence."""
        return self.filter(name="", statement="", contributions=None)

    def worded(self):
        """Those that have a name and a sentence."""
        return self.exclude(name="").exclude(statement="")


class Bundle(models.Model):
    """Words that are alike, and the name and the sentence that we found for them."""

    gathering = models.ForeignKey("groups.Gathering", models.CASCADE, related_name="bundles")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    name = LineField(gettext_lazy("its name"), max_length=60, blank=True)
    statement = WordsField(gettext_lazy("its sentence"), max_length=1000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = BundleQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self):
        return self.key

    class ChangedMeanwhile(Exception):
        """Somebody else has named or worded it since it was read."""

    @classmethod
    @one_at_a_time
    def make(cls, gathering, worded: list[tuple[str, str]], *, by, at=None) -> None:
        """Bundles that have a name and a sentence, and nobody's words yet. Raises as `Gathering.begin_drawing`."""
        gathering.begin_drawing(by)
        cls.objects.bulk_create(
            cls(gathering=gathering, name=name, statement=statement, made_at=at or timezone.now())
            for name, statement in worded
        )
        gathering.group.changed("people")

    @one_at_a_time
    def word(self, name: str, statement: str, *, by, seen: str | None = None) -> None:
        """Find a name and a sentence for it. `seen` is the stamp of what it was read as.

        Raises `Bundle.ChangedMeanwhile` where somebody else was quicker, and as `Gathering.begin_drawing`.
        """
        self._locked(by, seen)
        Bundle.objects.filter(pk=self.pk).update(name=name, statement=statement)
        self.gathering.bundles.bare().delete()
        self.gathering.group.changed("people")

    @one_at_a_time
    def take_apart(self, *, by, seen: str | None = None) -> None:
        """What was in it is by itself again. Raises as `word`."""
        self._locked(by, seen)
        Bundle.objects.filter(pk=self.pk).delete()
        self.gathering.group.changed("people")

    def _locked(self, by, seen: str | None) -> None:
        self.gathering.begin_drawing(by)
        self.refresh_from_db()
        if seen is not None and seen != self.stamp:
            raise Bundle.ChangedMeanwhile

    @property
    def stamp(self) -> str:
        """Changes with its name and its sentence."""
        return stamp([self.name, self.statement])

    @property
    def is_worded(self) -> bool:
        return bool(self.name and self.statement)
