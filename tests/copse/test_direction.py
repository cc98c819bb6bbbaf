"""A turn of direction in a text ends in it, and what stands beside it runs on as it did."""

import pytest

from copse.direction import closed
from copse.fields import LineInput, WordsInput

LRE, RLE, POP, RLO, LRI, RLI, END = "\u202a", "\u202b", "\u202c", "\u202e", "\u2066", "\u2067", "\u2069"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("plain עברית", "plain עברית"),
        (f"a{RLO}b", f"a{RLO}b{POP}"),
        (f"a{RLE}b{POP}c", f"a{RLE}b{POP}c"),
        (f"a{RLI}b{LRE}c", f"a{RLI}b{LRE}c{POP}{END}"),
        (f"a{RLI}b{LRE}c{END}d", f"a{RLI}b{LRE}c{END}d"),
        (f"a{POP}b{END}c", "abc"),
        (f"a{LRI}b{POP}c", f"a{LRI}bc{END}"),
        (f"a{RLO}b\nc{POP}", f"a{RLO}b{POP}\nc"),
    ],
    ids=ascii,
)
def test_each_turn_is_ended_and_no_other(written, kept):
    assert closed(written) == kept
    assert closed(kept) == kept


def test_whatever_members_write_is_closed_as_it_comes_in():
    assert LineInput().clean(f"Bea {RLO}Oak\nAsh") == f"Bea {RLO}Oak{POP} Ash"
    assert WordsInput().clean(f"We {RLI}come.\nAlways.") == f"We {RLI}come.{END}\nAlways."
