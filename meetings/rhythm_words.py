"""The words that a rhythm is said in, each as a letter for what it may mean, in the language that is active.

E every     W week      K kind of meeting        F from      I 2027-01-12
O ordinal   U month     H half of the day        T to        C 7 pm, 19:00
N number    G monthly   L weekend                X but not   Y 2027
D weekday   V weekly    J day                    M March     P Tuesdays
                        Q quarterly              R or
"""

import re
from collections.abc import Iterator
from datetime import time
from functools import lru_cache
from typing import NamedTuple

from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language, pgettext

from copse.words import NUMBERS, ORDINALS, ordinal_word
from meetings.models import Meeting

PIECES = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\d)"
    r"|(?P<clock>\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.m\.|[ap]m\b)|\d{1,2}[:.]\d\d(?!\d))"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d+)"
    r"|(?P<dash>[-–—])"
    r"|(?P<word>[^\W\d_]+(?:[’'-][^\W\d_]+)*)"
    r"|(?P<other>[^\s.,:!?“”\"'’()])",
    re.IGNORECASE,
)
STRANGE, SILENT = ("", None), (" ", None)
FRIDAY = 4  # with which a weekend begins
WORDS = "words in a rhythm, with bars between those that mean the same"


class Piece(NamedTuple):
    """A word or a few of what was written, the letter of what it means, and its value."""

    letter: str
    value: object
    words: str


def pieces(words: str) -> Iterator[Piece]:
    """What was written, piece by piece. One without a letter isn't understood; words that say nothing are left out."""
    found = [(match.lastgroup, match.group()) for match in PIECES.finditer(words)]
    known, longest = vocabulary(get_language())
    while found:
        sort, said = found[0]
        n, meant = 1, (_figure(sort, said) if sort != "word" else None)
        if sort == "word":
            n, meant = _longest_phrase([word for _sort, word in found[:longest]], known)
        if meant is not SILENT:
            yield Piece(*meant, " ".join(word for _sort, word in found[:n]))
        del found[:n]


def _longest_phrase(words: list[str], known: dict) -> tuple[int, tuple]:
    for n in range(len(words), 0, -1):
        if meant := known.get(_folded(" ".join(words[:n]))):
            return n, meant
    return 1, STRANGE


def _folded(phrase: str) -> str:
    return phrase.strip().casefold().replace("’", "'")


def _figure(sort: str, said: str) -> tuple[str, object]:
    if sort == "iso":
        return "I", said
    if sort == "clock":
        return "C", said
    if sort == "ordinal":
        return "O", int(said[:-2])
    if sort == "dash":
        return "T", None
    if sort == "number":
        return ("Y", int(said)) if len(said) == 4 else ("N", int(said[:9]))
    return STRANGE


@lru_cache(maxsize=8)
def vocabulary(language: str) -> tuple[dict[str, tuple[str, object]], int]:
    """By phrase in small letters, the letter and the value; and how many words the longest phrase has."""
    known: dict[str, tuple[str, object]] = {}
    for letter, value, phrases in _phrases():
        for phrase in phrases:
            known.setdefault(_folded(phrase), (letter, value) if letter.strip() else SILENT)
    known.pop("", None)
    return known, max(len(phrase.split()) for phrase in known)


def _phrases() -> Iterator[tuple[str, object, list[str]]]:
    for n in range(7):
        names = [str(WEEKDAYS[n]), str(WEEKDAYS_ABBR[n])]
        yield "D", n, names
        yield "P", n, [pgettext("several of a weekday", "%(weekday)ss") % {"weekday": WEEKDAYS[n]}]
    yield "D", 1, pgettext(WORDS, "tues").split("|")
    yield "D", 2, pgettext(WORDS, "weds").split("|")
    yield "D", 3, pgettext(WORDS, "thur|thurs").split("|")
    for n in range(1, 13):
        yield "M", n, [str(MONTHS[n]), str(MONTHS_ALT[n]), str(MONTHS_3[n])]
    yield "M", 9, pgettext(WORDS, "sept").split("|")
    for n in range(1, 32):
        yield "O", n, [str(ORDINALS[n]) if n < len(ORDINALS) else ordinal_word(n)]
    for n in range(2, len(NUMBERS)):
        yield "N", n, [str(NUMBERS[n])]
    yield "O", -1, pgettext(WORDS, "last").split("|")
    yield "N", 2, pgettext(WORDS, "other|alternate").split("|")
    yield "E", None, pgettext(WORDS, "every|each").split("|")
    yield "W", None, pgettext(WORDS, "week|weeks").split("|")
    yield "U", None, pgettext(WORDS, "month|months").split("|")
    yield "J", None, pgettext(WORDS, "day|days").split("|")
    yield "V", 1, pgettext(WORDS, "weekly").split("|")
    yield "V", 2, pgettext(WORDS, "fortnight|fortnightly|every fortnight").split("|")
    yield "G", None, pgettext(WORDS, "monthly").split("|")
    yield "Q", 3, pgettext(WORDS, "quarterly|every quarter|each quarter").split("|")
    yield "L", FRIDAY, pgettext(WORDS, "weekend|weekends").split("|")
    yield "X", None, pgettext(WORDS, "but|but not|but not in|except|except in|not in|without").split("|")
    yield "R", None, pgettext(WORDS, "or").split("|")
    yield "F", None, pgettext(WORDS, "from|starting|starting on|since|counted from").split("|")
    yield "T", None, pgettext(WORDS, "to|until|till").split("|")
    yield "H", "a", pgettext(WORDS, "morning|mornings").split("|")
    yield "H", "p", pgettext(WORDS, "evening|evenings|afternoon|afternoons").split("|")
    yield "C", time(12), pgettext(WORDS, "noon").split("|")
    yield "C", time(0), pgettext(WORDS, "midnight").split("|")
    yield "K", Meeting.Kind.ONLINE, pgettext(WORDS, "online|on line").split("|")
    yield "K", Meeting.Kind.FACE, pgettext(WORDS, "face to face|face-to-face|in person|in the room").split("|")
    yield "K", Meeting.Kind.HYBRID, pgettext(WORDS, "hybrid|in the room and online").split("|")
    yield "K", Meeting.Kind.RETREAT, pgettext(WORDS, "retreat").split("|")
    for kind in Meeting.Kind:  # as pages name them
        yield "K", kind, [str(kind.label).replace(",", "")]
    yield " ", None, pgettext(WORDS, "the|of|on|in|at|and|a|an|one|we|meet|after|for|then").split("|")
