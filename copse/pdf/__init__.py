"""Papers: PDFs from HTML and CSS, each made once for its content.

WeasyPrint runs in `press.py`, a process of its own with limits, without this site's secrets and without a way to
any address: a paper holds what it is given here and nothing else.
"""

import base64
import fcntl
import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from copse.pdf.letters import fonts_for

PRESS = Path(__file__).with_name("press.py")
SHEET = Path(__file__).with_name("paper.css")  # what all papers share
SECONDS = 60  # for one paper, and for waiting until it is one's turn
# No fonts of the machine: the paper names its own.
NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>'
FIXED = {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}  # the same content, the same bytes

logger = logging.getLogger("copse.pdf")


class PaperFailed(Exception):
    """No paper was made. `str()` tells members so; `cause` is for the log and holds none of their words."""

    def __init__(self, cause: str):
        self.cause = cause
        super().__init__(_("The paper could not be made. Your words are safe."))


def paper(html: str, *, stylesheets: Sequence[str] = (), assets: Mapping[str, bytes] | None = None) -> Path:
    """The paper as a file: made the first time, found from then on while nothing that makes it up changes.

    Takes what `render` takes and raises what it raises. The file may be deleted at any time.
    """
    assets = assets or {}
    path = Path(settings.PAPERS_DIR) / f"{_key(html, stylesheets, assets)}.pdf"
    if path.exists():
        return path
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _one_at_a_time(path.parent):
        if not path.exists():
            _keep(path, render(html, stylesheets=stylesheets, assets=assets))
    return path


def forget() -> None:
    """Delete every paper that was kept: each is made anew from what stands now, when somebody asks for it."""
    for path in Path(settings.PAPERS_DIR).glob("*.pdf"):
        path.unlink(missing_ok=True)


def render(html: str, *, stylesheets: Sequence[str] = (), assets: Mapping[str, bytes] | None = None) -> bytes:
    """A tagged PDF (PDF/UA-1) of a whole HTML document, which has a `lang` and a `<title>`.

    `stylesheets` are CSS texts that follow the shared one; `assets` what the document calls
    `copse-asset:name`. Takes up to a minute and a gigabyte. Equal input makes equal bytes. What WeasyPrint finds
    wrong is logged. Raises PaperFailed, also where the document asks for any other address.
    """
    answer, pdf = _press(json.dumps(job(html, stylesheets=stylesheets, assets=assets)).encode())
    for error in answer.get("errors", ()):
        logger.error("a paper is not as it should be: %s", error)
    if cause := answer.get("cause"):
        logger.error("no paper", extra={"cause": cause})
        raise PaperFailed(cause)
    return pdf


def job(html: str, *, stylesheets: Sequence[str] = (), assets: Mapping[str, bytes] | None = None) -> dict:
    """What the press is given for a paper: takes what `render` takes."""
    return {
        "html": html,
        "stylesheets": [_sheet(), *stylesheets],
        "assets": {name: base64.b64encode(content).decode() for name, content in (assets or {}).items()},
        "fonts": fonts_for(html),
    }


def _press(job: bytes) -> tuple[dict, bytes]:
    """Run the press; its answer has a `cause` if there is no PDF."""
    command = [sys.executable, "-P", "-s", "-W", "ignore", str(PRESS)]
    with tempfile.TemporaryDirectory(prefix="copse-paper-") as home:
        try:
            done = subprocess.run(  # noqa: S603  our own program; the job goes in by its standard input
                command, input=job, capture_output=True, env=_environment(home), cwd=home, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return {"cause": f"longer than {SECONDS} s"}, b""
    line, _newline, pdf = done.stdout.partition(b"\n")
    if not line.startswith(b"{"):
        return {"cause": f"the press ended with {done.returncode}"}, b""
    return json.loads(line), pdf


def _environment(home: str) -> dict[str, str]:
    """What the press gets of ours: how to start, and a folder that goes when it ends."""
    fonts = Path(home) / "fonts.conf"
    fonts.write_text(NO_FONTS)
    ours = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**ours, "HOME": home, "TMPDIR": home, "FONTCONFIG_FILE": str(fonts), **FIXED}


def _key(html: str, stylesheets: Sequence[str], assets: Mapping[str, bytes]) -> str:
    """Everything that makes up a paper, as one name."""
    fonts = [{name: value for name, value in font.items() if name != "path"} for font in fonts_for(html)]
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in assets.items()}
    parts = [_makers(), fonts, html, _sheet(), list(stylesheets), digests]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=1)
def _makers() -> list[str]:
    return [version("weasyprint"), hashlib.sha256(PRESS.read_bytes()).hexdigest()]


@lru_cache(maxsize=1)
def _sheet() -> str:
    return SHEET.read_text()


def _keep(path: Path, content: bytes) -> None:
    """Write the file whole or not at all, for the site's own eyes."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")  # 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """One render at a time on this machine, so that papers can't take its memory from everything else."""
    until = time.monotonic() + SECONDS
    with open(folder / "lock", "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise PaperFailed("another paper took too long") from None
                time.sleep(0.05)
        yield
