"""Files as somebody might bring them, honest ones and others, made where they are needed."""

import stat
import zipfile
from io import BytesIO

from copse.uploads import DOCX, ODT

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
TYPES = f'<Types><Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'


def zipped(parts: dict, *, links=(), packed: bool = True) -> bytes:
    """An archive of these parts; the first lies in it unpacked. A part is bytes, or how many zeros it has."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n, (name, content) in enumerate(parts.items()):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED if n and packed else zipfile.ZIP_STORED
            if name in links:
                info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, b"\0" * content if isinstance(content, int) else content)
    return out.getvalue()


def odt(more: dict | None = None, *, first: dict | None = None, **options) -> bytes:
    first = first if first is not None else {"mimetype": ODT.encode()}
    return zipped({**first, "content.xml": b"<office/>", **(more or {})}, **options)


def docx(more: dict | None = None, *, types: str = TYPES, **options) -> bytes:
    return zipped({"[Content_Types].xml": types.encode(), "word/document.xml": b"<w/>", **(more or {})}, **options)
