from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from copse.mail import Letter, send


class Command(BaseCommand):
    """Send one mail now, not through the outbox, and say what the mail server answered."""

    help = "Send one mail now, to see whether EMAIL_URL works."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        letter = Letter(
            to=email,
            subject="A test mail from Copse",
            text=f"This mail was sent by hand, to see whether {settings.SITE_URL} can send mail. It can.\n",
        )
        try:
            send(letter, message_id=f"<{uuid4()}@{settings.SITE_UID_DOMAIN}>")
        except OSError as error:
            raise CommandError(f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} said: {error}") from None
        if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
            self.stdout.write("Printed above and sent to nobody: EMAIL_URL is console:.")
        else:
            self.stdout.write(f"Sent to {email} by {settings.EMAIL_HOST}:{settings.EMAIL_PORT}.")
