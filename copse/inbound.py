"""The inbound mailbox: where answers to our invitations arrive, and mails that couldn't be delivered come back.

It is a folder of an IMAP server or a Maildir (settings.INBOUND_URL). What was dealt with is deleted there; all else is
moved to its folder `Aside`, where whoever keeps the server finds it. Nothing else may use the mailbox.

Mail comes back to `name+<purpose>-<token>@domain` (settings.INBOUND_ADDRESS). The token names a row and is signed for
its purpose: what is known of a mail's sender is that the mail went to an address that only they were told.
"""

import base64
import hmac
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)

MOST_BYTES = 256 * 1024  # of a message; of a larger one so much is read
MOST_A_RUN = 200
TIMEOUT = 10  # seconds that a server may take for an answer
ASIDE = "Aside"
SIGNED = 26  # letters of a signature: 128 bits
SECRET = re.compile(
    rf"(?:[\w.-]{{0,64}}(?:\+|%2B))?[a-z]-[a-z0-9]{{{SIGNED + 1},64}}(?:(?:@|%40)[\w.-]*\w)?", re.IGNORECASE | re.ASCII
)
SAID_TO = ("X-Original-To", "Delivered-To", "To", "Cc")


class Beginning(Message):
    """What stands first in a message that is too large to be read whole."""


class NotAside(Exception):
    """The folder Aside can't be made or written."""


def is_on() -> bool:
    """Whether there is a mailbox, and so anybody who reads what is answered."""
    return bool(settings.INBOUND_URL)


# -- addresses


def token(purpose: str, name: str, facts: str = "") -> str:
    """What tells an address of this purpose: `name`, small letters and digits, and a signature of it and of `facts`.

    Letters are small throughout, since some servers make them so.
    """
    return name + _signature(purpose, f"{name}:{facts}", settings.SECRET_KEY)


def name_in(token: str) -> str:
    """Which row a token names, whether or not it is signed."""
    return token[:-SIGNED]


def is_signed(token: str, purpose: str, facts: str = "") -> bool:
    """Whether it is ours, made for this purpose and these facts; with this key or one that was in use before."""
    name, given = token[:-SIGNED], token[-SIGNED:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(_signature(purpose, f"{name}:{facts}", key), given) for key in keys)


def _signature(purpose: str, said: str, key: str) -> str:
    mac = salted_hmac(f"copse.inbound.{purpose}", said, secret=key, algorithm="sha256").digest()
    return base64.b32encode(mac[:16]).decode().rstrip("=").lower()


def address(purpose: str, token: str) -> str:
    """`copse+r-…@in.example.org`"""
    name, _at, domain = settings.INBOUND_ADDRESS.partition("@")
    return f"{name}+{purpose}-{token}@{domain}"


def tokens_in(message: Message) -> list[tuple[str, str]]:
    """(purpose, token) of each of our addresses that the message went to, three at most; signed or not."""
    name, _at, domain = settings.INBOUND_ADDRESS.partition("@")
    ours = re.compile(
        rf"(?<![\w.+-]){re.escape(name)}\+([a-z])-([a-z0-9]{{{SIGNED},64}})@{re.escape(domain)}(?![\w.-])",
        re.IGNORECASE | re.ASCII,
    )
    said = [str(value)[:4096] for header in SAID_TO for value in message.get_all(header, [])[:10]]
    found = [(purpose.lower(), token.lower()) for line in said for purpose, token in ours.findall(line)]
    return [*dict.fromkeys(found)][:3]


def blotted(text: str) -> str:
    """`text` without tokens of ours: whoever reads one could answer for somebody else."""
    return SECRET.sub("…", text)


# -- the mailbox


def read(deal: Callable[[Message], bool]) -> tuple[int, int]:
    """Hand `deal` what has come, 200 messages at most: how many it dealt with, and how many were put aside.

    Of a message above 256 KiB it gets what stands first, as a Beginning. What it gives False for, or can't read, is put
    aside; where the database is away, the message stays for the next time. Killed on the way, what is done is done
    twice at most.
    Raises OSError, or what imap_tools raises, where the mailbox can't be opened; NotAside, after all else is done,
    where what is to be put aside has to stay.
    """
    done = aside = 0
    stays: NotAside | None = None
    box = _Maildir() if settings.INBOUND_URL.startswith("maildir:") else _Imap()
    with box:
        for name, size in box.names():
            content = box.message(name)
            try:
                is_done = deal(message_from_bytes(content, Message if size <= MOST_BYTES else Beginning))
            except DatabaseError:
                raise
            except Exception as error:  # written by anybody: no message may keep us from reading the next
                log.warning("message not read", extra={"cause": type(error).__name__})
                is_done = False
            if is_done:
                box.delete(name)
                done += 1
            elif stays is None:
                try:
                    box.put_aside(name)
                    aside += 1
                except NotAside as error:
                    stays = error
    _note(bool(stays))
    if stays:
        raise stays
    return done, aside


def is_stuck() -> bool:
    """Whether what was to be put aside had to stay when it was last read, for `/healthz`."""
    return is_on() and _noted().exists()


def _note(stuck: bool) -> None:
    with suppress(OSError):  # a data directory that can't be written is said there too
        _noted().touch() if stuck else _noted().unlink(missing_ok=True)


def _noted() -> Path:
    return Path(settings.DATA_DIR) / "mailbox-stuck"


class _Maildir:
    """A folder with `new` and `cur`, as Postfix, Dovecot and others deliver to (https://cr.yp.to/proto/maildir.html)."""

    def __init__(self):
        self.path = Path(unquote(urlsplit(settings.INBOUND_URL).path))

    def __enter__(self) -> None:
        """Raises FileNotFoundError where it isn't there."""
        (self.path / "new").stat()

    def __exit__(self, *error) -> None:
        """There is nothing to close."""

    def names(self) -> Iterator[tuple[Path, int]]:
        """(where it is, its size), the one first that came first."""
        found = [
            (file.stat().st_mtime_ns, file)
            for folder in ("new", "cur")
            if (self.path / folder).is_dir()
            for file in (self.path / folder).iterdir()
            if file.is_file() and not file.is_symlink() and not file.name.startswith(".")
        ]
        return ((file, file.stat().st_size) for _at, file in sorted(found)[:MOST_A_RUN])

    def message(self, file: Path) -> bytes:
        """What it begins with; nothing where somebody else has dealt with it meanwhile."""
        try:
            with file.open("rb") as opened:
                return opened.read(MOST_BYTES)
        except FileNotFoundError:
            return b""

    def delete(self, file: Path) -> None:
        file.unlink(missing_ok=True)

    def put_aside(self, file: Path) -> None:
        """Raises NotAside."""
        aside = self.path / f".{ASIDE}"
        try:
            for folder in ("tmp", "new", "cur"):
                (aside / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
            (aside / "maildirfolder").touch()
            with suppress(FileNotFoundError):
                file.replace(aside / "new" / file.name.partition(":")[0])
        except OSError as error:
            raise NotAside from error


class _Imap:
    """A folder of an IMAP server: `imaps://`, `imap+tls://` (STARTTLS) or `imap://`, and a name after the slash."""

    def __enter__(self) -> None:
        from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted

        parts = urlsplit(settings.INBOUND_URL)
        kinds = {"imaps": (MailBox, 993), "imap+tls": (MailBoxStartTls, 143), "imap": (MailBoxUnencrypted, 143)}
        kind, port = kinds[parts.scheme]
        self.box = kind(parts.hostname, parts.port or port, timeout=TIMEOUT)
        name, password = unquote(parts.username or ""), unquote(parts.password or "")
        try:
            self.box.login(name, password, unquote(parts.path.strip("/")) or "INBOX")
        except Exception:
            self.box.client.shutdown()
            raise

    def __exit__(self, *error) -> None:
        with suppress(OSError, self.box.client.error):  # what was done is done, even where the server has gone
            self.box.logout()

    def names(self) -> Iterator[tuple[str, int]]:
        """(its UID, its size or something larger), the one first that came first."""
        large = set(self.box.uids(f"UNDELETED LARGER {MOST_BYTES}"))
        found = sorted(self.box.uids("UNDELETED"), key=int)[:MOST_A_RUN]
        return ((uid, MOST_BYTES + 1 if uid in large else 0) for uid in found)

    def message(self, uid: str) -> bytes:
        """What it begins with; nothing where somebody else has dealt with it meanwhile."""
        _status, answer = self.box.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        return next((part[1] for part in answer if isinstance(part, tuple)), b"")

    def delete(self, uid: str) -> None:
        self.box.delete(uid)

    def put_aside(self, uid: str) -> None:
        """Raises NotAside where the server refuses it."""
        from imap_tools.errors import ImapToolsError

        try:
            self.box.move(uid, self.aside)
        except ImapToolsError as error:
            raise NotAside from error

    @cached_property
    def aside(self) -> str:
        """The folder's name, which is made where it isn't there."""
        from imap_tools.errors import MailboxFolderCreateError

        folders = [folder.name for folder in self.box.folder.list()]
        aside = next((name for name in folders if re.fullmatch(rf"(INBOX.)?{ASIDE}", name)), ASIDE)
        if aside not in folders:
            try:
                self.box.folder.create(aside)
            except MailboxFolderCreateError:  # on some servers every folder is within the first
                aside = f"INBOX.{ASIDE}"
                self.box.folder.create(aside)
        return aside
