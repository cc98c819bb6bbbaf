import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from copse import traces

ACCOUNT = "account"
LATE = timedelta(minutes=10)


def mark_of(name: str, secret: str | None = None) -> str:
    """What the ledger knows of an address or of a membership's key: nothing that leads back to it."""
    return salted_hmac("groups.erasure", name.lower(), secret=secret, algorithm="sha256").hexdigest()


def marks_of(name: str) -> set[str]:
    """The mark under today's key and under those before it."""
    return {mark_of(name, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}


class ErasureEntry(models.Model):
    """The ledger of what was erased. A backup from before holds it still: whoever restores one erases it again.

    An entry holds no name and no address, only their marks. It stands in the database and, since a restore takes the
    database back in time, in a file beside it: `erasures.jsonl` in DATA_DIR, a line each.
    """

    mark = models.CharField(max_length=64)
    chosen = models.JSONField()  # "account", or a membership's fate for each kind
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["mark", "at"], name="noted_once")]

    def __str__(self):
        return self.mark[:12]

    @classmethod
    def note(cls, name: str, chosen, *, at) -> "ErasureEntry":
        """Write it down, and after the transaction into the file too."""
        entry = cls.objects.create(mark=mark_of(name), chosen=chosen, at=at)
        transaction.on_commit(entry._append)
        transaction.on_commit(traces.wipe)
        return entry

    @classmethod
    def wipe_again(cls, at) -> None:
        """What was erased of late leaves no trace either where somebody was reading the moment before."""
        if cls.objects.filter(at__gt=at - LATE, at__lte=at).exists():
            traces.wipe()

    @staticmethod
    def file() -> Path:
        return Path(settings.DATA_DIR) / "erasures.jsonl"

    @classmethod
    def after_restore(cls) -> int:
        """Erase again what the ledger tells of, and see to it that the file has all of it too. How many were found."""
        found = cls.replay()
        lines = cls.file().read_text().splitlines() if cls.file().exists() else []
        written = {(entry["mark"], entry["at"]) for entry in map(json.loads, lines)}
        for entry in cls.objects.all():
            if (entry.mark, entry.at.isoformat()) not in written:
                transaction.on_commit(entry._append)
        return found

    def _append(self) -> None:
        line = json.dumps({"mark": self.mark, "chosen": self.chosen, "at": self.at.isoformat()})
        with open(self.file(), "a", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def replay(cls, file: Path | None = None) -> int:
        """Erase again all that the ledger tells of, in a database that was restored from before. How many were found.

        Reads the ledger's `file`, by default the one in DATA_DIR, and takes up those of its entries that the restored
        database doesn't have. Done twice, the second finds nothing. Raises ValueError for a file that is no ledger.
        """
        cls._take_up(file or cls.file())
        return sum(entry._replay() for entry in cls.objects.all())

    @classmethod
    @transaction.atomic
    def _take_up(cls, file: Path) -> None:
        if not file.exists():
            return
        for line in file.read_text().splitlines():
            fields = json.loads(line)
            at = datetime.fromisoformat(fields["at"])
            cls.objects.get_or_create(mark=fields["mark"], at=at, defaults={"chosen": fields["chosen"]})

    def _replay(self) -> int:
        from groups.models.member import Member
        from groups.models.membership import Membership

        if self.chosen == ACCOUNT:
            found = [m for m in Member.objects.filter(date_joined__lte=self.at) if self.mark in marks_of(m.email)]
            for member in found:
                member.erase()
        else:
            known = Membership.objects.filter(anonymised_at=None, joined_at__lte=self.at)
            found = [m for m in known if self.mark in marks_of(m.key)]
            for membership in found:
                membership.erase(self.chosen)
        return len(found)
