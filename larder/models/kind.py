from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from copse.fields import LineField
from copse.folding import folded
from copse.keys import short_key, stamp
from copse.words import number_word
from groups.locking import one_at_a_time

FIRST_KINDS = [_("Practice"), _("Ourselves"), _("Form"), _("Theory")]
MOST_KINDS = 12  # more than that nobody tells apart on a shelf


class TopicKind(models.Model):
    """A kind of topic, the group's own; its lid gives the jars their colour."""

    class Lid(models.IntegerChoices):
        SAGE = 1, _("Sage")
        CLAY = 2, _("Clay")
        STRAW = 3, _("Straw")
        SKY = 4, _("Sky")
        HEATHER = 5, _("Heather")
        OATMEAL = 6, _("Oatmeal")

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="topic_kinds")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    name = LineField(_("What is the kind called?"), max_length=40)
    lid = models.PositiveSmallIntegerField(_("Which lid do its jars have?"), choices=Lid, default=Lid.SAGE)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "name"], name="a_kind_has_one_name_in_its_group"),
            models.CheckConstraint(condition=models.Q(lid__gte=1, lid__lte=6), name="six_lids"),
        ]

    def __str__(self):
        return self.name

    class ChangedMeanwhile(Exception):
        """Somebody else changed the kind while this change was being written."""

    @classmethod
    @one_at_a_time
    def add(cls, *, by, name: str, lid: int, key: str = "") -> "TopicKind":
        """A new kind after the others; added twice with the same `key` it is one.

        Raises ValidationError, by field, where another kind is called alike; and where there are enough.
        """
        group, kinds = by.group, list(cls._by_key(by.group).values())
        if same := next((kind for kind in kinds if kind.key == key), None):
            return same
        if len(kinds) >= MOST_KINDS:
            words = _t("There are %(number)s kinds, and more can’t be told apart. Take one away first.")
            raise ValidationError(words % {"number": number_word(len(kinds))})
        cls._check_name(name, kinds)
        order = kinds[-1].order + 1
        kind = cls.objects.create(group=group, key=key or short_key(), name=name, lid=lid, order=order)
        group.changed("larder")
        return kind

    @one_at_a_time
    def change(self, *, by, name: str, lid: int, seen: str | None = None) -> None:
        """Another name, another lid. `seen` is the stamp that the change was made from.

        Raises ValueError for somebody of another group, `TopicKind.ChangedMeanwhile` where somebody has changed it
        since, ValidationError as `add`.
        """
        kinds = self._locked(by)
        now = kinds[self.pk]
        if seen is not None and seen != now.stamp:
            raise TopicKind.ChangedMeanwhile
        self._check_name(name, [kind for kind in kinds.values() if kind.pk != self.pk])
        self.name, self.lid = name, lid
        self.save(update_fields=["name", "lid"])
        self.group.changed("larder")

    @one_at_a_time
    def move(self, *, by, up: bool) -> None:
        """One place up or down among the kinds; at the end it stays. Raises ValueError as `change`."""
        kinds = list(self._locked(by).values())
        here = kinds.index(self)
        there = min(max(here + (-1 if up else 1), 0), len(kinds) - 1)
        kinds.insert(there, kinds.pop(here))
        for order, kind in enumerate(kinds, 1):
            kind.order = order
        TopicKind.objects.bulk_update(kinds, ["order"])
        self.group.changed("larder")

    @one_at_a_time
    def take_away(self, *, by, to: "TopicKind | None" = None) -> None:
        """There is no such kind any more; what was of it is of the kind `to`.

        Raises ValidationError for the last kind, and for one that has topics where `to` isn't said. Raises ValueError
        as `change`.
        """
        kinds = self._locked(by)
        if len(kinds) < 2:
            raise ValidationError(_t("A larder has at least one kind."))
        topics = kinds[self.pk].topics.all()
        if to is not None and (to.pk == self.pk or to.pk not in kinds):
            raise ValueError("no other kind of this group")
        if to is None and topics.exists():
            raise ValidationError(_t("Some topics are of this kind. Say of which kind they are from now on."))
        topics.update(kind=to)
        TopicKind.objects.filter(pk=self.pk).delete()
        self.group.changed("larder")

    def _locked(self, by) -> "dict[int, TopicKind]":
        """As `_by_key`. Raises ValidationError where this one has gone."""
        if by.group_id != self.group_id:
            raise ValueError("somebody of another group")
        kinds = self._by_key(self.group)
        if self.pk not in kinds:
            raise ValidationError(_t("Somebody has taken this kind away since you looked."))
        return kinds

    @staticmethod
    def _by_key(group) -> "dict[int, TopicKind]":
        """The group's kinds as they stand, by primary key."""
        return {kind.pk: kind for kind in group.topic_kinds.all()}

    @staticmethod
    def _check_name(name: str, others) -> None:
        if folded(name) in {folded(kind.name) for kind in others}:
            raise ValidationError({"name": _t("There is a kind of this name already. Choose another name.")})

    @property
    def stamp(self) -> str:
        return stamp([self.name, self.lid])


def lay_in_kinds(group) -> None:
    """What a new group's larder sorts by until it says otherwise."""
    kinds = [TopicKind(group=group, name=str(n), lid=i, order=i) for i, n in enumerate(FIRST_KINDS, 1)]
    TopicKind.objects.bulk_create(kinds)
