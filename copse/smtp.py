"""Django's own way to a mail server, with one bound for all of a mail: a server that says a little now and then would
hold the worker for as long as it likes, since each of its words comes in time.
"""

import io
import smtplib
import socket
from time import monotonic

from django.core.mail.backends import smtp

ANSWERS = 4  # in all, a mail may take this many times as long as one answer (settings.EMAIL_TIMEOUT)
LOOKING = 6  # and as long again as this many, where a server has the whole mail and looks through it


class _Listening(io.RawIOBase):
    """What a server says until a moment (of `monotonic`). Raises TimeoutError after it."""

    def __init__(self, sock: socket.socket, until: float):
        self.sock, self.until, self.longest = sock, until, sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, into) -> int:
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError("the mail takes too long")
        self.sock.settimeout(min(left, self.longest))
        return self.sock.recv_into(into)


class _InTime:
    """Of an smtplib.SMTP: all its answers come before one moment."""

    def __init__(self, *args, timeout: float, **kwargs):
        self.until = monotonic() + timeout * ANSWERS
        super().__init__(*args, timeout=timeout, **kwargs)

    def getreply(self):
        if self.file is None:  # at the beginning, and anew behind STARTTLS
            self.listening = _Listening(self.sock, self.until)
            self.file = io.BufferedReader(self.listening)
        return super().getreply()

    def data(self, msg):
        """A server that is cut off while it looks through a mail takes it, each time anew (RFC 5321, 4.5.3.2.6)."""
        self.listening.longest = self.timeout * LOOKING
        self.listening.until = monotonic() + self.listening.longest
        return super().data(msg)


class _Plain(_InTime, smtplib.SMTP):
    pass


class _Sealed(_InTime, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type:
        return _Sealed if self.use_ssl else _Plain
