"""Which characters a paper can be set in.

Papers are designed in Vollkorn and Cabin (Latin, Greek and Cyrillic). Any other font package that is installed
(`fontpkg-…`) lends the characters that these two lack. The fonts of the machine play no part, so a paper is the
same on every server.
"""

import unicodedata
from functools import lru_cache
from itertools import groupby

from copse.direction import closed

DESIGNED_IN = ("Vollkorn", "Cabin")
# Vollkorn has all of these (a test compares); most papers hold nothing else, and then no font is opened.
SURE = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2017), *range(0x2018, 0x2027))))
UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}  # categories that leave no mark; neither does a variation selector
STAND_IN = "…"
MARKS = {"Mn", "Me"}  # categories that stand over, under or around a letter
MOST_MARKS = 6  # on one letter; no language takes more, and hundreds would lie over all that stands around it


def fonts_for(text: str) -> list[dict[str, str]]:
    """The faces to set the text with, each with `family`, `version`, `style` and `path`."""
    families = _families()
    chosen = [families[name] for name in DESIGNED_IN]
    lacking = _lacking(text)
    for name, family in families.items():
        if lacking and name not in DESIGNED_IN:
            covered = {c for c in lacking if any(ord(c) in _characters(str(file.path)) for file in family.files)}
            if covered:
                chosen.append(family)
                lacking -= covered
    return [
        {"family": family.name, "version": family.version, "style": file.style, "path": str(file.path)}
        for family in chosen
        for file in family.files
    ]


def missing_characters(text: str) -> list[str]:
    """The characters that no installed font has, each once, in the text's order."""
    lacking = _lacking(text)
    if not lacking:
        return []
    for font in fonts_for(text):
        lacking -= {c for c in lacking if ord(c) in _characters(font["path"])}
    return [c for c in dict.fromkeys(unicodedata.normalize("NFC", text)) if c in lacking]


def settable(text: str) -> str:
    """The text with dots wherever there is nothing to set it with, without control characters and without more than
    six marks on a letter; its turns of direction end with it.
    """
    text = _unladen(closed("".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")))
    missing = set(missing_characters(text))
    if not missing:
        return text
    runs = groupby(unicodedata.normalize("NFC", text), missing.__contains__)
    return "".join(STAND_IN if gone else "".join(run) for gone, run in runs)


def is_laden(text: str) -> bool:
    """Whether a letter bears more marks than are set."""
    return _unladen(text) != text


def _unladen(text: str) -> str:
    if text.isascii():
        return text
    kept, marks = [], 0
    for c in text:
        marks = marks + 1 if unicodedata.category(c) in MARKS else 0
        if marks <= MOST_MARKS:
            kept.append(c)
    return "".join(kept)


def name_of(character: str) -> str:
    """The character's name in Unicode, which is English, or its number."""
    return unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"


def _lacking(text: str) -> set[str]:
    """What Vollkorn, in which members' words are set, can't show."""
    unusual = set(text) - SURE
    if not unusual:
        return set()
    has = set.intersection(*(set(_characters(str(file.path))) for file in _families()["Vollkorn"].files))
    return {c for c in set(unicodedata.normalize("NFC", text)) - SURE if ord(c) not in has and not _unseen(c)}


def _unseen(c: str) -> bool:
    return unicodedata.category(c) in UNSEEN or "VARIATION SELECTOR" in unicodedata.name(c, "")


@lru_cache(maxsize=1)
def _families() -> dict:
    import fontpkg  # reads the metadata of every installed package

    return {family.name: family for family in fontpkg.families().values()}


@lru_cache(maxsize=64)
def _characters(path: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # heavy, and seldom needed

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
