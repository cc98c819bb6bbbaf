import logging

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from groups.adapter import AccountAdapter
from groups.models import Member

log = logging.getLogger("copse.security")

ASK = """Do this only when somebody who looks after their group has told you, in person or by voice, that it is them.
A mail alone proves nothing."""


class Command(BaseCommand):
    """Somebody can't get in by any of their addresses: give them another, on an admin's word."""

    help = f"Give a member who can't get in another address. {ASK}"

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address that they came in with until now")
        parser.add_argument("--new-address", required=True, help="where they are reached from now on")
        parser.add_argument(
            "--without-steps", action="store_true", help="take passkeys, app and spare codes away: all are lost"
        )

    def handle(self, *, email, new_address, without_steps, **options):
        member = Member.objects.reached_at(email).first()
        if member is None:
            raise CommandError(f"Nobody here is reached at {email}.")
        old = member.email
        try:
            validate_email(new_address)
            with transaction.atomic():
                member.move_to(new_address)
                if without_steps:
                    member.take_steps_away()
                for address in (old, member.email):
                    told = {"old": old, "new": member.email, "steps_gone": without_steps}
                    AccountAdapter().send_mail("account/email/helped", address, told)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        log.warning("helped in", extra={"event": "helped in", "member": member.pk})
        self.stdout.write(ASK)
        self.stdout.write(f"{old} is now {member.email} and can come in there by a mailed code. Both were written to.")
        self.stdout.write("They are signed out everywhere. Their groups can read in their logs that it was done.")
        kept = "taken away" if without_steps else "kept: take them away with --without-steps where all are lost"
        self.stdout.write(f"Passkeys, app and spare codes were {kept}.")
