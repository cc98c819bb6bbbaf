"""What members bring, kept as bytes beside the database: whole or not at all, under a name that tells nothing.

Bytes are fast on the disk before the row that names them is committed (trust.md, R3), so no row lacks its bytes.
Bytes without a row are what a crash left behind, and are swept after a day. The row is groups.models.File.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404

NAME = re.compile(r"[0-9a-f]{32}")
STRAY_AFTER = timedelta(hours=24)
# A file is looked at or saved, and does nothing by itself, whatever is in it (trust.md, S36).
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def keep(content: bytes) -> str:
    """Write `content` and give the random name it lies under. When this returns it outlasts a power cut.

    Raises OSError where the disk doesn't take it; then nothing is left of it.
    """
    name = secrets.token_hex(16)
    put(name, [content])
    return name


def put(name: str, chunks: Iterable[bytes]) -> None:
    """Write these bytes as the file called `name`, as `keep` does. Raises ValueError for what gives no such name."""
    path_of(name)
    folder = Path(settings.FILES_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with aside(folder / name) as part, part.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A new file to write instead of `path`, which it becomes when the block ends without an error: whole or not at
    all, for its owner's eyes, and it outlasts a power cut.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")  # 0600
    os.close(handle)
    part = Path(name)
    try:
        yield part
        _settle(part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _settle(path.parent)  # a rename may else be forgotten in a power cut


def _settle(path: Path) -> None:
    """Wait until a file's bytes, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def path_of(name: str) -> Path:
    """Where the bytes called `name` lie. Raises ValueError for what `keep` gives to nothing."""
    if not NAME.fullmatch(name):
        raise ValueError("no name of a file")
    return Path(settings.FILES_DIR) / name


def let_go(name: str) -> None:
    """Remove the bytes. Removed twice is removed once."""
    path_of(name).unlink(missing_ok=True)


def lying_since(at: datetime) -> set[str]:
    """The names of all that was written more than a day before `at`, also of what was never finished."""
    before = (at - STRAY_AFTER).timestamp()
    try:
        with os.scandir(settings.FILES_DIR) as entries:
            return {entry.name for entry in entries if entry.is_file() and entry.stat().st_mtime < before}
    except FileNotFoundError:
        return set()


def sweep(names: set[str]) -> None:
    """Remove these from the folder, whatever they are."""
    for name in names:
        (Path(settings.FILES_DIR) / name).unlink(missing_ok=True)


def answer(name: str, *, kind: str, called: str, inline: bool = False) -> FileResponse:
    """The bytes as an answer of the media type `kind`, to save as `called` or, `inline`, to look at.

    Ask whether it may be seen before. Raises Http404 where the bytes are gone.
    """
    try:
        file = path_of(name).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=kind, as_attachment=not inline, filename=called)
    for header, value in HEADERS.items():
        response.headers[header] = value
    return response
