"""References from CSL-JSON and back: as Zotero and others speak among themselves."""

import json
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from copse.sheets import Refusal
from larder.references import csl
from larder.references.found import Read, reads

NAME = "CSL-JSON"
KINDS = {
    "article": "document", "article-magazine": "article-newspaper",
    "paper-conference": "chapter", "entry-encyclopedia": "chapter", "entry-dictionary": "chapter", "post": "webpage",
    "post-weblog": "webpage",
}  # fmt: skip
KEPT = {"type", "id", *csl.LINES, *csl.NAMES, *csl.DATES}
BETWEEN = " \t\r\n,"


def read(text: str) -> Iterator[Read | Refusal]:
    """Each item of a list, or the one that there is, with its line. Raises ValidationError for what is no JSON."""
    decoder, place = json.JSONDecoder(), len(text) - len(text.lstrip())
    in_list = text.startswith("[", place)
    place += in_list
    number, counted = 1, 0
    while True:
        while place < len(text) and text[place] in BETWEEN:
            place += 1
        if place >= len(text) or (in_list and text[place] == "]"):
            break
        number, counted = number + text.count("\n", counted, place), place
        try:
            told, place = decoder.raw_decode(text, place)
        except (json.JSONDecodeError, RecursionError) as error:
            line = getattr(error, "lineno", number)
            words = _("This is no JSON from line %(number)d on: a comma, a brace or a quotation mark is missing.")
            raise ValidationError(words % {"number": line}) from None
        except ValueError:  # Python reads no whole number of more than 4,300 digits
            raise ValidationError(_("This JSON holds a number that is too long.")) from None
        yield _item(number, told)
    if in_list and not text.startswith("]", place):
        number = text.count("\n") + 1
        raise ValidationError(_("The list has no end: a ] is missing in line %(number)d.") % {"number": number})


def _item(number: int, told) -> Read | Refusal:
    if not isinstance(told, dict):
        return Refusal(number, _("What begins here is no reference."))
    kind = told.get("type")
    kind = KINDS.get(kind, kind) if isinstance(kind, str) else ""
    return reads(number, {**told, "type": kind}, {name for name, said in told.items() if said and name not in KEPT})


def written(items: list[dict]) -> str:
    """A file of items, each with its fields in one order."""
    told = [
        {"id": f"{n}", **{name: item[name] for name in csl.ORDER if name in item}} for n, item in enumerate(items, 1)
    ]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
