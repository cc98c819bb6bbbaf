"""Turns of direction in a text: what makes the words after it run the other way (Unicode Annex 9, section 2)."""

import re

POP, POP_ISOLATE = "\u202c", "\u2069"
ENDS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", POP), **dict.fromkeys("\u2066\u2067\u2068", POP_ISOLATE)}
TURN = re.compile("[\u202a-\u202e\u2066-\u2069]")


def closed(text: str) -> str:
    """`text` with each turn ended in its own line, and without an end of what it didn't begin: so it never turns what
    stands beside it.
    """
    if not TURN.search(text):
        return text
    return "\n".join(_closed_line(line) for line in text.split("\n"))


def _closed_line(line: str) -> str:
    kept, ends = [], []
    for character in line:
        if character in ENDS:
            ends.append(ENDS[character])
        elif character == POP_ISOLATE:
            if POP_ISOLATE not in ends:
                continue
            while ends.pop() != POP_ISOLATE:  # with an isolate ends what it holds
                pass
        elif character == POP:
            if ends[-1:] != [POP]:
                continue
            ends.pop()
        kept.append(character)
    return "".join(kept + ends[::-1])
