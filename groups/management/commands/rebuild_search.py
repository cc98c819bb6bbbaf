from django.core.management.base import BaseCommand, CommandError

from copse import fulltext
from groups import search
from groups.models import Group


class Command(BaseCommand):
    help = "Make anew what members find things by: the database's index and every group's entries, or one group's."

    def add_arguments(self, parser):
        parser.add_argument("group", nargs="?", help="the group's slug; all groups without one")

    def handle(self, *args, group, **options):
        if not group:
            fulltext.rebuild()
        groups = Group.objects.filter(slug=group) if group else Group.objects.order_by("pk")
        found = [search.rebuild(each) for each in groups.iterator()]
        if not found and group:
            raise CommandError(f"No group has the slug “{group}”.")
        self.stdout.write(f"{sum(found):,} things in {len(found):,} groups can be found.")
