from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from copse import inbound
from groups.received import receive


class Command(BaseCommand):
    """Read the inbound mailbox now. The worker does the same once a minute."""

    help = "Read the inbound mailbox (INBOUND_URL) now, and say what was in it."

    def handle(self, **options):
        from imap_tools.errors import ImapToolsError

        if not inbound.is_on():
            raise CommandError("There is no inbound mailbox: INBOUND_URL is not set.")
        try:
            done, aside = receive(timezone.now())
        except (OSError, ImapToolsError) as error:
            raise CommandError(f"The inbound mailbox can’t be read: {type(error).__name__}.") from None
        except inbound.NotAside:
            raise CommandError(
                f"Its folder {inbound.ASIDE} can’t be written, so what belongs there stays; all else is dealt with."
            ) from None
        self.stdout.write(f"{done} dealt with, {aside} put aside in its folder {inbound.ASIDE}.")
