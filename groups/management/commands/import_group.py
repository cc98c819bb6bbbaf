from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from copse.archive import Refused
from groups.group_archive import import_group


class Command(BaseCommand):
    """Make the group that a file holds. It is made whole or not at all."""

    help = "Bring in a group that was written by export_group."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="what `manage.py export_group` wrote")
        parser.add_argument("--slug", default="", help="another part of the address than it had")

    def handle(self, *, file: Path, slug: str, **options):
        try:
            brought = import_group(file, slug=slug)
        except Refused as refused:
            raise CommandError(f"Nothing was brought in. {refused}") from None
        except OperationalError as error:
            raise CommandError(f"Nothing was brought in. The database can’t be read: {str(error).strip()}.") from None
        except OSError as error:
            raise CommandError(f"Nothing was brought in: {error.strerror or error}.") from None
        self.stdout.write(
            f"{brought.group.name} is at /groups/{brought.group.slug}/. Of its {brought.members:,} members"
            f" {brought.known:,} had an account here already. The others sign in by a code that is mailed to them."
        )
