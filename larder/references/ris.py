"""References from RIS and back: as libraries and most programs for references give them away."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from copse.sheets import Refusal
from larder.references import csl
from larder.references.found import Read, reads

NAME = "RIS"
KINDS = {
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "CONF": "chapter",
    "CPAPER": "chapter", "JOUR": "article-journal", "EJOUR": "article-journal", "MGZN": "article-newspaper",
    "NEWS": "article-newspaper", "ELEC": "webpage", "BLOG": "webpage", "WEB": "webpage",
}  # fmt: skip
TYPES = {
    "book": "BOOK", "chapter": "CHAP", "article-journal": "JOUR", "article-newspaper": "NEWS",
    "webpage": "ELEC", "document": "GEN",
}  # fmt: skip
BEGINS = re.compile(r"^TY {1,2}-", re.MULTILINE)
LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|$)")
FIELDS = {  # of two names the first is written
    "title": ("TI", "T1", "CT", "BT"), "container-title": ("T2", "JO", "JF", "JA", "J2"), "publisher": ("PB",),
    "volume": ("VL",), "issue": ("IS",), "edition": ("ET",), "DOI": ("DO",), "URL": ("UR",),
}  # fmt: skip
LISTS = ["A1", "A2", "AU", "ED", "SN", "UR"]
MOST_LINES = 1000  # of one reference
AUTHORS, EDITORS = ("AU", "A1"), ("ED", "A2")
OTHERS = ("TY", "ER", "ID", "SP", "EP", "SN", "PY", "Y1", "DA", "Y2", *AUTHORS, *EDITORS)
KEPT = {*OTHERS, *(tag for tags in FIELDS.values() for tag in tags)}
ISBN = re.compile(r"[\dX‐-―-]{10,17}", re.IGNORECASE)


def read(text: str) -> Iterator[Read | Refusal]:
    """Each record of `text`, with its line. What a library writes above a record is passed over, and named with it."""
    begun, record, above = 0, [], 0
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip()
        tag = match[1] if (match := LINE.fullmatch(line)) else ""
        if tag == "TY":
            if record:
                yield _never_ended(begun)
            begun, record = number, [line]
        elif record:
            record.append(line)
            if tag == "ER":
                yield _record(begun, record, {_("the lines above it")} if above else set())
                record, above = [], 0
        elif tag:
            yield _nobodys(number)
            return
        elif line.strip():
            above = above or number
    if record:
        yield _never_ended(begun)
    elif above:
        yield _nobodys(above)


def _nobodys(number: int) -> Refusal:
    return Refusal(number, _("This line belongs to no reference: each begins with TY and ends with ER."))


def _never_ended(number: int) -> Refusal:
    return Refusal(number, _("The reference that begins here has no end: a line with ER is missing."))


def _record(number: int, lines: list[str], left: set[str]) -> Read | Refusal:
    import rispy

    if len(lines) > MOST_LINES:
        return Refusal(number, _("The reference that begins here has more lines than one has."))
    for n, line in enumerate(lines[1:], number + 1):
        if line and not LINE.fullmatch(line) and re.match(r"\S{2} {1,2}-", line):
            return Refusal(n, _("This line can’t be read: it begins with two capital letters, two spaces and a dash."))
    tags = {tag: tag for line in lines if (match := LINE.fullmatch(line)) and (tag := match[1])}
    said = "\n".join(f"{m[1]}  - {m[2] or ''}" if (m := LINE.fullmatch(line)) else line for line in lines if line)
    [told] = rispy.loads(said, mapping={**tags, "UK": "UK"}, list_tags=LISTS, delimiter_tags_mapping={})
    return reads(number, _item(told), left | {tag for tag in told if tag not in KEPT and told[tag]})


def _item(told: dict) -> dict:
    item = {"type": KINDS.get(told["TY"].strip().upper(), "document")}
    for name, tags in FIELDS.items():
        found = next((told[tag] for tag in tags if told.get(tag)), "")
        item[name] = found[0] if isinstance(found, list) else found
    for name, tags in (("author", AUTHORS), ("editor", EDITORS)):
        item[name] = [_name(words) for tag in tags for words in told.get(tag, [])]
    pages = [told.get(tag, "") for tag in ("SP", "EP")]
    item["page"] = "-".join(filter(None, pages))
    item["ISBN"] = next((sn for sn in told.get("SN", []) if ISBN.fullmatch(sn.strip())), "")
    item["issued"] = {"raw": _date(told.get("DA") or told.get("PY") or told.get("Y1") or "")}
    item["accessed"] = {"raw": _date(told.get("Y2", ""))}
    return item


def _name(words: str) -> dict:
    """A group whose name has a comma is written with two of them."""
    if ",," in words:
        return {"literal": words.replace(",,", ",", 1)}
    return csl.name_of(words)


def _date(said: str) -> str:
    """YYYY/MM/DD/other: two years stand in the last part."""
    year, *rest = [part.strip() for part in said.split("/", 3)]
    if len(rest) == 3 and re.fullmatch(r"[\d-]+/[\d-]+", rest[2]):
        return csl.of_range(rest[2])
    if csl.AGAIN.fullmatch(said):
        return said
    return "-".join(part.zfill(2) for part in (year, *rest[:2]) if part) if year.isdecimal() else said


# -- out


def written(items: list[dict]) -> str:
    """A file of records, in UTF-8, with the line ends that RIS has."""
    lines = (f"{tag}  - {value}" for item in items for tag, value in _tags(item))
    return "".join(f"{line}\r\n" for line in lines)


def _tags(item: dict) -> list[tuple[str, str]]:
    first, _dash, last = item.get("page", "").partition("-")
    tags = [
        ("TY", TYPES[item["type"]]),
        *(("AU", _said(name)) for name in item.get("author", [])),
        *(("ED", _said(name)) for name in item.get("editor", [])),
        *((tags[0], item.get(name, "")) for name, tags in FIELDS.items()),
        ("SP", first),
        ("EP", last),
        ("SN", item.get("ISBN", "")),
        *_when(item.get("issued", {})),
        ("Y2", csl.date_line(item.get("accessed", {})).replace("-", "/")),
    ]
    return [*(tag for tag in tags if tag[1]), ("ER", "")]


def _when(issued: dict) -> list[tuple[str, str]]:
    said = csl.range_line(issued)
    if "date-parts" not in issued:
        return [("PY", said)]
    return [("PY", said[:4]), ("DA", f"{said[:4]}///{said}" if "/" in said else said.replace("-", "/"))]


def _said(name: dict) -> str:
    if "literal" in name:
        literal = name["literal"]
        return literal.replace(",", ",,", 1) if "," in literal else literal
    return ", ".join(filter(None, (name["family"], name["given"], name.get("suffix"))))
