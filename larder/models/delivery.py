from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from copse.keys import short_key
from copse.sheets import MOST_CHARACTERS

KEPT = timedelta(days=1)
STALE = timedelta(hours=1)  # what the worker hasn't done by then can be brought again
SHOWN = 200  # of each sort, on the page that looks at a list
LONG = 60_000, 1000  # characters, or line ends, from which the worker looks at a list


class DeliveryQuerySet(models.QuerySet):
    def for_page(self):
        """Without its text, which may be long and is on no page."""
        return self.defer("text")

    def waiting(self):
        """The newest that is neither taken in nor put aside, or None."""
        return self.filter(taken_in_at=None, put_aside_at=None).order_by("-pk").first()


class Delivery(models.Model):
    """A list that a member brings to the larder: looked at by the site, then by them, then taken in, all or none.

    A short one is looked at and taken in at once, a long one by the worker. Nobody else sees it until it is taken in,
    and then its text goes. What came of looking at it stands in `found`: plain words and numbers, as the page has them.
    """

    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    text = models.TextField()
    brought_at = models.DateTimeField(default=timezone.now)
    done = models.PositiveIntegerField(default=0)  # lines looked at
    lines = models.PositiveIntegerField(default=0)
    fault = models.TextField(blank=True)  # why the whole of it can't be read
    found = models.JSONField(default=dict)
    stamp = models.CharField(max_length=16, blank=True)  # of what would be taken in
    looked_at = models.DateTimeField(null=True)
    with_here = models.BooleanField(default=False)  # whether what is here already is taken in once more
    agreed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)  # when the larder was found to be another than they had seen
    taken_in_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    put_aside_at = models.DateTimeField(null=True)  # for another that they brought; its text is gone then

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(agreed_at=None) | Q(looked_at__isnull=False), name="seen_before_agreed"),
            models.CheckConstraint(
                condition=Q(taken_in_at=None) | Q(agreed_at__isnull=False), name="agreed_before_taken_in"
            ),
        ]

    def __str__(self):
        return self.key

    # -- by whoever brings it

    @classmethod
    def bring(cls, text: str, *, by, at=None) -> "Delivery":
        """Bring a list; what they brought before and didn't take in is put aside for it. Brought twice it is one.

        A short one has been looked at when this returns. Raises ValidationError for a short one that can't be read.
        """
        at = at or timezone.now()
        delivery = cls(by=by, text=text, brought_at=at)
        if not delivery.is_long:
            delivery._note(delivery._look())
        with transaction.atomic():
            by.group.locked()
            before = by.deliveries.filter(agreed_at=None, put_aside_at=None)
            if delivery.is_long and (same := before.filter(text=text, failed_at=None, fault="").first()):
                return same
            before.update(put_aside_at=at, text="", found={}, fault="")
            delivery.save()
            delivery._hand_over()
        return delivery

    @transaction.atomic
    def agree(self, *, seen: str, with_here: bool = False, at=None) -> None:
        """Take it in as it was looked at, whose stamp is `seen`. Agreed twice is once; a stamp that has changed since
        changes nothing.
        """
        self.by.group.locked()
        at = at or timezone.now()
        waiting = Delivery.objects.filter(pk=self.pk, agreed_at=None, put_aside_at=None, looked_at__isnull=False)
        if waiting.filter(fault="", stamp=seen).update(agreed_at=at, with_here=with_here, changed_at=None, done=0):
            self.refresh_from_db()
            if not self.is_long:
                self.take_in(at=at)
            self._hand_over()
        self.refresh_from_db()

    @property
    def is_long(self) -> bool:
        characters, line_ends = LONG
        return len(self.text) > characters or self.text.count("\n") > line_ends

    def _hand_over(self) -> None:
        """To the worker, in the transaction of what makes it so."""
        from larder.tasks import work_on

        if self.is_long and self.is_at_work:
            work_on.enqueue(self.key)

    @property
    def is_at_work(self) -> bool:
        """Whether the site is at it, and not somebody."""
        return self._waits and not self.is_given_up

    @property
    def is_given_up(self) -> bool:
        """Whether it could not be done. Nothing of it has been taken in."""
        since = self.agreed_at or self.brought_at
        return self._waits and (self.failed_at is not None or since < timezone.now() - STALE)

    @property
    def _waits(self) -> bool:
        if self.looked_at is None:
            return self.put_aside_at is None
        return self.agreed_at is not None and self.taken_in_at is None

    @property
    def has_changed(self) -> bool:
        """Whether the larder was another, when it came to taking in, than they had seen."""
        return self.changed_at is not None and self.agreed_at is None

    @property
    def is_too_long_to_show(self) -> bool:
        """In a field, to put it right there."""
        return len(self.text) > MOST_CHARACTERS

    # -- by the site

    def work(self) -> None:
        """Do what is to be done next; the worker's. Done again it is the same. Raises whatever goes wrong."""
        if not self.is_at_work:
            return
        with override(self.by.member.language if self.by.member else None):
            if self.looked_at is None:
                self.look()
            else:
                self.take_in()

    def look(self, *, at=None) -> None:
        """Find out what would be taken in, or that it is no list of ours."""
        try:
            told = self._told(self._look())
        except ValidationError as error:
            told = {"fault": " ".join(error.messages)}
        Delivery.objects.filter(pk=self.pk, looked_at=None, put_aside_at=None).update(
            looked_at=at or timezone.now(), **told
        )

    def take_in(self, *, at=None) -> None:
        """Take in what was agreed on, in one transaction. Where something else would be taken in by now, nothing is,
        and they look at it again.
        """
        if self.taken_in_at:
            return
        found, at = self._look(), at or timezone.now()
        with transaction.atomic():
            self.by.group.locked()
            agreed = Delivery.objects.select_for_update().filter(pk=self.pk, agreed_at__isnull=False, taken_in_at=None)
            if not agreed or not self._is_in():
                return
            found.lay_beside_ours()
            if found.stamp != self.stamp:
                agreed.update(agreed_at=None, changed_at=at, **self._told(found))
                return
            number = found.take_in(with_here=self.with_here, at=at)
            agreed.update(taken_in_at=at, text="", stamp="", found={"taken_in": number})

    def fail(self, *, at=None) -> None:
        Delivery.objects.filter(pk=self.pk, taken_in_at=None).update(failed_at=at or timezone.now())

    def _is_in(self) -> bool:
        """Whether whoever brought it is still one of us."""
        return self.by.group.members.filter(pk=self.by_id).exists()

    def _look(self):
        from larder.bringing_in import LarderList

        return LarderList(self.text, by=self.by, tell=self._tell)

    def _tell(self, done: int, of: int) -> None:
        """How far it is, for whoever waits."""
        if self.pk and self.is_long:
            Delivery.objects.filter(pk=self.pk).update(done=done, lines=of)

    def _note(self, found) -> None:
        self.looked_at = self.brought_at
        for name, value in self._told(found).items():
            setattr(self, name, value)

    @staticmethod
    def _told(found) -> dict:
        """What is kept of looking at a list."""
        sorts = {"new": found.new, "here": found.here}
        told: dict = {sort: [row.told for row in rows[:SHOWN]] for sort, rows in sorts.items()}
        told |= {f"{sort}_number": len(rows) for sort, rows in sorts.items()}
        told |= {"refused": [*map(list, found.refused[:SHOWN])], "refused_number": len(found.refused)}
        return {"found": told | {"kinds": [*found.new_kinds.values()]}, "stamp": found.stamp}

    @classmethod
    def expire(cls, at) -> None:
        """Forget what was brought before yesterday."""
        cls.objects.filter(brought_at__lte=at - KEPT).delete()
