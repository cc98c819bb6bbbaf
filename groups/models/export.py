import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from copse.keys import short_key
from groups.models.member import Member

LIFETIME = timedelta(days=7)  # from when it is made
STALE = timedelta(hours=1)  # one that isn't made by then can be asked for again


class ExportQuerySet(models.QuerySet):
    def being_made(self, at=None):
        return self.filter(made_at=None, failed_at=None, asked_at__gt=(at or timezone.now()) - STALE)

    def ready(self, at=None):
        return self.filter(made_at__gt=(at or timezone.now()) - LIFETIME)

    def newest_first(self):
        return self.order_by("-asked_at", "-pk")


class Export(models.Model):
    """A copy of all that is somebody's own, as a ZIP: asked for by them, made by the worker, theirs for seven days."""

    member = models.ForeignKey("groups.Member", models.CASCADE, related_name="exports")
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    file = models.CharField(max_length=60, editable=False)  # its name in DATA_DIR/exports, told to nobody
    asked_at = models.DateTimeField(default=timezone.now)
    done = models.PositiveSmallIntegerField(default=0)  # how many of its parts are gathered
    parts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(made_at=None, failed_at=None), name="one_copy_in_the_making"
            ),
        ]

    def __str__(self):
        return self.key

    @classmethod
    @transaction.atomic
    def ask(cls, *, member, at=None) -> "Export":
        """Ask for a copy; while one is in the making, that one."""
        from groups.tasks import make_export

        at = at or timezone.now()
        Member.objects.select_for_update().get(pk=member.pk)  # asked twice at once is asked once
        if waiting := member.exports.being_made(at).first():
            return waiting
        member.exports.filter(made_at=None, failed_at=None).update(failed_at=at)
        export = cls.objects.create(member=member, asked_at=at, file=f"{secrets.token_urlsafe(32)}.zip")
        make_export.enqueue(export.key)
        return export

    @property
    def path(self) -> Path:
        return Path(settings.DATA_DIR) / "exports" / self.file

    @property
    def expires_at(self):
        return self.made_at + LIFETIME

    def is_being_made(self, at=None) -> bool:
        return not self.made_at and not self.failed_at and self.asked_at > (at or timezone.now()) - STALE

    def is_ready(self, at=None) -> bool:
        return bool(self.made_at) and self.expires_at > (at or timezone.now()) and self.path.exists()

    def make(self, *, at=None) -> None:
        """Gather the parts and write the file, whole or not at all. Made twice is the same copy."""
        from groups.copying import parts_of, zip_of

        if self.made_at or self.failed_at:
            return
        parts, gathered = parts_of(self.member), []
        Export.objects.filter(pk=self.pk).update(parts=len(parts), done=0)
        for part in parts:
            gathered.append(part())
            Export.objects.filter(pk=self.pk).update(done=len(gathered))
        self.write(zip_of(gathered))
        made = Export.objects.filter(pk=self.pk, failed_at=None).update(made_at=at or timezone.now())
        if not made:  # the account has gone meanwhile, or another copy was asked for
            self.discard()

    def write(self, content: bytes) -> None:
        """Keep `content` as the file, whole or not at all, for the site's own eyes."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        with open(part, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)

    def fail(self, *, at=None) -> None:
        """It could not be made; it can be asked for again."""
        Export.objects.filter(pk=self.pk, made_at=None).update(failed_at=at or timezone.now())

    def discard(self) -> None:
        """Delete the file."""
        for path in (self.path, self.path.with_suffix(".part")):
            path.unlink(missing_ok=True)

    @classmethod
    def expire(cls, at) -> None:
        """Delete what is older than a week, file and row, and files that have no row."""
        old = cls.objects.filter(Q(made_at__lte=at - LIFETIME) | Q(failed_at__lte=at - LIFETIME))
        for export in old:
            export.discard()
            export.delete()
        known = set(cls.objects.values_list("file", flat=True))
        for path in (Path(settings.DATA_DIR) / "exports").glob("*"):
            if f"{path.stem}.zip" not in known:
                path.unlink(missing_ok=True)
