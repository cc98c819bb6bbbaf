"""Row 11: a hundred members answer their dates at once, through the real server."""

import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.bench.bench import Bench
from tests.bench.place import SITE
from tests.bench.server import PATIENCE, server
from tests.bench.table import Row

MEMBERS = 100
SECONDS = 2  # within which 95 of 100 have their answer
FORM = "b" * 32  # the secret that a browser would have with the form: the same in the cookie and in the field


def rows(bench: Bench) -> list[Row]:
    place = bench.empty.copy(bench.folder / "answering")
    asked = place.data("answering", str(MEMBERS))["asked"]
    with server(place, workers=2):
        told = at_once(asked)
    return as_rows(told, kept=place.data("answered")["answered"])


def as_rows(told: list[tuple[int, float]], kept: int) -> list[Row]:
    """From the status and the seconds of each, and how many answers are in the database."""
    errors = sum(status != 302 for status, _seconds in told)
    slowest = sorted(seconds for _status, seconds in told)[int(0.95 * len(told)) - 1]
    return [
        Row(f"11 {MEMBERS} answer at once, those not kept", max(errors, len(told) - kept), 0, "answers"),
        Row(f"11 {MEMBERS} answer at once, 95 of 100 within", slowest, SECONDS, "s"),
    ]


def at_once(asked: list[dict]) -> list[tuple[int, float]]:
    """The status and the seconds of each, all sent at the same moment."""
    ready = Barrier(len(asked))
    with ThreadPoolExecutor(len(asked)) as members:
        return list(members.map(lambda one: answer(one, ready), asked))


def answer(one: dict, ready: Barrier) -> tuple[int, float]:
    body = urllib.parse.urlencode({**one["answers"], "csrfmiddlewaretoken": FORM}).encode()
    headers = {"Cookie": f"{one['cookie']}; csrftoken={FORM}"}
    request = urllib.request.Request(SITE + one["path"], data=body, headers=headers)
    ready.wait()
    began = time.perf_counter()
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=PATIENCE) as response:
            status = response.status
    except urllib.error.HTTPError as error:
        status = error.code
    except OSError:
        status = 0
    return status, time.perf_counter() - began


class Stay(urllib.request.HTTPRedirectHandler):
    """Where the answer leads is not looked at."""

    def redirect_request(self, *_asked):
        return None
