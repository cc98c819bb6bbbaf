import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from copse.sample import words
from copse.sample.group import build
from groups.models import Group


class Command(BaseCommand):
    """Load the sample group. Run again, it leaves what is there as it is."""

    help = "Load an invented group with four years behind it, for development only."

    def add_arguments(self, parser):
        parser.add_argument(
            "--json", action="store_true", help="print the group, the members and their password as JSON"
        )
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there is any group already")

    def handle(self, *, json: bool, if_empty: bool, **options):
        if not settings.DEBUG:
            raise CommandError("The sample group is for development: its password is known to all. Set DEBUG=1.")
        if Group._meta.db_table not in connection.introspection.table_names():
            raise CommandError(
                "The database has no tables yet. `manage.py migrate` makes them, and so does `make run`."
            )
        if if_empty and Group.objects.exists():
            return
        name, slug = words.GROUP
        if not Group.objects.filter(slug=slug).exists():
            build()
        self.stdout.write(self.as_json() if json else f"{name} is there, with {len(words.MEMBERS)} members.")

    @staticmethod
    def as_json() -> str:
        addresses = [email for _name, email, *_rest in words.MEMBERS]
        return json.dumps({"group": words.GROUP[1], "members": addresses, "password": words.PASSWORD})
