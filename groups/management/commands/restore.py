import time
from datetime import timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from copse.archive import Refused
from groups.restore import restore


class Command(BaseCommand):
    """Fill an empty site from a backup. It is filled whole or not at all."""

    help = "Restore a backup into an empty site."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="what `manage.py backup` made")
        parser.add_argument("--key-lost", action="store_true", help="the SECRET_KEY that it was made under is lost")

    def handle(self, *, file: Path, key_lost: bool, **options):
        began = time.monotonic()
        try:
            restored = restore(file, key_lost=key_lost)
        except Refused as refused:
            raise CommandError(f"Nothing was restored. {refused}") from None
        except OSError as error:
            raise CommandError(f"Nothing was restored: {error.strerror or error}.") from None
        rows, count = restored.rows, f"{sum(restored.rows.values()):,}"
        self.stdout.write(
            f"Restored in {time.monotonic() - began:.0f} s: {rows['groups.Group']:,} groups,"
            f" {rows['groups.Member']:,} members, {count} rows, {restored.files:,} files."
        )
        age = timedelta(seconds=round(restored.age().total_seconds()))
        self.stdout.write(f"The data are from {restored.made_at:%Y-%m-%d %H:%M} UTC, {age} ago.")
        self.stdout.write(f"{restored.erased:,} erasures since then were done again. Everyone signs in anew.")
