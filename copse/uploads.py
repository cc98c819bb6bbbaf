"""Files that members bring: of a few kinds that do nothing by themselves, each what its name says (trust.md, S34, S35).

Nothing that comes in is run, unpacked or believed: a kind is told by the name's ending and by the bytes, which have to
agree. Pictures are drawn anew (copse.pictures); a PDF, a text and a document are kept as they came.
"""

import mimetypes
import re
import stat
import zipfile
import zlib
from functools import cache
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from copse import pictures
from copse.direction import TURN

MOST_BYTES = pictures.MOST_BYTES
MOST_UNPACKED = 100 * 1024 * 1024  # bytes of all that a document says it holds
MOST_MEMBERS = 1000
LONGEST_NAME = 150
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
    ".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".odt": ODT, ".docx": DOCX,
}  # fmt: skip
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\u2060\ufeff]")
MORE_ENDINGS = {
    ".php", ".phtml", ".jsp", ".asp", ".aspx", ".cgi", ".pl", ".jar", ".com", ".scr", ".cmd", ".msi", ".vbs", ".ps1",
    ".hta", ".lnk", ".apk", ".docm", ".dotm", ".svgz",
}  # fmt: skip
MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)
HEAD = 1024  # bytes in which a browser would look for markup, and a reader for where a PDF begins and ends
MACROS = re.compile(r"vba|macro|activex|^basic/|^scripts/", re.IGNORECASE)


class Upload(NamedTuple):
    """A file that may be kept: its name, its media type and its bytes."""

    name: str
    kind: str
    content: bytes


def taken(content: bytes, name: str) -> Upload:
    """The file as it may be kept. Raises ValidationError, in words for whoever brought it, where it may not be."""
    name = name_of(name)
    ending = PurePosixPath(name).suffix.lower()
    if len(content) > MOST_BYTES:
        raise ValidationError(_("This file is larger than ten megabytes. Choose a smaller one."))
    if ending in pictures.ENDINGS:
        content = pictures.whole(content, name)
        if len(content) > MOST_BYTES:
            raise ValidationError(_("This picture is larger than ten megabytes. Choose a smaller one."))
    else:
        {".pdf": _is_pdf, ".txt": _is_text, ".odt": _is_odt, ".docx": _is_docx}[ending](content)
    return Upload(name, KINDS[ending], content)


def name_of(name: str) -> str:
    """The name without folders. Raises ValidationError for one that hides what it is."""
    name = name.replace("\\", "/").rpartition("/")[2].strip()
    if UNSEEN.search(name) or TURN.search(name):
        raise ValidationError(_("The file’s name has signs that nobody sees. Give it another name."))
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("The file’s name is longer than 150 letters. Give it a shorter one."))
    *inner, ending = [f".{part.strip().lower()}" for part in name.split(".")[1:]] or [""]
    if ending not in KINDS or name.startswith("."):
        raise ValidationError(_("Choose a picture (JPEG, PNG, WebP), a PDF, a text (TXT) or a document (ODT, DOCX)."))
    if _known_endings() & set(inner):
        raise ValidationError(_("The file’s name has two endings. Give it a name with one."))
    return name


@cache
def _known_endings() -> set[str]:
    return {*mimetypes.MimeTypes(filenames=()).types_map[True], *KINDS, *MORE_ENDINGS}


def _other(kind: str) -> ValidationError:
    return ValidationError(_("This is no %(kind)s, though its name says so.") % {"kind": kind})


def _is_pdf(content: bytes) -> None:
    """From its first byte to its last line, and nothing else beside it (ISO 32000-2, 7.5)."""
    end = content.rfind(b"%%EOF", -HEAD)
    if not re.match(rb"%PDF-[12]\.\d", content) or end < 0:
        raise _other("PDF")
    after = content[end + len(b"%%EOF") :].strip(b"\r\n \t\0")
    if after or MARKUP.search(content[:HEAD]) or zipfile.is_zipfile(BytesIO(content)):
        raise ValidationError(_("This PDF is another kind of file too. Save it anew as a PDF, and choose that."))


def _is_text(content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("This text isn’t in UTF-8. Save it so, and choose it again.")) from None
    if re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text) or text.startswith(("%PDF-", "PK\x03\x04")):
        raise _other(_("text"))
    if MARKUP.search(content[:HEAD]):
        raise ValidationError(_("This is a page for a browser. Save it as a plain text, and choose that."))


def _is_odt(content: bytes) -> None:
    """Its first part says what it is, unpacked (ODF 1.3, part 2, 3.3)."""
    with _document(content, "ODT") as archive:
        first = archive.infolist()[0]
        stored = first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
        if not stored or _read(archive, "mimetype") != ODT.encode() or "content.xml" not in archive.namelist():
            raise _other("ODT")


def _is_docx(content: bytes) -> None:
    """Its types say what it is (ECMA-376, part 2)."""
    with _document(content, "DOCX") as archive:
        types = _read(archive, "[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
        if f"{DOCX}.main+xml".encode() not in types or "word/document.xml" not in archive.namelist():
            raise _other("DOCX")
        if re.search(rb"macroEnabled|vbaProject|activeX", types, re.IGNORECASE):
            raise _with_macros()


def _with_macros() -> ValidationError:
    return ValidationError(_("This document has macros in it. Save it without, and choose it again."))


def _document(content: bytes, kind: str) -> zipfile.ZipFile:
    """The archive that a document is, from its first byte to its last; looked into, and never unpacked."""
    whole = content.startswith(b"PK\x03\x04") and content[-22:-18] == b"PK\x05\x06"
    if content.count(b"PK\x01\x02") > 2 * MOST_MEMBERS:
        raise ValidationError(_("This document has more parts than one has."))
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise _other(kind) from None
    parts = archive.infolist()
    if not whole or not parts or min(part.header_offset for part in parts) != 0:
        raise _other(kind)
    if len(parts) > MOST_MEMBERS:
        raise ValidationError(_("This document has more parts than one has."))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError(_("This document would be larger than a hundred megabytes when it is unpacked."))
    if not all(map(_is_plain, parts)) or len({part.filename for part in parts}) < len(parts):
        raise _other(kind)
    if any(MACROS.search(part.filename) for part in parts):
        raise _with_macros()
    return archive


def _is_plain(part: zipfile.ZipInfo) -> bool:
    """A part that lies in the archive itself, in the open."""
    way = PurePosixPath(part.filename)
    linked = stat.S_ISLNK(part.external_attr >> 16)
    return not (linked or part.flag_bits & 1 or way.is_absolute() or ".." in way.parts or "\\" in part.filename)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of one part, which is short where it is honest."""
    try:
        with archive.open(name) as part:
            return part.read(64 * 1024)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError, zlib.error):
        return b""
