"""What falls due with time alone. The worker calls it once a minute; `registry.ticks` says what there is to do."""

import logging
from datetime import datetime

from django.utils import timezone

from groups import registry

log = logging.getLogger(__name__)


def tick(at: datetime | None = None) -> None:
    """Do all that is due at `at`. Where one thing goes wrong, the others are done, and it is tried again next time."""
    at = at or timezone.now()
    for due in registry.ticks:
        try:
            due(at)
        except Exception as error:
            log.warning("not done in time", extra={"kind": due.__module__, "cause": type(error).__name__})
