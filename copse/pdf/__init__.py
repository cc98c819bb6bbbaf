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
REFUSED = ".refused"  # a file with the cause, where no trying again would make a paper
# No fonts of the machine: the paper names its own.
NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig/>'
FIXED = {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}  # the same content, the same bytes

logger = logging.getLogger("copse.pdf")


class PaperFailed(Exception):
    """No paper was made. `str()` tells members why; `cause` is for the log and holds none of their words."""

    def __init__(self, cause: str):
        self.cause = cause
        super().__init__(self.sentence(cause))

    @property
    def lasts(self) -> bool:
        """Whether it is the content's own, so that trying again changes nothing."""
        return self.cause in ("TooLong", "TooDeep", "TooFull")

    @staticmethod
    def sentence(cause: str) -> str:
        if cause == "TooLong":
            return _("There are more words in it than one paper holds, which is 60,000. Your words are safe.")
        if cause == "TooDeep":
            return _("Its parts stand within each other more than twenty deep. No paper has that. Your words are safe.")
        if cause == "TooFull":
            return _("There is more in it than fits on one sheet in letters that can be read. Your words are safe.")
        return _("The paper could not be made. Your words are safe.")


def paper(html: str, **parts) -> Path:
    """The paper as a file: made the first time, found from then on while nothing that makes it up changes.

    Takes what `job` takes and raises what `render` raises; a refusal that lasts is kept like a paper. The file may be
    deleted at any time.
    """
    asked = job(html, **parts)
    path = _path(asked)
    if kept(path):
        return path
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _one_at_a_time(path.parent):
        if not kept(path):
            try:
                _keep(path, _set(asked))
            except PaperFailed as failure:
                if failure.lasts:
                    _keep(path.with_suffix(REFUSED), failure.cause.encode())
                raise
    return path


def place(html: str, **parts) -> Path:
    """Where the paper is kept, or would be. Takes what `job` takes, and renders nothing."""
    return _path(job(html, **parts))


def kept(path: Path) -> bool:
    """Whether the paper of that place has been made. Raises PaperFailed where it can't be."""
    if path.exists():
        return True
    refused = path.with_suffix(REFUSED)
    if refused.exists():
        raise PaperFailed(refused.read_text())
    return False


def is_free() -> bool:
    """Whether a paper that is asked for now would be set at once; else another one is being set."""
    folder = Path(settings.PAPERS_DIR)
    if not folder.exists():
        return True
    with _lock(folder) as lock:
        return _taken(lock)


def forget() -> None:
    """Delete every paper that was kept: each is made anew from what stands now, when somebody asks for it."""
    for kind in (".pdf", REFUSED):
        for path in Path(settings.PAPERS_DIR).glob(f"*{kind}"):
            path.unlink(missing_ok=True)


def render(html: str, **parts) -> bytes:
    """A tagged PDF (PDF/UA-1), bypassing what is kept: takes what `job` takes.

    Takes up to a minute and a gigabyte. Equal input makes equal bytes. What WeasyPrint finds wrong is logged.
    Raises PaperFailed, also where the document asks for any other address, has more than 60,000 words, or nests more
    than twenty deep.
    """
    return _set(job(html, **parts))


def job(
    html: str,
    *,
    stylesheets: Sequence[str] = (),
    assets: Mapping[str, bytes] | None = None,
    fits: Sequence[Sequence[str]] = (),
    most_pages: int = 0,
    on_a_sheet: tuple[int, int] = (1, 1),
) -> dict:
    """What the press is given for a paper.

    A whole HTML document, which has a `lang` and a `<title>`; CSS texts that follow the shared one; what the document
    calls `copse-asset:name`; lists of further CSS texts, each from the one that takes most room to the one that takes
    least, of which the first is used that leaves the fewest pages; how many pages it may have at most, 0 for any; and
    how many of them stand beside and below each other on a sheet.
    """
    return {
        "html": html,
        "stylesheets": [_sheet(), *stylesheets],
        "assets": {name: base64.b64encode(content).decode() for name, content in (assets or {}).items()},
        "fits": [list(options) for options in fits],
        "most_pages": most_pages,
        "on_a_sheet": list(on_a_sheet),
        "fonts": fonts_for(html),
    }


def _path(asked: dict) -> Path:
    return Path(settings.PAPERS_DIR) / f"{_key(asked)}.pdf"


def _set(asked: dict) -> bytes:
    answer, pdf = _press(json.dumps(asked).encode())
    for error in answer.get("errors", ()):
        logger.error("a paper is not as it should be: %s", error)
    if cause := answer.get("cause"):
        logger.error("no paper", extra={"cause": cause})
        raise PaperFailed(cause)
    return pdf


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


def _key(asked: dict) -> str:
    """Everything that makes up a paper, as one name; where its fonts lie is no part of it."""
    fonts = [{name: value for name, value in font.items() if name != "path"} for font in asked["fonts"]]
    parts = json.dumps([_makers(), {**asked, "fonts": fonts}], sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()


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
    with _lock(folder) as lock:
        while not _taken(lock):
            if time.monotonic() > until:
                raise PaperFailed("another paper took too long")
            time.sleep(0.05)
        yield


def _lock(folder: Path):
    return open(folder / "lock", "w", opener=lambda name, flags: os.open(name, flags, 0o600))


def _taken(lock) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
