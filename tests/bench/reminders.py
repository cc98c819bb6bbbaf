"""`python -m tests.bench.reminders at`: one worker's tick at that moment, and what it took, as JSON."""

import json
import resource
import sys
import time
from datetime import datetime


def main(at: datetime) -> dict:
    """The seconds that the tick took, how many reminders there are after it, and the most memory, in MB."""
    import django

    django.setup()
    from groups.models import Outbox
    from meetings import turn_mail

    began = time.perf_counter()
    turn_mail.remind(at)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "queued": Outbox.objects.filter(kind="turn").count(), "memory": memory}


if __name__ == "__main__":
    print(json.dumps(main(datetime.fromisoformat(sys.argv[1]))))
