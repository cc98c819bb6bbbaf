"""Requests one after the other on several connections at once, as fast as a server answers, and what they cost it."""

import os
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CONNECTIONS = 16
PATIENCE = 300  # seconds for one answer


def cost(pids: Callable[[], list[int]], port: int, requests: Sequence[bytes], *, status: int) -> float:
    """Seconds of CPU that the processes of a server on loopback take for each of these requests: unlike those of a
    clock, they don't depend on what else the machine does.

    Raises RuntimeError for an answer of another status.
    """
    before = cpu(pids())
    shares = [requests[n::CONNECTIONS] for n in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as several:
        told = {one for share in several.map(lambda share: ask(port, share), shares) for one in share}
    if others := told - {status}:
        raise RuntimeError(f"answered {others}, not {status}")
    return (cpu(pids()) - before) / len(requests)


def cpu(pids: list[int]) -> float:
    """Seconds that these processes have computed, in their own code and in the kernel (proc(5), utime and stime)."""
    ticks = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in pids]
    return sum(int(tick) for both in ticks for tick in both) / os.sysconf("SC_CLK_TCK")


def ask(port: int, requests: Sequence[bytes]) -> list[int]:
    """The status of each. A connection is kept for as long as the server keeps it."""
    told, open_ = [], None
    for request in requests:
        open_ = open_ or socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        open_.sendall(request)
        status, stays = answer(open_)
        told.append(status)
        if not stays:
            open_.close()
            open_ = None
    return told


def answer(open_: socket.socket) -> tuple[int, bool]:
    """Read one answer to its end: its status, and whether the connection stays."""
    got = b""
    while b"\r\n\r\n" not in got:
        if not (more := open_.recv(65536)):
            raise RuntimeError("the server hangs up")
        got += more
    head, _blank, body = got.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").lower().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    left = int(headers.get("content-length", 0)) - len(body)
    while left > 0 and (more := open_.recv(min(left, 1 << 20))):
        left -= len(more)
    stays = first.startswith("http/1.1") and headers.get("connection") != "close"
    return int(first.split()[1]), stays
