"""A file is what its name says, and nothing else besides (trust.md, S34 and S35)."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from copse import uploads
from copse.pictures import LONGEST
from tests.brought import PDF, TYPES, docx, odt, zipped
from tests.pictures import drawn

TEXT = "Ten lines, and a snowman ☃.\n".encode()
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NO_SUCH = "Choose a picture"


def taken(content: bytes, name: str) -> uploads.Upload:
    return uploads.taken(content, name)


def refused(content: bytes, name: str) -> str:
    with pytest.raises(ValidationError) as error:
        uploads.taken(content, name)
    return error.value.messages[0]


# -- what may be kept


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "notes.pdf"), (TEXT, "notes.txt"), (b"", "empty.txt"), (odt(), "notes.odt"), (docx(), "notes.docx"),
        (TEXT, "Dr. Alder, 3.4.2026.txt"), (TEXT, "notes.v2.TXT"), (b"\xef\xbb\xbf" + TEXT, "notes.txt"),
        (b"a < b, and <3 for all of you", "notes.txt"), (PDF + b"\r\n\r\n", "notes.pdf"), (TEXT, "schöne Wörter.txt"),
    ],
)  # fmt: skip
def test_what_is_honest_is_kept_as_it_came(content, name):
    kept = taken(content, name)
    assert (kept.name, kept.content) == (name, content)
    assert kept.kind == uploads.KINDS[f".{name.rpartition('.')[2].lower()}"]


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("JPEG", "a.JPEG"), ("PNG", "a.png"), ("WEBP", "a.webp")]
)
def test_a_picture_is_drawn_anew_in_its_own_kind(kind, name):
    exif = Image.Exif()
    exif[0x010F], exif.get_ifd(0x8825)[1] = "canarycamera", "canaryplace"
    brought = drawn(kind, (90, 60), exif=exif) + b"<script>canaryscript</script>PK\x05\x06"
    kept = taken(brought, name)
    image = Image.open(BytesIO(kept.content))
    assert (image.format, image.size, kept.kind) == (kind, (90, 60), f"image/{kind.lower()}")
    assert b"canary" not in kept.content
    assert not image.getexif()


def test_a_picture_is_upright_and_no_larger_than_a_wall():
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.open(BytesIO(taken(drawn(size=(5000, 100), exif=exif), "a.jpg").content))
    assert image.size == (LONGEST * 100 // 5000 + 1, LONGEST)


def test_what_one_can_see_through_stays_so():
    out = BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG")
    assert Image.open(BytesIO(taken(out.getvalue(), "a.png").content)).mode == "RGBA"


def test_folders_are_no_part_of_a_name():
    for name in ("../../etc/notes.txt", "C:\\notes.txt", "/notes.txt", "..\\..\\notes.txt"):
        assert taken(TEXT, name).name == "notes.txt"


# -- names


@pytest.mark.parametrize(
    "name",
    ["page.html", "page.xhtml", "drawing.svg", "run.exe", "notes", "", ".", ".txt", "..", "notes.txt.", "notes.doc",
     "macro.docm", "archive.zip", "notes.pdf.html", "sound.mp3"],
)  # fmt: skip
def test_another_ending_is_refused(name):
    assert NO_SUCH in refused(TEXT, name)


@pytest.mark.parametrize("name", ["notes.html.txt", "notes.PHP.pdf", "notes.exe.png", "a.svg.jpg", "a.pdf .txt"])
def test_two_endings_are_refused(name):
    assert "two endings" in refused(TEXT, name)


@pytest.mark.parametrize("sign", ["\0", "\u202e", "\u2066", "\u200f", "\u200b", "\n", "\x7f", "\ufeff"])
def test_signs_that_nobody_sees_are_refused(sign):
    assert "nobody sees" in refused(TEXT, f"essay{sign}txt.txt")


def test_a_name_has_150_letters_at_most():
    assert taken(TEXT, "a" * 146 + ".txt")
    assert "150" in refused(TEXT, "a" * 147 + ".txt")


# -- what a name says, and the bytes don't


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (HTML, "a.png"), (SVG, "a.jpg"), (PDF, "a.webp"), (drawn("PNG"), "a.jpg"), (drawn("JPEG"), "a.png"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a.webp"), (drawn("JPEG")[:200], "a.jpg"), (b"", "a.png"),
        (HTML, "a.pdf"), (b"MZ" + PDF, "a.pdf"), (b"\n" + PDF, "a.pdf"), (PDF[:-6], "a.pdf"), (b"", "a.pdf"),
        (TEXT, "a.odt"), (docx(), "a.odt"), (odt(), "a.docx"), (zipped({"a.txt": TEXT}), "a.docx"),
        (zipped({"a.txt": TEXT}), "a.odt"), (docx()[:-30], "a.docx"), (odt()[:40], "a.odt"), (zipped({}), "a.odt"),
        (odt(first={"mimetype": b"application/zip"}), "a.odt"), (odt(first={}), "a.odt"),
        (docx(types="<Types/>"), "a.docx"),
        (HTML, "a.txt"), (SVG, "a.txt"), (b"  \n" + HTML, "a.txt"), (PDF, "a.txt"), (docx(), "a.txt"),
        (b"a\0b", "a.txt"), (b"\x1b[2J", "a.txt"), ("Wörter".encode("latin-1"), "a.txt"),
        ("Words".encode("utf-16"), "a.txt"),
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_refused(content, name):
    assert refused(content, name).endswith(".")


# -- two kinds in one


@pytest.mark.parametrize(
    "content",
    [
        PDF + zipped({"a.txt": TEXT}),
        PDF + HTML,
        PDF[:9] + HTML + PDF[9:],
        PDF[:20] + zipped({"a.txt": TEXT}) + PDF[20:],
        PDF + b"<?php ?>",
    ],
)
def test_a_pdf_that_is_something_else_too_is_refused(content):
    assert "another kind of file" in refused(content, "a.pdf")


@pytest.mark.parametrize("make", [odt, docx])
def test_a_document_with_something_before_or_behind_it_is_refused(make):
    ending = f"a.{make.__name__}"
    assert "no " in refused(HTML + make(), ending)
    assert "no " in refused(make() + HTML, ending)
    assert "no " in refused(make()[:-2] + struct.pack("<H", len(HTML)) + HTML, ending)


# -- documents that are more than they seem


@pytest.mark.parametrize("make", [odt, docx])
def test_what_would_unpack_to_more_than_a_hundred_megabytes_is_refused(make):
    bomb = make({"media.bin": 101 * 1024 * 1024})
    assert len(bomb) < 200_000
    assert "hundred megabytes" in refused(bomb, f"a.{make.__name__}")
    many = make({f"part{n}": 1024 * 1024 for n in range(101)})
    assert "hundred megabytes" in refused(many, f"a.{make.__name__}")


@pytest.mark.parametrize("n", [1001, 3000])
def test_a_document_has_a_thousand_parts_at_most(n):
    assert "more parts" in refused(odt({f"p{i}": b"" for i in range(n)}, packed=False), "a.odt")


@pytest.mark.parametrize("name", ["../out.xml", "/etc/passwd", "a\\..\\b", "x/../../y"])
def test_a_part_lies_in_the_document(name):
    assert "no DOCX" in refused(docx({name: b""}), "a.docx")


def test_a_part_leads_nowhere_else():
    assert "no ODT" in refused(odt({"link": b"/etc/passwd"}, links=["link"]), "a.odt")


def test_a_locked_document_is_refused():
    content = bytearray(docx())
    for head, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(head) + flag] |= 1
    assert "no DOCX" in refused(bytes(content), "a.docx")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (docx({"word/vbaProject.bin": b"x"}), "a.docx"),
        (docx({"word/activeX/activeX1.xml": b"x"}), "a.docx"),
        (docx(types=TYPES + "application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx"),
        (odt({"Basic/Standard/Module1.xml": b"x"}), "a.odt"),
        (odt({"Scripts/python/a.py": b"x"}), "a.odt"),
    ],
)
def test_macros_are_refused(content, name):
    assert "macros" in refused(content, name)


# -- sizes


def test_ten_megabytes_are_the_most():
    assert taken(b"a" * uploads.MOST_BYTES, "a.txt")
    for name in ("a.txt", "a.pdf", "a.png", "a.docx"):
        assert "ten megabytes" in refused(b"a" * (uploads.MOST_BYTES + 1), name)


def test_a_small_file_that_would_be_a_huge_picture_is_refused():
    """Of 900 megapixels in some hundred kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"\0" * 30001 * 100)
    head = struct.pack(">IIBBBBB", 30000, 30000, 8, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    assert "forty megapixels" in refused(bomb, "a.png")
    assert "forty megapixels" in refused(drawn("PNG", (8000, 5001)), "a.png")
