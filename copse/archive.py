"""An archive that is read whole or refused: a ZIP with a manifest that knows each part by its size and checksum.

Read with suspicion: an archive is damaged, somebody else's or made to fill the disk until it has been found not to be
(trust.md, S35). Nothing in it is ever unpacked by its own name.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20  # bytes read at a time
LONGEST_LINE = 8 << 20  # bytes
MANIFEST_MOST = 64 << 20  # bytes
RATIO = 200  # what unpacks to more than this many times its size, and isn't small, is a bomb
NAME = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)?")


class Refused(Exception):
    """An archive that can't be taken, with a sentence for whoever brought it."""


class Limits(NamedTuple):
    """How much an archive may hold: bytes when unpacked, and parts."""

    size: int
    parts: int


class Writer:
    """Writes an archive of one `kind` into a file; `with` closes it and adds the manifest."""

    def __init__(self, path: Path, kind: str):
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.kind, self.facts, self.parts = kind, {}, {}

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind, error, trace) -> None:
        if error is None:
            manifest = {"kind": self.kind, "format": FORMAT, **self.facts, "parts": self.parts}
            self.zip.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        self.zip.close()

    @contextmanager
    def part(self, name: str) -> Iterator["Summed"]:
        """A part to write bytes into, one at a time."""
        with self.zip.open(name, "w", force_zip64=True) as file:
            summed = Summed(file)
            yield summed
        self.parts[name] = {"size": summed.size, "sha256": summed.hash.hexdigest()}


class Summed:
    """Something to write into that knows how much was written, and its checksum."""

    def __init__(self, file=None):
        self.file, self.size, self.hash = file, 0, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self.hash.update(data)
        if self.file:
            self.file.write(data)


class Archive:
    """An archive of one `kind`, to read. Opening it reads no more than its manifest.

    Raises Refused for what is no such archive, or goes beyond `limits`; OSError where there is no file.
    """

    def __init__(self, path: Path, kind: str, limits: Limits):
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            raise Refused("This file is no archive of Copse, or it is damaged.") from None
        try:
            self._check(kind, limits)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *error) -> None:
        self.close()

    def close(self) -> None:
        self.zip.close()

    def _check(self, kind: str, limits: Limits) -> None:
        infos = {info.filename: info for info in self.zip.infolist()}
        if len(infos) != len(self.zip.infolist()) or not all(_is_plain(info) for info in infos.values()):
            raise Refused("This archive holds something that Copse never puts into one.")
        if len(infos) > limits.parts:
            raise Refused(f"This archive has more than {limits.parts:,} parts.")
        if sum(info.file_size for info in infos.values()) > limits.size:
            raise Refused(f"This archive would unpack to more than {limits.size >> 20:,} MiB.")
        if any(info.file_size > CHUNK and info.file_size > RATIO * info.compress_size for info in infos.values()):
            raise Refused("A part of this archive unpacks to many times its size, as Copse’s own never do.")
        self.manifest = self._read_manifest(infos.pop(MANIFEST, None))
        if self.manifest.get("kind") != kind:
            raise Refused(f"This is no {kind}.")
        if self.manifest.get("format") != FORMAT:
            raise Refused("This archive was made by a newer Copse. Bring this one up to date first.")
        parts = self.manifest.get("parts")
        if not isinstance(parts, dict) or {name: info.file_size for name, info in infos.items()} != {
            name: part.get("size") for name, part in parts.items() if isinstance(part, dict)
        }:
            raise Refused("This archive is damaged: its parts are not those that it lists.")
        self.parts = parts

    def _read_manifest(self, info) -> dict:
        if info is None or info.file_size > MANIFEST_MOST:
            raise Refused("This file is no archive of Copse.")
        try:
            manifest = json.loads(b"".join(self.chunks(MANIFEST)))
        except (ValueError, RecursionError):
            raise Refused("This archive is damaged: its manifest can’t be read.") from None
        if not isinstance(manifest, dict):
            raise Refused("This file is no archive of Copse.")
        return manifest

    def verify(self) -> None:
        """Read every part and compare it with what the manifest says. Raises Refused for the first that differs."""
        for name, part in self.parts.items():
            summed = Summed()
            for chunk in self.chunks(name):
                summed.write(chunk)
            if summed.hash.hexdigest() != part.get("sha256"):
                raise Refused(f"This archive is damaged: {name} is not what was written.")

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, a piece at a time. Raises Refused where it is damaged."""
        with _readable(name), self.zip.open(name) as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def lines(self, name: str) -> Iterator[list]:
        """Each line of a part, as the list that it holds. Raises Refused for a line that is none, or far too long."""
        with _readable(name), self.zip.open(name) as file:
            while line := file.readline(LONGEST_LINE):
                try:
                    values = json.loads(line)
                except (ValueError, RecursionError):
                    values = None
                if not isinstance(values, list):
                    raise Refused(f"{name} has a line that is no row.")
                yield values

    def read(self, name: str) -> bytes:
        """All bytes of a small part."""
        return b"".join(self.chunks(name))


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError):
        raise Refused(f"This archive is damaged: {name} can’t be read.") from None


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """An ordinary file under a name of ours: no folder, no link, no way out, nothing encrypted."""
    mode = info.external_attr >> 16
    return (
        NAME.fullmatch(info.filename) is not None
        and mode & 0o170000 in (0, 0o100000)
        and not info.flag_bits & 0x1
        and info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    )
