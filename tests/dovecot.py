"""A Dovecot of the tests' own, on this machine alone: an IMAP server with one mailbox."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from copse import machine

PASSWORD = "p@ss:word"
PATIENCE = 10  # seconds that it may take to begin
CONFIGURATION = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


def missing() -> str:
    """Why there is none, in a sentence; "" where there can be one."""
    if problem := machine.mailbox():
        return f"NOT TESTED over IMAP: {problem}"
    return "" if os.geteuid() == 0 else "NOT TESTED over IMAP: Dovecot is begun by root alone."


@contextmanager
def serving() -> Iterator[tuple[str, Path]]:
    """(its mailbox, by URL; the Maildir that it serves). Where there can be none that is said, and fails under CI."""
    if words := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(words)
    folder = Path(tempfile.mkdtemp(prefix="copse-dovecot-"))
    who = pwd.getpwnam("mail")
    inbox = folder / "mail"
    for path in (inbox, *(inbox / name for name in ("new", "cur", "tmp"))):
        path.mkdir()
    for path in (folder, inbox, *inbox.iterdir()):
        os.chown(path, who.pw_uid, who.pw_gid)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    written = CONFIGURATION.format(folder=folder, port=port, password=PASSWORD, uid=who.pw_uid, gid=who.pw_gid)
    (folder / "dovecot.conf").write_text(written)
    process = subprocess.Popen(["dovecot", "-F", "-c", folder / "dovecot.conf"], stderr=subprocess.PIPE)
    try:
        _wait_for(port, process)
        yield f"imap://copse:p%40ss%3Aword@127.0.0.1:{port}/INBOX", inbox
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int, process) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except ConnectionRefusedError:
            time.sleep(0.05)
    pytest.fail(f"Dovecot didn’t begin: {process.stderr.read() if process.poll() is not None else 'no answer'}")
