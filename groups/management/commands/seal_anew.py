from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand
from django.db import transaction

from copse.seal import seal, unseal

SECRETS = {"totp": "secret", "recovery_codes": "seed"}  # what is sealed in which kind of row


class Command(BaseCommand):
    """After SECRET_KEY was changed: seal by it what rests in the database, so that the key before can go."""

    help = "Seal the secrets of second steps by the present SECRET_KEY. Those of SECRET_KEY_FALLBACKS are opened."

    def handle(self, **options):
        done = lost = 0
        with transaction.atomic():
            for row in Authenticator.objects.select_for_update().filter(type__in=SECRETS):
                name = SECRETS[row.type]
                try:
                    row.data[name] = seal(unseal(row.data[name].encode())).decode()
                except InvalidToken:
                    lost += 1
                    continue
                row.save(update_fields=["data"])
                done += 1
        self.stdout.write(f"Sealed anew: {done}. Sealed by a key that isn't known here: {lost}.")
