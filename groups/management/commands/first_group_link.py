from django.core.management.base import BaseCommand, CommandError

from groups.models import FoundingLink, Group


class Command(BaseCommand):
    """Print a link that makes the first group and its first admin. The one printed before stops working."""

    help = "Print a link that makes the first group: it works once, for three days, while there is no group."

    def handle(self, **options):
        if Group.objects.exists():
            raise CommandError("There is a group already; its members invite others. `new_group` makes another.")
        self.stdout.write(FoundingLink.make())
