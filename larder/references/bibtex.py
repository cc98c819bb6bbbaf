"""References from BibTeX and BibLaTeX and back: as LaTeX users and most programs for references have them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from django.utils.translation import gettext as _

from copse.sheets import Refusal
from larder.references import csl
from larder.references.found import Read, reads

NAME = "BibTeX"
KINDS = {
    "book": "book", "mvbook": "book", "booklet": "book", "collection": "book", "proceedings": "book",
    "incollection": "chapter", "inbook": "chapter", "inproceedings": "chapter", "conference": "chapter",
    "article": "article-journal", "online": "webpage", "electronic": "webpage", "www": "webpage",
}  # fmt: skip
ENTRIES = {
    "book": "book", "chapter": "incollection", "article-journal": "article", "article-newspaper": "article",
    "webpage": "online", "document": "misc",
}  # fmt: skip
CONTAINERS = {"article-journal": "journal", "article-newspaper": "journal", "webpage": "organization"}  # else a book
FIELDS = {  # what stands as it is under another name; of two names the first is written
    "publisher": ("publisher", "institution", "school"), "volume": ("volume",), "issue": ("number", "issue"),
    "page": ("pages",), "edition": ("edition",),
}  # fmt: skip
AS_IT_IS = {"DOI": "doi", "ISBN": "isbn", "URL": "url"}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
OTHERS = "others"  # “and others”, after the last that is named
LONGEST = 12_000  # characters of a field that we keep; a hundred names with all their accents are fewer
NOT_LEFT = {"year", "month", "day", "date", "urldate", "subtitle", "keywords", "title", "entrysubtype", *csl.NAMES}
USED = {*NOT_LEFT, *AS_IT_IS.values(), *(name for names in FIELDS.values() for name in names)}
USED |= {"journal", "journaltitle", "booktitle", "organization"}
# In the order in which they are written; a pair that TeX would join to one sign is kept apart by {}.
SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
JOINED = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[!?])(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)")
ADDRESSES = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}(?:\s*\{([^{}]*)\})?")
LINK = re.compile(r"\\(?:url|href)\s*\{((?:[^{}\\]|\\.)*)\}|(https?://[^\s{}]*[^\s{}.,;\])])")
READ_ON = re.compile(
    r"(?:accessed|retrieved|visited)(?: on)?[\s:]*(?P<day>\d{4}-\d\d?-\d\d?|\d\d?[. -]+[a-z]+[., -]+\d{4}"
    r"|[a-z]+\.? \d\d?, ?\d{4})",
    re.IGNORECASE,
)
NOTHING_MORE = re.compile(r"(?:\b(?:available|online|last|at|from|url|and)\b|[^\w])*", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(#?)\s*")
TEX = re.compile(r"[\\{}$~`]|--|''|%|<<|>>|,,")  # what stands for something else than itself
WORD = re.compile(r"[\w:.+/-]+")


def read(text: str) -> Iterator[Read | Refusal]:
    """Each entry of `text`, with its line; what stands between entries is a comment."""
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock, String
    from bibtexparser.splitter import Splitter

    strings: dict[str, str] = {}
    for block in Splitter(text).split().blocks:
        number = block.start_line + 1
        if isinstance(block, DuplicateBlockKeyBlock):  # two entries under one name are two all the same
            block = block.ignore_error_block
        if isinstance(block, ParsingFailedBlock):
            yield _unreadable(number)
        elif isinstance(block, String):
            strings[block.key.lower()] = (_value(block.value, strings) or "")[:LONGEST]
        elif isinstance(block, Entry):
            try:
                yield _entry(number, block, strings)
            except RecursionError:
                yield _unreadable(number)


def _unreadable(number: int) -> Refusal:
    return Refusal(number, _("What begins here can’t be read: a comma, a brace or a quotation mark is missing."))


def _entry(number: int, entry, strings: dict[str, str]) -> Read | Refusal:
    told = {}
    for field in entry.fields:
        name, value = field.key.lower(), _value(field.value, strings)
        if value is None:
            words = _("After “%(field)s” a comma, a brace or a quotation mark is missing.")
            return Refusal(field.start_line + 1, words % {"field": field.key[:40]})
        if name in USED and len(value) > LONGEST:
            return Refusal(field.start_line + 1, _("“%(field)s” is too long to be one.") % {"field": name})
        told[name] = value
    item, used = _item(_kind(entry.entry_type.lower(), told), told)
    return reads(number, item, {name for name, words in told.items() if words} - used)


def _kind(entry_type: str, told: dict[str, str]) -> str:
    if entry_type == "inbook" and not told.get("booktitle"):  # some pages of a book, whose title this is
        return "book"
    if entry_type == "article" and told.get("entrysubtype", "").lower() in ("newspaper", "magazine"):
        return "article-newspaper"
    return KINDS.get(entry_type, "document")


def _item(kind: str, told: dict[str, str]) -> tuple[dict, set[str]]:
    """What these fields say, and which of them were used for it."""
    titles = (plain(told.get(name, "")) for name in ("title", "subtitle"))
    item, used = {"type": kind, "title": ": ".join(filter(None, titles))}, {*NOT_LEFT, *AS_IT_IS.values()}
    containers = (CONTAINERS.get(kind, "booktitle"), "journaltitle", "journal", "booktitle")
    for name, fields in {"container-title": containers, **FIELDS}.items():
        if found := next((field for field in fields if told.get(field)), None):
            item[name] = plain(told[found])
            used.add(found)
    item |= {name: _as_it_is(told.get(field, "")) for name, field in AS_IT_IS.items()}
    for field in csl.NAMES:
        people = _people(told.get(field, ""))
        item[field] = [_person(words) for words in people if words != OTHERS]
        used -= {field} if OTHERS in people else set()
    item |= {"issued": {"raw": _date(told)}, "accessed": {"raw": plain(told.get("urldate", ""))}}
    return item, used | _in_words(told, item)


def _in_words(told: dict[str, str], item: dict) -> set[str]:
    """Put into `item` what is said in words of a page on the web: its address, and when it was read. Gives the fields
    that say nothing more than that.
    """
    used = set()
    for field in ("howpublished", "note"):
        words = rest = told.get(field, "")
        if not item["URL"] and (link := LINK.search(words)):
            item |= {
                "URL": _as_it_is(link[1] or link[2]),
                "type": {"document": "webpage"}.get(item["type"], item["type"]),
            }
            rest = rest.replace(link[0], "")
        if not item["accessed"]["raw"] and (read := READ_ON.search(words)):
            item["accessed"] = {"raw": _in_numbers(read["day"])}
            rest = rest.replace(read[0], "")
        if rest != words and NOTHING_MORE.fullmatch(rest):
            used.add(field)
    return used


def _in_numbers(day: str) -> str:
    """“9 March 2021” or “March 9, 2021” as 2021-03-09; what has no month of ours as it stands."""
    parts = re.findall(r"\w+", day)
    month = next((MONTHS.index(part[:3].lower()) + 1 for part in parts if part[:3].lower() in MONTHS), None)
    numbers = sorted((int(part) for part in parts if part.isdecimal()), reverse=True)
    return f"{numbers[0]}-{month:02}-{numbers[1]:02}" if month else day


def _value(said: str, strings: dict[str, str]) -> str | None:
    """What {…}, "…", a number, a word that stands for something, or several of them with # between, say.

    None for what doesn't end where it should, or would be too long when it is put together.
    """
    value, place = "", 0
    while (end := _end(said, place)) is not None and (place == 0 or len(value) <= LONGEST):
        piece = said[place:end]
        value += piece[1:-1] if piece[0] in ("{", '"') else strings.get(piece.lower(), piece)
        between = BETWEEN.match(said, end)
        if between.end() == len(said) and not between[1]:
            return value
        if not between[1]:
            return None
        place = between.end()
    return None


def _end(said: str, place: int) -> int | None:
    """Where the piece that begins at `place` ends: at the brace or the quotation mark that closes it, or as a word."""
    if said[place : place + 1] not in ("{", '"'):
        return match.end() if (match := WORD.match(said, place)) else None
    closes, depth = "}" if said[place] == "{" else '"', 0
    for at in range(place + 1, len(said)):
        sign = said[at]
        if said[at - 1] == "\\":
            continue
        if sign == closes and depth == 0:
            return at + 1
        depth += {"{": 1, "}": -1}.get(sign, 0)
    return None


def plain(words: str) -> str:
    """What TeX would set, in Unicode."""
    words = ADDRESSES.sub(lambda link: link[2] or link[1], words)
    if TEX.search(words):
        for name, sign in ((r"\textbraceleft", r"\{"), (r"\textbraceright", r"\}"), (r"\textasciicircum", r"{^}")):
            words = re.sub(re.escape(name) + r"(\{\}|\b)", lambda _match, sign=sign: sign, words)
        with suppress(LookupError, AttributeError, TypeError, ValueError):  # of half a macro, which stays as it is
            words = _latex().latex_to_text(words, tolerant_parsing=True)
    return " ".join(words.split())


@cache
def _latex():
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="verbatim", keep_comments=True)


def _as_it_is(words: str) -> str:
    """An address or a number, in which TeX's signs stand for themselves."""
    bare = words.removeprefix(r"\url{").removesuffix("}") if words.startswith(r"\url{") else words
    return re.sub(r"\\([_%&#~$])", r"\1", bare).strip()


def _people(words: str) -> list[str]:
    from bibtexparser.middlewares.names import split_multiple_persons_names

    return [name for name in split_multiple_persons_names(" ".join(words.split())) if name]


def _person(words: str) -> dict:
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    if words.startswith("{") and _end(words, 0) == len(words):
        return {"literal": plain(words)}
    parts = parse_single_name_into_parts(words, strict=False)
    family, given, suffix = (plain(" ".join(part)) for part in ([*parts.von, *parts.last], parts.first, parts.jr))
    return {"family": family, "given": given, "suffix": suffix}


def _date(told: dict) -> str:
    if date := plain(told.get("date", "")):
        return csl.of_range(date)
    year, month, day = (plain(told.get(name, "")) for name in ("year", "month", "day"))
    month = month.lower()[:3]
    n = MONTHS.index(month) + 1 if month in MONTHS else int(month) if month.isdecimal() else 0
    if not (year.isdecimal() and 0 < n <= 12):
        return year
    return f"{year}-{n:02}" + (f"-{int(day):02}" if day.isdecimal() else "")


# -- out


def written(items: list[dict]) -> str:
    """A file of entries, in UTF-8."""
    keys: dict[str, int] = {}
    return "\n".join(_written(item, keys) for item in items)


def _written(item: dict, keys: dict[str, int]) -> str:
    kind = item["type"]
    fields = {"author": _names(item.get("author")), "editor": _names(item.get("editor")), "title": _tex(item["title"])}
    fields[CONTAINERS.get(kind, "booktitle")] = _tex(item.get("container-title", ""))
    fields |= {names[0]: _tex(item.get(name, "")) for name, names in FIELDS.items()}
    fields["pages"] = item.get("page", "").replace("-", "--")
    fields |= _when(item.get("issued", {}))
    fields |= {field: item.get(name, "") for name, field in AS_IT_IS.items()}
    fields["entrysubtype"] = "newspaper" if kind == csl.Kind.PAPER else ""
    fields["urldate"] = csl.date_line(item.get("accessed", {}))
    lines = "".join(f",\n  {name} = {{{words}}}" for name, words in fields.items() if words)
    return f"@{ENTRIES[kind]}{{{_key(item, keys)}{lines}\n}}\n"


def _when(issued: dict) -> dict[str, str]:
    """A year stands where every program looks for it; more of a date where BibLaTeX has it."""
    said = csl.range_line(issued)
    return {"date": said} if "date-parts" in issued and not said.isdecimal() else {"year": _tex(said)}


def _tex(words: str) -> str:
    return JOINED.sub("{}", "".join(SIGNS.get(sign, sign) for sign in words))


def _names(names) -> str:
    return " and ".join(_said(name) for name in names or [])


def _said(name: dict) -> str:
    if "literal" in name:
        return f"{{{_tex(name['literal'])}}}"
    parts = [name["family"], *([name["suffix"]] if "suffix" in name else []), name["given"]]
    return ", ".join(_guarded(part) for part in parts)


def _guarded(part: str) -> str:
    """What would be read as the end of a name stands in braces."""
    told = _tex(part)
    return f"{{{told}}}" if "," in part or re.search(r"\band\b", part, re.IGNORECASE) else told


def _key(item: dict, keys: dict[str, int]) -> str:
    """Of whom and when, as in alder2001; the second of the same name is alder2001b."""
    who = (item.get("author") or item.get("editor") or [{"literal": item["title"]}])[0]
    name = re.sub(r"[^a-z]", "", (who.get("family") or who["literal"]).lower())[:20] or "reference"
    year = csl.date_line(item.get("issued", {}))[:4]
    key = f"{name}{year if year.isdecimal() else ''}"
    n = keys[key] = keys.get(key, 0) + 1
    return key if n == 1 else f"{key}-{n}"
