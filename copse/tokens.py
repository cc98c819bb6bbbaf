"""Words as they are looked for: without capitals, accents and punctuation, so that every database finds the same."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, groupby
from operator import itemgetter

from copse.differences import UNSPACED, unspaced

LONGEST = 64  # letters of a word that count
MOST_WORDS = 10  # that are looked for at once
EXCERPT = 240  # letters
# Letters that Unicode doesn't take apart, as those write them who don't have them on their keyboard.
PLAIN = str.maketrans({"æ": "ae", "ø": "o", "œ": "oe", "ð": "d", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n",
                       "þ": "th", "ŧ": "t"})  # fmt: skip

Token = tuple[int, int, str]  # from where to where it stands in a text, and how it is looked for
Pieces = list[tuple[bool, str]]  # whether it was looked for, and the words


def fold(word: str) -> str:
    """`Łódź` as `lodz`, `Straße` as `strasse`; signs that are neither letters nor digits are dropped. Marks that make
    another letter of one, as in Hindi, Thai or Japanese, stay. Folded twice is folded once.
    """
    if word.isascii():
        return word.lower()
    bare = _without_accents(_without_accents(word).casefold()).translate(PLAIN)
    return unicodedata.normalize("NFC", "".join(sign for sign in bare if sign.isalnum() or _is_mark(sign)))


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not _is_accent(sign))


def _is_accent(sign: str) -> bool:
    """Of Latin, Greek and Cyrillic, or a vowel point of Hebrew or Arabic (Unicode, canonical combining classes)."""
    order = unicodedata.combining(sign)
    return order == 1 or 10 <= order <= 36 or order >= 200


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M"


@cache
def _within() -> str:
    """The marks and the unseen signs that may stand within a word, in ranges, as a pattern has them."""
    codes = chain([0xAD], range(0x300, 0x20000), range(0xE0100, 0xE01F0))
    found = [code for code in codes if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me", "Cf")]
    runs = ([code for _n, code in run] for _, run in groupby(enumerate(found), lambda placed: placed[1] - placed[0]))
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


@cache
def _word() -> re.Pattern:
    return re.compile(rf"[^\W_][\w{_within()}]*")


@cache
def _unit() -> re.Pattern:
    """What a word that has letters of UNSPACED is made of."""
    within = _within()
    return re.compile(rf"(?P<unspaced>{UNSPACED})[{within}]*|(?:(?!{UNSPACED})[^\W_{within}][{within}]*)+")


def tokens(text: str, *, to_look_for: bool = False) -> Iterator[Token]:
    """Every word of `text`. Where a script has no spaces, each two letters that stand together, and the last one; to
    look for, the pairs say enough.
    """
    for found in _word().finditer(text.replace("_", " ")):
        written = found[0]
        if not written.isascii() and unspaced().search(written):
            yield from _letter_pairs(found, to_look_for)
        elif token := fold(written)[:LONGEST]:
            yield *found.span(), token


def _letter_pairs(word: re.Match, to_look_for: bool) -> Iterator[Token]:
    units, after_one = list(_unit().finditer(word.string, word.start(), word.end())), False
    for this, following in zip(units, [*units[1:], None], strict=True):
        paired = this["unspaced"] and following and following["unspaced"]
        end = following.end() if paired else this.end()
        told = paired or not (after_one and to_look_for)
        after_one = bool(paired)
        if told and (token := fold(word.string[this.start() : end])[:LONGEST]):
            yield this.start(), end, token


def asked(text: str) -> list[str]:
    """What somebody looks for who wrote `text`: the first words of it, each once."""
    found = dict.fromkeys(token for _start, _end, token in tokens(text, to_look_for=True))
    return list(found)[:MOST_WORDS]


def excerpt(text: str, words: Iterable[str], most: int = EXCERPT) -> Pieces:
    """`text`, or of a long one what stands around the first of `words` in it, with what begins with one of them told
    apart.
    """
    spans = _spans(text, tuple(words))
    first = next(spans, None)
    begin, end = _window(text, first[0] if first else 0, most)
    pieces, at = [(False, "… " if begin else "")], begin
    while first and first[0] < end:
        start, stop = max(first[0], at), min(first[1], end)
        pieces += [(False, text[at:start]), (True, text[start:stop])]
        at, first = max(at, stop), next(spans, None)
    pieces += [(False, text[at:end]), (False, " …" if end < len(text) else "")]
    runs = groupby((piece for piece in pieces if piece[1]), itemgetter(0))
    return [(found, "".join(words for _found, words in run)) for found, run in runs]


def _spans(text: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    return ((start, end) for start, end, token in tokens(text) if token.startswith(words))


def _window(text: str, hit: int, most: int) -> tuple[int, int]:
    """From where to where to read, so that a hit is in it and words are whole where there are spaces."""
    if len(text) <= most:
        return 0, len(text)
    begin = max(0, min(hit - most // 3, len(text) - most))
    if begin and (space := text.find(" ", begin, hit)) >= 0:
        begin = space + 1
    end = min(len(text), begin + most)
    if end < len(text) and (space := text.rfind(" ", max(hit, begin) + 1, end)) > 0:
        end = space
    return begin, end
