"""Names as somebody types them: one a line, or several on a line where they can be told apart."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from larder.references.csl import JOINT, name_of

INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}")


def names_of(lines: str) -> list[dict]:
    """Each as `csl.name_of` has it. What stands in braces is one name; so is a line without “and”, “&” or “;”.

    Raises ValidationError, with what was written, where nobody can tell whether a line is one name or several.
    """
    return [name for line in lines.splitlines() if line.strip() for name in _of_line(line.strip())]


def _of_line(line: str) -> list[dict]:
    if line.startswith("{") or (not JOINT.search(line) and line.count(",") < 3):
        return [name_of(line)]
    people = [_person(part) for among in JOINT.split(line) if among for part in _in_pairs(among)]
    if None in people:
        words = _("Is “%(line)s” one group? Then write it in braces: {Arts and Crafts}. Of several people, write each"
                  " on a line of their own, the family name first.")  # fmt: skip
        raise ValidationError(words % {"line": line})
    return people


def _in_pairs(words: str) -> list[str]:
    """“Alder, A., Birch, B.” as two; anything else as it is."""
    parts = [part.strip() for part in words.split(",")]
    if len(parts) < 4 or len(parts) % 2 or not all(map(INITIALS.fullmatch, parts[1::2])):
        return [words]
    return [", ".join(pair) for pair in zip(parts[::2], parts[1::2], strict=True)]


def _person(words: str) -> dict | None:
    """“Alder, Ada”, “Ada Alder” or “Ada B. Alder”; None for what doesn't look like a person."""
    if "," in words:
        return name_of(words) if words.count(",") < 3 and all(map(str.strip, words.split(","))) else None
    given, *middle, family = words.split() if " " in words else ("", "")
    if not given or not given[0].isupper() or not family[0].isupper() or not all(map(INITIALS.fullmatch, middle)):
        return None
    return {"family": family, "given": " ".join([given, *middle])}
