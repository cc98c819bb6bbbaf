"""What was found in a text from another program: references, and lines that can't be taken."""

import html
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from copse.sheets import Refusal
from larder.references import csl

TAG = re.compile(r"</?(?:i|b|u|em|strong|sup|sub|sc|span|nocase)(?: [^<>]*)?>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]+\d*);", re.IGNORECASE)
IN_MARKUP = ("title", "container-title", "publisher")  # as Zotero and publishers may give them


@dataclass
class Read:
    """One reference, and the line where it begins. `left` names what it says that we don't keep."""

    number: int
    item: dict
    left: list[str] = field(default_factory=list)


def reads(number: int, told: dict, left=()) -> Read | Refusal:
    """What `told` (of CSL-JSON’s fields) says at line `number`, or why it can’t be taken."""
    told, tags = _without_markup(told)
    if told.get("type") == csl.Kind.CHAPTER and not told.get("container-title"):
        told["type"] = csl.Kind.OTHER.value
    left = {*left, *tags}
    try:
        csl.tidied({"title": "-", "accessed": told.get("accessed")})
    except ValidationError:  # a day that nobody can tell is no reason to leave out the rest
        told, left = {**told, "accessed": None}, left | {str(csl.WORDS["accessed"])}
    try:
        return Read(number, csl.tidied(told), sorted(left))
    except ValidationError as error:
        return Refusal(number, in_words(error))


def _without_markup(told: dict) -> tuple[dict, set[str]]:
    """What is told without the tags in it, and which they were; entities are the signs that they stand for."""
    marked = {name: told[name] for name in IN_MARKUP if isinstance(told.get(name), str)}
    tags = {tag for words in marked.values() for tag in TAG.findall(words) if not tag.startswith("</")}
    return {**told, **{name: _plain(words) for name, words in marked.items()}}, tags


def _plain(words: str) -> str:
    return ENTITY.sub(lambda sign: html.unescape(sign[0]), TAG.sub("", words))


def in_words(error: ValidationError) -> str:
    """Each thing that can't be, with the name of where it stands: “the DOI: …”."""
    told = [
        _("%(field)s: %(words)s") % {"field": csl.WORDS[name], "words": " ".join(words)}
        for name, words in error.message_dict.items()
    ]
    return " ".join(told)
