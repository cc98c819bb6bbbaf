"""A reference as it is kept: an item of CSL-JSON (citationstyles.org, the schema of CSL 1.0.2), in one form only.

Whatever it comes from, a form or another program, `tidied` gives the same item for the same facts, so that what is
written down and read again is equal to what it was.
"""

import re
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copse.fields import tidy


class Kind(models.TextChoices):
    BOOK = "book", gettext_lazy("A book")
    CHAPTER = "chapter", gettext_lazy("A chapter of a book")
    ARTICLE = "article-journal", gettext_lazy("An article in a journal")
    PAPER = "article-newspaper", gettext_lazy("An article in a newspaper or a magazine")
    PAGE = "webpage", gettext_lazy("A page on the web")
    OTHER = "document", gettext_lazy("Something else")


LINES = {  # what is one line, and how long it may be
    "title": 300, "container-title": 300, "publisher": 200, "volume": 40, "issue": 40, "page": 60, "edition": 60,
    "DOI": 200, "ISBN": 20, "URL": 1000,
}  # fmt: skip
NAMES, DATES = ("author", "editor"), ("issued", "accessed")
ORDER = ("type", *NAMES, "issued", *LINES, "accessed")
WORDS = {
    "type": gettext_lazy("the kind"), "author": gettext_lazy("the authors"), "editor": gettext_lazy("the editors"),
    "issued": gettext_lazy("the date"), "accessed": gettext_lazy("the day when it was read"),
    "title": gettext_lazy("the title"), "container-title": gettext_lazy("the journal or book"),
    "publisher": gettext_lazy("the publisher"), "volume": gettext_lazy("the volume"),
    "issue": gettext_lazy("the issue"), "page": gettext_lazy("the pages"), "edition": gettext_lazy("the edition"),
    "DOI": gettext_lazy("the DOI"), "ISBN": gettext_lazy("the ISBN"), "URL": gettext_lazy("the address"),
}  # fmt: skip
MOST_NAMES = 100
LONGEST_DATE = 40  # letters
ORDINALS = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10",
}  # fmt: skip
NUMBERED = re.compile(r"(\d+)(?:st|nd|rd|th|\.)?(?: ed(?:\.|n\.?|ition)?)?", re.IGNORECASE)
JOINT = re.compile(r"\s*;\s*|,?\s+(?:&|and)\s+")  # between two names
FAMILY_IN_BRACES = re.compile(r"\{([^{}]*)\}\s*,(.+)")
DASHES = re.compile(r"\s*[-‐-―−]+\s*")
DOI = re.compile(r"10\.\d{4,9}/\S+")
DOI_BEFORE = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]|$)")
DAY = re.compile(r"(\d{1,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
YEARS = re.compile(r"(\d{1,4}) ?[–-] ?(\d{4})")
AGAIN = re.compile(r"(\d{1,4})/(\d{4})")  # of a work that came out again: in 1900, and in 1953
IN_NUMBERS = re.compile(r"[\dOolI\s/.–-]+")  # also with a letter that looks like one


def tidied(told: dict) -> dict:
    """The item that `told`, of CSL-JSON's fields, says; what is empty is left out, and so is what we don't keep.

    Raises ValidationError by field, in words, for what can't be: a date that is none, an ISBN with a slip in it.
    """
    item: dict = {}
    wrong: dict[str, list] = {}
    for name in ORDER:
        try:
            if value := _value(name, told.get(name)):
                item[name] = value
        except ValidationError as error:
            wrong[name] = error.messages
    if "title" not in item and "title" not in wrong:
        wrong["title"] = [_("Write its title.")]
    if item["type"] == Kind.CHAPTER and not {"container-title"} & {*item, *wrong}:
        wrong["container-title"] = [_("Write which book it is a chapter of.")]
    if wrong:
        raise ValidationError(wrong)
    return item


def check_rest(rest) -> None:
    """Raises ValidationError unless `rest` is what a tidied item has besides its title and its address."""
    wrong = ValidationError(_("This is no reference."))
    if not isinstance(rest, dict) or {"title", "URL"} & set(rest):
        raise wrong
    whole = {**rest, "title": "-"}
    try:
        if tidied(whole) != whole:
            raise wrong
    except ValidationError:
        raise wrong from None


def _value(name: str, told):
    if name == "type":
        return _kind(told)
    if name in NAMES:
        return _names(told or [])
    if name in DATES:
        date = _date(told or {})
        if name == "accessed" and "literal" in date:
            raise ValidationError(_("Write the day, as in 2001-03-09."))
        return date
    said = line_of(told)
    if len(said) > LINES[name]:
        raise ValidationError(_("This is too long: %(n)d letters at most.") % {"n": LINES[name]})
    return SHAPES.get(name, str)(said) if said else ""


def line_of(told) -> str:
    """One line, without what nobody sees. Raises ValidationError for what is neither words nor a number."""
    if told is None:
        return ""
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        raise ValidationError(_("This is another kind of thing."))
    return " ".join(tidy(str(told)).split())


def _kind(told) -> str:
    return str(Kind(told)) if told in Kind.values else str(Kind.OTHER)


# -- people


def _names(told) -> list[dict]:
    if not isinstance(told, list) or not all(isinstance(name, dict) for name in told):
        raise ValidationError(_("This is another kind of thing."))
    if len(told) > MOST_NAMES:
        raise ValidationError(_("More than a hundred names."))
    return [name for name in map(_name, told) if name]


def _name(told: dict) -> dict:
    """With particles where they are read: before the family name, or after the given ones (“Ludwig van”)."""
    part = {key: line_of(told.get(key)) for key in ("family", "given", "suffix", "literal")}
    family = f"{line_of(told.get('non-dropping-particle'))} {part['family']}".strip()
    given = f"{part['given']} {line_of(told.get('dropping-particle'))}".strip()
    if max(map(len, (family, given, part["literal"], part["suffix"]))) > 200:
        raise ValidationError(_("A name is too long: 200 letters at most."))
    if family and given:
        return {"family": family, "given": given, **({"suffix": part["suffix"]} if part["suffix"] else {})}
    literal = part["literal"] or family or given
    return {"literal": literal} if literal else {}


def name_of(line: str) -> dict:
    """“Family, Given”, “{Family}, Given, Jr.”, or what has no comma or stands in braces as it is."""
    line = line.strip()
    if line.startswith("{") and line.endswith("}"):
        return {"literal": line[1:-1].strip()}
    guarded = FAMILY_IN_BRACES.fullmatch(line)
    family, *rest = [part.strip() for part in (guarded[2] if guarded else line).split(",")]
    if guarded:
        family, rest = guarded[1], [family, *rest]
    if not rest:
        return {"literal": family}
    given, suffix = rest[0], ", ".join(rest[1:])
    return {"family": family, "given": given, **({"suffix": suffix} if suffix else {})}


def name_line(name: dict) -> str:
    """A name as `name_of` and `larder.references.names` read it."""
    if literal := name.get("literal"):
        return f"{{{literal}}}" if _is_several(literal) else literal
    family = f"{{{name['family']}}}" if _is_several(name["family"]) else name["family"]
    return ", ".join(filter(None, (family, name["given"], name.get("suffix"))))


def _is_several(words: str) -> bool:
    """Whether it would be read as more than one thing without braces."""
    return "," in words or words.startswith("{") or bool(JOINT.search(words))


# -- dates


def _date(told) -> dict:
    if not isinstance(told, dict):
        raise ValidationError(_("This is another kind of thing."))
    parts = told.get("date-parts")
    if not parts or parts == [[]]:
        return date_of(line_of(told.get("raw") or told.get("literal")))
    try:
        said = date_line({"date-parts": [[int(part) for part in day] for day in parts]})
    except (TypeError, ValueError, OverflowError):  # JSON as Python reads it knows numbers without end
        raise ValidationError(_("This is no date.")) from None
    return date_of(said)


def date_of(said: str) -> dict:
    """A year, month or day as 2001, 2001-03 or 2001-03-09; from one to another as 2001–2003 or 2001-03-09/2001-03-11;
    or words that stay as they are, such as “in press”, “c. 375 BCE”, or 1900/1953 of a work that came out again.

    Raises ValidationError for anything else.
    """
    if not said:
        return {}
    if not IN_NUMBERS.fullmatch(said):
        if len(said) > LONGEST_DATE:
            raise ValidationError(_("This is too long: %(n)d letters at most.") % {"n": LONGEST_DATE})
        return {"literal": said}
    years = YEARS.fullmatch(said) or AGAIN.fullmatch(said)
    days = years.groups() if years else said.split("/")
    if len(days) > 2 or not all(found := [_day(day.strip()) for day in days]):
        raise ValidationError(_("Write the year, as in 2001, or the day, as in 2001-03-09."))
    if len(found) == 2 and found[0] > found[1]:
        raise ValidationError(_("The second of two years is the later one."))
    return {"literal": said} if AGAIN.fullmatch(said) else {"date-parts": found}


def _day(said: str) -> list[int] | None:
    if not (match := DAY.fullmatch(said)):
        return None
    parts = [int(part) for part in match.groups() if part]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return None
    return parts


def date_line(told: dict) -> str:
    """A date as `date_of` reads it."""
    if "literal" in told:
        return told["literal"]
    days = ["-".join(f"{part:0{4 if i == 0 else 2}}" for i, part in enumerate(d)) for d in told.get("date-parts", [])]
    return ("–" if all(day.isdecimal() for day in days) else "/").join(days)


def range_line(told: dict) -> str:
    """As `date_line`, but two years as 2001/2003, as ISO 8601 has them."""
    return date_line(told).replace("–", "/") if "date-parts" in told else date_line(told)


def of_range(said: str) -> str:
    """What `range_line` gives, as `date_of` reads it."""
    return said.replace("/", "–") if AGAIN.fullmatch(said) else said


# -- numbers


def _pages(said: str) -> str:
    return DASHES.sub("-", said.removeprefix("pp.").removeprefix("p.").strip()).strip("-")


def _edition(said: str) -> str:
    """A number where it is one."""
    word = said.casefold().removesuffix(" edition").removesuffix(" ed.")
    if word in ORDINALS:
        return ORDINALS[word]
    return match[1] if (match := NUMBERED.fullmatch(said)) else said


def _doi(said: str) -> str:
    said = DOI_BEFORE.sub("", said, count=1)
    if not DOI.fullmatch(said):
        raise ValidationError(_("A DOI begins with 10. and has a slash, as in 10.1000/182."))
    return said


def isbn_of(said: str) -> str:
    """The digits of an ISBN. Raises ValidationError for what is none, which its last digit tells (ISO 2108)."""
    digits = re.sub(r"[\s‐-―-]", "", said.upper().removeprefix("ISBN").lstrip(": "))
    if re.fullmatch(r"\d{9}[\dX]", digits):
        rest = sum(n * (10 if digit == "X" else int(digit)) for n, digit in zip(range(10, 0, -1), digits, strict=True))
        right = rest % 11 == 0
    elif re.fullmatch(r"97[89]\d{10}", digits):
        right = sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(digits)) % 10 == 0
    else:
        raise ValidationError(_("An ISBN has ten or thirteen digits."))
    if not right:
        raise ValidationError(_("This ISBN has a slip in it: its last digit doesn’t fit the others."))
    return digits


def isbns(digits: str) -> list[str]:
    """The same ISBN with ten and with thirteen digits, where it has both."""
    if len(digits) == 10:
        body = f"978{digits[:9]}"
        last = -sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(body)) % 10
        return [digits, f"{body}{last}"]
    if not digits.startswith("978"):
        return [digits]
    body = digits[3:12]
    last = -sum(n * int(digit) for n, digit in zip(range(10, 1, -1), body, strict=True)) % 11
    return [digits, f"{body}{'X' if last == 10 else last}"]


def marks(item: dict) -> list[str]:
    """What tells which work it is, in one writing: its DOI, its ISBN, its address."""
    isbn = sorted(isbns(item["ISBN"]), key=len)[-1:] if "ISBN" in item else []
    return [mark for mark in (item.get("DOI", "").lower(), *isbn, item.get("URL")) if mark]


def address_of(said: str) -> str:
    """An address on the web. Raises ValidationError for any other kind."""
    words = ValidationError(_("Write an address that begins with https:// or http://."))
    try:
        parts = urlsplit(said)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        raise words from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_one:
        raise words
    if parts.username is not None or re.search(r"[\s<>\"\\{}|^`]", said):
        raise words
    return said


def address_typed(said: str) -> str:
    """As `address_of`, also where the beginning was left out: www.example.org is at https://."""
    return address_of(f"https://{said}" if BARE.match(said) else said)


SHAPES = {"page": _pages, "edition": _edition, "DOI": _doi, "ISBN": isbn_of, "URL": address_typed}
