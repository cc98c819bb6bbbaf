"""What keeps a PDF from being read aloud: a small part of PDF/UA-1, as far as it can be checked without a validator."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Name

PAINTING = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"', "EI"}


def text_of(paper: Path | bytes) -> str:
    """The words of all pages, on one line."""
    with pypdfium2.PdfDocument(paper) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def height_of(words: str, path: Path) -> float:
    """Where the words stand on the first page: 0 at its foot, 1 at its head."""
    with pypdfium2.PdfDocument(path) as pdf:
        text = pdf[0].get_textpage()
        place, _length = text.search(words).get_next()
        return text.get_charbox(place)[1] / pdf[0].get_height()


def findings(path: Path) -> list[str]:
    """What is wrong, in words; nothing for a paper that is well tagged."""
    found = []
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        if not root.get("/MarkInfo", {}).get("/Marked"):
            found.append("not marked")
        if not root.get("/Lang"):
            found.append("no language")
        if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
            found.append("the title is not shown")
        with pdf.open_metadata() as metadata:
            if metadata.get("pdfuaid:part") != "1":
                found.append("does not say that it is PDF/UA-1")
            if not metadata.get("dc:title"):
                found.append("no title")
        if "/StructTreeRoot" not in root:
            return [*found, "no structure"]
        for tag, element in _walk(root.StructTreeRoot):
            if tag == "Figure" and not element.get("/Alt"):
                found.append("a figure without words")
        for page in pdf.pages:
            if page.get("/Tabs") != Name.S:
                found.append("a page without tab order")
            if "/StructParents" not in page:
                found.append("a page outside the structure")
            found += [f"{operator} outside marked content" for operator in _unmarked(page)]
    return found


def tags(path: Path) -> list[str]:
    """The structure's tags in reading order."""
    with pikepdf.open(path) as pdf:
        return [tag for tag, _element in _walk(pdf.Root.StructTreeRoot)]


def figure_words(path: Path) -> list[str]:
    """What is read aloud for each picture."""
    with pikepdf.open(path) as pdf:
        return [str(element.Alt) for tag, element in _walk(pdf.Root.StructTreeRoot) if tag == "Figure"]


def headings(path: Path) -> list[tuple[int, str]]:
    """The outline: how deep each entry is, from 1, and its words."""

    def under(items, depth: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield depth, item.title
            yield from under(item.children, depth + 1)

    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        return list(under(outline.root, 1))


def fonts(path: Path) -> list[tuple[str, bool, bool]]:
    """Each font of the pages: its name, whether it is embedded, and whether only the letters that are used."""
    with pikepdf.open(path) as pdf:
        used = {str(font.BaseFont)[1:]: font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
        return [
            (name.partition("+")[2], "/FontFile2" in font.DescendantFonts[0].FontDescriptor, name[6:7] == "+")
            for name, font in sorted(used.items())
        ]


def boxes(path: Path) -> int:
    """How many letters are set as the glyph for what a font hasn't got."""
    with pikepdf.open(path) as pdf:
        shown = [
            bytes(part)
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page, "TJ Tj")
            for part in (operands[0] if str(operator) == "TJ" else operands)
            if isinstance(part, pikepdf.String)
        ]
    return sum(glyphs[i : i + 2] == b"\0\0" for glyphs in shown for i in range(0, len(glyphs), 2))


def _walk(element) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    if not isinstance(element, pikepdf.Dictionary):
        return
    if "/S" in element:
        yield str(element.S).removeprefix("/"), element
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        yield from _walk(child)


def _unmarked(page) -> Iterator[str]:
    depth = 0
    for _operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in ("BDC", "BMC"):
            depth += 1
        elif str(operator) == "EMC":
            depth -= 1
        elif str(operator) in PAINTING and depth == 0:
            yield str(operator)
