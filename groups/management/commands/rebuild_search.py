from django.core.management.base import BaseCommand, CommandError

from groups import search
from groups.models import Group


class Command(BaseCommand):
    help = "Make anew what members find things by, in every group or in one. Nothing else changes."

    def add_arguments(self, parser):
        parser.add_argument("group", nargs="?", help="the group's slug; all groups without one")

    def handle(self, *args, group, **options):
        groups = Group.objects.filter(slug=group) if group else Group.objects.order_by("pk")
        found = [search.rebuild(each) for each in groups.iterator()]
        if not found and group:
            raise CommandError(f"No group has the slug “{group}”.")
        self.stdout.write(f"{sum(found):,} things in {len(found):,} groups can be found.")
