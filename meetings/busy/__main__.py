"""The process: a line of JSON and the file come in by standard input, a line of JSON goes out.

In: `first` and `last`, the instants between which it is asked (seconds since 1970); `zone`, for times that name none;
`all_day`, whether whole days count. Out: `read`, how many events there are; `left_out`, how many of them can't be
reckoned with; `spans`, pairs of instants, and nothing of what they are about. Or `refused`, why there is none of this.

It has limits on memory and processor time, can write no file, has no network where the system lets it, and ends with
whoever started it.
"""

import ctypes
import datetime as datetimes
import json
import resource
import signal
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from meetings.busy import Refused
from meetings.busy.lines import components
from meetings.busy.scan import Scan

MEMORY = 512 << 20  # bytes of address space
SECONDS = 10  # of processor time
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)
END_WITH_PARENT = 1  # of prctl(2)


def confine() -> None:
    """Take limits on this process that it can't take back."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        system.prctl(END_WITH_PARENT, signal.SIGKILL)
        system.unshare(NEW_USER | NEW_NETWORK)  # some systems refuse


def busy(content: bytes, *, first: int, last: int, zone: str, all_day: bool) -> dict:
    """What is written as the answer. Raises Refused."""
    between = datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)
    scan = Scan(*between, all_day)
    for found in components(content):
        scan.take(found)
    from meetings.busy.instants import Instants  # after the limits are taken, and where the file is worth it

    spans = Instants(scan, *between, ZoneInfo(zone)).all()
    told = sorted({(int(starts.timestamp()), int(ends.timestamp())) for starts, ends in spans})
    return {"read": scan.read, "left_out": scan.left_out, "spans": told}


def main() -> int:
    confine()
    job = json.loads(sys.stdin.buffer.readline())
    # How far dateutil looks for the next time of a rule that never comes: the year 9999 is seconds away.
    datetimes.MAXYEAR = datetime.fromtimestamp(job["last"], UTC).year + 1
    try:
        answer = busy(sys.stdin.buffer.read(), **job)
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "TooMuch"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
