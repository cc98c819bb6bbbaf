import hashlib
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from copse import files
from copse.fields import LineField
from copse.keys import short_key

MOST_OF_ONE = 200 * 1024 * 1024  # bytes of all the files of one member in one group


class File(models.Model):
    """What a member brought: a photo, something to read. The bytes lie in `copse.files`.

    It is seen by whoever may see what it belongs to, which the view of that asks; a file that belongs to nothing is
    seen by nobody. It has no address of its own.
    """

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="files")
    owner = models.ForeignKey(
        "groups.Membership", models.CASCADE, null=True, related_name="files"
    )  # None: left to the group by somebody who is gone
    key = models.CharField(max_length=12, unique=True, default=short_key, editable=False)
    stored_as = models.CharField(max_length=32, unique=True, editable=False)
    name = LineField(max_length=150)
    kind = models.CharField(max_length=100)  # media type
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.key

    @classmethod
    def find_room(cls, size: int, *, by) -> None:
        """See that so many bytes more are not too many of theirs, or of their group's. Call it in the transaction that
        keeps them: until that ends nobody else of the group brings anything.

        Raises ValidationError where they are.
        """
        by.group.locked()
        kept = Coalesce(Sum("size"), 0)
        if cls.objects.filter(owner=by).aggregate(kept=kept)["kept"] + size > MOST_OF_ONE:
            raise ValidationError(_("Your files have taken up your 200 megabytes. Take one out that nobody needs."))
        if cls.objects.filter(group=by.group).aggregate(kept=kept)["kept"] + size > settings.FILES_OF_A_GROUP:
            words = _("Our files have taken up our %(n)s megabytes. Take one out that nobody needs.")
            raise ValidationError(words % {"n": settings.FILES_OF_A_GROUP // 1024**2})

    @classmethod
    def keep(cls, content: bytes, *, by, name: str, kind: str, at=None) -> "File":
        """Write the bytes, then the row. Raises OSError where the disk doesn't take them."""
        return cls.objects.create(
            group=by.group, owner=by, name=name, kind=kind, size=len(content), kept_at=at or timezone.now(),
            sha256=hashlib.sha256(content).hexdigest(), stored_as=files.keep(content),
        )  # fmt: skip

    def let_go(self) -> None:
        """Remove the row, and the bytes as soon as that is certain."""
        transaction.on_commit(partial(files.let_go, self.stored_as))
        self.delete()

    def read(self) -> bytes | None:
        """The bytes; None where they are gone."""
        path = files.path_of(self.stored_as)
        return path.read_bytes() if path.exists() else None

    def answer(self, *, inline: bool = False):
        """The file for whoever may have it; ask that before. Raises Http404 where its bytes are gone."""
        return files.answer(self.stored_as, kind=self.kind, called=self.name, inline=inline)

    @classmethod
    def sweep(cls, at: datetime) -> None:
        """Remove bytes that have lain for a day without a row: a crash or a group's end left them."""
        old = files.lying_since(at)
        if old:
            files.sweep(old - set(cls.objects.filter(stored_as__in=old).values_list("stored_as", flat=True)))
