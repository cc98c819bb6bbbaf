import logging

from django.core.management.base import BaseCommand, CommandError

from groups.models import Member

log = logging.getLogger("copse.security")


class Command(BaseCommand):
    """Sign somebody out everywhere, or everybody."""

    help = "Sign a member out on every device, or with --all every member."

    def add_arguments(self, parser):
        parser.add_argument("email", nargs="?", default="", help="one of the member's addresses")
        parser.add_argument("--all", action="store_true", dest="everybody", help="every member")

    def handle(self, *, email, everybody, **options):
        if bool(email) == everybody:
            raise CommandError("Say whose sessions: an address, or --all.")
        members = Member.objects.all() if everybody else Member.objects.reached_at(email)
        if not members:
            raise CommandError(f"Nobody here is reached at {email}.")
        for member in members:
            member.end_sessions()
            log.info("sessions ended", extra={"event": "sessions ended", "member": member.pk})
        self.stdout.write(f"{'Everybody' if everybody else email} is signed out everywhere.")
