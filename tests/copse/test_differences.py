"""What changed between two wordings: nothing is lost, and it reads as a sentence, not as confetti."""

from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import example, given
from hypothesis import strategies as st

from copse.differences import word_changes, words_changed

TEXTS = st.lists(st.sampled_from(["we", "come", "when", "rest.", "\n", "  ", "a", "day,"]), max_size=14).map(" ".join)


def joined(changes, *kinds: str) -> str:
    return "".join(words for kind, words in changes if kind in kinds)


@example("we we", "\n we")
@given(TEXTS, TEXTS)
def test_both_wordings_can_be_read_from_it(old, new):
    changes = word_changes(old, new)
    assert joined(changes, "same", "added").split() == new.split()
    assert joined(changes, "same", "removed").split() == old.split()


@given(TEXTS, TEXTS)
def test_a_kind_never_follows_itself_and_removed_words_stand_before_added_ones(old, new):
    kinds = [kind for kind, _words in word_changes(old, new)]
    assert [pair for pair in pairwise(kinds) if pair[0] == pair[1]] == []
    assert ("added", "removed") not in pairwise(kinds)


@given(TEXTS, TEXTS)
def test_no_word_changed_exactly_where_the_words_are_the_same(old, new):
    same = old.split() == new.split()
    assert (words_changed(old, new) == 0) == same
    assert all(kind == "same" for kind, _words in word_changes(old, new)) == same


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("We come.", "We come.", [("same", "We come.")]),
        ("", "We come.", [("added", "We come.")]),
        ("We come.", "", [("removed", "We come.")]),
        (
            "We make room for laughter and for silence.",
            "We make room for laughter, rest and silence, and we stop on time.",
            [
                ("same", "We make room for "),
                ("removed", "laughter and for silence."),
                ("added", "laughter, rest and silence, and we stop on time."),
            ],
        ),
        (
            "We begin on the hour and end on the hour.",
            "We begin on the hour and we all end on the hour.",
            [("same", "We begin on the hour and "), ("added", "we all "), ("same", "end on the hour.")],
        ),
        (
            "We keep a date that all of us made.",
            "We keep a day that each of us made.",
            [
                ("same", "We keep a "),
                ("removed", "date that all "),
                ("added", "day that each "),
                ("same", "of us made."),
            ],
        ),
        (
            "A plan is a pencil line.",
            "We come when we said we would.",
            [("removed", "A plan is a pencil line."), ("added", "We come when we said we would.")],
        ),
    ],
    ids=["the same", "all new", "all gone", "an end", "a few more", "words between", "another text"],
)
def test_it_reads_well(old, new, changes):
    assert word_changes(old, new) == changes


@pytest.mark.parametrize(
    ("new", "number"),
    [
        ("We keep our dates, and say so early.", 0),
        ("We kept our dates, and say so early.", 1),
        ("We keep our dates and  say so, early.", 1),
        ("We keep our own two dates, and say so early.", 2),
        ("We keep dates, and say.", 3),
    ],
)
def test_words_are_counted_and_spaces_are_not(new, number):
    assert words_changed("We keep our dates, and say so early.", new) == number


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        ("to each other", "to each other-unless-it-is-late", 4),
        ("We,listen,to,all", "They,shout,at,none", 4),
        ("each other", "each other\u200bunless\u200bit\u200bis\u200blate", 4),
        ("other", "other/unless…late_not", 3),
        ("We wait.", "WeWaitForNobodyAndGoOnAlone.", 2),
        ("We four.", "我们不再等待任何人。", 9),
        ("我们等待。", "我们等侍。", 1),
        ("เรารอกัน", "เราไม่รอใครอีกต่อไป", 10),
        ("हम एक किताब लाते हैं", "हम एक किताबें लाते हैं", 1),
        ("काम करते हैं", "कम करता है", 3),
        ("We 🙂 rest 👍👍", "We 👎 rest 🔥💀", 3),
        ("1 < 2", "1 > 2", 1),
        ("We dont wait", "We don’t wait", 1),
        ("one kettel, no plan", "one kettle, no plan", 1),
        ("one kettle no plan", "one kettle, no plan", 1),
    ],
)
def test_words_are_counted_whatever_stands_between_them(old, new, number):
    assert words_changed(old, new) == number


def test_what_was_removed_and_added_can_be_heard_and_no_word_is_markup():
    changes = word_changes("We <b>keep</b> a date.", "We hold a date.")
    html = render_to_string("components/changed_words.html", {"changes": changes})
    assert '<del><span class="vh">removed: </span>&lt;b&gt;keep&lt;/b&gt;<span class="vh">;</span></del>' in html
    assert '<ins><span class="vh">added: </span>hold<span class="vh">;</span></ins>' in html
