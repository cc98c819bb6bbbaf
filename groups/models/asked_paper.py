from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

STALE = timedelta(hours=1)  # what isn't made by then can be asked for again
REST = timedelta(minutes=1)  # what could not be made is tried again after that
REMEMBERED = timedelta(days=1)


class AskedPaperQuerySet(models.QuerySet):
    def being_made(self):
        return self.filter(made_at=None, failed_at=None)


class AskedPaper(models.Model):
    """A paper that takes long: asked for by a member, set by the worker, found by its content (copse.pdf)."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="asked_papers")
    maker = models.CharField(max_length=20)  # who sets it: a key of registry.papers
    reference = models.CharField(max_length=400)  # which of the maker's papers
    asked_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = AskedPaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "maker", "reference"], condition=Q(made_at=None, failed_at=None),
                name="a_paper_is_in_the_making_once",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.maker} {self.reference}"

    @classmethod
    @transaction.atomic
    def ask(cls, *, group, maker: str, reference: str, at=None) -> "AskedPaper":
        """Ask for it; while it is in the making, or could not be made a moment ago, that one."""
        from groups.tasks import make_paper

        at = at or timezone.now()
        same = {"group": group, "maker": maker, "reference": reference}
        asked_before = cls.objects.filter(**same)
        asked_before.being_made().filter(asked_at__lte=at - STALE).update(failed_at=at - REST)
        if failed := asked_before.filter(failed_at__gt=at - REST).first():
            return failed
        asked, new = cls.objects.get_or_create(**same, made_at=None, failed_at=None, defaults={"asked_at": at})
        if new:
            make_paper.enqueue(asked.pk)
        return asked

    @property
    def before_it(self) -> int:
        """How many papers come first."""
        return AskedPaper.objects.being_made().filter(pk__lt=self.pk).count()

    def make(self, *, at=None) -> None:
        """Have it set and kept. Made twice is the same paper. Raises what its maker raises."""
        from groups import registry

        if self.made_at or self.failed_at:
            return
        AskedPaper.objects.filter(pk=self.pk).update(begun_at=at or timezone.now())
        registry.papers[self.maker](self.group, self.reference)
        AskedPaper.objects.filter(pk=self.pk).update(made_at=at or timezone.now())

    def fail(self, *, at=None) -> None:
        AskedPaper.objects.filter(pk=self.pk, made_at=None).update(failed_at=at or timezone.now())

    @classmethod
    def expire(cls, at) -> None:
        """Forget what was asked for before yesterday; the papers themselves are kept by their content."""
        cls.objects.exclude(made_at=None, failed_at=None).filter(asked_at__lte=at - REMEMBERED).delete()
