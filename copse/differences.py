"""What changed between two wordings, word by word, so that it reads well: on a page, and read aloud."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache

Changes = list[tuple[str, str]]  # "same", "removed" or "added", and the words

MOSTLY_ANOTHER = 0.3  # of the words of both; a text that keeps fewer is another text
WORD = re.compile(r"\S+\s*")
# Thai, Lao, Burmese, Khmer, kana and ideographs (Unicode's Line_Break SA and ID): a sentence has no spaces.
UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
LONGEST = 20  # letters of a word; what is longer is several


@cache
def unspaced() -> re.Pattern:
    return re.compile(UNSPACED)


def word_changes(old: str, new: str) -> Changes:
    """(kind, words) in reading order; what is removed stands before what is added in its place.

    All that is same or added, joined, is `new`, and all that is same or removed is `old`, but for the spaces between
    words. Few words that stayed between two changes are part of the change; where hardly any stayed, all of it is.
    """
    runs = _joined(_runs(_words(old), _words(new)))
    kept = sum(len(after) for same, _before, after in runs if same)
    if any(not same for same, *_ in runs) and 2 * kept < MOSTLY_ANOTHER * len([*_words(old), *_words(new)]):
        runs = [(False, _words(old), _words(new))]
    changes = []
    for same, before, after in runs:
        both = [max(pair, key=len) for pair in zip(after, before, strict=False)]  # the last word of one has no space
        kinds = [("same", both)] if same else [("removed", before), ("added", after)]
        changes += [(kind, "".join(words)) for kind, words in kinds if words]
    return changes


def words_changed(old: str, new: str) -> int:
    """How many words are others; where one word became two, that is two, whatever stands between them. In scripts that
    put no spaces between words each letter is one. Marks and spaces alone are one, however many.
    """
    runs = _runs(_units(old), _units(new))
    changed = sum(max(len(before), len(after)) for same, before, after in runs if not same)
    return changed or int(old.split() != new.split())


def _units(text: str) -> list[str]:
    """The words without the punctuation around them, with the marks that belong to their letters; signs that aren't
    punctuation by themselves.
    """
    units, word, is_unspaced = [], "", unspaced().match
    for sign in text:
        kind = unicodedata.category(sign)[0]
        apart = kind not in "LNM" or is_unspaced(sign)
        if word and (kind == "M" or (sign in "'’" and not set(word) & set("'’"))):
            word += sign
        elif apart or len(word) >= LONGEST:
            units += [word, sign if apart and kind in "LNS" else ""]
            word = "" if apart else sign
        else:
            word += sign
    return [unit.rstrip("'’") for unit in [*units, word] if unit]


def _words(text: str) -> list[str]:
    """Each with the spaces after it."""
    return WORD.findall(text)


def _runs(old: list[str], new: list[str]) -> list[tuple[bool, list[str], list[str]]]:
    """Whether it is the same, the words before, the words after: what is the same and what isn't take turns."""
    matcher = SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new], autojunk=False)
    return [(tag == "equal", old[a:b], new[c:d]) for tag, a, b, c, d in matcher.get_opcodes()]


def _joined(runs: list) -> list:
    """Without the same words between two changes that are both as long or longer."""
    joined = []
    for run in runs:
        joined.append(run)
        if len(joined) < 3 or run[0]:
            continue
        left, between, right = joined[-3:]
        if len(between[1]) <= min(_length(left), _length(right)):
            joined[-3:] = [(False, left[1] + between[1] + right[1], left[2] + between[2] + right[2])]
    return joined


def _length(run) -> int:
    return max(len(run[1]), len(run[2]))
