from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from groups.group_archive import export_group
from groups.models import Group


class Command(BaseCommand):
    """Write one group into a file, to be brought to another site. Nobody's private pieces are in it."""

    help = "Write a whole group into a file, without its members' private pieces."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the group's part of the address")
        parser.add_argument("file", type=Path, help="where it goes")

    def handle(self, *, slug: str, file: Path, **options):
        group = Group.objects.filter(slug=slug).first()
        if group is None:
            raise CommandError(f"There is no group “{slug}” here.")
        try:
            rows = export_group(group, file.resolve())
        except OSError as error:
            raise CommandError(f"Nothing was written: {error.strerror or error}.") from None
        self.stdout.write(f"{file}: {group.name}, {rows:,} rows, {file.stat().st_size / 2**20:,.1f} MiB.")
