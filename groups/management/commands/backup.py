import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from copse.archive import Refused
from groups.backup import back_up


class Command(BaseCommand):
    """Copy the whole site into one file while people write, and restore it apart before saying that it is good."""

    help = "Make a backup of the whole site, tried by restoring it. Members go on writing meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="where it goes; what is there is replaced once the new one is good")

    def handle(self, *, file: Path, **options):
        began = time.monotonic()
        try:
            made = back_up(file.resolve())
        except Refused as refused:
            raise CommandError(f"No backup was made. {refused}") from None
        except OperationalError as error:
            raise CommandError(f"No backup was made. The database can’t be read: {str(error).strip()}.") from None
        except OSError as error:
            raise CommandError(f"No backup was made: {error.strerror or error}.") from None
        rows, size = sum(made.rows.values()), file.stat().st_size / 2**20
        self.stdout.write(
            f"{file}: {made.rows['groups.Group']:,} groups, {made.rows['groups.Member']:,} members, {rows:,} rows,"
            f" {made.files:,} files, {size:,.1f} MiB, {time.monotonic() - began:.0f} s. Restored once, and equal."
        )
        if made.missing:
            self.stderr.write(f"{len(made.missing):,} files had no bytes: they were taken back meanwhile, or are lost.")
